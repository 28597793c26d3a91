using System.Globalization;
using System.Text;

namespace MetaAdamW.SideBySide;

/// <summary>The page that is written, line by line on the terminal and into the file.</summary>
internal sealed class Page
{
    private readonly StringBuilder _text = new();

    public void Line(string text = "")
    {
        Console.WriteLine(text);
        _text.Append(text).Append('\n');
    }

    public void Heading(string title, params string[] sentences)
    {
        Line();
        Line($"## {title}");
        Line();
        foreach (string sentence in sentences)
        {
            Line(sentence);
        }

        Line();
    }

    public void Header(params string[] columns)
    {
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
    }

    public void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    public static string Milliseconds(double seconds) =>
        (seconds * 1e3).ToString(seconds < 1e-2 ? "F3" : seconds < 1 ? "F1" : "F0", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();
}
