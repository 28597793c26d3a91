using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace MetaAdamW.Kernels.Benchmarks;

/// <summary>Φ's forward pass in C#, as a ratio to the same Φ as a torch module, on one thread.</summary>
[MemoryDiagnoser]
public class AttentionBenchmark
{
    private AttentionModule module = null!;
    private HostConductor evaluator = null!;
    private double[] features = [];
    private double[] raw = [];
    private Tensor input = null!;

    /// <summary>The settings of ETTh1, of Multi30k, and of ETTh1 with many groups: L, D_ff, G.</summary>
    [Params("8 16 5", "8 16 24", "128 64 24")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        set_num_threads(1);
        int[] shape = [.. Shape.Split(' ').Select(int.Parse)];
        FeatureExtractor extractor = FeatureExtractor.Create();
        var options = new MetaAdamWOptions { Layers = shape[0], FeedForwardWidth = shape[1], IdentityStart = false };
        module = new AttentionModule(shape[2], extractor, options, ScalarType.Float32, CPU);
        evaluator = AttentionEvaluator.For(module, shape[2]);
        input = rand(shape[2], module.Width);
        features = [.. input.data<float>().ToArray().Select(x => (double)x)];
        raw = new double[shape[2] * ConductorModule.Outputs];
    }

    [Benchmark(Baseline = true)]
    public void TorchModule()
    {
        using IDisposable none = no_grad();
        using var scope = NewDisposeScope();
        module.call(input);
    }

    [Benchmark]
    public void Evaluator() => evaluator.Evaluate(features, raw);
}
