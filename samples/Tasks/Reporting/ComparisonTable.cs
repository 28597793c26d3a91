using System.Text;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>The table that a command ends with.</summary>
internal static class ComparisonTable
{
    public static string Format(Study study, IReadOnlyList<RunRecord> runs)
    {
        var outcomes = Outcome.All(runs);
        var text = new StringBuilder();
        text.AppendLine($"{"",-10}  {"best validation " + study.Metric,-24}  {"epochs",6}  {"s/epoch",8}  {"optimizer ms/step",17}");
        foreach (var o in outcomes)
        {
            var spread = o.BestMetrics.Count > 1 ? $" ± {o.Deviation:F5} ({o.BestMetrics.Count} seeds)" : "";
            text.AppendLine($"{o.Title,-10}  {$"{o.MeanMetric:F5}{spread}",-24}  {o.Epochs,6:0.#}  {o.SecondsPerEpoch,8:F1}  {o.StepMilliseconds,17:F2}");
        }
        foreach (var c in Comparison.All(runs))
        {
            var change = c.AtBest.Mean == 0
                ? $"equal to {c.Reference.Title}'s"
                : $"{Math.Abs(c.AtBest.Change):P2} {(c.AtBest.Change < 0 ? "lower" : "higher")} than {c.Reference.Title}'s";
            var interval = double.IsNaN(c.AtBest.HalfWidth)
                ? "one seed: no interval"
                : $"difference {Signed(c.AtBest.Mean)}, 95 % interval {Signed(c.AtBest.Low)} to {Signed(c.AtBest.High)}";
            text.AppendLine($"{c.Contender.Title}'s validation {study.Metric} is {change} ({interval})");
        }
        return text.ToString();
    }

    private static string Signed(double value) => $"{(value < 0 ? '-' : '+')}{Math.Abs(value):F5}";
}
