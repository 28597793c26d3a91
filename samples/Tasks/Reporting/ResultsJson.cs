using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>results.json: the numbers of all runs and what they come to, for programs.</summary>
internal static class ResultsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // "adamw+rate=0.001" as it is
        WriteIndented = true,
    };

    private sealed record Results(
        string Task, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Variant, string Metric, bool HigherIsBetter,
        IReadOnlyList<Run> Runs, IReadOnlyList<Summary> Optimizers, IReadOnlyList<Difference> Comparisons,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RateSweep>? Sweeps);

    private sealed record Run(
        string Optimizer, long Seed, long Parameters, int Groups, long? PeakMemory, IReadOnlyList<EpochRecord> Epochs, BestEpoch? Best);

    private sealed record Summary(
        string Optimizer, string Title, int Runs, double Mean, double? Deviation, double Epochs, double SecondsPerEpoch,
        double ProcessorSecondsPerEpoch, double StepMilliseconds, long? PeakMemory);

    private sealed record Difference(string Optimizer, string Reference, Interval Best, Interval EqualTime);

    /// <summary>Members that are null could not be computed.</summary>
    private sealed record Interval(int Seeds, double? Change, double? Difference, double? Low, double? High)
    {
        public static Interval Of(PairedDifference d) => new(d.Seeds, Finite(d.Change), Finite(d.Mean), Finite(d.Low), Finite(d.High));

        private static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }

    /// <param name="records">The study.</param>
    /// <param name="comparisons">What is compared.</param>
    public static string Format(StudyRecords records, IEnumerable<Comparison> comparisons)
        => JsonSerializer.Serialize(
            new Results(
                records.Study.Task, records.Study.Variant, records.Study.Metric, records.Study.HigherIsBetter,
                [.. records.Runs.Select(run => new Run(
                    run.Contender, run.Seed, run.Parameters, run.Groups.Count, run.Memory.IsOfRun ? run.Memory.Peak : null, run.Epochs, run.Best))],
                [.. Outcome.All(records.Runs).Select(o => new Summary(
                    o.Contender, o.Title, o.BestMetrics.Count, o.MeanMetric, o.BestMetrics.Count > 1 ? o.Deviation : null, o.Epochs, o.SecondsPerEpoch,
                    o.ProcessorSecondsPerEpoch, o.StepMilliseconds, o.PeakMemory > 0 ? o.PeakMemory : null))],
                [.. comparisons.Select(c => new Difference(
                    c.Contender.Contender, c.Reference.Contender, Interval.Of(c.AtBest), Interval.Of(c.AtEqualTime)))],
                records.Sweeps.Count > 0 ? records.Sweeps : null),
            Options) + "\n";
}
