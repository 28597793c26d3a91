using System.Text.Json;

namespace MetaAdamW.Runtime.Tests;

/// <summary>What a group has of its own: betas, ranges of α and β, and whether it is frozen.</summary>
public sealed class GroupOptionsTests : IDisposable
{
    private static readonly MetaAdamWOptions Small = new()
    {
        Layers = 2, FeedForwardWidth = 8, MetaPeriod = 2, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2, WeightDecay = 0.1,
    };

    private static readonly ParamSpec[] Parts = [new("fc1.**", LayerKind.Linear, "first"), new("fc2.**", LayerKind.Linear, "second")];

    private readonly string _folder = Directory.CreateTempSubdirectory("group-options").FullName;

    private string Path => System.IO.Path.Combine(_folder, "training.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("float32", StepKernelKind.Fused, 1e-5)]
    [InlineData("float32", StepKernelKind.Foreach, 1e-5)]
    [InlineData("float64", StepKernelKind.Fused, 1e-12)]
    [InlineData("float64", StepKernelKind.Foreach, 1e-12)]
    public void GroupsFollowPyTorchsParamGroups(string type, StepKernelKind kernel, double tolerance)
    {
        JsonElement expected = OracleData.Read("param-groups.json.gz").GetProperty(type);
        using OracleModel model = Models.Create("transformer", type == "float32" ? ScalarType.Float32 : ScalarType.Float64);
        var table = new ParamGroupTable(
            "Transformer",
            [
                new ParamGroupSpec("project") { Beta1 = 0.5, Beta2 = 0.9, Frozen = true },
                new ParamGroupSpec("layers") { LearningRateScale = 0.5, Beta1 = 0.8, Beta2 = 0.99 },
                new ParamGroupSpec("head") { WeightDecay = 0, Beta2 = 0.95 },
            ],
            [.. ((string[])["project", "layers", "head"]).Select(name => new ParamSpec(name + ".**", LayerKind.Linear, name))]);
        using var optimizer = new MetaAdamWOptimizer(
            table.Bind(model), options: new() { LearningRate = 3e-3, WeightDecay = 1e-1, AlphaRange = 0, BetaRange = 0, IdentityStart = false, Kernel = kernel });

        double[] losses = new double[100];
        for (int t = 0; t < losses.Length; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            if (t == 40)
            {
                Unfreeze(model, "project");
            }

            optimizer.zero_grad();
            Tensor loss = model.Loss(model.Batch(100 + (t % 10)));
            loss.backward();
            optimizer.step();
            losses[t] = loss.to(ScalarType.Float64).item<double>();
        }

        OracleData.AssertClose(expected.GetProperty("losses").Numbers(), losses, tolerance, "losses");
        OracleData.AssertClose(expected.GetProperty("parameters").Numbers(), Values(model), tolerance, "parameters");
        OracleData.AssertClose(
            expected.GetProperty("secondMoments").Numbers(),
            OracleData.Flat(model.named_parameters().Select(p => (p.name, optimizer.StateOf(p.parameter).SecondMoment))),
            10 * tolerance,
            "v");
        Assert.Equal([60L, 100L], (long[])[StepOf("project.weight"), StepOf("head.weight")]);

        long StepOf(string name) => optimizer.StateOf(model.get_parameter(name)!).Step;
    }

    [Fact]
    public void FactorsStayInTheRangesOfTheirGroup()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(
            new ParamGroupTable(
                "Mlp",
                [new ParamGroupSpec("still") { AlphaRange = 0, BetaRange = 0 }, new ParamGroupSpec("narrow") { AlphaRange = 0.25 }, new ParamGroupSpec("wide") { AlphaRange = 2, BetaRange = 1.5 }],
                [
                    new("fc1.weight", LayerKind.Linear, "still"), new("fc1.bias", LayerKind.Linear, "narrow"), new("fc2.weight", LayerKind.Linear, "wide"),
                    new("fc2.bias", LayerKind.Linear, null),
                ]).Bind(model),
            options: Small with { BetaRange = 0.5 });
        double[] alphaRanges = [0, 0.25, 2, 1];
        double[] betaRanges = [0, 0.5, 1.5, 0.5];
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        bool moved = false;
        for (ulong seed = 0; seed < 20; seed++)
        {
            Lcg.Fill(optimizer.Attention.named_parameters().Select(p => (p.name, p.parameter)), seed);
            optimizer.RefreshAttention();
            Step(model, optimizer);
            double[] rows = [.. record!.Features.SelectMany(row => row)];
            double[] shares = optimizer.Attention.call(tensor(rows).reshape(4, 6)).sigmoid().detach().reshape(-1).data<double>().ToArray();
            for (int g = 0; g < 4; g++)
            {
                Assert.Equal(1 + (alphaRanges[g] * (shares[4 * g] - 0.5)), record.Alpha[g], 1e-12);
                Assert.Equal(1 + (betaRanges[g] * (shares[(4 * g) + 1] - 0.5)), record.Beta[g], 1e-12);
            }

            Assert.Equal((1.0, 1.0), (record.Alpha[0], record.Beta[0]));
            moved |= Math.Abs(record.Alpha[2] - 1) > 0.05;
        }

        Assert.True(moved);
    }

    [Theory]
    [InlineData(SecondDerivatives.Exact)]
    [InlineData(SecondDerivatives.CentralDifferences)]
    public void AFrozenGroupNeverMovesABitAndTrainsOnceItIsUnfrozen(SecondDerivatives second)
    {
        using OracleModel model = Models.Create("mlp");
        model.Loss(model.Batch(1)).backward();
        using MetaAdamWOptimizer optimizer = Frozen(model, Small with { SecondDerivatives = second });
        Assert.All(model.named_parameters(), p => Assert.Equal(p.name.StartsWith("fc2", StringComparison.Ordinal), p.parameter.requires_grad && p.parameter.grad is not null));
        byte[] before = Bytes(model, "fc1");
        byte[] other = Bytes(model, "fc2");
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        for (int t = 0; t < 4; t++)
        {
            Step(model, optimizer);
            optimizer.MetaUpdate(Objective(model));
        }

        Assert.Equal(before, Bytes(model, "fc1"));
        Assert.NotEqual(other, Bytes(model, "fc2"));
        Assert.Equal((2, 0), (optimizer.MetaUpdates, optimizer.SkippedMetaUpdates));
        Assert.Equal([0L, 4L], ((string[])["fc1.weight", "fc2.weight"]).Select(name => optimizer.StateOf(model.get_parameter(name)!).Step));
        Assert.Equal(["first", "second"], record!.Groups);
        Assert.Equal((0.0, 0.0), (record.LearningRate[0], record.WeightDecay[0]));
        Assert.True(record.LearningRate[1] > 0 && record.WeightDecay[1] > 0);
        Assert.Equal((0, true), (record.Features[0][0], record.Features[0][2] > 0));

        Unfreeze(model, "fc1");
        Step(model, optimizer);
        Assert.NotEqual(before, Bytes(model, "fc1"));
        Assert.Equal(1, optimizer.StateOf(model.get_parameter("fc1.weight")!).Step);
        Assert.True(record!.LearningRate[0] > 0 && record.Features[0][0] > 0);
    }

    [Fact]
    public void AGradientFromBeforeAFreezeIsNotUsed()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        Step(model, optimizer);
        model.Loss(model.Batch(1)).backward();
        Parameter weight = model.get_parameter("fc1.weight")!;
        weight.requires_grad = false;
        byte[] before = weight.bytes.ToArray();
        optimizer.step();
        Assert.NotNull(weight.grad);
        Assert.Equal(before, weight.bytes.ToArray());
        Assert.Equal(1, optimizer.StateOf(weight).Step);
    }

    [Fact]
    public void WhatWasFrozenBeforeIsBoundAndAFailedBindingFreezesNothing()
    {
        using OracleModel model = Models.Create("mlp");
        model.get_parameter("fc2.bias")!.requires_grad = false;
        Assert.Throws<ParamGroupBindingException>(
            () => new ParamGroupTable("Mlp", [new ParamGroupSpec("first") { Frozen = true }], [new ParamSpec("fc1.**", LayerKind.Linear, "first")]).Bind(model));
        Assert.True(model.get_parameter("fc1.weight")!.requires_grad);

        using MetaAdamWOptimizer optimizer = Frozen(model, Small);
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], optimizer.Groups.Parameters.Select(p => p.Name));
        Unfreeze(model, "fc2");
        byte[] bias = Bytes(model, "fc2.bias");
        Step(model, optimizer);
        Assert.NotEqual(bias, Bytes(model, "fc2.bias"));
    }

    [Fact]
    public void ACheckpointComparesTheOptionsOfGroups()
    {
        using OracleModel model = Models.Create("mlp");
        using (MetaAdamWOptimizer optimizer = Frozen(model, Small))
        {
            TrainingCheckpoint.Save(Path, model, optimizer);
        }

        ParamGroupSpec[] groups = [new("first") { AlphaRange = 0.5, Beta1 = 0.8, LearningRateScale = 0.1 }, new("second") { BetaRange = 0 }];
        using var other = new MetaAdamWOptimizer(new ParamGroupTable("Mlp", groups, Parts).Bind(model), options: Small);
        Assert.Equal(
            [
                "its group 'first' (fc1.weight, fc1.bias) has Frozen = true; this optimizer's has LearningRateScale = 0.1, Beta1 = 0.8, AlphaRange = 0.5",
                "its group 'second' (fc2.weight, fc2.bias) has no options of its own; this optimizer's has BetaRange = 0",
            ],
            Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Restore(Path, model, other)).Problems);
        TrainingCheckpoint.Restore(Path, model, other, otherOptions: true);
    }

    [Fact]
    public void ACheckpointKnowsWhatWasUnfrozen()
    {
        using OracleModel straight = Models.Create("mlp");
        using MetaAdamWOptimizer optimizer = Frozen(straight, Small);
        Step(straight, optimizer);
        Unfreeze(straight, "fc1");
        Step(straight, optimizer);
        TrainingCheckpoint.Save(Path, straight, optimizer);

        using OracleModel resumed = Models.Create("mlp");
        using MetaAdamWOptimizer again = Frozen(resumed, Small);
        TrainingCheckpoint.Restore(Path, resumed, again);
        Step(straight, optimizer);
        Step(resumed, again);
        Assert.Equal(Bytes(straight, "fc"), Bytes(resumed, "fc"));
    }

    private static MetaAdamWOptimizer Frozen(OracleModel model, MetaAdamWOptions options) =>
        new(new ParamGroupTable("Mlp", [new ParamGroupSpec("first") { Frozen = true }, new ParamGroupSpec("second")], Parts).Bind(model), options: options);

    private static MetaObjective<int> Objective(OracleModel model) => new(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]);

    private static void Unfreeze(OracleModel model, string prefix)
    {
        foreach (var (name, parameter) in model.named_parameters())
        {
            parameter.requires_grad |= name.StartsWith(prefix, StringComparison.Ordinal);
        }
    }

    private static double[] Values(OracleModel model) => OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));

    private static byte[] Bytes(OracleModel model, string prefix) =>
        [.. model.named_parameters().Where(p => p.name.StartsWith(prefix, StringComparison.Ordinal)).SelectMany(p => p.parameter.bytes.ToArray())];

    private static void Step(OracleModel model, MetaAdamWOptimizer optimizer)
    {
        using DisposeScope scope = NewDisposeScope();
        model.zero_grad();
        model.Loss(model.Batch((int)optimizer.Steps + 50)).backward();
        optimizer.step();
    }
}
