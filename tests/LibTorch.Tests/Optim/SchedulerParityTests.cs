using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace MetaAdamW.LibTorch.Tests.Optim;

/// <summary>Rates and momenta under the learning-rate schedulers against PyTorch's, made by Oracle/optim.py.</summary>
public class SchedulerParityTests
{
    private static readonly double[] Metrics =
        [1.0, 0.9, 0.91, 0.92, 0.9, 0.95, 0.9, 0.89995, 0.8, 0.8, 0.8, 0.8, 0.81, 0.8, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6];

    private static readonly Dictionary<string, (Func<Optimizer> Optimizer, Func<Optimizer, int, LRScheduler> Create)> Schedulers = new() {
        ["LambdaLR"] = (Sgd, (o, last) => LambdaLR(o, epoch => Math.Pow(0.95, epoch), last)),
        ["LambdaLR/each"] = (Sgd, (o, last) => new impl.LambdaLR(o, [epoch => Math.Pow(0.95, epoch), epoch => 1.0 / (1 + epoch), _ => 1], last)),
        ["MultiplicativeLR"] = (Sgd, (o, last) => MultiplicativeLR(o, epoch => 1 - 0.01 * epoch, last)),
        ["MultiplicativeLR/each"] = (Sgd, (o, last) => new impl.MultiplicativeLR(o, [epoch => 1 - 0.01 * epoch, _ => 0.5, _ => 1.1], last)),
        ["StepLR"] = (Sgd, (o, last) => StepLR(o, 3, 0.5, last)),
        ["MultiStepLR"] = (Sgd, (o, last) => MultiStepLR(o, [2, 5, 9], 0.5, last)),
        ["MultiStepLR/repeated"] = (Sgd, (o, last) => MultiStepLR(o, [7, 2, 5, 5], 0.3, last)),
        ["PolynomialLR"] = (Sgd, (o, last) => PolynomialLR(o, 8, last_epoch: last)),
        ["PolynomialLR/power"] = (Sgd, (o, last) => PolynomialLR(o, 8, 2.5, last)),
        ["ExponentialLR"] = (Sgd, (o, last) => ExponentialLR(o, 0.9, last)),
        ["ConstantLR"] = (Sgd, (o, last) => ConstantLR(o, last_epoch: last)),
        ["ConstantLR/options"] = (Sgd, (o, last) => ConstantLR(o, 0.25, 7, last)),
        ["LinearLR"] = (Sgd, (o, last) => LinearLR(o, last_epoch: last)),
        ["LinearLR/options"] = (Sgd, (o, last) => LinearLR(o, 0.9, 0.1, 7, last)),
        ["CosineAnnealingLR"] = (Sgd, (o, last) => CosineAnnealingLR(o, 5, last_epoch: last)),
        ["CosineAnnealingLR/minimum"] = (Sgd, (o, last) => CosineAnnealingLR(o, 7, 0.001, last)),
        ["OneCycleLR"] = (Sgd, (o, last) => OneCycleLR(o, 0.3, total_steps: 15, last_epoch: last)),
        ["OneCycleLR/three"] = (Sgd, (o, last) => OneCycleLR(o, [0.3, 0.1, 0.02], epochs: 3, steps_per_epoch: 5, three_phase: true,
            anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, last_epoch: last)),
        ["OneCycleLR/betas"] = (AdamW, (o, last) => OneCycleLR(o, [0.3, 0.1], total_steps: 15, pct_start: 0.4, base_momentum: [0.7, 0.8],
            max_momentum: [0.9, 0.95], div_factor: 10, final_div_factor: 100, last_epoch: last)),
        ["OneCycleLR/plain"] = (AdamW, (o, last) => OneCycleLR(o, 0.3, total_steps: 15, cycle_momentum: false, three_phase: true, last_epoch: last)),
        ["CyclicLR"] = (Sgd, (o, last) => CyclicLR(o, 0.01, 0.1, step_size_up: 4, last_epoch: last)),
        ["CyclicLR/triangular2"] = (Sgd, (o, last) => CyclicLR(o, [0.01, 0.02, 0.03], [0.1, 0.2, 0.3], step_size_up: 2, step_size_down: 3,
            mode: impl.CyclicLR.Mode.Triangular2, base_momentum: [0.5, 0.6, 0.7], max_momentum: [0.8, 0.85, 0.9], last_epoch: last)),
        ["CyclicLR/exp_range"] = (Sgd, (o, last) => CyclicLR(o, 0.01, 0.1, step_size_up: 3, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.9, last_epoch: last)),
        ["CyclicLR/function"] = (AdamW, (o, last) => CyclicLR(o, 0.01, 0.1, step_size_up: 3, scale_fn: x => 1 / (1 + x),
            scale_mode: impl.CyclicLR.ScaleMode.Iterations, cycle_momentum: false, last_epoch: last)),
        ["SequentialLR"] = (Sgd, (o, last) => SequentialLR(o, [ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.9), CosineAnnealingLR(o, 4)], [3, 8], last)),
        ["ChainedLR"] = (Sgd, (o, _) => ChainedLR([ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.9)])),
        ["ReduceLROnPlateau"] = (Sgd, (o, _) => ReduceLROnPlateau(o, patience: 2)),
        ["ReduceLROnPlateau/cooldown"] = (Sgd, (o, _) => ReduceLROnPlateau(o, factor: 0.5, patience: 1, cooldown: 2, min_lr: [0.1, 0.02, 0.001])),
        ["ReduceLROnPlateau/max"] = (Sgd, (o, _) => ReduceLROnPlateau(o, "max", 0.5, 3, 0.01, "abs", min_lr: [0.01])),
        ["ReduceLROnPlateau/rel"] = (Sgd, (o, _) => ReduceLROnPlateau(o, "max", 0.5, 3, 0.05)),
        ["ReduceLROnPlateau/abs"] = (Sgd, (o, _) => ReduceLROnPlateau(o, "min", 0.5, 0, 0.05, "abs", eps: 0.01)),
    };

    private static readonly Dictionary<(string, string), JsonElement> Cases = OptimOracle.Read("scheduler")
        .ToDictionary(line => (line.GetProperty("case").GetString()!, line.GetProperty("mode").GetString()!), line => line.GetProperty("trace"));

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string name, string mode) in Cases.Keys)
                data.Add(name, mode);
            return data;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Sets_the_same_rates_and_momenta(string name, string mode)
    {
        if (Difference(name, mode) is { } row)
            OnTorchSharp.Differs(row, () => Check(name, mode));
        else
            Check(name, mode);
    }

    // The row of the table of differences.
    private static string? Difference(string name, string mode) => name.Split('/')[0] switch {
        "MultiStepLR" when name == "MultiStepLR/repeated" => "MultiStepLR",
        // With two groups and three phases only the steps after the last phase are others.
        "OneCycleLR" when name != "OneCycleLR/plain" || mode == "step" => "OneCycleLR",
        "CyclicLR" when name != "CyclicLR/function" => "CyclicLR",
        "ReduceLROnPlateau" => "ReduceLROnPlateau",
        "ChainedLR" => "ChainedLR",
        _ => null,
    };

    private static void Check(string name, string mode)
    {
        JsonElement trace = Cases[(name, mode)];
        (Func<Optimizer> newOptimizer, Func<Optimizer, int, LRScheduler> create) = Schedulers[name];
        using Optimizer optimizer = newOptimizer();
        LRScheduler scheduler = create(optimizer, -1);
        int compared = 0;
        Compare();

        switch (mode) {
        case "step":
            for (int i = 0; i < 15; i++)
                Step(scheduler.step);
            break;
        case "epoch":
            foreach (int epoch in (int[])[1, 4, 2, 9, 5, 12, 0])
                Step(() => scheduler.step(epoch));
            break;
        case "continued":
            for (int i = 0; i < 4; i++)
                Step(scheduler.step);
            scheduler = create(optimizer, 4);
            Compare();
            for (int i = 0; i < 6; i++)
                Step(scheduler.step);
            break;
        case "metric":
            foreach (double metric in Metrics)
                Step(() => scheduler.step(metric));
            break;
        default:
            Assert.Fail(mode);
            break;
        }
        Assert.Equal(trace.GetArrayLength(), compared);

        void Step(Action step)
        {
            step();
            Compare();
        }

        void Compare()
        {
            JsonElement expected = trace[compared++];
            double[] rates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
            double[] momenta = [.. optimizer.ParamGroups.Select(group => group is IBetas betas ? betas.Betas.Item1 : ((IMomentum)group).Momentum)];
            AssertClose(expected[0], rates);
            AssertClose(expected[1], momenta);
            Assert.Equal(rates, scheduler.get_last_lr());
        }
    }

    [Fact]
    public void Every_case_is_covered() => Assert.Equal(Schedulers.Keys.Order(), Cases.Keys.Select(key => key.Item1).Distinct().Order());

    private static Optimizer Sgd() =>
        optim.SGD([.. ((double[])[0.5, 0.05, 0.007]).Select(rate => new SGD.ParamGroup { Parameters = [new Parameter(zeros(1))], Options = new() { LearningRate = rate } })], 1.0, momentum: 0.9);

    private static Optimizer AdamW() =>
        optim.AdamW([.. ((double[])[0.5, 0.05]).Select(rate => new AdamW.ParamGroup { Parameters = [new Parameter(zeros(1))], Options = new() { LearningRate = rate } })], 1.0);

    private static void AssertClose(JsonElement expected, double[] actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        foreach ((JsonElement wanted, double have) in expected.EnumerateArray().Zip(actual))
            Assert.True(Math.Abs(wanted.GetDouble() - have) <= 1e-12 * Math.Abs(wanted.GetDouble()) + 1e-17, $"{have:R} is not {wanted.GetDouble():R}");
    }
}
