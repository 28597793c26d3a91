using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace MetaAdamW.Tests.Harness;

/// <summary>Compares texts and shows what differs, line by line.</summary>
internal static class TextComparison
{
    private const int Context = 2;

    public static void AssertEqual(string expected, string actual)
    {
        if (Difference(expected, actual) is { } difference)
        {
            Assert.Fail(difference);
        }
    }

    /// <summary>The lines that differ with some around them, or null where the texts are equal; line ends do not count.</summary>
    public static string? Difference(string expected, string actual)
    {
        DiffPaneModel diff = InlineDiffBuilder.Diff(expected.ReplaceLineEndings("\n"), actual.ReplaceLineEndings("\n"), ignoreWhiteSpace: false);
        if (!diff.HasDifferences)
        {
            return null;
        }

        var text = new StringBuilder("Expected (-) and actual (+) differ:\n");
        int shownTo = -1;
        for (int i = 0; i < diff.Lines.Count; i++)
        {
            bool isNear = Enumerable.Range(i - Context, (2 * Context) + 1)
                .Any(n => n >= 0 && n < diff.Lines.Count && diff.Lines[n].Type != ChangeType.Unchanged);
            if (!isNear)
            {
                continue;
            }

            if (shownTo < i - 1)
            {
                text.Append("  ...\n");
            }

            string sign = diff.Lines[i].Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " };
            text.Append(sign).Append(diff.Lines[i].Text).Append('\n');
            shownTo = i;
        }

        return text.ToString();
    }
}
