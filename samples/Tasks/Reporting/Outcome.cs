using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>What one contender reached over its seeds, and what it took.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="Title">Its name in tables and charts.</param>
/// <param name="BestMetrics">The best metric of each run, in the order of the runs.</param>
/// <param name="MeanMetric">Their mean.</param>
/// <param name="Deviation">Their sample standard deviation; 0 with one run.</param>
/// <param name="Epochs">Mean number of epochs.</param>
/// <param name="SecondsPerEpoch">Mean wall-clock time of an epoch.</param>
/// <param name="ProcessorSecondsPerEpoch">Mean processor time of an epoch, all threads together.</param>
/// <param name="StepMilliseconds">Mean time of <c>optimizer.step()</c>.</param>
/// <param name="PeakMemory">The largest peak of resident memory, in bytes; 0 where it was not measured.</param>
internal sealed record Outcome(
    string Contender, string Title, IReadOnlyList<double> BestMetrics, double MeanMetric, double Deviation, double Epochs,
    double SecondsPerEpoch, double ProcessorSecondsPerEpoch, double StepMilliseconds, long PeakMemory)
{
    /// <summary>The outcome of each contender, in the order of their first runs.</summary>
    public static IReadOnlyList<Outcome> All(IReadOnlyList<RunRecord> runs)
        => [.. runs.Select(r => r.Contender).Distinct().Select(contender => Of(contender, runs))];

    public static Outcome Of(string contender, IReadOnlyList<RunRecord> runs)
    {
        var own = runs.Where(r => r.Contender == contender && r.Best is not null).ToList();
        var metrics = own.ConvertAll(r => r.Best!.Metric);
        var epochs = own.SelectMany(r => r.Epochs).ToList();
        return new(
            contender, own[0].Title, metrics, metrics.Average(), SampleDeviation(metrics), own.Average(r => (double)r.Epochs.Count),
            epochs.Average(e => e.Seconds), epochs.Average(e => e.ProcessorSeconds), epochs.Average(e => e.StepMilliseconds),
            own.Max(r => r.Memory.Peak));
    }

    internal static double SampleDeviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}
