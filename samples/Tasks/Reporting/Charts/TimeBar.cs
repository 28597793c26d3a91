namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>What a time is made of, as a bar of parts; bars of one table share a scale.</summary>
internal static class TimeBar
{
    /// <param name="parts">Name and length of each part, from the left; its place is its class.</param>
    /// <param name="longest">The length of a bar over the full width.</param>
    public static Markup Render(IReadOnlyList<(string Name, double Seconds)> parts, double longest)
    {
        var total = parts.Sum(p => p.Seconds);
        var content = Markup.Of($"<svg class=\"timebar\" role=\"img\" aria-label=\"{string.Join(", ", parts.Select(p => $"{p.Name} {Numerals.Percent(p.Seconds / total)}"))}\">");
        var from = 0.0;
        for (var i = 0; i < parts.Count; i++)
        {
            var width = 100 * parts[i].Seconds / longest;
            content.Add($"<rect class=\"part{i}\" x=\"{from:F2}%\" width=\"{width:F2}%\" height=\"100%\"><title>{parts[i].Name}: {Numerals.Duration(parts[i].Seconds)}, {Numerals.Percent(parts[i].Seconds / total)}</title></rect>");
            from += width;
        }
        return content.Add($"</svg>");
    }
}
