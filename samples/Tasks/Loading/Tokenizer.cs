namespace MetaAdamW.Tasks.Loading;

/// <summary>Cuts lines into words, as ranges of the line.</summary>
internal static class Tokenizer
{
    private const string LineBreak = "<br />";

    /// <summary>What stands between blanks (U+0020).</summary>
    public static void Blanks(ReadOnlySpan<char> text, List<Range> words)
    {
        words.Clear();
        foreach (var part in text.Split(' '))
            if (part.Start.Value < part.End.Value)
                words.Add(part);
    }

    /// <summary>Words with their inner hyphens and apostrophes, numbers, and each other sign by itself: "T-Shirt", "30", ".".</summary>
    public static void Sentence(ReadOnlySpan<char> text, List<Range> words)
    {
        words.Clear();
        for (var i = 0; i < text.Length;)
        {
            var start = i++;
            if (char.IsWhiteSpace(text[start]))
                continue;
            if (IsLetter(text[start]))
                while (i < text.Length && (IsLetter(text[i]) || text[i] is '-' or '\'' or '’' && i + 1 < text.Length && IsLetter(text[i + 1])))
                    i++;
            else if (char.IsHighSurrogate(text[start]) && i < text.Length)
                i++;
            words.Add(start..i);
        }

        static bool IsLetter(char c)
            => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
    }

    /// <summary>
    /// What stands between white space, quotation marks, colons, semicolons and HTML line breaks; full stops, commas, apostrophes,
    /// parentheses, exclamation and question marks are words: torchtext's "basic_english".
    /// </summary>
    /// <param name="text">A review in lower case.</param>
    /// <param name="words">Takes the words.</param>
    public static void Review(ReadOnlySpan<char> text, List<Range> words)
    {
        words.Clear();
        var start = 0;
        for (var i = 0; i <= text.Length;)
        {
            var length = i == text.Length ? 1
                : text[i] == '<' && text[i..].StartsWith(LineBreak, StringComparison.Ordinal) ? LineBreak.Length
                : char.IsWhiteSpace(text[i]) || text[i] is '"' or ':' or ';' or '.' or ',' or '\'' or '(' or ')' or '!' or '?' ? 1
                : 0;
            if (length == 0)
            {
                i++;
                continue;
            }
            if (start < i)
                words.Add(start..i);
            if (i < text.Length && text[i] is ('.' or ',' or '\'' or '(' or ')' or '!' or '?'))
                words.Add(i..(i + 1));
            start = i += length;
        }
    }
}
