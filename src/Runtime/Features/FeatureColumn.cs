namespace MetaAdamW;

/// <summary>A column of F: its name, the statistics behind it, how it is read, and the row of <c>reduce</c> in ForeachStep.py that it is.</summary>
internal sealed record FeatureColumn(string Name, StatisticKinds Needs, FeatureColumn.Reading Read, int Row)
{
    public delegate double Reading(in GroupStatistics group, double time);

    public static FeatureColumn Time { get; } = new("time", StatisticKinds.None, (in GroupStatistics _, double time) => time, 20);

    public bool IsTime => ReferenceEquals(this, Time);

    /// <summary>The columns of a feature set, in the paper's order (arXiv:2605.04055, section 3.3).</summary>
    public static FeatureColumn[] Of(FeatureSet set, bool timeStep, bool secondMoment)
    {
        FeatureColumn[] time = timeStep ? [Time] : [];
        int used = secondMoment ? 5 : 4;
        return set switch
        {
            FeatureSet.Basic => [.. Means[..used], .. time],
            FeatureSet.BasicPlus => [.. Means[..used], .. Deviations[..used], .. time],
            _ => [.. Enhanced, .. time],
        };
    }

    private static FeatureColumn[] Means { get; } =
    [
        new("mean ‖∇‖", StatisticKinds.GradientNorm, (in GroupStatistics g, double _) => g.GradientNorm.Mean, 0),
        new("mean ‖m‖", StatisticKinds.FirstMomentNorm, (in GroupStatistics g, double _) => g.FirstMomentNorm.Mean, 1),
        new("mean ‖p‖", StatisticKinds.ParameterNorm, (in GroupStatistics g, double _) => g.ParameterNorm.Mean, 2),
        new("mean cos(∇, m)", StatisticKinds.Cosine, (in GroupStatistics g, double _) => g.Cosine.Mean, 3),
        new("mean ‖v‖", StatisticKinds.SecondMomentNorm, (in GroupStatistics g, double _) => g.SecondMomentNorm.Mean, 4),
    ];

    private static FeatureColumn[] Deviations { get; } =
    [
        new("std ‖∇‖", StatisticKinds.GradientNorm | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.GradientNorm.StandardDeviation, 10),
        new("std ‖m‖", StatisticKinds.FirstMomentNorm | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.FirstMomentNorm.StandardDeviation, 11),
        new("std ‖p‖", StatisticKinds.ParameterNorm | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.ParameterNorm.StandardDeviation, 12),
        new("std cos(∇, m)", StatisticKinds.Cosine | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.Cosine.StandardDeviation, 13),
        new("std ‖v‖", StatisticKinds.SecondMomentNorm | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.SecondMomentNorm.StandardDeviation, 14),
    ];

    private static FeatureColumn[] Enhanced { get; } =
    [
        Means[0],
        new("var ‖∇‖", StatisticKinds.GradientNorm | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.GradientNorm.Variance, 5),
        Means[1],
        new("var ‖m‖", StatisticKinds.FirstMomentNorm | StatisticKinds.Deviations, (in GroupStatistics g, double _) => g.FirstMomentNorm.Variance, 6),
        new("zeros in ∇", StatisticKinds.Zeros, (in GroupStatistics g, double _) => g.GradientZeroShare, 15),
        new("zeros in m", StatisticKinds.Zeros, (in GroupStatistics g, double _) => g.FirstMomentZeroShare, 16),
        new("mean ln(size + 1)", StatisticKinds.None, (in GroupStatistics g, double _) => g.MeanLogCount, 17),
        new("share of biases", StatisticKinds.None, (in GroupStatistics g, double _) => g.BiasShare, 18),
        new("mean depth", StatisticKinds.None, (in GroupStatistics g, double _) => g.RelativeDepth, 19),
    ];
}
