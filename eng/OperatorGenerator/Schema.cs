namespace MetaAdamW.OperatorGenerator;

/// <summary>One operator as PyTorch prints it: <c>aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor</c>.</summary>
internal sealed record Schema(string Name, string Overload, IReadOnlyList<Argument> Arguments, IReadOnlyList<Argument> Returns, string Text)
{
    /// <summary>The name without its namespace.</summary>
    public string BaseName => Name.Substring(Name.IndexOf("::", StringComparison.Ordinal) + 2);

    /// <exception cref="FormatException">The line is not a schema.</exception>
    public static Schema Parse(string line)
    {
        int open = line.IndexOf('(');
        int arrow = line.LastIndexOf("->", StringComparison.Ordinal);
        // `Tensor(a -> *)` may hold the last arrow only in the arguments; the schema's own comes after their closing bracket.
        if (open < 0 || arrow < 0)
            throw new FormatException("a schema reads `namespace::name.overload(arguments) -> returns`");
        int close = Closing(line, open);
        arrow = line.IndexOf("->", close, StringComparison.Ordinal);
        if (arrow < 0)
            throw new FormatException("the schema says nothing of what it returns");

        string full = line.Substring(0, open).Trim();
        if (!full.Contains("::"))
            throw new FormatException("the name has no namespace");
        int dot = full.IndexOf('.');
        string returns = line.Substring(arrow + 2).Trim();
        if (returns.StartsWith("(", StringComparison.Ordinal))
            returns = returns.Substring(1, Closing(returns, 0) - 1);
        return new Schema(
            dot < 0 ? full : full.Substring(0, dot),
            dot < 0 ? "" : full.Substring(dot + 1),
            [.. Split(line.Substring(open + 1, close - open - 1)).Where(part => part != "*").Select(Argument.Parse)],
            [.. Split(returns).Select(Argument.Parse)],
            line);
    }

    private static int Closing(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++) {
            if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i;
        }
        throw new FormatException("a bracket is not closed");
    }

    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++) {
            if (i == text.Length || (text[i] == ',' && depth == 0)) {
                string part = text.Substring(start, i - start).Trim();
                if (part.Length > 0)
                    yield return part;
                start = i + 1;
            }
            else if (text[i] is '(' or '[')
                depth++;
            else if (text[i] is ')' or ']')
                depth--;
        }
    }
}

/// <summary>An argument or a return of a schema.</summary>
/// <param name="Type">The type without its alias note: <c>Tensor</c>, <c>Tensor?[]</c>, <c>int[]</c>, <c>Scalar?</c>, ...</param>
/// <param name="Length">The N of <c>int[N]</c>, else 0.</param>
/// <param name="Name">Empty for a return without a name.</param>
/// <param name="Default">The default as the schema writes it, or null.</param>
/// <param name="WrittenAlias">The alias set when the operator writes to it, the <c>a</c> of <c>Tensor(a!)</c>; else null.</param>
internal sealed record Argument(string Type, int Length, string Name, string? Default, string? WrittenAlias)
{
    public static Argument Parse(string text)
    {
        string? value = null;
        int equals = text.IndexOf('=');
        if (equals >= 0) {
            value = text.Substring(equals + 1).Trim();
            text = text.Substring(0, equals).Trim();
        }

        string? alias = null;
        int open = text.IndexOf('(');
        if (open >= 0) {
            int close = text.IndexOf(')', open);
            string note = text.Substring(open + 1, close - open - 1);
            if (note.EndsWith("!", StringComparison.Ordinal))
                alias = note.TrimEnd('!');
            text = text.Remove(open, close - open + 1);
        }

        int space = text.IndexOf(' ');
        string type = space < 0 ? text : text.Substring(0, space);
        string name = space < 0 ? "" : text.Substring(space + 1).Trim();
        int length = 0;
        int bracket = type.IndexOf('[');
        if (bracket >= 0) {
            int end = type.IndexOf(']', bracket);
            if (end > bracket + 1) {
                length = int.Parse(type.Substring(bracket + 1, end - bracket - 1), System.Globalization.CultureInfo.InvariantCulture);
                type = type.Remove(bracket + 1, end - bracket - 1);
            }
        }
        return new Argument(type.Replace("SymInt", "int"), length, name, value, alias);
    }
}
