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
    public async Task FixesAllAtOnce(DiagnosticCase rule)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, Marks.Read(TestCompiler.Expand(rule.Source)).Source);

        // Fixes of one kind at a time, as an editor offers them.
        for (int turn = 0; turn < 5 && (await FindAsync(document, rule.Id)).FirstOrDefault() is { } first; turn++)
        {
            (CodeAction action, CodeFixProvider provider) = await ChooseAsync(document, first, rule);
            var context = new FixAllContext(
                document, provider, FixAllScope.Document, action.EquivalenceKey, [rule.Id], new Finder(rule.Id), CancellationToken.None);
            CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
            document = await ApplyAsync(document, all!);
        }

        await CheckAsync(document, rule);
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

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Models", "Models", LanguageNames.CSharp,
            compilationOptions: TestCompiler.Compile().Options, parseOptions: TestCompiler.ParseOptions, metadataReferences: TestCompiler.References));
        return workspace.AddDocument(project.Id, "Source0.cs", SourceText.From(source));
    }

    private static async Task<ImmutableArray<Diagnostic>> FindAsync(Document document, string id)
    {
        var compilation = (CSharpCompilation)(await document.Project.GetCompilationAsync())!;
        return [.. (await TestCompiler.AnalyzeAsync(compilation)).Where(d => d.Id == id).OrderBy(d => d.Location.SourceSpan.Start)];
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

    private static async Task<Document> ApplyAsync(Document document, CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        return Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetDocument(document.Id)!;
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
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await FindAsync(project.Documents.Single(), id);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await FindAsync(document, id);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
