using System.Globalization;

namespace MetaAdamW.Tasks.Training;

/// <summary>A setting of an optimizer, as a run used it.</summary>
/// <param name="Name">Its name in <see cref="MetaAdamWOptions"/>.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsDefault">Whether it is what <see cref="MetaAdamWOptions"/> has of itself.</param>
internal sealed record OptionRow(string Name, string Value, bool IsDefault)
{
    /// <summary>Every setting, in the order in which they are documented.</summary>
    public static IReadOnlyList<OptionRow> Of(MetaAdamWOptions options)
        => [.. All(options).Zip(All(new()), (used, usual) => new OptionRow(used.Name, Text(used.Value), Equals(used.Value, usual.Value)))];

    private static (string Name, object? Value)[] All(MetaAdamWOptions o) =>
    [
        (nameof(o.LearningRate), o.LearningRate),
        (nameof(o.WeightDecay), o.WeightDecay),
        (nameof(o.Betas), o.Betas),
        (nameof(o.Epsilon), o.Epsilon),
        (nameof(o.Maximize), o.Maximize),
        (nameof(o.TotalSteps), o.TotalSteps),
        (nameof(o.AlphaRange), o.AlphaRange),
        (nameof(o.BetaRange), o.BetaRange),
        (nameof(o.Conductor), o.Conductor),
        (nameof(o.FactorScale), o.FactorScale),
        (nameof(o.AlphaCentering), o.AlphaCentering),
        (nameof(o.BetaCentering), o.BetaCentering),
        (nameof(o.Layers), o.Layers),
        (nameof(o.FeedForwardWidth), o.FeedForwardWidth),
        (nameof(o.Heads), o.Heads),
        (nameof(o.IdentityStart), o.IdentityStart),
        (nameof(o.LogarithmicFeatures), o.LogarithmicFeatures),
        (nameof(o.FinalNorm), o.FinalNorm),
        (nameof(o.StepsPerEpoch), o.StepsPerEpoch),
        (nameof(o.WarmupEpochs), o.WarmupEpochs),
        (nameof(o.MetaPeriodEpochs), o.MetaPeriodEpochs),
        (nameof(o.MetaPeriod), o.MetaPeriod),
        (nameof(o.WarmupSteps), o.WarmupSteps),
        (nameof(o.MetaLearningRate), o.MetaLearningRate),
        (nameof(o.MetaWeightDecay), o.MetaWeightDecay),
        (nameof(o.GatePenalty), o.GatePenalty),
        (nameof(o.MetaRule), o.MetaRule),
        (nameof(o.MetaGradientLimit), o.MetaGradientLimit),
        (nameof(o.Online), o.Online),
        (nameof(o.OnlinePeriod), o.OnlinePeriod),
        (nameof(o.OnlineHorizon), o.OnlineHorizon),
        (nameof(o.OnlineSignalLimit), o.OnlineSignalLimit),
        (nameof(o.OnlineLearningRate), o.OnlineLearningRate),
        (nameof(o.OnlineRule), o.OnlineRule),
        (nameof(o.Objective), o.Objective),
        (nameof(o.Weighting), o.Weighting),
        (nameof(o.FixedWeights), o.FixedWeights),
        (nameof(o.GapAfterStep), o.GapAfterStep),
        (nameof(o.SecondDerivatives), o.SecondDerivatives),
        (nameof(o.FirstGradient), o.FirstGradient),
        (nameof(o.AuthorsCompatibility), o.AuthorsCompatibility),
        (nameof(o.Kernel), o.Kernel),
        (nameof(o.OwnsGradients), o.OwnsGradients),
    ];

    private static string Text(object? value) => value switch
    {
        null => "not set",
        bool flag => flag ? "yes" : "no",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim('(', ')'),
    };
}
