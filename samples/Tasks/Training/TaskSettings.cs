namespace MetaAdamW.Tasks.Training;

/// <summary>What a task trains with where the command line says nothing else: the paper's numbers.</summary>
internal sealed record TaskSettings
{
    /// <summary>Epochs at most.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Examples in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>η of both optimizers.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>λ of both optimizers.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Epochs without improvement after which training stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>What the validation loss must fall by to count as an improvement.</summary>
    public double MinImprovement { get; init; } = 1e-4;

    /// <summary>Steps from one meta-update to the next (K).</summary>
    public int MetaPeriod { get; init; } = 100;

    /// <summary>Epochs before the first meta-update.</summary>
    public int WarmupEpochs { get; init; } = 1;

    /// <summary>Encoder layers of Φ (L).</summary>
    public int MetaLayers { get; init; } = 8;

    /// <summary>Feed-forward width of Φ (D_ff).</summary>
    public int MetaFeedForwardWidth { get; init; } = 16;

    /// <summary>Φ's own learning rate.</summary>
    public double MetaLearningRate { get; init; } = 1e-4;

    /// <summary>What Φ learns with.</summary>
    public MetaLearningRule MetaRule { get; init; } = MetaLearningRule.GradientDescent;

    /// <summary>Whether Φ sees logarithms of the norms and ends in a LayerNorm, so that its factors do not saturate; not the paper's way.</summary>
    public bool IsUnsaturated { get; init; }
}

/// <summary>The optimizers that are compared.</summary>
internal enum OptimizerKind
{
    AdamW,
    MetaAdamW,
}

/// <summary>One training run that is asked for.</summary>
/// <param name="Optimizer">What optimises.</param>
/// <param name="Seed">Decides initial weights, batch order and dropout; the same for both optimizers.</param>
/// <param name="Epochs">Epochs at most.</param>
/// <param name="Device">"cpu" or "cuda".</param>
internal sealed record RunRequest(OptimizerKind Optimizer, long Seed, int Epochs, string Device)
{
    /// <summary>The run's name in file names and messages.</summary>
    public string Name => $"{Optimizer.ToString().ToLowerInvariant()}-seed{Seed}";
}
