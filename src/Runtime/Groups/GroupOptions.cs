using System.Globalization;

namespace MetaAdamW;

/// <summary>What a group of parameters has of its own. What is null comes from the optimizer.</summary>
public record GroupOptions
{
    private readonly double _learningRateScale = 1;
    private readonly double? _weightDecay;
    private readonly double? _beta1;
    private readonly double? _beta2;
    private readonly double? _alphaRange;
    private readonly double? _betaRange;

    /// <summary>What the learning rate is multiplied by in this group; positive, 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive and finite.</exception>
    public double LearningRateScale
    {
        get => _learningRateScale;
        init => _learningRateScale = OptionCheck.Positive(value, nameof(LearningRateScale) + OfGroup);
    }

    /// <summary>The weight decay λ of this group; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double? WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = value is { } decay ? OptionCheck.NotNegative(decay, nameof(WeightDecay) + OfGroup) : null;
    }

    /// <summary>The decay rate β1 of this group's first moments; at least 0 and less than 1. Schedulers do not move it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double? Beta1
    {
        get => _beta1;
        init => _beta1 = value is { } rate ? OptionCheck.BelowOne(rate, nameof(Beta1) + OfGroup) : null;
    }

    /// <summary>The decay rate β2 of this group's second moments; at least 0 and less than 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double? Beta2
    {
        get => _beta2;
        init => _beta2 = value is { } rate ? OptionCheck.BelowOne(rate, nameof(Beta2) + OfGroup) : null;
    }

    /// <summary>The width of the interval around 1 that this group's α comes from; from 0 (α is 1) to 2 (arXiv:2605.04055, section 3.4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double? AlphaRange
    {
        get => _alphaRange;
        init => _alphaRange = value is { } width ? OptionCheck.InRange(width, 0, 2, nameof(AlphaRange) + OfGroup) : null;
    }

    /// <summary>The width of the interval around 1 that this group's β comes from; from 0 (β is 1) to 2 (arXiv:2605.04055, section 3.4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double? BetaRange
    {
        get => _betaRange;
        init => _betaRange = value is { } width ? OptionCheck.InRange(width, 0, 2, nameof(BetaRange) + OfGroup) : null;
    }

    /// <summary>
    /// Whether the group stands still at first: binding sets <c>requires_grad</c> of its parameters to false and drops their gradients.
    /// The group stays in the table, and trains from when <c>requires_grad</c> is set to true again.
    /// </summary>
    public bool Frozen { get; init; }

    /// <summary>A group without options.</summary>
    internal static GroupOptions Default { get; } = new();

    /// <summary>What messages say behind an option's name.</summary>
    private protected virtual string OfGroup => string.Empty;

    /// <summary>The options that are given, as an attribute has them.</summary>
    internal string Text()
    {
        (string Name, double? Value)[] numbers =
        [
            (nameof(LearningRateScale), LearningRateScale == 1 ? null : LearningRateScale),
            (nameof(WeightDecay), WeightDecay),
            (nameof(Beta1), Beta1),
            (nameof(Beta2), Beta2),
            (nameof(AlphaRange), AlphaRange),
            (nameof(BetaRange), BetaRange),
        ];
        IEnumerable<string> given = numbers.Where(n => n.Value is not null).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Name} = {n.Value:R}"));
        return string.Join(", ", Frozen ? given.Append($"{nameof(Frozen)} = true") : given);
    }
}
