using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace MetaAdamW.Generators.Emission;

/// <summary>Text with indentation; line ends and numbers are the same on every machine.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder text = new();
    private int indent;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            text.Append(' ', indent * IndentWidth).Append(line);
        }

        text.Append('\n');
    }

    public void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Line(line);
        }
    }

    public void Open(string header)
    {
        Line(header);
        Line("{");
        indent++;
    }

    public void Close(string end = "}")
    {
        indent--;
        Line(end);
    }

    public void Indent() => indent++;

    public void Unindent() => indent--;

    public SourceText ToSourceText() => SourceText.From(text.ToString(), Encoding.UTF8);

    /// <summary>A double as C# reads it back exactly.</summary>
    public static string Literal(double value) => value switch
    {
        _ when double.IsNaN(value) => "double.NaN",
        _ when double.IsPositiveInfinity(value) => "double.PositiveInfinity",
        _ when double.IsNegativeInfinity(value) => "double.NegativeInfinity",
        _ => Suffixed(value.ToString("R", CultureInfo.InvariantCulture)),
    };

    public static string Literal(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number for a reader, with thousands.</summary>
    public static string Readable(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Literal(string value) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>Text that XML shows as it is, on one line: what would end the comment, or is no text in XML, becomes a space.</summary>
    public static string Xml(string value) =>
        new string([.. value.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    // A whole number needs a sign that it is a double.
    private static string Suffixed(string digits) => digits.All(c => char.IsDigit(c) || c == '-') ? digits + "d" : digits;
}
