namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>
/// Numbers as dots on a line, one line a row of a table, all on one axis: the seeds, their mean, and one standard deviation to
/// either side of it.
/// </summary>
internal sealed class StripPlot
{
    private readonly Axis axis;
    private readonly double reference;

    /// <param name="values">All numbers that will be drawn.</param>
    /// <param name="reference">The mean that the others are compared with; a dashed line in every row.</param>
    public StripPlot(IEnumerable<double> values, double reference)
    {
        axis = Axis.Linear(values.Where(double.IsFinite).DefaultIfEmpty(0), 0, integers: false, ticks: 3);
        this.reference = reference;
    }

    /// <summary>The axis, for the table's head.</summary>
    public Markup Scale()
    {
        var content = Markup.Of($"<svg class=\"strip scale\" aria-hidden=\"true\">");
        foreach (var tick in axis.Ticks)
            content.Add($"<text class=\"x\" x=\"{At(tick):F1}%\" y=\"13\">{axis.Label(tick)}</text><line class=\"axis\" x1=\"{At(tick):F1}%\" x2=\"{At(tick):F1}%\" y1=\"18\" y2=\"22\"/>");
        return content.Add($"</svg>");
    }

    /// <summary>One row.</summary>
    /// <param name="name">Whose row it is.</param>
    /// <param name="color">Number of its colour.</param>
    /// <param name="values">Its numbers, one for each seed.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation.</param>
    public Markup Row(string name, int color, IReadOnlyList<double> values, double mean, double deviation)
    {
        var content = Markup.Of($"<svg class=\"strip c{color}\" role=\"img\" aria-label=\"{name}: {string.Join(", ", values.Select(v => Numerals.Of(v)))}\">");
        foreach (var tick in axis.Ticks)
            content.Add($"<line class=\"grid\" x1=\"{At(tick):F1}%\" x2=\"{At(tick):F1}%\" y2=\"100%\"/>");
        if (double.IsFinite(reference))
            content.Add($"<line class=\"reference\" x1=\"{At(reference):F1}%\" x2=\"{At(reference):F1}%\" y2=\"100%\"/>");
        if (deviation > 0)
            content.Add($"<line class=\"spread\" x1=\"{At(mean - deviation):F1}%\" x2=\"{At(mean + deviation):F1}%\" y1=\"50%\" y2=\"50%\"/>");
        foreach (var value in values.Where(double.IsFinite))
            content.Add($"<circle class=\"dot\" cx=\"{At(value):F1}%\" cy=\"50%\" r=\"3.5\"/>");
        if (values.Count > 1 && double.IsFinite(mean))
            content.Add($"<line class=\"mean\" x1=\"{At(mean):F1}%\" x2=\"{At(mean):F1}%\" y1=\"20%\" y2=\"80%\"/>");
        return content.Add($"</svg>");
    }

    private double At(double value) => 3 + 94 * Math.Clamp(axis.Position(value), 0, 1);
}
