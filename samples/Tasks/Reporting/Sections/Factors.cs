using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>α and β of each group over the steps.</summary>
internal static class Factors
{
    /// <summary>A scale of α or β: none around 1, and never so narrow that standing still looks like moving.</summary>
    public static ColorScale Scale(IEnumerable<double> values) => ColorScale.Diverging(values, middle: 1, leastWidth: 1e-3);

    public static Markup Render(ContenderRuns contender)
    {
        var run = contender.First;
        var names = run.Groups.Select(g => g.Name).ToList();
        var steps = run.Factors.Select(f => f.Step).ToList();
        (long, string)? mark = run.MetaUpdates.Count > 0 ? (run.MetaUpdates[0].Step, "first meta-update") : null;
        var content = Markup.Of($"<div class=\"charts\">{Map("α: factor of the learning rate", "α", run.Factors.ConvertAll(f => f.Alpha))}{Map("β: factor of the weight decay", "β", run.Factors.ConvertAll(f => f.Beta))}");
        content.Add(Line("How far the groups are apart", Markup.Of($"Spread of log α over the groups; 0: all at the same rate."), f => f.Spread, inView: [0]));
        content.Add(Line("Saturated factors", Markup.Of($"Share of the α and β at the end of their range, where Φ hardly moves them."), f => f.Saturation, inView: [0, 1]));
        return content.Add($"</div>");

        Markup? Line(string title, Markup caption, Func<FactorSample, double?> value, double[] inView)
            => run.Factors.TrueForAll(f => value(f) is null) ? null : new LineChart(title, "step", [contender.OverSteps(value)]) { Caption = caption, Height = 150, MinSpan = 1e-3, InView = inView }.Render();

        Markup Map(string title, string symbol, List<double[]> values)
            => new HeatMap(title, symbol, names, steps, (row, column) => values[column][row], Scale(values.SelectMany(v => v)))
            {
                Caption = $"1 leaves a group as AdamW would have it.{contender.SeedShown}",
                Mark = mark,
            }.Render();
    }
}
