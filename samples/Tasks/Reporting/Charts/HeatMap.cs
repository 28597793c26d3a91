using System.Globalization;
using System.Text;

namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>
/// A value of every group over the steps: a row a group, a column a sampled step. Cells of one colour in a row are one shape, so
/// that a hundred groups stay light; the values themselves stand beside them for the read-out.
/// </summary>
/// <param name="Title">What is shown.</param>
/// <param name="Symbol">Its short name, for read-outs.</param>
/// <param name="Rows">The groups.</param>
/// <param name="Steps">The sampled steps, evenly spaced.</param>
/// <param name="Value">The value of a row in a column.</param>
/// <param name="Scale">The colours.</param>
internal sealed record HeatMap(
    string Title, string Symbol, IReadOnlyList<string> Rows, IReadOnlyList<long> Steps, Func<int, int, double> Value, ColorScale Scale)
{
    /// <summary>A sentence below the title.</summary>
    public string? Caption { get; init; }

    /// <summary>A step that gets a dashed line, and what happened in it.</summary>
    public (long Step, string Text)? Mark { get; init; }

    public Markup Render()
    {
        var stride = Steps.Count > 1 ? Steps[1] - Steps[0] : 1;
        double At(double step) => (step - Steps[0]) / stride / Steps.Count;
        var content = new Markup();
        content.Add($"<figure class=\"card heat {Density}\" style=\"--rows:{Rows.Count}\"><figcaption><h3>{Title}</h3>{Legend()}<p>{Caption}</p></figcaption>");
        content.Add($"<div class=\"map\"><ol aria-hidden=\"true\">");
        foreach (var row in Rows)
            content.Add($"<li title=\"{row}\">{row}</li>");
        content.Add($"</ol><div class=\"plot\"><svg role=\"img\" aria-label=\"{Title}: {Rows.Count} groups, {Steps.Count} steps from {Steps[0]} to {Steps[^1]}\" data-symbol=\"{Symbol}\" data-steps=\"{string.Join(' ', Steps)}\">");
        content.Add($"<svg class=\"marks\" width=\"100%\" height=\"100%\" viewBox=\"0 0 {Steps.Count} {Rows.Count}\" preserveAspectRatio=\"none\">");
        for (var row = 0; row < Rows.Count; row++)
            content.Add($"{Row(row)}");
        content.Add($"<path class=\"gap\" d=\"{string.Concat(Enumerable.Range(0, Rows.Count + 1).Select(row => $"M0 {row}h{Steps.Count}"))}\"/></svg>");

        var ticks = Axis.Linear([Steps[0], Steps[^1] + stride], 0, integers: true, ticks: 4);
        foreach (var tick in ticks.Ticks.Where(t => At(t) is >= 0 and <= 1))
            content.Add($"<line class=\"axis\" x1=\"{100 * At(tick):F2}%\" x2=\"{100 * At(tick):F2}%\" y1=\"100%\" y2=\"100%\" transform=\"translate(0 4)\"/><text class=\"x\" x=\"{100 * At(tick):F2}%\" y=\"100%\" dy=\"18\">{ticks.Label(tick)}</text>");
        content.Add($"<text class=\"x label\" x=\"50%\" y=\"100%\" dy=\"36\">step</text>");
        if (Mark is { } mark && At(mark.Step) is >= 0 and < 1)
            content.Add($"<line class=\"mark\" x1=\"{100 * At(mark.Step):F2}%\" x2=\"{100 * At(mark.Step):F2}%\" y2=\"100%\"/><text class=\"mark{(At(mark.Step) > 0.5 ? " before" : "")}\" x=\"{100 * At(mark.Step):F2}%\" dy=\"-5\">{mark.Text}</text>");
        return content.Add($"<rect class=\"cell\" width=\"0\" height=\"0\"/></svg><div class=\"readout\" hidden=\"\"></div></div></div></figure>");
    }

    private string Density => Rows.Count switch { <= 14 => "airy", <= 36 => "close", _ => "dense" };

    private Markup Row(int row)
    {
        var shapes = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        var values = new StringBuilder();
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var column = 0; column < Steps.Count;)
        {
            var shade = Scale.ClassOf(Value(row, column));
            var first = column;
            for (; column < Steps.Count && Scale.ClassOf(Value(row, column)) == shade; column++)
            {
                var value = Value(row, column);
                values.Append(column > 0 ? " " : "").Append(Numerals.Short(value));
                if (double.IsFinite(value))
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
            if (!shapes.TryGetValue(shade, out var shape))
                shapes.Add(shade, shape = new());
            shape.Append(CultureInfo.InvariantCulture, $"M{first} 0h{column - first}v1h-{column - first}z");
        }

        var content = new Markup();
        content.Add($"<g transform=\"translate(0 {row})\" data-name=\"{Rows[row]}\" data-values=\"{values.ToString()}\"><title>{Rows[row]}: {Symbol} {Numerals.Of(low)} to {Numerals.Of(high)}, at the end {Numerals.Of(Value(row, Steps.Count - 1))}</title>");
        foreach (var (shade, shape) in shapes)
            content.Add($"<path class=\"{shade}\" d=\"{shape.ToString()}\"/>");
        return content.Add($"</g>");
    }

    private Markup? Legend()
    {
        if (Scale.Ticks.Count == 0)
            return null;
        var (low, high) = (Scale.Ticks[0], Scale.Ticks[^1]);
        var content = new Markup();
        content.Add($"<div class=\"scale\" aria-hidden=\"true\"><span>{Numerals.Of(low)}</span><svg>");
        for (var i = 0; i < Scale.Map.Steps; i++)
            content.Add($"<rect class=\"{Scale.Map.Prefix}{i}\" x=\"{100.0 * i / Scale.Map.Steps:F2}%\" width=\"{100.0 / Scale.Map.Steps + 0.3:F2}%\" height=\"100%\"/>");
        content.Add($"</svg><span>{Numerals.Of(high)}</span>");
        if (Scale.Ticks.Count == 3)
            content.Add($"<b>{Numerals.Short(Scale.Ticks[1])}</b>");
        return content.Add($"</div>");
    }
}
