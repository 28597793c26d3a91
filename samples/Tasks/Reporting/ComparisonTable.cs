using System.Text;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>The table that a command ends with.</summary>
internal static class ComparisonTable
{
    public static string Format(TrainingTask task, IReadOnlyList<RunRecord> runs)
    {
        var outcomes = runs.Select(r => r.Optimizer).Distinct().Select(o => Outcome.Of(o, runs)).ToList();
        var text = new StringBuilder();
        text.AppendLine($"{"",-10}  {"best validation " + task.Metric,-24}  {"epochs",6}  {"s/epoch",8}  {"optimizer ms/step",17}");
        foreach (var o in outcomes)
        {
            var spread = o.BestMetrics.Count > 1 ? $" ± {o.Deviation:F5} ({o.BestMetrics.Count} seeds)" : "";
            text.AppendLine($"{o.Optimizer,-10}  {$"{o.MeanMetric:F5}{spread}",-24}  {o.Epochs,6:0.#}  {o.SecondsPerEpoch,8:F1}  {o.StepMilliseconds,17:F2}");
        }
        if (Comparison.Of(runs) is { } c)
        {
            var change = c.Difference == 0
                ? "equal to AdamW's"
                : $"{Math.Abs(c.Change):P2} {(c.Change < 0 ? "lower" : "higher")} than AdamW's";
            var interval = double.IsNaN(c.HalfWidth)
                ? "one seed: no interval"
                : $"difference {Signed(c.Difference)}, 95 % interval {Signed(c.Difference - c.HalfWidth)} to {Signed(c.Difference + c.HalfWidth)}";
            text.AppendLine($"MetaAdamW's validation {task.Metric} is {change} ({interval})");
        }
        return text.ToString();
    }

    private static string Signed(double value) => $"{(value < 0 ? '-' : '+')}{Math.Abs(value):F5}";
}
