using System.Text;
using MetaAdamW.Tasks.Contenders;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>The table that <c>ablate</c> ends with: a row for each contender, and its paired differences to two of them.</summary>
internal static class AblationTable
{
    public static string Format(StudyRecords records)
    {
        var runs = records.Runs;
        var rows = Outcome.All(runs);
        var references = References(records);
        var name = rows.Max(o => o.Contender.Length);
        var text = new StringBuilder();
        text.Append($"{"".PadRight(name)}  {"best validation " + records.Study.Metric,-28}");
        foreach (var reference in references)
            text.Append($"  {"against " + reference,-46}");
        text.AppendLine($"  {"epochs",6}  {"CPU s/epoch",11}");
        foreach (var row in rows)
        {
            text.Append($"{row.Contender.PadRight(name)}  {ComparisonTable.Spread(row),-28}");
            foreach (var reference in references)
                text.Append($"  {(row.Contender == reference ? "" : Difference(Comparison.Of(runs, reference, row.Contender).AtBest)),-46}");
            text.AppendLine($"  {row.Epochs,6:0.#}  {row.ProcessorSecondsPerEpoch,11:F1}");
        }
        text.AppendLine($"differences are paired by seed; in brackets 95 % intervals by Student's t, with * where they leave zero out; {(records.Study.HigherIsBetter ? "higher" : "lower")} is better");
        return text.ToString();
    }

    /// <summary>What the rows are measured against: the first, and the published setting where it is a row.</summary>
    public static IReadOnlyList<string> References(StudyRecords records)
    {
        var names = records.Runs.Select(r => r.Contender).Distinct().ToList();
        return [.. new[] { names[0], Contender.Published.Name }.Distinct().Where(names.Contains)];
    }

    private static string Difference(PairedDifference d)
        => d.Seeds == 0 ? "–"
            : double.IsNaN(d.HalfWidth) ? $"{ComparisonTable.Signed(d.Mean)} ({d.Change:+0.00 %;-0.00 %})"
            : $"{ComparisonTable.Signed(d.Mean)} ({ComparisonTable.Signed(d.Low)} to {ComparisonTable.Signed(d.High)}){(d.IsClear ? " *" : "")}";
}
