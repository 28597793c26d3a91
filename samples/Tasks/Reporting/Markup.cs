using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>
/// HTML that grows by interpolated strings. What stands in their holes is encoded, unless it is markup itself, so no name can
/// break out of its place; numbers are written the same way everywhere.
/// </summary>
internal sealed class Markup
{
    private readonly StringBuilder text = new();

    /// <summary>A piece of HTML.</summary>
    public static Markup Of(Literal literal) => new Markup().Add(literal.Content);

    /// <summary>Text of ours, as a style sheet, that is HTML already.</summary>
    public static Markup Raw(string html)
    {
        var markup = new Markup();
        markup.text.Append(html);
        return markup;
    }

    public Markup Add([InterpolatedStringHandlerArgument("")] Hole content) => content.Target;

    public Markup Add(Markup? content)
    {
        text.Append(content?.text);
        return this;
    }

    public bool IsEmpty => text.Length == 0;

    public override string ToString() => text.ToString();

    /// <summary>Writes an interpolated string into a markup.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Hole
    {
        public Hole(int literalLength, int formattedCount, Markup target)
        {
            Target = target;
            target.text.EnsureCapacity(target.text.Length + literalLength + 8 * formattedCount);
        }

        public Markup Target { get; }

        public void AppendLiteral(string html) => Target.text.Append(html);

        public void AppendFormatted(Markup? html) => Target.text.Append(html?.text);

        public void AppendFormatted(string? plain) => Target.text.Append(WebUtility.HtmlEncode(plain));

        public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable
            => Target.text.Append(WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)));
    }

    /// <summary>An interpolated string that becomes a markup of its own.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Literal(int literalLength, int formattedCount)
    {
        private readonly Hole hole = new(literalLength, formattedCount, new Markup());

        public Markup Content => hole.Target;

        public void AppendLiteral(string html) => hole.AppendLiteral(html);

        public void AppendFormatted(Markup? html) => hole.AppendFormatted(html);

        public void AppendFormatted(string? plain) => hole.AppendFormatted(plain);

        public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable => hole.AppendFormatted(value, format);
    }
}
