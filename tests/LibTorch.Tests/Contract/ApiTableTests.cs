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

    /// <summary>Members that no test uses yet. This number may only go down.</summary>
    private const int KnownGaps = 245;

    private static string ProjectFolder =>
        typeof(ApiTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!;

    [Fact]
    public void Every_public_member_is_tested()
    {
        List<string> untested = [.. Members().Where(member => TestsOf(member.Symbol).Count == 0).Select(member => $"{member.Type} :: {member.Line}")];
        Assert.True(untested.Count <= KnownGaps, $"{untested.Count} members that no test uses, more than {KnownGaps}:\n{string.Join('\n', untested)}");
    }

    [Fact]
    public void The_page_is_up_to_date()
    {
        string page = Write();
        string path = Path.Combine(ProjectFolder, "..", "..", "docs", "torchsharp-api.md");
        if (Environment.GetEnvironmentVariable("UPDATE_API_TABLE") is { Length: > 0 })
            File.WriteAllText(path, page);
        string[] stored = File.ReadAllLines(path);
        IEnumerable<string> absent = page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Except(stored);
        Assert.True(!absent.Any(), $"Rows that the page does not have (see {nameof(ApiTableTests)}):\n{string.Join('\n', absent.Take(20))}");
    }

    private static string Write()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, (string Type, string Line, ISymbol Symbol)> type in Members().GroupBy(member => member.Type)) {
            page.Append("\n## ").Append(type.Key.Replace("<", "&lt;")).Append("\n\n| Member | Tests |\n|---|---|\n");
            foreach ((_, string line, ISymbol symbol) in type)
                page.Append("| `").Append(Short(line)).Append("` | ").AppendJoin(", ", TestsOf(symbol).Take(2).DefaultIfEmpty("none")).Append(" |\n");
        }
        return page.ToString();
    }

    private static IEnumerable<(string Type, string Line, ISymbol Symbol)> Members() =>
        from type in Api.TypeNames
        from member in Api.DeclaredBy(type).OrderBy(member => member.Line, StringComparer.Ordinal)
        // Constants leave no trace in compiled tests, and types are used through their members.
        where member.Symbol is not (INamedTypeSymbol or IFieldSymbol { HasConstantValue: true })
        select (type, member.Line, member.Symbol);

    private static IReadOnlyList<string> TestsOf(ISymbol symbol)
    {
        IEnumerable<ISymbol?> used = symbol switch {
            IPropertySymbol property => [property.GetMethod, property.SetMethod],
            IEventSymbol happening => [happening.AddMethod, happening.RemoveMethod],
            _ => [symbol],
        };
        return [.. used.OfType<ISymbol>().SelectMany(part => Uses.ByMember.GetValueOrDefault(part.MetadataToken, [])).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Short(string line) => line.Replace("torch.", "").Replace("|", "\\|");
}
