namespace MetaAdamW.Generators.Parsing;

/// <summary>Writes equal items of a list as one pattern: <c>blocks.0.weight</c>, <c>blocks.1.weight</c> become <c>blocks.*.weight</c>.</summary>
internal static class Repetition
{
    /// <summary>
    /// Collapses the items of each list for which a row says the same. A pattern never stands for a name that is not among
    /// the rows that it replaces.
    /// </summary>
    public static List<(ParameterRow Row, string? Group)> Collapse(List<(ParameterRow Row, string? Group)> rows)
    {
        int longest = rows.Select(r => r.Row.Path.Count(c => c == '.')).DefaultIfEmpty(0).Max();
        for (int position = 0; position <= longest; position++)
        {
            rows = CollapseAt(position, rows);
        }

        return rows;
    }

    private static List<(ParameterRow Row, string? Group)> CollapseAt(int position, List<(ParameterRow Row, string? Group)> rows)
    {
        var families = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            string[] parts = rows[i].Row.Path.Split('.');
            if (position < parts.Length && parts[parts.Length - 1] != "**")
            {
                parts[position] = "*";
                string pattern = string.Join(".", parts);
                if (!families.TryGetValue(pattern, out List<int>? family))
                {
                    families[pattern] = family = [];
                }

                family.Add(i);
            }
        }

        var replaced = new Dictionary<int, ParameterRow?>();
        foreach (KeyValuePair<string, List<int>> family in families)
        {
            List<int> members = family.Value;
            ParameterRow first = rows[members[0]].Row;
            bool isList = members.Count > 1 && IsRange(members.Select(i => rows[i].Row.Path.Split('.')[position]));
            bool isUniform = members.All(i => rows[i].Group == rows[members[0]].Group && SaysTheSame(rows[i].Row, first));
            if (isList && isUniform && !CoversOthers(family.Key, members, rows))
            {
                foreach (int i in members)
                {
                    replaced[i] = null;
                }

                replaced[members[0]] = first with { Path = family.Key, Repeat = first.Repeat * members.Count };
            }
        }

        List<(ParameterRow, string?)> result = [];
        for (int i = 0; i < rows.Count; i++)
        {
            if (!replaced.TryGetValue(i, out ParameterRow? row))
            {
                result.Add(rows[i]);
            }
            else if (row is not null)
            {
                result.Add((row, rows[i].Group));
            }
        }

        return result;
    }

    /// <summary>Whether a pattern covers a row besides those that it replaces, as where lists differ in length.</summary>
    private static bool CoversOthers(string pattern, List<int> members, List<(ParameterRow Row, string? Group)> rows)
    {
        for (int i = 0, next = 0; i < rows.Count; i++)
        {
            if (next < members.Count && members[next] == i)
            {
                next++;
            }
            else if (Patterns.Overlap(pattern, rows[i].Row.Path))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SaysTheSame(ParameterRow row, ParameterRow other) =>
        row.Layer == other.Layer && row.Count == other.Count && row.IsOptional == other.IsOptional && row.Repeat == other.Repeat
        && row.Declaration?.Place == other.Declaration?.Place;

    private static bool IsRange(IEnumerable<string> parts)
    {
        int expected = 0;
        return parts.All(p => p == (expected++).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
