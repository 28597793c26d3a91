namespace MetaAdamW.Runtime.Tests;

/// <summary>Every scheduler of TorchSharp writes the rates that it writes for torch's own AdamW, and no factor gets into them.</summary>
public sealed class SchedulerTests
{
    private static readonly MetaAdamWOptions Small = new() { Layers = 1, FeedForwardWidth = 4, IdentityStart = false };

    private static readonly Dictionary<string, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler>> Schedulers = new()
    {
        ["StepLR"] = o => optim.lr_scheduler.StepLR(o, 2),
        ["MultiStepLR"] = o => optim.lr_scheduler.MultiStepLR(o, [2, 5], 0.5),
        ["ExponentialLR"] = o => optim.lr_scheduler.ExponentialLR(o, 0.9),
        ["ConstantLR"] = o => optim.lr_scheduler.ConstantLR(o, 0.5, 4),
        ["LinearLR"] = o => optim.lr_scheduler.LinearLR(o, 0.5, 1, 6),
        ["PolynomialLR"] = o => optim.lr_scheduler.PolynomialLR(o, 10, 2),
        ["CosineAnnealingLR"] = o => optim.lr_scheduler.CosineAnnealingLR(o, 10),
        ["LambdaLR"] = o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (epoch + 1)),
        ["MultiplicativeLR"] = o => optim.lr_scheduler.MultiplicativeLR(o, epoch => 1 - (0.1 / (epoch + 1))),
        ["OneCycleLR"] = o => optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps: 10),
        ["CyclicLR"] = o => optim.lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up: 3, cycle_momentum: false),
        ["ReduceLROnPlateau"] = o => optim.lr_scheduler.ReduceLROnPlateau(o, patience: 1),
        ["ChainedLR"] = o => optim.lr_scheduler.ChainedLR([optim.lr_scheduler.ExponentialLR(o, 0.9), optim.lr_scheduler.StepLR(o, 3)]),
        ["SequentialLR"] = o => optim.lr_scheduler.SequentialLR(o, [optim.lr_scheduler.ConstantLR(o, 0.1, 3), optim.lr_scheduler.ExponentialLR(o, 0.9)], [3]),
    };

    public static TheoryData<string> Names() => new(Schedulers.Keys);

    [Fact]
    public void TheTableHasAllThereAre() =>
        Assert.Equal(
            typeof(optim.lr_scheduler).GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(m => m.Name).Distinct().Order(),
            Schedulers.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void WritesTheRatesThatAdamWGets(string name)
    {
        using OracleModel model = Models.Create("mlp");
        using OracleModel other = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        using var reference = optim.AdamW(other.parameters(), lr: Small.LearningRate, weight_decay: Small.WeightDecay);
        optim.lr_scheduler.LRScheduler ours = Schedulers[name](optimizer), theirs = Schedulers[name](reference);
        var rates = new List<double>();
        for (int t = 0; t < 8; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
            if (name == "ReduceLROnPlateau")
            {
                ours.step(1.0);
                theirs.step(1.0);
            }
            else
            {
                ours.step();
                theirs.step();
            }

            Assert.Equal(reference.ParamGroups.Single().LearningRate, optimizer.ParamGroups.Single().LearningRate);
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
        }

        Assert.True(rates.Distinct().Count() > 1, string.Join(' ', rates));
        Assert.Contains(optimizer.Alpha.ToArray(), alpha => alpha != 1);
    }

    /// <summary>Torch's AdamW of TorchSharp has no momentum that CyclicLR could turn; β1 is ours.</summary>
    [Fact]
    public void CyclesTurnTheMomentumToo()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1, step_size_up: 2, base_momentum: 0.8, max_momentum: 0.9);
        var momenta = new List<double> { optimizer.Momentum };
        for (int t = 0; t < 4; t++)
        {
            scheduler.step();
            momenta.Add(optimizer.Momentum);
        }

        OracleData.AssertClose([0.9, 0.85, 0.8, 0.85, 0.9], [.. momenta], 1e-12, "momentum");
        Assert.Equal(0.999, optimizer.Betas.Item2);
    }
}
