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

    /// <summary>What Φ adds; null: nothing.</summary>
    public Modulation? Modulation { get; init; }

    /// <summary>Creates the optimizer of a model that is on its device.</summary>
    /// <param name="model">The model.</param>
    /// <param name="declared">The model's generated <c>CreateMetaAdamW</c>.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="epochs">Epochs at most.</param>
    public OptimizerHelper Create(nn.Module model, Func<MetaAdamWOptions, MetaAdamWOptimizer> declared, int stepsPerEpoch, int epochs)
        => Modulation is null
            ? new FusedAdamW(model.named_parameters(), LearningRate, weight_decay: WeightDecay)
            : declared(Modulation.Options with
            {
                LearningRate = LearningRate,
                WeightDecay = WeightDecay,
                StepsPerEpoch = stepsPerEpoch,
                TotalSteps = (long)epochs * stepsPerEpoch,
            });

    /// <summary>The settings in words, for the report.</summary>
    public IReadOnlyList<Setting> Describe()
        => [new("learning rate η", Invariant($"{LearningRate}")), new("weight decay λ", Invariant($"{WeightDecay}")), new("betas, ε", "0.9, 0.999, 1e-8"), .. Modulation?.Describe() ?? []];
}
