using System.Globalization;
using System.Text.RegularExpressions;
using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Tests.Cases;
using MetaAdamW.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Tests;

/// <summary>
/// A rule is one change: descriptor, analyzer, release row, page, help link and tests belong together, and what the page says
/// is tried out. The index of the pages is made from the descriptors: set METAADAMW_UPDATE_DOCS=1 to write it anew.
/// </summary>
public sealed partial class RuleDocumentationTests
{
    private static readonly string[] Sections = ["## What", "## Why", "## How to fix", "## Example", "## How to suppress"];

    private static readonly Dictionary<string, DiagnosticDescriptor> Rules = typeof(HelpLinks).Assembly.GetTypes()
        .SelectMany(t => t.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
        .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
        .Select(f => (DiagnosticDescriptor)f.GetValue(null)!)
        .ToDictionary(d => d.Id, StringComparer.Ordinal);

    public static TheoryData<string> Ids => [.. Rules.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasOneAnalyzerOfItsOwn(string id)
    {
        DiagnosticAnalyzer analyzer = Assert.Single(TestCompiler.Analyzers, a => a.SupportedDiagnostics.Any(d => d.Id == id));
        Assert.Same(Rules[id], Assert.Single(analyzer.SupportedDiagnostics));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasAReleaseRow(string id)
    {
        string row = Assert.Single(ReleaseRows(), r => r.StartsWith(id, StringComparison.Ordinal));
        DiagnosticDescriptor rule = Rules[id];
        Assert.Equal($"{id} | {rule.Category} | {rule.DefaultSeverity} | {Title(rule)}", row);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void IsTestedWhereItFiresAndWhereItIsSilent(string id)
    {
        DiagnosticCase[] cases = [.. DiagnosticCases.All.Where(c => c.Id == id)];
        Assert.Contains(cases, c => c.Fires);
        Assert.Contains(cases, c => !c.Fires && !c.IsBroken);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasAPageThatSaysTheSame(string id)
    {
        DiagnosticDescriptor rule = Rules[id];
        Assert.Equal($"{HelpLinks.Base}{id}.md", rule.HelpLinkUri);

        string page = ReadPage(id);
        Assert.StartsWith($"# {id}: {Title(rule)}\n", page, StringComparison.Ordinal);
        Assert.Equal(Sections, Headings().Matches(page).Select(m => m.Value));
        Assert.Contains($"| Category | {rule.Category} |", page, StringComparison.Ordinal);
        Assert.Contains($"| Severity | {rule.DefaultSeverity} |", page, StringComparison.Ordinal);
        Assert.Contains($"#pragma warning disable {id}\n", page, StringComparison.Ordinal);
        Assert.Contains($"dotnet_diagnostic.{id}.severity = none\n", page, StringComparison.Ordinal);
        Assert.Equal(HasFix(id), !FixRow(page).StartsWith("None", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task ThePagesExampleIsReportedBeforeAndNotAfter(string id)
    {
        string[] examples = [.. Examples().Matches(ReadPage(id)).Select(m => m.Groups["code"].Value)];
        Assert.Equal(2, examples.Length);

        Assert.Contains(await TestCompiler.AnalyzeAsync(TestCompiler.Compile(examples[0])), d => d.Id == id);
        CSharpCompilation after = TestCompiler.Compile(examples[1]);
        TestCompiler.AssertCompiles(TestCompiler.Generate(after));
        Assert.DoesNotContain(await TestCompiler.AnalyzeAsync(after), d => d.DefaultSeverity != DiagnosticSeverity.Info || d.Id == id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void SaysWhatToDoInOneSentence(string id)
    {
        DiagnosticDescriptor rule = Rules[id];
        Assert.True(rule.IsEnabledByDefault);
        Assert.DoesNotMatch(@"[.!]$", rule.MessageFormat.ToString(CultureInfo.InvariantCulture));
        Assert.DoesNotMatch(@"[.!]$", Title(rule));
        Assert.EndsWith(".", rule.Description.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void NoPageAndNoReleaseRowIsLeftOver()
    {
        Assert.Equal(Rules.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder, "MAW*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(Rules.Keys.Order(StringComparer.Ordinal), ReleaseRows().Select(r => r.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheIndexIsUpToDate()
    {
        string path = Path.Combine(Folder, "README.md");
        string index = Index();
        if (Environment.GetEnvironmentVariable("METAADAMW_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, index);
        }

        TextComparison.AssertEqual(index, File.ReadAllText(path));
    }

    private static string Folder { get; } = Path.Combine(Root(), "docs", "diagnostics");

    private static string Index()
    {
        var text = new System.Text.StringBuilder();
        text.Append("# Diagnostics\n\nEach rule can be switched off, or given another severity, by `#pragma` and in `.editorconfig`; its page says how.\n");
        foreach (IGrouping<string, DiagnosticDescriptor> family in Rules.Values.OrderBy(r => r.Id, StringComparer.Ordinal).GroupBy(r => r.Category))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {family.First().Id[..4]}xxx: {Heading(family.Key)}\n\n| Rule | Title | Severity | Code fix |\n|---|---|---|---|\n");
            foreach (DiagnosticDescriptor rule in family)
            {
                text.Append(CultureInfo.InvariantCulture, $"| [{rule.Id}]({rule.Id}.md) | {Title(rule)} | {rule.DefaultSeverity} | {(HasFix(rule.Id) ? "yes" : "no")} |\n");
            }
        }

        return text.ToString();
    }

    private static string Heading(string category) => category switch
    {
        "MetaAdamW.Grouping" => "how parameters come into groups",
        "MetaAdamW.Tasks" => "tasks and priorities",
        "MetaAdamW.Options" => "options of groups, features and the optimizer",
        "MetaAdamW.Usage" => "use of the optimizer",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "A category without a heading."),
    };

    private static string Title(DiagnosticDescriptor rule) => rule.Title.ToString(CultureInfo.InvariantCulture);

    private static bool HasFix(string id) => CodeFixTests.Providers.Any(p => p.FixableDiagnosticIds.Contains(id));

    private static string ReadPage(string id) => File.ReadAllText(Path.Combine(Folder, id + ".md")).ReplaceLineEndings("\n");

    private static string FixRow(string page) => FixRows().Match(page).Groups["fix"].Value;

    private static string[] ReleaseRows() =>
    [
        .. new[] { "Shipped", "Unshipped" }
            .SelectMany(kind => File.ReadAllLines(Path.Combine(Root(), "src", "Generators", $"AnalyzerReleases.{kind}.md")))
            .Where(line => line.StartsWith("MAW", StringComparison.Ordinal)),
    ];

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "MetaAdamW.Gen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"^## .+$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"(?:Before|After):\n\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex(@"^\| Code fix \| (?<fix>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex FixRows();
}
