using TorchSharp.Modules;
using static System.FormattableString;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>
/// How a run optimises. With the seed and the data it decides the run: its text is what tells runs apart in checkpoints.
/// </summary>
internal sealed record Recipe
{
    /// <summary>η.</summary>
    public required double LearningRate { get; init; }

    /// <summary>λ.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>β1 and β2.</summary>
    public (double First, double Second) Betas { get; init; } = (0.9, 0.999);

    /// <summary>How the rate goes over the run; null: it stays. A schedule is made for all epochs, so no run with one stops early.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether a step looks one gradient ahead: <see cref="NadamW"/>.</summary>
    public bool LooksAhead { get; init; }

    /// <summary>Whether rates and decays are those of <see cref="HandSetGroups"/>.</summary>
    public bool HasHandSetGroups { get; init; }

    /// <summary>What Φ adds; null: nothing.</summary>
    public Modulation? Modulation { get; init; }

    /// <summary>Creates the optimizer of a model that is on its device.</summary>
    /// <param name="model">The model.</param>
    /// <param name="declared">The model's generated <c>CreateMetaAdamW</c>.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="epochs">Epochs at most.</param>
    public OptimizerHelper Create(nn.Module model, Func<MetaAdamWOptions, MetaAdamWOptimizer> declared, int stepsPerEpoch, int epochs)
    {
        if (Modulation is not null)
            return Modulation.Create(model, declared, Modulation.Options with
            {
                LearningRate = LearningRate,
                WeightDecay = WeightDecay,
                Betas = Betas,
                StepsPerEpoch = stepsPerEpoch,
                TotalSteps = (long)epochs * stepsPerEpoch,
            });
        if (LooksAhead)
            return new NadamW(model.parameters(), LearningRate, Betas.First, Betas.Second, weight_decay: WeightDecay);
        return new FusedAdamW(
            HasHandSetGroups ? HandSetGroups.Of(model, LearningRate, WeightDecay) : [new(model.named_parameters())],
            LearningRate, Betas.First, Betas.Second, weight_decay: WeightDecay);
    }

    /// <summary>The settings in words, for the report.</summary>
    public IReadOnlyList<Setting> Describe() =>
    [
        new("learning rate η", Invariant($"{LearningRate}") + (Schedule is null ? "" : Invariant($", warm-up over {Schedule.WarmupShare:P1} of the steps, then cosine"))),
        new("weight decay λ", Invariant($"{WeightDecay}")),
        new("betas, ε", Invariant($"{Betas.First}, {Betas.Second}, 1e-8")),
        .. HasHandSetGroups
            ? new Setting[] { new("groups by hand", "embeddings: rate × 2; biases and norms: rate × 2, no decay; output layer: rate × 0.5") }
            : [],
        .. Modulation?.Describe() ?? [],
    ];
}
