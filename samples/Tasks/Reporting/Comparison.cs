using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>What one optimizer reached over its seeds.</summary>
internal sealed record Outcome(
    OptimizerKind Optimizer, IReadOnlyList<double> BestMetrics, double MeanMetric, double Deviation,
    double SecondsPerEpoch, double StepMilliseconds, double Epochs)
{
    public static Outcome Of(OptimizerKind optimizer, IEnumerable<RunRecord> runs)
    {
        var all = runs.Where(r => r.Optimizer == optimizer && r.Best is not null).ToList();
        var metrics = all.Select(r => r.Best!.Metric).ToList();
        var epochs = all.SelectMany(r => r.Epochs).ToList();
        return new(
            optimizer, metrics, metrics.Average(), SampleDeviation(metrics),
            epochs.Average(e => e.Seconds), epochs.Average(e => e.StepMilliseconds), all.Average(r => (double)r.Epochs.Count));
    }

    internal static double SampleDeviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}

/// <summary>MetaAdamW against AdamW on the same seeds.</summary>
/// <param name="AdamW">What AdamW reached.</param>
/// <param name="MetaAdamW">What MetaAdamW reached.</param>
/// <param name="Change">Mean change of the best metric, as a share of AdamW's.</param>
/// <param name="Difference">Mean paired difference of the best metric, MetaAdamW − AdamW.</param>
/// <param name="HalfWidth">Half width of its 95 % interval (Student); NaN with one seed.</param>
internal sealed record Comparison(Outcome AdamW, Outcome MetaAdamW, double Change, double Difference, double HalfWidth)
{
    // 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom
    private static readonly double[] T =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The comparison of some runs; null where one optimizer is missing.</summary>
    public static Comparison? Of(IReadOnlyList<RunRecord> runs)
    {
        if (runs.Select(r => r.Optimizer).Distinct().Count() < 2)
            return null;
        var (adamW, meta) = (Outcome.Of(OptimizerKind.AdamW, runs), Outcome.Of(OptimizerKind.MetaAdamW, runs));
        var differences = meta.BestMetrics.Zip(adamW.BestMetrics, (m, a) => m - a).ToList();
        var degrees = differences.Count - 1;
        var halfWidth = degrees < 1
            ? double.NaN
            : (degrees <= T.Length ? T[degrees - 1] : 1.96) * Outcome.SampleDeviation(differences) / Math.Sqrt(differences.Count);
        return new(adamW, meta, meta.MeanMetric / adamW.MeanMetric - 1, differences.Average(), halfWidth);
    }
}
