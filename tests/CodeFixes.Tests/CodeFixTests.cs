using System.Collections.Immutable;
using MetaAdamW.CodeFixes;
using MetaAdamW.Tests.Cases;
using MetaAdamW.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MetaAdamW.Tests;

/// <summary>Each fix makes of its source what the case says; the result compiles and the rule is content with it.</summary>
public sealed class CodeFixTests
{
    internal static readonly ImmutableArray<CodeFixProvider> Providers =
    [
        .. typeof(MakePartialFix).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(CodeFixProvider)))
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    public static TheoryData<DiagnosticCase> Fixable => [.. DiagnosticCases.All.Where(c => c.Fixed is not null)];

    public static TheoryData<DiagnosticCase> Unfixable => [.. DiagnosticCases.All.Where(c => c.Fires && c.Fixed is null)];

    [Theory]
    [MemberData(nameof(Fixable))]
    public async Task FixesOneByOne(DiagnosticCase rule)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, Marks.Read(TestCompiler.Expand(rule.Source)).Source);
        for (int turn = 0; turn < 20 && (await FindAsync(document, rule.Id)).FirstOrDefault() is { } diagnostic; turn++)
        {
            document = await ApplyAsync(document, (await ChooseAsync(document, diagnostic, rule)).Action);
        }

        await CheckAsync(document, rule);
    }

    [Theory]
    [MemberData(nameof(Fixable))]
    public async Task FixesAllOfAProjectAtOnce(DiagnosticCase rule)
    {
        using var workspace = new AdhocWorkspace();
        string source = Marks.Read(TestCompiler.Expand(rule.Source)).Source;
        Document document = Open(workspace, source);
        Document other = IsProgram(source) ? document : Add(workspace, document.Project, Elsewhere(source));
        (CodeAction action, CodeFixProvider provider) = await ChooseAsync(other, (await FindAsync(other, rule.Id))[0], rule);
        var context = new FixAllContext(
            other, provider, FixAllScope.Project, action.EquivalenceKey, [rule.Id], new Finder(rule.Id), CancellationToken.None);
        CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        Solution changed = await ApplyAsync(all!);

        await CheckAsync(changed.GetDocument(document.Id)!, rule);
        TextComparison.AssertEqual(
            IsProgram(source) ? TestCompiler.Expand(rule.Fixed!) : Elsewhere(TestCompiler.Expand(rule.Fixed!)),
            (await changed.GetDocument(other.Id)!.GetTextAsync()).ToString());
    }

    [Theory]
    [MemberData(nameof(Unfixable))]
    public async Task OffersNothingThatIsNotRight(DiagnosticCase rule)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, Marks.Read(TestCompiler.Expand(rule.Source)).Source);
        foreach (Diagnostic diagnostic in await FindAsync(document, rule.Id))
        {
            // A fix that is offered here must at least compile and settle the matter.
            foreach ((CodeAction action, _) in await ActionsAsync(document, diagnostic))
            {
                Document changed = await ApplyAsync(document, action);
                if (!rule.IsBroken)
                {
                    TestCompiler.AssertCompiles(TestCompiler.Generate(TestCompiler.Compile((await changed.GetTextAsync()).ToString())));
                }

                Assert.True((await FindAsync(changed, rule.Id)).Length < (await FindAsync(document, rule.Id)).Length);
            }
        }
    }

    [Fact]
    public void EachFixBelongsToARule()
    {
        HashSet<string> rules = [.. TestCompiler.Analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id)];
        foreach (CodeFixProvider provider in Providers)
        {
            Assert.NotNull(provider.GetFixAllProvider());
            Assert.All(provider.FixableDiagnosticIds, id => Assert.Contains(id, rules));
            Assert.All(provider.FixableDiagnosticIds, id => Assert.Contains(DiagnosticCases.All, c => c.Id == id && c.Fixed is not null));
        }
    }

    private static bool IsProgram(string source) => TestCompiler.Compile(source).Options.OutputKind == OutputKind.ConsoleApplication;

    // The same code in a namespace of its own.
    private static string Elsewhere(string source) =>
        TestCompiler.Usings + "namespace Elsewhere;\n\n" + source[TestCompiler.Usings.Length..];

    private static Document Add(AdhocWorkspace workspace, Project project, string source) =>
        workspace.AddDocument(project.Id, $"Source{workspace.CurrentSolution.GetProject(project.Id)!.DocumentIds.Count}.cs", SourceText.From(source));

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Models", "Models", LanguageNames.CSharp,
            compilationOptions: TestCompiler.Compile(source).Options, parseOptions: TestCompiler.ParseOptions, metadataReferences: TestCompiler.References));
        return Add(workspace, project, source);
    }

    private static async Task<ImmutableArray<Diagnostic>> FindAsync(Document document, string id)
    {
        var compilation = (CSharpCompilation)(await document.Project.GetCompilationAsync())!;
        SyntaxTree? tree = await document.GetSyntaxTreeAsync();
        return [.. (await TestCompiler.AnalyzeAsync(compilation)).Where(d => d.Id == id && d.Location.SourceTree == tree).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private static async Task<(CodeAction Action, CodeFixProvider Provider)> ChooseAsync(Document document, Diagnostic diagnostic, DiagnosticCase rule) =>
        Assert.Single(await ActionsAsync(document, diagnostic), offer => rule.Title is null || offer.Action.Title == rule.Title);

    private static async Task<List<(CodeAction Action, CodeFixProvider Provider)>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        List<(CodeAction, CodeFixProvider)> actions = [];
        foreach (CodeFixProvider provider in Providers.Where(p => p.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add((action, provider)), CancellationToken.None));
        }

        return actions;
    }

    private static async Task<Document> ApplyAsync(Document document, CodeAction action) => (await ApplyAsync(action)).GetDocument(document.Id)!;

    private static async Task<Solution> ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        return Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
    }

    private static async Task CheckAsync(Document document, DiagnosticCase rule)
    {
        string text = (await document.GetTextAsync()).ToString();
        TextComparison.AssertEqual(TestCompiler.Expand(rule.Fixed!), text);
        Assert.Empty(await FindAsync(document, rule.Id));
        TestCompiler.AssertCompiles(TestCompiler.Generate(TestCompiler.Compile(text)));
    }

    private sealed class Finder(string id) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            List<Diagnostic> found = [];
            foreach (Document document in project.Documents)
            {
                found.AddRange(await FindAsync(document, id));
            }

            return found;
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await FindAsync(document, id);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
