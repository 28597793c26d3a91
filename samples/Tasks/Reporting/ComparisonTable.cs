using System.Globalization;
using System.Text;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>The table that <c>train</c> and <c>compare</c> end with.</summary>
internal static class ComparisonTable
{
    public static string Format(StudyRecords records)
    {
        var (study, runs) = (records.Study, records.Runs);
        var outcomes = Outcome.All(runs);
        var name = outcomes.Max(o => o.Title.Length);
        var clock = runs[0].Machine.Device == "cpu" ? "processor time" : "the clock";
        var text = new StringBuilder();
        text.AppendLine($"{"".PadRight(name)}  {"best validation " + study.Metric,-28}  {"epochs",6}  {"s/epoch",8}  {"CPU s/epoch",11}  {"optimizer ms/step",17}  {"peak MiB",8}");
        foreach (var o in outcomes)
            text.AppendLine(
                $"{o.Title.PadRight(name)}  {Spread(o),-28}  {o.Epochs,6:0.#}  {o.SecondsPerEpoch,8:F1}  {o.ProcessorSecondsPerEpoch,11:F1}  {o.StepMilliseconds,17:F2}  {o.PeakMemory / 1048576.0,8:F0}");
        foreach (var sweep in records.Sweeps)
            text.AppendLine($"{sweep.Contender}: of the rates {Rates(sweep)}, {Number(sweep.Chosen)} was best after {sweep.Epochs} epoch{(sweep.Epochs == 1 ? "" : "s")} with seed {sweep.Seed}");
        foreach (var comparison in Comparison.All(runs))
            Sentences(text, study.Metric, clock, comparison);
        var atBestRates = Comparison.AtBestRates(runs, study.HigherIsBetter);
        if (atBestRates.Count > 0)
            text.AppendLine("each at the rate with the best mean:");
        foreach (var comparison in atBestRates)
            Sentences(text, study.Metric, clock, comparison);
        if (runs.Any(r => !r.Memory.IsOfRun))
            text.AppendLine("peak memory is that of the whole process, not of each run: this system does not let it be measured anew");
        return text.ToString();
    }

    /// <summary>"0.12345 ± 0.00123 (3 seeds)".</summary>
    public static string Spread(Outcome outcome)
        => $"{outcome.MeanMetric:F5}{(outcome.BestMetrics.Count > 1 ? $" ± {outcome.Deviation:F5} ({outcome.BestMetrics.Count} seeds)" : "")}";

    /// <summary>A number with its sign.</summary>
    public static string Signed(double value) => $"{(value < 0 ? '-' : '+')}{Math.Abs(value):F5}";

    private static void Sentences(StringBuilder text, string metric, string clock, Comparison c)
    {
        text.AppendLine($"{c.Contender.Title}'s validation {metric} is {Words(c.AtBest, c.Reference.Title)}");
        if (c.AtEqualTime.Seeds > 0)
            text.AppendLine($"  when the first of the two had ended, by {clock}: {Words(c.AtEqualTime, c.Reference.Title)}");
        text.AppendLine(FormattableString.Invariant(
            $"  an epoch took {c.Contender.ProcessorSecondsPerEpoch / c.Reference.ProcessorSecondsPerEpoch:F3} × the processor time, {c.Contender.SecondsPerEpoch / c.Reference.SecondsPerEpoch:F3} × the time"));
    }

    private static string Words(PairedDifference d, string reference)
    {
        if (d.Seeds == 0)
            return $"not comparable with {reference}'s: a number is missing or not finite";
        var change = d.Mean == 0 ? $"equal to {reference}'s" : $"{Math.Abs(d.Change):P2} {(d.Change < 0 ? "lower" : "higher")} than {reference}'s";
        return double.IsNaN(d.HalfWidth)
            ? $"{change} (one seed: no interval)"
            : $"{change} (difference {Signed(d.Mean)}, 95 % interval {Signed(d.Low)} to {Signed(d.High)})";
    }

    private static string Rates(RateSweep sweep)
        => string.Join(", ", sweep.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Rate} ({point.Metric:F5})")));

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
