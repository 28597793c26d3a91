namespace MetaAdamW;

/// <summary>A choice of the paper's feature columns (arXiv:2605.04055, section 3.3).</summary>
/// <param name="Set">The feature set.</param>
/// <param name="TimeStep">Whether the last column is the time.</param>
/// <param name="SecondMoment">Whether ‖v‖ is a column (Basic and BasicPlus).</param>
/// <param name="Normalized">Whether the statistic columns are standardised across the groups (Basic and BasicPlus).</param>
public sealed record FeatureChoice(FeatureSet Set, bool TimeStep, bool SecondMoment, bool Normalized);

/// <summary>
/// Turns the statistics of the groups into the rows of the matrix F (arXiv:2605.04055, section 3.3). The generator writes one for
/// each annotated model; <see cref="Create"/> makes one without the generator; your own may derive from this class.
/// </summary>
public abstract class FeatureExtractor
{
    /// <summary>The names of the columns, in order; padding and embedding columns are not named.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>The width D of a row, padding and embedding included; a multiple of <see cref="Heads"/>.</summary>
    public abstract int Width { get; }

    /// <summary>The number of attention heads.</summary>
    public abstract int Heads { get; }

    /// <summary>How many of the last columns are a learned embedding of the group; the extractor leaves them 0.</summary>
    public virtual int EmbeddingWidth => 0;

    /// <summary>Whether a learned gate scales each column.</summary>
    public virtual bool Gating => false;

    /// <summary>The statistics that <see cref="Extract"/> reads.</summary>
    public abstract StatisticKinds Needs { get; }

    /// <summary>
    /// The choice of the paper's columns that <see cref="Extract"/> writes, so that they can be computed on any device; null where it
    /// writes others. Those of an extractor that does not say are computed on the host, and a step on another device waits for it.
    /// </summary>
    public virtual FeatureChoice? Choice => null;

    /// <summary>The columns of <see cref="Choice"/>, and whether they are standardised.</summary>
    internal virtual (FeatureColumn[] Columns, bool Normalized)? Tabulated =>
        Choice is { } choice ? (FeatureColumn.Of(choice.Set, choice.TimeStep, choice.SecondMoment), choice.Normalized) : null;

    /// <summary>Writes the matrix F.</summary>
    /// <param name="groups">The statistics, one for each group.</param>
    /// <param name="time">The time: the share of training that is done.</param>
    /// <param name="features">G × <see cref="Width"/>, row by row, filled with zeros.</param>
    public abstract void Extract(ReadOnlySpan<GroupStatistics> groups, double time, Span<double> features);

    /// <summary>Makes an extractor for a model without attributes.</summary>
    /// <param name="set">The feature set.</param>
    /// <param name="timeStep">Whether the last column is the time.</param>
    /// <param name="secondMoment">Whether ‖v‖ is a column (Basic and BasicPlus).</param>
    /// <param name="normalized">Whether the statistic columns are standardised across the groups (Basic and BasicPlus).</param>
    /// <param name="gating">Whether a learned gate scales each column.</param>
    /// <param name="width">The width D; 0 takes the number of columns, rounded up to a multiple of the heads.</param>
    /// <param name="heads">The number of attention heads; 0 takes one for each column (with a width given: one for each of these).</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A width below the number of columns, or that the heads do not divide.</exception>
    /// <exception cref="ArgumentException">Standardised columns with the Enhanced set.</exception>
    public static FeatureExtractor Create(
        FeatureSet set = FeatureSet.Basic,
        bool timeStep = true,
        bool secondMoment = true,
        bool normalized = false,
        bool gating = false,
        int width = 0,
        int heads = 0) =>
        new TabulatedFeatures(OptionCheck.Defined(set, nameof(set)), timeStep, secondMoment, normalized, gating, width, heads);

    /// <summary>Standardises a column across the groups: (x − mean)/(std + 1e-8) with the sample deviation; one group gives 0.</summary>
    /// <param name="features">G × <paramref name="width"/>.</param>
    /// <param name="width">The width of a row.</param>
    /// <param name="column">The column.</param>
    protected static void Standardize(Span<double> features, int width, int column)
    {
        int groups = features.Length / width;
        double mean = 0;
        for (int g = 0; g < groups; g++)
        {
            mean += features[(g * width) + column];
        }

        mean /= groups;
        double squares = 0;
        for (int g = 0; g < groups; g++)
        {
            double d = features[(g * width) + column] - mean;
            squares += d * d;
        }

        double deviation = groups > 1 ? Math.Sqrt(squares / (groups - 1)) : 0;
        for (int g = 0; g < groups; g++)
        {
            ref double x = ref features[(g * width) + column];
            x = groups > 1 ? (x - mean) / (deviation + 1e-8) : 0;
        }
    }
}
