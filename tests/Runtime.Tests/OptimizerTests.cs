namespace MetaAdamW.Runtime.Tests;

/// <summary>The optimizer as torch users know optimizers.</summary>
public sealed class OptimizerTests
{
    private static readonly MetaAdamWOptions Small = new() { Layers = 1, FeedForwardWidth = 4, MetaPeriod = 2, MetaLearningRate = 1e-2, IdentityStart = false };

    [Fact]
    public void GroupsHaveTheirOwnRateAndDecay()
    {
        using OracleModel model = Models.Create("mlp");
        var table = new ParamGroupTable(
            "Mlp",
            [new ParamGroupSpec("slow") { LearningRateScale = 0.25, WeightDecay = 0.5 }],
            [new ParamSpec("fc1.**", LayerKind.Linear, "slow"), new ParamSpec("fc2.**", LayerKind.Linear, null)]);
        using var optimizer = new MetaAdamWOptimizer(model, table, FeatureExtractor.Create(), new MetaPriorities(), Small with { IdentityStart = true });
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        Step(model, optimizer);
        Assert.Equal(["slow", "linear/middle/weight", "linear/middle/bias"], record!.Groups);
        Assert.Equal([0.25e-3, 1e-3, 1e-3], record.LearningRate);
        Assert.Equal([0.5, 1e-2, 1e-2], record.WeightDecay);
    }

    [Fact]
    public void AParameterWithoutAGradientStandsStillAndItsClockToo()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        Parameter bias = model.get_parameter("fc2.bias")!;
        Step(model, optimizer);
        double[] before = bias.data<double>().ToArray();
        double[] moment = optimizer.StateOf(bias).FirstMoment.data<double>().ToArray();
        model.zero_grad();
        model.Loss(model.Batch(1)).backward();
        bias.grad = null;
        optimizer.step();

        Assert.Equal(before, bias.data<double>().ToArray());
        Assert.Equal(moment, optimizer.StateOf(bias).FirstMoment.data<double>().ToArray());
        Assert.Equal(1, optimizer.StateOf(bias).Step);
        Assert.Equal(2, optimizer.StateOf(model.get_parameter("fc1.bias")!).Step);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AStepWithABrokenGradientIsLeftOutAndCounted(double broken)
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        Step(model, optimizer);
        double[] before = OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        model.zero_grad();
        model.Loss(model.Batch(1)).backward();
        using (no_grad())
        {
            model.get_parameter("fc2.bias")!.grad!.fill_(broken);
        }

        bool skipped = false;
        optimizer.Stepped += r => skipped = r.Skipped;
        optimizer.step();
        Assert.True(skipped);
        Assert.Equal(1, optimizer.SkippedSteps);
        Assert.Equal(before, OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))));
        Step(model, optimizer);
        Assert.All(OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))), x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void FactorsAreHeldWhereANormIsBeyondTheRange()
    {
        using Parameter huge = new(full(8, 1e25f));
        using var optimizer = new MetaAdamWOptimizer([("w", huge)], options: Small);
        huge.grad = ones(8);
        optimizer.step();
        Assert.Equal((1, 1.0, 1.0), (optimizer.HeldSteps, optimizer.Alpha[0], optimizer.Beta[0]));
        Assert.True(huge.isfinite().all().item<bool>());
    }

    [Fact]
    public void AParameterThatWasReplacedIsAClearError()
    {
        using Parameter p = new(ones(4));
        using var optimizer = new MetaAdamWOptimizer([("w", p)], options: Small);
        using (no_grad())
        {
            p.set_(ones(2));
        }

        Assert.Contains("'w'", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsBecomeNullOrZeros()
    {
        using Parameter p = new(ones(4));
        using var optimizer = new MetaAdamWOptimizer([("w", p)], options: Small);
        p.grad = ones(4);
        optimizer.zero_grad(set_to_none: false);
        Assert.Equal(0, p.grad!.sum().item<float>());
        optimizer.zero_grad(set_to_none: true);
        Assert.Null(p.grad);
    }

    [Fact]
    public void MaximizingIsMinimizingTheNegativeLoss()
    {
        using OracleModel up = Models.Create("mlp");
        using OracleModel down = Models.Create("mlp");
        using var maximizing = new MetaAdamWOptimizer(BoundGroups.FineGrained(up), options: Small with { Maximize = true, IdentityStart = false });
        using var minimizing = new MetaAdamWOptimizer(BoundGroups.FineGrained(down), options: Small);
        minimizing.Attention.load_state_dict(maximizing.Attention.state_dict());
        minimizing.RefreshAttention();
        for (int t = 0; t < 4; t++)
        {
            Step(up, maximizing, loss => loss.neg());
            Step(down, minimizing);
            maximizing.MetaUpdate(new MetaObjective<int>(up, seed => up.Loss(up.Batch(seed)).neg(), [1, 2], [3]));
            minimizing.MetaUpdate(new MetaObjective<int>(down, seed => down.Loss(down.Batch(seed)), [1, 2], [3]));
        }

        Assert.Equal(Values(down), Values(up));
        Assert.Equal(minimizing.Alpha.ToArray(), maximizing.Alpha.ToArray());
    }

    [Fact]
    public void AClosureIsEvaluatedWithGradients()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        double[] before = Values(model);
        Tensor loss;
        using (no_grad())
        {
            loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                Tensor l = model.Loss(model.Batch(1));
                l.backward();
                return l;
            });
        }

        Assert.Equal(1, loss.numel());
        Assert.NotEqual(before, Values(model));
    }

    [Fact]
    public void AGroupCanJoinLater()
    {
        using OracleModel model = Models.Create("mlp");
        (string name, Parameter parameter)[] all = [.. model.named_parameters()];
        using var optimizer = new MetaAdamWOptimizer(all[..2], FeatureExtractor.Create(FeatureSet.Enhanced), options: Small);
        Step(model, optimizer);
        double[] before = Values(model);
        optimizer.add_param_group(new MetaAdamWOptimizer.ParamGroup(all[2..], new() { LearningRate = 0.5 }));
        Step(model, optimizer);

        Assert.Equal([1e-3, 0.5], optimizer.ParamGroups.Select(g => g.LearningRate));
        Assert.Equal(4, optimizer.Groups.Parameters.Count);
        Assert.Equal([2L, 2, 1, 1], all.Select(p => optimizer.StateOf(p.parameter).Step));
        Assert.All(Values(model).Zip(before), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Throws<ParamGroupBindingException>(() => optimizer.add_param_group(new MetaAdamWOptimizer.ParamGroup(all[..1])));
    }

    [Fact]
    public void HalfPrecisionIsUpdatedInSingle()
    {
        foreach (ScalarType type in (ScalarType[])[ScalarType.BFloat16, ScalarType.Float16])
        {
            using Parameter half = new(ones(64, dtype: type));
            using Parameter single = new(ones(64));
            using var optimizer = new MetaAdamWOptimizer([("w", half)], options: Small);
            using var reference = new MetaAdamWOptimizer([("w", single)], options: Small with { Kernel = StepKernelKind.Foreach });
            reference.Attention.load_state_dict(optimizer.Attention.state_dict());
            reference.RefreshAttention();
            for (int t = 0; t < 20; t++)
            {
                // 1e-3 is below half of bfloat16's spacing at 1: without a copy in float32 nothing would ever move.
                half.grad = full(64, 0.5, dtype: type);
                single.grad = full(64, 0.5);
                optimizer.step();
                reference.step();
            }

            Assert.Equal(single.data<float>().ToArray(), optimizer.StateOf(half).Master!.data<float>().ToArray());
            Assert.NotEqual(1f, half.to(ScalarType.Float32).data<float>()[0]);
        }
    }

    [Fact]
    public void OddShapesAreFine()
    {
        using Parameter empty = new(torch.empty(0, 3));
        using Parameter scalar = new(tensor(2.0f));
        using Parameter turned = new(torch.ones(3, 4).t());
        using var optimizer = new MetaAdamWOptimizer([("empty", empty), ("scalar", scalar), ("turned", turned)], options: Small);
        scalar.grad = tensor(1.0f);
        turned.grad = torch.ones(3, 4).t();
        empty.grad = torch.empty(0, 3);
        optimizer.step();
        Assert.True(scalar.item<float>() < 2);
        Assert.All(turned.contiguous().data<float>().ToArray(), x => Assert.True(x < 1));
        Assert.Contains("foreach", optimizer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFusedKernelRefusesWhatItCannotTake()
    {
        using Parameter plain = new(ones(5));
        using Parameter turned = new(torch.ones(3, 4).t());
        using Parameter half = new(ones(3, dtype: ScalarType.BFloat16));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MetaAdamWOptimizer(
            [("plain", plain), ("turned", turned), ("half", half)], options: Small with { Kernel = StepKernelKind.Fused }));
        Assert.EndsWith("not contiguous float32 or float64 on the CPU: half, turned", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Torch lays gradients out like their parameters; one that a program has set may lie otherwise, in one step and not in the next.</summary>
    [Fact]
    public void AGradientThatIsNotContiguousCountsByItsElements()
    {
        using Parameter one = new(new Lcg(1).Tensor(40, 30)), other = new(one.detach().clone()), plain = new(one.detach().clone());
        using var optimizer = new MetaAdamWOptimizer([("weight", one)], options: Small with { IdentityStart = false, Online = OnlineGradient.Cosine });
        using var reference = new MetaAdamWOptimizer([("weight", other)], options: Small with { IdentityStart = false, Online = OnlineGradient.Cosine });
        using var adamw = new FusedAdamW([plain]);
        using Parameter straight = new(plain.detach().clone());
        using var straightAdamw = new FusedAdamW([straight]);
        for (int t = 0; t < 6; t++)
        {
            Tensor gradient = new Lcg((ulong)t + 2).Tensor(30, 40).t();
            Tensor contiguous = gradient.contiguous();
            (one.grad, other.grad) = (t is 1 or 2 or 4 ? gradient : contiguous, contiguous);
            (plain.grad, straight.grad) = (one.grad, contiguous);
            Array.ForEach<optim.Optimizer>([optimizer, reference, adamw, straightAdamw], o => o.step());
        }

        Assert.Equal(other.data<double>().ToArray(), one.data<double>().ToArray());
        Assert.Equal(reference.Alpha.ToArray(), optimizer.Alpha.ToArray());
        Assert.Equal(straight.data<double>().ToArray(), plain.data<double>().ToArray());
    }

    /// <summary>What torch's optimizers offer on the state of one parameter.</summary>
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void AStateThatIsInitializedBeginsAnew(ScalarType dtype)
    {
        using Parameter used = new(ones(6, dtype: dtype));
        using var optimizer = new MetaAdamWOptimizer([("weight", used)], options: Small with { IdentityStart = true });
        for (int t = 0; t < 3; t++)
        {
            used.grad = new Lcg((ulong)t).Tensor(6).to(dtype);
            optimizer.step();
        }

        optimizer.StateOf(used).Initialize(new FusedAdamW.Options());
        using Parameter fresh = new(used.detach().clone());
        using var anew = new MetaAdamWOptimizer([("weight", fresh)], options: Small with { IdentityStart = true });
        Assert.Equal(0, optimizer.StateOf(used).Step);
        (used.grad, fresh.grad) = (new Lcg(9).Tensor(6).to(dtype), new Lcg(9).Tensor(6).to(dtype));
        optimizer.step();
        anew.step();
        Assert.Equal(fresh.to(ScalarType.Float32).data<float>().ToArray(), used.to(ScalarType.Float32).data<float>().ToArray());
    }

    [Fact]
    public void CreatingAnOptimizerLeavesTheRandomStateAlone()
    {
        using OracleModel model = Models.Create("mlp");
        manual_seed(4);
        double expected = rand(1).item<float>();
        manual_seed(4);
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced), options: Small);
        Assert.Equal(expected, rand(1).item<float>());
    }

    [Fact]
    public void ASteadyStepAllocatesTheGradientsWrappersAtMost()
    {
        using OracleModel model = Models.Create("transformer", ScalarType.Float32);
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        for (int t = 0; t < 20; t++)
        {
            Step(model, optimizer);
        }

        long tensors = Tensor.TotalCount;
        long before = GC.GetAllocatedBytesForCurrentThread();
        const int Steps = 50;
        for (int t = 0; t < Steps; t++)
        {
            optimizer.step();
        }

        long perTensor = (GC.GetAllocatedBytesForCurrentThread() - before) / (Steps * optimizer.Groups.Parameters.Count);
        Assert.True(perTensor <= 200, $"{perTensor} bytes per parameter tensor");
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void StateGoesThroughTorchsOwnFormat()
    {
        using OracleModel model = Models.Create("mlp");
        using OracleModel copy = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true), options: Small);
        using var restored = new MetaAdamWOptimizer(BoundGroups.FineGrained(copy), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true), options: Small);
        for (int t = 0; t < 4; t++)
        {
            Step(model, optimizer);
            optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]));
        }

        using var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        restored.load_state_dict(new BinaryReader(stream));
        copy.load_state_dict(model.state_dict());
        for (int t = 0; t < 4; t++)
        {
            Step(model, optimizer);
            Step(copy, restored);
            optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]));
            restored.MetaUpdate(new MetaObjective<int>(copy, seed => copy.Loss(copy.Batch(seed)), [1, 2], [3]));
        }

        Assert.Equal(optimizer.Steps, restored.Steps);
        Assert.Equal(Values(model), Values(copy));
        Assert.Equal(optimizer.Alpha.ToArray(), restored.Alpha.ToArray());
        Assert.Equal(optimizer.Terms.LogVarianceValues(), restored.Terms.LogVarianceValues());
    }

    private static double[] Values(OracleModel model) => OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));

    private static void Step(OracleModel model, MetaAdamWOptimizer optimizer, Func<Tensor, Tensor>? change = null)
    {
        using DisposeScope scope = NewDisposeScope();
        model.zero_grad();
        Tensor loss = model.Loss(model.Batch((int)optimizer.Steps + 50));
        (change?.Invoke(loss) ?? loss).backward();
        optimizer.step();
    }
}
