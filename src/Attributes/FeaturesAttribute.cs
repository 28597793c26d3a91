using System;

namespace MetaAdamW;

/// <summary>
/// Chooses what the optimizer looks at: the statistics of each group that the attention module reads
/// (arXiv:2605.04055, section 3.3). Without the attribute a model gets <see cref="FeatureSet.Basic"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FeaturesAttribute : Attribute
{
    /// <summary>Chooses a feature set.</summary>
    /// <param name="set">The set.</param>
    public FeaturesAttribute(FeatureSet set = FeatureSet.Basic) => Set = set;

    /// <summary>The feature set.</summary>
    public FeatureSet Set { get; }

    /// <summary>Whether the last column is the time: the share of training that is done.</summary>
    public bool TimeStep { get; set; } = true;

    /// <summary>Whether the norm of the second moment is a column (Basic and BasicPlus).</summary>
    public bool SecondMoment { get; set; } = true;

    /// <summary>Whether the columns are standardised across the groups (Basic and BasicPlus).</summary>
    public bool Normalized { get; set; }

    /// <summary>Whether a learned gate scales each column.</summary>
    public bool Gating { get; set; }

    /// <summary>The width of the feature rows; 0 takes the number of columns, rounded up to a multiple of <see cref="Heads"/>.</summary>
    public int Width { get; set; }

    /// <summary>The number of attention heads; 0 takes one for each column.</summary>
    public int Heads { get; set; }
}

/// <summary>The feature sets of the paper (arXiv:2605.04055, section 3.3).</summary>
public enum FeatureSet
{
    /// <summary>Means of the norms of gradient, first moment and parameter, and of the cosine between gradient and first moment.</summary>
    Basic,

    /// <summary><see cref="Basic"/>, and the standard deviations of the same statistics.</summary>
    BasicPlus,

    /// <summary>Means and variances of the norms, shares of zeros, and the group's structure: size, biases, depth, a learned embedding.</summary>
    Enhanced,
}
