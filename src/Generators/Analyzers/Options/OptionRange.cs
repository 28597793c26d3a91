using System.Collections.Immutable;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>What an option of <c>MetaAdamWOptions</c>, or of a group, may be: the runtime's own checks, known to the compiler.</summary>
internal sealed class OptionRange
{
    private static readonly OptionRange NotNegative = new("zero or positive, and finite", v => v >= 0 && !double.IsInfinity(v));
    private static readonly OptionRange Positive = new("positive and finite", v => v > 0 && !double.IsInfinity(v));
    private static readonly OptionRange BelowOne = new("at least 0 and less than 1", v => v is >= 0 and < 1);
    private static readonly OptionRange UpToTwo = new("between 0 and 2", v => v is >= 0 and <= 2);
    private static readonly OptionRange OneOrMore = new("1 or more", v => v >= 1);
    private static readonly OptionRange FiniteOneOrMore = new("1 or more, and finite", v => v >= 1 && !double.IsInfinity(v));
    private static readonly OptionRange ZeroOrMore = new("0 or more", v => v >= 0);

    private readonly Func<double, bool> _holds;

    private OptionRange(string text, Func<double, bool> holds)
    {
        Text = text;
        _holds = holds;
    }

    /// <summary>The ranges of the options that are numbers or tuples of numbers, by name.</summary>
    public static ImmutableDictionary<string, OptionRange> All { get; } = new Dictionary<string, OptionRange>
    {
        ["LearningRate"] = NotNegative,
        ["WeightDecay"] = NotNegative,
        ["Betas"] = BelowOne,
        ["Epsilon"] = NotNegative,
        ["TotalSteps"] = OneOrMore,
        ["AlphaRange"] = UpToTwo,
        ["BetaRange"] = UpToTwo,
        ["Layers"] = OneOrMore,
        ["FeedForwardWidth"] = OneOrMore,
        ["Heads"] = OneOrMore,
        ["MetaPeriod"] = OneOrMore,
        ["WarmupSteps"] = ZeroOrMore,
        ["StepsPerEpoch"] = OneOrMore,
        ["WarmupEpochs"] = NotNegative,
        ["MetaPeriodEpochs"] = Positive,
        ["MetaLearningRate"] = NotNegative,
        ["MetaWeightDecay"] = NotNegative,
        ["GatePenalty"] = NotNegative,
        ["MetaGradientLimit"] = Positive,
        ["OnlinePeriod"] = OneOrMore,
        ["OnlineLearningRate"] = NotNegative,
        ["OnlineHorizon"] = FiniteOneOrMore,
        ["OnlineSignalLimit"] = Positive,
        ["FixedWeights"] = NotNegative,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The ranges of the options of groups that are numbers, by name.</summary>
    public static ImmutableDictionary<string, OptionRange> OfGroups { get; } = new Dictionary<string, OptionRange>
    {
        ["LearningRateScale"] = Positive,
        ["WeightDecay"] = NotNegative,
        ["Beta1"] = BelowOne,
        ["Beta2"] = BelowOne,
        ["AlphaRange"] = UpToTwo,
        ["BetaRange"] = UpToTwo,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The range in words.</summary>
    public string Text { get; }

    /// <summary>Whether a constant may be given; what is no number may.</summary>
    public bool Contains(object? constant) => constant is not (double or float or int or long or short or byte or sbyte or ushort or uint or ulong)
        || _holds(Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture));
}
