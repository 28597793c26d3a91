using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using TorchSharp;

namespace MetaAdamW.LibTorch.Tests.Contract;

/// <summary>docs/torchsharp-api.md names, for each public member, tests that use it.</summary>
/// <remarks>To write the page anew: <c>UPDATE_API_TABLE=1 dotnet test tests/LibTorch.Tests --filter ApiTable</c></remarks>
public class ApiTableTests
{
    private const string Head =
        """
        # The API and its tests

        Every public member of `src/LibTorch`, that is, the part of TorchSharp's API that it has, and tests that use it (two at
        most are named). `ApiTableTests` reads the uses from the tests' code, writes this page, and fails when a member has no test.

        """;

    private static readonly PublicApi Api = PublicApi.OfLibrary;
    private static readonly TestUses Uses = new(typeof(ApiTableTests).Assembly, typeof(torch).Assembly);

    private static string ProjectFolder =>
        typeof(ApiTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!;

    [Fact]
    public void Every_public_member_is_tested()
    {
        List<string> untested = [.. Members().Where(member => TestsOf(member.Symbol).Count == 0).Select(member => $"{member.Type} :: {member.Line}")];
        Assert.True(untested.Count == 0, $"{untested.Count} members that no test uses:\n{string.Join('\n', untested)}");
    }

    [Fact]
    public void Every_public_member_has_a_row_with_tests_that_use_it()
    {
        string path = Path.Combine(ProjectFolder, "..", "..", "docs", "torchsharp-api.md");
        if (Environment.GetEnvironmentVariable("UPDATE_API_TABLE") is { Length: > 0 })
            File.WriteAllText(path, Write());
        Dictionary<string, string> rows = Rows(path);
        var wrong = new List<string>();
        foreach ((string type, string line, ISymbol symbol) in Members()) {
            string member = $"{Heading(type)} {Row(line)}";
            if (!rows.TryGetValue(member, out string? named))
                wrong.Add($"{member} has no row");
            else if (named.Split(", ").Except(TestsOf(symbol)).FirstOrDefault() is { } stranger)
                wrong.Add($"{member} is not used by {stranger}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} rows to write anew (see {nameof(ApiTableTests)}):\n{string.Join('\n', wrong.Take(20))}");
    }

    /// <summary>The page's rows: heading and member, and the tests named.</summary>
    private static Dictionary<string, string> Rows(string path)
    {
        var rows = new Dictionary<string, string>();
        string heading = "";
        foreach (string line in File.ReadLines(path)) {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                heading = line;
            else if (line.StartsWith("| `", StringComparison.Ordinal) && line.LastIndexOf(" | ", StringComparison.Ordinal) is var bar)
                rows[$"{heading} {line[..bar]}"] = line[(bar + 3)..^2];
        }
        return rows;
    }

    private static string Write()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, (string Type, string Line, ISymbol Symbol)> type in Members().GroupBy(member => member.Type)) {
            page.Append('\n').Append(Heading(type.Key)).Append("\n\n| Member | Tests |\n|---|---|\n");
            foreach ((_, string line, ISymbol symbol) in type)
                page.Append(Row(line)).Append(" | ").AppendJoin(", ", TestsOf(symbol).Take(2)).Append(" |\n");
        }
        return page.ToString();
    }

    private static IEnumerable<(string Type, string Line, ISymbol Symbol)> Members() =>
        from type in Api.TypeNames
        from member in Api.DeclaredBy(type).OrderBy(member => member.Line, StringComparer.Ordinal)
        // Constants leave no trace in compiled tests, and types are used through their members.
        where member.Symbol is not (INamedTypeSymbol or IFieldSymbol { HasConstantValue: true })
        select (type, member.Line, member.Symbol);

    /// <summary>The tests that use a member; none if a part of it, such as a property's setter, is used by none.</summary>
    private static IReadOnlyList<string> TestsOf(ISymbol symbol)
    {
        IEnumerable<ISymbol?> parts = symbol switch {
            IPropertySymbol property => [property.GetMethod, property.SetMethod],
            IEventSymbol happening => [happening.AddMethod, happening.RemoveMethod],
            _ => [symbol],
        };
        List<List<string>> users = [.. parts.OfType<ISymbol>()
            .Where(part => part.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
            .Select(part => Uses.ByMember.GetValueOrDefault(part.MetadataToken, []))];
        return users.Exists(tests => tests.Count == 0) ? [] : [.. users.SelectMany(tests => tests).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Heading(string type) => $"## {type.Replace("<", "&lt;")}";

    private static string Row(string line) => $"| `{line.Replace("torch.", "").Replace("|", "\\|")}`";
}
