using MetaAdamW.Tasks.Contenders;

namespace MetaAdamW.Tasks.Training;

/// <summary>What a task trains with where the command line or a contender says nothing else: the paper's numbers.</summary>
internal sealed record TaskSettings
{
    /// <summary>Epochs at most.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Examples in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Steps of an epoch, where one through all examples would be too long to wait for a validation: each epoch then draws as
    /// many examples as it needs. Null: an epoch visits all.
    /// </summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>η of AdamW and MetaAdamW.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>λ of both.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>How the rate of AdamW and MetaAdamW goes over the run; null: it stays.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Epochs without improvement after which training stops.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>What the validation loss must fall by to count as an improvement.</summary>
    public double MinImprovement { get; init; } = 1e-4;

    /// <summary>Φ and how it learns. Rate and decay are those above.</summary>
    public MetaAdamWOptions Meta { get; init; } = Published(period: 100);

    /// <summary>Φ as in the paper.</summary>
    /// <param name="period">Steps from one meta-update to the next (K).</param>
    /// <param name="layers">Encoder layers (L).</param>
    /// <param name="feedForwardWidth">Feed-forward width (D_ff).</param>
    public static MetaAdamWOptions Published(long period, int layers = 8, int feedForwardWidth = 16)
        => MetaAdamWOptions.Paper with { MetaPeriod = period, WarmupEpochs = 1, Layers = layers, FeedForwardWidth = feedForwardWidth };
}
