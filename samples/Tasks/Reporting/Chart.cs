using System.Globalization;
using System.Net;
using System.Text;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Color">Number of its colour in the style sheet.</param>
/// <param name="Points">Its points; those that are not finite are left out.</param>
internal sealed record Line(string Name, int Color, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Lowest and highest value at each x of <see cref="Points"/>, drawn as a band.</summary>
    public IReadOnlyList<(double Low, double High)>? Band { get; init; }

    /// <summary>Whether each point gets a dot.</summary>
    public bool Dots { get; init; }
}

/// <summary>A line chart as inline SVG that takes its colours from the page.</summary>
internal sealed record Chart(string Title, string XLabel, IReadOnlyList<Line> Lines)
{
    private const double Width = 480, Height = 300, Left = 58, Right = 14, Top = 12, Bottom = 40;

    /// <summary>A sentence below the title.</summary>
    public string? Caption { get; init; }

    /// <summary>A value that gets a dashed line and is always in view.</summary>
    public double? Reference { get; init; }

    /// <summary>The least height of the vertical axis, so that noise does not look like a trend.</summary>
    public double MinSpan { get; init; }

    /// <summary>Whether the vertical axis is logarithmic where values span more than a factor of eight.</summary>
    public bool MayBeLogarithmic { get; init; }

    public string Render()
    {
        var lines = Lines.Select(l => l with { Points = [.. l.Points.Where(p => double.IsFinite(p.Y))] }).Where(l => l.Points.Count > 0).ToList();
        var html = new StringBuilder($"<figure class=\"card chart\"><figcaption><h3>{Encode(Title)}</h3>");
        if (Caption is not null)
            html.Append($"<p>{Encode(Caption)}</p>");
        html.Append("</figcaption>");
        if (lines.Count == 0)
            return html.Append("<p class=\"empty\">There was nothing to draw.</p></figure>").ToString();

        var x = Axis.Linear(lines.SelectMany(l => l.Points).Select(p => p.X), 0, integers: true, ticks: 6);
        var values = lines.SelectMany(l => l.Points.Select(p => p.Y).Concat(l.Band?.SelectMany(b => new[] { b.Low, b.High }) ?? []));
        if (Reference is { } reference)
            values = values.Append(reference);
        var all = values.ToList();
        var y = MayBeLogarithmic && all.Min() > 0 && all.Max() > 8 * all.Min() ? Axis.Logarithmic(all) : Axis.Linear(all, MinSpan, integers: false, ticks: 5);

        double X(double v) => Left + x.Position(v) * (Width - Left - Right);
        double Y(double v) => Height - Bottom - y.Position(v) * (Height - Top - Bottom);

        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(Title)}\">");
        foreach (var tick in y.Ticks)
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {Y(tick):F1}H{Width - Right}\"/><text class=\"y\" x=\"{Left - 8}\" y=\"{Y(tick) + 4:F1}\">{y.Label(tick)}</text>");
        foreach (var tick in x.Ticks)
            html.Append(CultureInfo.InvariantCulture, $"<text class=\"x\" x=\"{X(tick):F1}\" y=\"{Height - Bottom + 18}\">{x.Label(tick)}</text>");
        html.Append(CultureInfo.InvariantCulture, $"<text class=\"x label\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\">{Encode(XLabel)}</text>");
        html.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{Left} {Height - Bottom}H{Width - Right}\"/>");
        if (Reference is { } at)
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"reference\" d=\"M{Left} {Y(at):F1}H{Width - Right}\"/>");

        foreach (var line in lines)
        {
            if (line.Band is { } band && band.Count == line.Points.Count)
            {
                var outline = line.Points.Select((p, i) => (p.X, Y: band[i].High))
                    .Concat(line.Points.Select((p, i) => (p.X, Y: band[i].Low)).Reverse());
                html.Append($"<polygon class=\"band c{line.Color}\" points=\"{Join(outline.Select(p => (X(p.X), Y(p.Y))))}\"/>");
            }
            html.Append($"<polyline class=\"line c{line.Color}\" data-name=\"{Encode(line.Name)}\" data-values=\"")
                .AppendJoin(' ', line.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:G6},{p.Y:G5}")))
                .Append($"\" points=\"{Join(line.Points.Select(p => (X(p.X), Y(p.Y))))}\"/>");
            if (line.Dots)
                foreach (var p in line.Points)
                    html.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot c{line.Color}\" cx=\"{X(p.X):F1}\" cy=\"{Y(p.Y):F1}\" r=\"3\"/>");
        }
        html.Append("<path class=\"cursor\"/></svg>");

        html.Append("<ul class=\"legend\">");
        foreach (var line in lines)
            html.Append($"<li><i class=\"swatch c{line.Color}\"></i>{Encode(line.Name)}</li>");
        return html.Append("</ul><div class=\"readout\" hidden></div></figure>").ToString();
    }

    private static string Join(IEnumerable<(double X, double Y)> points)
        => string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F1},{p.Y:F1}")));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
