using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.Generators.Benchmarks;

/// <summary>What the generator costs: the first run on a project, and the run after one keystroke.</summary>
/// <remarks>Each keystroke makes a tree that was never seen, as in an editor, so nothing is remembered of it.</remarks>
[MemoryDiagnoser]
public class GeneratorBenchmark
{
    private CSharpCompilation compilation = null!;
    private GeneratorDriver warm = null!;
    private int edits;

    [Params(10, 1_000)]
    public int Models { get; set; }

    [GlobalSetup(Targets = [nameof(KeystrokeInUnrelatedFile), nameof(KeystrokeInModel), nameof(Unchanged)])]
    public void Warm()
    {
        compilation = LargeProject.Create(Models);
        warm = NewDriver().RunGenerators(compilation);
    }

    [IterationSetup(Target = nameof(Cold))]
    public void Parse() => compilation = LargeProject.Create(Models);

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => NewDriver().RunGenerators(compilation);

    [Benchmark]
    public GeneratorDriver KeystrokeInUnrelatedFile() =>
        warm.RunGenerators(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], LargeProject.Unrelated(++edits)));

    [Benchmark]
    public GeneratorDriver KeystrokeInModel() =>
        warm.RunGenerators(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[Models / 2], LargeProject.Model(Models / 2, ++edits)));

    [Benchmark]
    public GeneratorDriver Unchanged() => warm.RunGenerators(compilation.Clone());

    internal static GeneratorDriver NewDriver() =>
        CSharpGeneratorDriver.Create([new MetaAdamWGenerator().AsSourceGenerator()], parseOptions: LargeProject.ParseOptions);
}
