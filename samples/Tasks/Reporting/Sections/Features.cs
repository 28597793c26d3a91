using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>What Φ sees: each column of the features, for each group, over the steps.</summary>
internal static class Features
{
    /// <summary>The column that is the same for all groups: the share of training that is done.</summary>
    private const string Time = "time";

    public static Markup? Render(ContenderRuns contender)
    {
        var run = contender.First;
        if (run.Factors.Exists(f => f.Features.Length == 0))
            return null;
        var names = run.Groups.Select(g => g.Name).ToList();
        var steps = run.Factors.Select(f => f.Step).ToList();
        var content = Markup.Of($"<div class=\"charts\">");
        foreach (var (column, name) in run.Columns.Index().Where(c => c.Item != Time))
        {
            var values = run.Factors.SelectMany(f => f.Features).Select(row => (double)row[column]).ToList();
            var isSigned = values.Exists(v => v < 0) && values.Exists(v => v > 0) && !name.Contains(RunRecord.Logarithm, StringComparison.Ordinal);
            var scale = isSigned ? ColorScale.Diverging(values, middle: 0, leastWidth: 0) : ColorScale.Sequential(values);
            content.Add(new HeatMap(name, name, names, steps, (group, sample) => run.Factors[sample].Features[group][column], scale)
            {
                Caption = (scale.IsLogarithmic ? "Logarithmic scale." : "") + contender.SeedShown,
            }.Render());
        }
        return content.Add($"</div>");
    }
}
