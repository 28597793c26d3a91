using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MetaAdamW.Samples.Tests;

/// <summary>A report as a test reads it. It must be well-formed XML from its main element down, so a name that broke out would show.</summary>
internal sealed partial class ReportPage(string html)
{
    public string Html => html;

    public XElement Main { get; } = XElement.Parse(html[html.IndexOf("<main>", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + 7)]);

    public IEnumerable<XElement> All(string name) => Main.Descendants(name);

    public XElement Section(string id) => All("section").Single(s => (string?)s.Attribute("id") == id);

    /// <summary>The chart of a title.</summary>
    public XElement Figure(string title, XElement? within = null)
        => (within ?? Main).Descendants("figure").Single(f => f.Descendants("h3").Single().Value == title);

    /// <summary>Name and number of points of each curve of a chart.</summary>
    public List<(string Name, int Points)> Curves(string title)
        => [.. OfClass(Figure(title), "polyline", "line").Select(line =>
        {
            var points = Count(line, "points");
            Assert.Equal(points, Count(line, "data-values"));
            return ((string)line.Attribute("data-name")!, points);
        })];

    /// <summary>Number of points of each single seed of a chart.</summary>
    public List<int> Seeds(string title) => [.. OfClass(Figure(title), "polyline", "seed").Select(line => Count(line, "points"))];

    /// <summary>Name of each row of a heat map, with the number of its values and of the cells that are painted.</summary>
    public static List<(string Name, int Values, int Cells)> Rows(XElement map)
        => [.. map.Descendants("g").Select(row => (
            (string)row.Attribute("data-name")!,
            Count(row, "data-values"),
            row.Elements("path").Sum(path => Run().Matches((string)path.Attribute("d")!).Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)))))];

    public static IEnumerable<XElement> OfClass(XElement within, string name, string @class)
        => within.Descendants(name).Where(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(@class));

    /// <summary>Rows of the body of a table.</summary>
    public static List<XElement> TableRows(XElement table) => [.. table.Element("tbody")!.Elements("tr")];

    private static int Count(XElement element, string attribute) => ((string)element.Attribute(attribute)!).Split(' ').Length;

    [GeneratedRegex(@"M\d+ 0h(\d+)v1h-\d+z")]
    private static partial Regex Run();
}
