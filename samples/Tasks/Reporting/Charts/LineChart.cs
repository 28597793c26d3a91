using System.Globalization;

namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>
/// Curves over a number. All is placed in shares of the width and height, so the chart fits any screen while its letters and
/// lines keep their size; the colours are the page's.
/// </summary>
internal sealed record LineChart(string Title, string XLabel, IReadOnlyList<Curve> Curves)
{
    /// <summary>A label with more letters is cut.</summary>
    private const int MostLetters = 24;

    /// <summary>Names with more letters would take too much of a chart that is not large.</summary>
    private const int MostLettersBeside = 12;

    /// <summary>Sides of the square in which curves are written down.</summary>
    private const double Grid = 1000;

    /// <summary>A sentence below the title.</summary>
    public Markup? Caption { get; init; }

    /// <summary>A value that gets a dashed line and is always in view.</summary>
    public double? Reference { get; init; }

    /// <summary>Other values that are always in view, as the ends of a scale.</summary>
    public IReadOnlyList<double> InView { get; init; } = [];

    /// <summary>The least height of the vertical axis, so that noise does not look like a trend.</summary>
    public double MinSpan { get; init; }

    /// <summary>Whether the vertical axis is logarithmic where values span more than a factor of eight.</summary>
    public bool MayBeLogarithmic { get; init; }

    /// <summary>Whether places are whole numbers, as epochs and steps are.</summary>
    public bool WholeX { get; init; } = true;

    /// <summary>Whether the chart has a row of the page to itself.</summary>
    public bool IsLarge { get; init; }

    /// <summary>Whether there are too many curves for names at their ends, seeds and bands.</summary>
    public bool IsCrowded { get; init; }

    /// <summary>Its height, in pixels, where there is room.</summary>
    public int Height { get; init; } = 240;

    public Markup Render()
    {
        var curves = Curves.Where(c => c.Points.Count > 0).ToList();
        if (curves.Count == 0)
            return Figure(Caption, Markup.Of($"<p class=\"empty\">There was nothing to draw.</p>"));

        var points = curves.SelectMany(c => IsCrowded ? [] : c.Seeds).Concat(curves.Select(c => c.Points)).SelectMany(p => p).ToList();
        var x = Axis.Linear(points.Select(p => p.X), 0, WholeX, ticks: 6);
        var y = Vertical(points);
        var longest = curves.Max(c => c.Name.Length);
        var labels = curves.Count > 1 && !IsCrowded && (IsLarge || longest <= MostLettersBeside) ? EndLabels(curves, y) : [];

        var left = 7 * y.Ticks.Max(t => y.Label(t).Length) + 12;
        var right = labels.Count > 0 ? 8 * Math.Min(MostLetters, longest) + 20 : 10;
        var content = new Markup();
        content.Add($"<div class=\"plot\" style=\"--left:{left}px;--right:{right}px;--height:{Height}px\"><svg role=\"img\" aria-label=\"{Summary(curves)}\" data-x=\"{XLabel}\">");
        foreach (var tick in y.Ticks)
            content.Add($"<line class=\"grid\" x2=\"100%\" y1=\"{Up(y, tick):F2}%\" y2=\"{Up(y, tick):F2}%\"/><text class=\"y\" x=\"-8\" y=\"{Up(y, tick):F2}%\" dy=\".33em\">{y.Label(tick)}</text>");
        foreach (var tick in x.Ticks)
            content.Add($"<text class=\"x\" x=\"{100 * x.Position(tick):F2}%\" y=\"100%\" dy=\"18\">{x.Label(tick)}</text>");
        content.Add($"<text class=\"x label\" x=\"50%\" y=\"100%\" dy=\"38\">{XLabel}</text><line class=\"axis\" x2=\"100%\" y1=\"100%\" y2=\"100%\"/>");
        if (Reference is { } reference)
            content.Add($"<line class=\"reference\" x2=\"100%\" y1=\"{Up(y, reference):F2}%\" y2=\"{Up(y, reference):F2}%\"/>");

        content.Add($"<svg class=\"marks\" width=\"100%\" height=\"100%\" viewBox=\"0 0 {Grid} {Grid}\" preserveAspectRatio=\"none\">");
        if (!IsCrowded)
        {
            foreach (var curve in curves)
                Band(content, curve, x, y);
            foreach (var curve in curves)
                foreach (var seed in curve.Seeds)
                    content.Add($"<polyline class=\"seed c{curve.Color}\" points=\"{Path(seed, x, y)}\"/>");
        }
        foreach (var curve in curves)
            content.Add($"<polyline class=\"line c{curve.Color}{(IsCrowded ? " crowded" : "")}\" data-name=\"{curve.Name}\" data-values=\"{Values(curve.Points)}\" points=\"{Path(curve.Points, x, y)}\"/>");
        content.Add($"</svg>");

        foreach (var curve in curves.Where(c => c.Points.Count <= 60 && !IsCrowded))
            foreach (var point in curve.Points)
                content.Add($"<circle class=\"dot c{curve.Color}\" cx=\"{100 * x.Position(point.X):F2}%\" cy=\"{Up(y, point.Y):F2}%\" r=\"{(curve.Points.Count <= 30 ? 3 : 2)}\"/>");
        foreach (var (curve, at) in labels)
            content.Add($"<text class=\"end c{curve.Color}\" x=\"100%\" dx=\"9\" y=\"{at:F2}%\" dy=\".33em\" aria-hidden=\"true\">{Shortened(curve.Name)}</text>");
        content.Add($"<line class=\"cursor\" y2=\"100%\"/></svg><div class=\"readout\" hidden=\"\"></div></div>");

        if (curves.Count > 1 && (IsLarge || !IsCrowded))
        {
            content.Add($"<ul class=\"legend{(labels.Count > 0 ? " spare" : "")}\">");
            foreach (var curve in curves)
                content.Add($"<li tabindex=\"0\"><i class=\"swatch c{curve.Color}\"></i>{curve.Name}</li>");
            content.Add($"</ul>");
        }
        return Figure(y.IsLogarithmic ? Markup.Of($"{Caption}{(Caption is null ? "" : " ")}Logarithmic scale.") : Caption, content);
    }

    private Markup Figure(Markup? caption, Markup content)
        => Markup.Of($"<figure class=\"card chart{(IsLarge ? " large" : "")}\"><figcaption><h3>{Title}</h3>{(caption is null ? null : Markup.Of($"<p>{caption}</p>"))}</figcaption>{content}</figure>");

    private Axis Vertical(List<CurvePoint> points)
    {
        var values = points.Select(p => p.Y).ToList();
        if (MayBeLogarithmic && values.Min() > 0 && values.Max() > 8 * values.Min())
            return Axis.Logarithmic(values);
        values.AddRange(points.Where(p => p.Deviation > 0 && !IsCrowded).SelectMany(p => new[] { p.Y - p.Deviation, p.Y + p.Deviation }));
        values.AddRange(Reference is { } reference ? [reference, .. InView] : InView);
        return Axis.Linear(values, MinSpan, integers: false, ticks: 5);
    }

    /// <summary>One standard deviation to either side of the mean.</summary>
    private static void Band(Markup content, Curve curve, Axis x, Axis y)
    {
        if (curve.Seeds.Count == 0)
            return;
        var upper = curve.Points.Select(p => p with { Y = p.Y + p.Deviation });
        var lower = curve.Points.Select(p => p with { Y = p.Y - p.Deviation });
        content.Add($"<polygon class=\"band c{curve.Color}\" points=\"{Path(upper.Concat(lower.Reverse()), x, y)}\"/>");
    }

    /// <summary>Where names stand beside the curves' ends: as near as they can without covering each other.</summary>
    private List<(Curve Curve, double At)> EndLabels(List<Curve> curves, Axis y)
    {
        var line = 1550.0 / Height;   // a line of text, in hundredths of the height
        var labels = curves.Select(c => (Curve: c, At: Up(y, c.Points[^1].Y))).OrderBy(l => l.At).ToList();
        for (var i = 1; i < labels.Count; i++)
            labels[i] = labels[i] with { At = Math.Max(labels[i].At, labels[i - 1].At + line) };
        var limit = 100.0;
        for (var i = labels.Count - 1; i >= 0; i--, limit -= line)
            labels[i] = labels[i] with { At = Math.Min(labels[i].At, limit) };
        return labels;
    }

    private string Summary(IEnumerable<Curve> curves)
        => $"{Title} by {XLabel}. " + string.Join(" ", curves.Select(c =>
        {
            var least = c.Points.MinBy(p => p.Y);
            return $"{(c.Name.Length > 0 ? c.Name + ": f" : "F")}rom {Numerals.Of(c.Points[0].Y)} to {Numerals.Of(c.Points[^1].Y)}, "
                + $"least {Numerals.Of(least.Y)} at {Numerals.Short(least.X)}.";
        }));

    private static string Shortened(string name) => name.Length <= MostLetters ? name : name[..(MostLetters - 1)] + "…";

    /// <summary>From the top, in hundredths of the height.</summary>
    private static double Up(Axis y, double value) => 100 * (1 - y.Position(value));

    private static string Path(IEnumerable<CurvePoint> points, Axis x, Axis y)
        => string.Join(' ', points.Select(p => string.Create(
            CultureInfo.InvariantCulture, $"{Grid * x.Position(p.X):F1},{Math.Clamp(Grid * (1 - y.Position(p.Y)), -Grid, 2 * Grid):F1}")));

    private static string Values(IEnumerable<CurvePoint> points)
        => string.Join(' ', points.Select(p => p.Deviation > 0
            ? $"{Numerals.Short(p.X)},{Numerals.Short(p.Y)},{p.Deviation.ToString("G2", CultureInfo.InvariantCulture)}"
            : $"{Numerals.Short(p.X)},{Numerals.Short(p.Y)}"));
}
