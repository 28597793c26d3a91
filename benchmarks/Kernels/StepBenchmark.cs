using BenchmarkDotNet.Attributes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Kernels.Benchmarks;

/// <summary>
/// The passes of a step over one float32 parameter, as ratios to a loop of four loads and three stores: the update alone moves as
/// many bytes (28 an element; at best 1.0), statistics and update together 36 (at best 1.29), and no more where the update also looks at the
/// one before.
/// </summary>
[MemoryDiagnoser]
public class StepBenchmark
{
    private static readonly double[] One = [1];

    private readonly ParameterStatistics[] statistics = new ParameterStatistics[1];
    private readonly UpdateRates[] rates = [new(1e-6, 1e-2, 0.9, 0.999, 1e-8, 5, DividesDecay: false, Maximize: false)];
    private ChunkTable table = null!;
    private BandwidthLoop loop = null!;
    private FusedAdamW optimizer = null!;
    private Parameter parameter = null!;
    private StepKernel plain = null!;
    private StepKernel measured = null!;

    /// <summary>The ETTh1 model, ResNet-18, and a GPT of 12 layers.</summary>
    [Params(396_929, 11_173_962, 85_056_000)]
    public int Elements { get; set; }

    [Params(1, 0)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        set_num_threads(Threads == 0 ? Environment.ProcessorCount : Threads);
        table = new ChunkTable([Elements]);
        loop = new BandwidthLoop(table, [.. Enumerable.Range(0, 4).Select(_ => new PinnedMemory<float>(Elements))]);
        parameter = new Parameter(randn(Elements));
        optimizer = new FusedAdamW([parameter]);
        var bound = new BoundParameter("parameter", parameter, Group: 0, Bias: false, Depth: null);
        var group = new BoundGroup("all", new GroupOptions(), [bound]);
        ParameterSlot[] slots =
        [
            new(0, bound, group, optimizer.StateOf(parameter), (AdamWOptimizer.ParamGroup)optimizer.ParamGroups.Single(), dividesDecay: false)
            {
                Gradient = randn(Elements),
            },
        ];
        plain = new FusedKernel<float>(slots, measured: false);
        measured = new FusedKernel<float>(slots, measured: true);
    }

    [GlobalCleanup]
    public void Release()
    {
        plain.Dispose();
        measured.Dispose();
        optimizer.Dispose();
        parameter.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void FourLoadsThreeStores() => ChunkTeam.Shared.Run(loop, table.Ends(Math.Min(get_num_threads(), ChunkTeam.Shared.Limit)));

    [Benchmark]
    public void Update() => plain.Update(rates, One, One);

    [Benchmark]
    public void StatisticsAndUpdate()
    {
        measured.Prepare();
        measured.Measure(StatisticKinds.None, statistics);
        measured.Update(rates, One, One);
    }

    [Benchmark]
    public void StatisticsOfTheLastUpdateToo()
    {
        measured.Prepare();
        measured.Measure(StatisticKinds.None, statistics);
        measured.Update(rates, One, One, statistics);
    }
}
