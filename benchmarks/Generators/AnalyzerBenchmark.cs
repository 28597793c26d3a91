using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using MetaAdamW.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Benchmarks;

/// <summary>What the analyzers add to a build.</summary>
/// <remarks>
/// The baseline runs one of them that looks at nothing here: driving any analyzer binds all the code once more, which a build
/// with the SDK's own analyzers does anyway.
/// </remarks>
public class AnalyzerBenchmark
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(MetaAdamWGenerator).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    private Compilation compilation = null!;

    [Params(1_000)]
    public int Models { get; set; }

    [IterationSetup]
    public void Parse() => compilation = LargeProject.Create(Models);

    [Benchmark(Baseline = true)]
    public Task<bool> BuildWithOneAnalyzer() => BuildAsync([new TwoGroupsAnalyzer()]);

    [Benchmark]
    public Task<bool> BuildWithAllAnalyzers() => BuildAsync(Analyzers);

    private async Task<bool> BuildAsync(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        CompilationWithAnalyzers analyzed = Generate().WithAnalyzers(analyzers);
        await analyzed.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return Emit(analyzed.Compilation);
    }

    private Compilation Generate()
    {
        GeneratorBenchmark.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return generated;
    }

    private static bool Emit(Compilation generated)
    {
        using var image = new MemoryStream();
        return generated.Emit(image).Success;
    }
}
