using System.Text.RegularExpressions;

namespace MetaAdamW;

/// <summary>A group that the user named: what the optimizer's learning rate and decay become in it.</summary>
public sealed partial record ParamGroupSpec
{
    private readonly double _learningRateScale = 1;
    private readonly double? _weightDecay;

    /// <summary>Describes a group.</summary>
    /// <param name="name">A letter or an underscore, then letters, digits, <c>_ . -</c>.</param>
    /// <exception cref="ArgumentException">The name is not of that form.</exception>
    public ParamGroupSpec(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NamePattern().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is no group name: a name is a letter or an underscore, then letters, digits, '_', '.' and '-'.", nameof(name));
        }

        Name = name;
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>What the learning rate is multiplied by in this group; positive, 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive and finite.</exception>
    public double LearningRateScale
    {
        get => _learningRateScale;
        init => _learningRateScale = OptionCheck.Positive(value, $"{nameof(LearningRateScale)} of group '{Name}'");
    }

    /// <summary>The weight decay of this group, or null for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double? WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = value is { } decay ? OptionCheck.NotNegative(decay, $"{nameof(WeightDecay)} of group '{Name}'") : null;
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
