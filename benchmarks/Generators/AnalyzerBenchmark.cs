using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Benchmarks;

/// <summary>What the analyzers add to a build with the SDK's own.</summary>
public class AnalyzerBenchmark
{
    internal static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
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
    public Task<bool> BuildWithSdkAnalyzers() => BuildAsync(compilation, SdkAnalyzers.All);

    [Benchmark]
    public Task<bool> BuildWithAllAnalyzers() => BuildAsync(compilation, [.. SdkAnalyzers.All, .. Analyzers]);

    /// <summary>A build as the compiler does it: generator, analyzers (where there are any), emit.</summary>
    internal static async Task<bool> BuildAsync(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        GeneratorBenchmark.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        if (analyzers.IsEmpty)
        {
            return Emit(generated);
        }

        CompilationWithAnalyzers analyzed = generated.WithAnalyzers(analyzers);
        await analyzed.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return Emit(analyzed.Compilation);
    }

    private static bool Emit(Compilation generated)
    {
        using var image = new MemoryStream();
        return generated.Emit(image).Success;
    }
}
