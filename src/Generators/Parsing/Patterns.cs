namespace MetaAdamW.Generators.Parsing;

/// <summary>Keeps patterns apart: no parameter may be covered twice.</summary>
internal static class Patterns
{
    private const string Rest = "**";

    /// <summary>Rows of which no two cover one name; those that did are widened into one.</summary>
    public static List<ParameterRow> Separate(List<ParameterRow> rows)
    {
        if (!rows.Exists(r => r.IsPattern))
        {
            return rows;
        }

        List<ParameterRow> separate = [];
        foreach (ParameterRow row in rows)
        {
            ParameterRow widened = row;
            int place = separate.Count;
            while (separate.FindIndex(r => Overlap(r.Path, widened.Path)) is var at and >= 0)
            {
                // A wider row stands where the first of the two stood, and may overlap yet another one.
                widened = separate[at].MergeWith(widened) with { Path = Widen(separate[at].Path, widened.Path), IsOptional = true, Repeat = null };
                separate.RemoveAt(at);
                place = Math.Min(place, at);
            }

            separate.Insert(Math.Min(place, separate.Count), widened);
        }

        return separate;
    }

    /// <summary>Whether there is a name that both patterns cover.</summary>
    public static bool Overlap(string left, string right)
    {
        string[] a = left.Split('.'), b = right.Split('.');
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] == Rest || b[i] == Rest)
            {
                return true;
            }

            if (a[i] != b[i] && a[i] != "*" && b[i] != "*")
            {
                return false;
            }
        }

        return a.Length == b.Length;
    }

    /// <summary>The narrowest pattern that covers two that overlap.</summary>
    private static string Widen(string left, string right)
    {
        string[] a = left.Split('.'), b = right.Split('.');
        List<string> parts = [];
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] == Rest || b[i] == Rest)
            {
                parts.Add(Rest);
                break;
            }

            parts.Add(a[i] == b[i] ? a[i] : "*");
        }

        return string.Join(".", parts);
    }
}
