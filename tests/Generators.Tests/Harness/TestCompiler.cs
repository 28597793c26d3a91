using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;
using MetaAdamW.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Tests.Harness;

/// <summary>Compiles test sources as a user's project would: real references, nullable on, the generator and the analyzers.</summary>
internal static class TestCompiler
{
    /// <summary>What every test source starts with.</summary>
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using MetaAdamW;
        using TorchSharp;
        using TorchSharp.Modules;
        using TorchSharp.Utils;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    private const string Forward = "public override Tensor forward(Tensor x) => x;";

    private static readonly string[] Libraries = ["MetaAdamW.LibTorch", "TorchSharp", "MetaAdamW.Attributes", "MetaAdamW.Runtime"];

    public static ImmutableArray<MetadataReference> References { get; } = FindReferences();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>A project without sources. What is made from it shares the symbols of its references, which take longer than a model.</summary>
    private static readonly CSharpCompilation Empty = CreateEmpty();

    /// <summary>All the rules, each an analyzer of its own.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(MetaAdamWGenerator).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    /// <summary>A source as the compiler sees it: <c>%forward%</c> stands for a method that every module needs.</summary>
    public static string Expand(string source) =>
        (source.Contains("using TorchSharp;", StringComparison.Ordinal) ? source : Usings + source).Replace("%forward%", Forward, StringComparison.Ordinal);

    public static CSharpCompilation Compile(params string[] sources)
    {
        SyntaxTree[] trees = [.. sources.Select((s, i) => CSharpSyntaxTree.ParseText(Expand(s), ParseOptions, $"Source{i}.cs", System.Text.Encoding.UTF8))];

        // Statements at the top of a file make a program.
        bool isProgram = trees.Any(t => t.GetCompilationUnitRoot().Members.Any(m => m is GlobalStatementSyntax));
        return Empty.AddSyntaxTrees(trees)
            .WithOptions(Empty.Options.WithOutputKind(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
    }

    public static CSharpCompilation CompileAs(string name, params string[] sources) => Compile(sources).WithAssemblyName(name);

    public static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new MetaAdamWGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The compilation with what the generator adds; the generator must not report or throw anything.</summary>
    public static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return (CSharpCompilation)generated;
    }

    /// <summary>The one file that the generator writes for a source with one model.</summary>
    public static string GeneratedText(string source)
    {
        GeneratorRunResult result = NewDriver().RunGenerators(Compile(source)).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return Assert.Single(result.GeneratedSources).SourceText.ToString();
    }

    /// <summary>What the analyzers say about a source, generated code included, as in a build.</summary>
    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation) => AnalyzeGeneratedAsync(Generate(compilation));

    /// <summary>What the analyzers say where the generator has run.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeGeneratedAsync(CSharpCompilation generated)
    {
        var failures = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (failure, _, _) => failures.Add(failure), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = await generated.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
        Assert.Empty(failures);
        return diagnostics;
    }

    public static void AssertCompiles(CSharpCompilation compilation)
    {
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, string.Join("\n", errors.Take(10).Select(e => e.ToString())));
    }

    /// <summary>Compiles with the generator and loads the result.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The load context lives as long as the tests.")]
    public static System.Reflection.Assembly Load(CSharpCompilation compilation)
    {
        CSharpCompilation generated = Generate(compilation);
        using var image = new MemoryStream();
        var result = generated.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        image.Position = 0;
        return new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true).LoadFromStream(image);
    }

    private static CSharpCompilation CreateEmpty()
    {
        var empty = CSharpCompilation.Create(
            "Models", [], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        // Only references that are bound are shared.
        Assert.NotEqual(TypeKind.Error, empty.GetSpecialType(SpecialType.System_Object).TypeKind);
        return empty;
    }

    private static ImmutableArray<MetadataReference> FindReferences() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileNameWithoutExtension(p) is var name
                && (name.StartsWith("System", StringComparison.Ordinal) || name is "mscorlib" or "netstandard" || Libraries.Contains(name)))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];
}
