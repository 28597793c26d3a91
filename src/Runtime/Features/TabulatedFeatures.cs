namespace MetaAdamW;

/// <summary>The feature sets of the paper as a table of columns: for models that the generator has not seen.</summary>
internal sealed class TabulatedFeatures : FeatureExtractor
{
    private const int Embedding = 4;

    private static readonly FeatureColumn[] BasicMeans =
    [
        FeatureColumn.MeanGradientNorm, FeatureColumn.MeanFirstMomentNorm, FeatureColumn.MeanParameterNorm, FeatureColumn.MeanCosine,
    ];

    private static readonly FeatureColumn[] BasicDeviations =
    [
        FeatureColumn.DeviationGradientNorm, FeatureColumn.DeviationFirstMomentNorm,
        FeatureColumn.DeviationParameterNorm, FeatureColumn.DeviationCosine,
    ];

    private static readonly FeatureColumn[] EnhancedColumns =
    [
        FeatureColumn.MeanGradientNorm, FeatureColumn.VarianceGradientNorm, FeatureColumn.MeanFirstMomentNorm,
        FeatureColumn.VarianceFirstMomentNorm, FeatureColumn.GradientZeroShare, FeatureColumn.FirstMomentZeroShare,
        FeatureColumn.MeanLogCount, FeatureColumn.BiasShare, FeatureColumn.RelativeDepth,
    ];

    private readonly FeatureColumn[] _columns;
    private readonly bool _normalized;

    public TabulatedFeatures(
        FeatureSet set, bool timeStep, bool secondMoment, bool normalized, bool gating, int width, int heads)
    {
        if (normalized && set == FeatureSet.Enhanced)
        {
            throw new ArgumentException("normalized applies to Basic and BasicPlus; the Enhanced set has no standardised variant.", nameof(normalized));
        }

        OptionCheck.AtLeast(width, 0, nameof(width));
        OptionCheck.AtLeast(heads, 0, nameof(heads));
        _columns = ColumnsOf(set, timeStep, secondMoment);
        _normalized = normalized;
        EmbeddingWidth = set == FeatureSet.Enhanced ? Embedding : 0;
        int needed = _columns.Length + EmbeddingWidth;
        Heads = heads > 0 ? heads : width > 0 ? width : needed;
        Width = width > 0 ? width : (needed + Heads - 1) / Heads * Heads;
        if (Width < needed)
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, $"width must be {needed} or more, the number of columns of {set} with these switches; it is {width}.");
        }

        if (Width % Heads != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(heads), heads, $"heads must divide the width {Width}; it is {heads}.");
        }

        Gating = gating;
        Columns = [.. _columns.Select(column => column.ToString())];
        Needs = _columns.Aggregate(StatisticKinds.None, (needs, column) => needs | NeedsOf(column));
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int Width { get; }

    public override int Heads { get; }

    public override int EmbeddingWidth { get; }

    public override bool Gating { get; }

    public override StatisticKinds Needs { get; }

    public override void Extract(ReadOnlySpan<GroupStatistics> groups, double time, Span<double> features)
    {
        for (int g = 0; g < groups.Length; g++)
        {
            Span<double> row = features.Slice(g * Width, Width);
            for (int c = 0; c < _columns.Length; c++)
            {
                row[c] = Value(_columns[c], in groups[g], time);
            }
        }

        for (int c = 0; _normalized && c < _columns.Length; c++)
        {
            if (_columns[c] != FeatureColumn.Time)
            {
                Standardize(features, Width, c);
            }
        }
    }

    private static FeatureColumn[] ColumnsOf(FeatureSet set, bool timeStep, bool secondMoment)
    {
        FeatureColumn[] time = timeStep ? [FeatureColumn.Time] : [];
        FeatureColumn[] mean = secondMoment ? [FeatureColumn.MeanSecondMomentNorm] : [];
        FeatureColumn[] deviation = secondMoment ? [FeatureColumn.DeviationSecondMomentNorm] : [];
        return set switch
        {
            FeatureSet.Basic => [.. BasicMeans, .. mean, .. time],
            FeatureSet.BasicPlus => [.. BasicMeans, .. mean, .. BasicDeviations, .. deviation, .. time],
            _ => [.. EnhancedColumns, .. time],
        };
    }

    private static double Value(FeatureColumn column, in GroupStatistics group, double time) => column switch
    {
        FeatureColumn.MeanGradientNorm => group.GradientNorm.Mean,
        FeatureColumn.MeanFirstMomentNorm => group.FirstMomentNorm.Mean,
        FeatureColumn.MeanParameterNorm => group.ParameterNorm.Mean,
        FeatureColumn.MeanCosine => group.Cosine.Mean,
        FeatureColumn.MeanSecondMomentNorm => group.SecondMomentNorm.Mean,
        FeatureColumn.DeviationGradientNorm => group.GradientNorm.StandardDeviation,
        FeatureColumn.DeviationFirstMomentNorm => group.FirstMomentNorm.StandardDeviation,
        FeatureColumn.DeviationParameterNorm => group.ParameterNorm.StandardDeviation,
        FeatureColumn.DeviationCosine => group.Cosine.StandardDeviation,
        FeatureColumn.DeviationSecondMomentNorm => group.SecondMomentNorm.StandardDeviation,
        FeatureColumn.VarianceGradientNorm => group.GradientNorm.Variance,
        FeatureColumn.VarianceFirstMomentNorm => group.FirstMomentNorm.Variance,
        FeatureColumn.GradientZeroShare => group.GradientZeroShare,
        FeatureColumn.FirstMomentZeroShare => group.FirstMomentZeroShare,
        FeatureColumn.MeanLogCount => group.MeanLogCount,
        FeatureColumn.BiasShare => group.BiasShare,
        FeatureColumn.RelativeDepth => group.RelativeDepth,
        _ => time,
    };

    private static StatisticKinds NeedsOf(FeatureColumn column) => column switch
    {
        FeatureColumn.MeanGradientNorm => StatisticKinds.GradientNorm,
        FeatureColumn.MeanFirstMomentNorm => StatisticKinds.FirstMomentNorm,
        FeatureColumn.MeanParameterNorm => StatisticKinds.ParameterNorm,
        FeatureColumn.MeanCosine => StatisticKinds.Cosine,
        FeatureColumn.MeanSecondMomentNorm => StatisticKinds.SecondMomentNorm,
        FeatureColumn.DeviationGradientNorm or FeatureColumn.VarianceGradientNorm => StatisticKinds.GradientNorm | StatisticKinds.Deviations,
        FeatureColumn.DeviationFirstMomentNorm or FeatureColumn.VarianceFirstMomentNorm => StatisticKinds.FirstMomentNorm | StatisticKinds.Deviations,
        FeatureColumn.DeviationParameterNorm => StatisticKinds.ParameterNorm | StatisticKinds.Deviations,
        FeatureColumn.DeviationCosine => StatisticKinds.Cosine | StatisticKinds.Deviations,
        FeatureColumn.DeviationSecondMomentNorm => StatisticKinds.SecondMomentNorm | StatisticKinds.Deviations,
        FeatureColumn.GradientZeroShare or FeatureColumn.FirstMomentZeroShare => StatisticKinds.Zeros,
        _ => StatisticKinds.None,
    };
}

/// <summary>The columns of all feature sets.</summary>
internal enum FeatureColumn
{
    MeanGradientNorm,
    MeanFirstMomentNorm,
    MeanParameterNorm,
    MeanCosine,
    MeanSecondMomentNorm,
    DeviationGradientNorm,
    DeviationFirstMomentNorm,
    DeviationParameterNorm,
    DeviationCosine,
    DeviationSecondMomentNorm,
    VarianceGradientNorm,
    VarianceFirstMomentNorm,
    GradientZeroShare,
    FirstMomentZeroShare,
    MeanLogCount,
    BiasShare,
    RelativeDepth,
    Time,
}
