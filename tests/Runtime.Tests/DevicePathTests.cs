namespace MetaAdamW.Runtime.Tests;

/// <summary>The path of any device and type gives what the host's path gives.</summary>
public sealed class DevicePathTests
{
    private static readonly MetaAdamWOptions Small = new()
    {
        LearningRate = 1e-2, WeightDecay = 1e-1, Layers = 2, FeedForwardWidth = 4, MetaPeriod = 3, MetaLearningRate = 1e-2,
    };

    public static TheoryData<string, string, FeatureSet> Configurations()
    {
        var cases = new TheoryData<string, string, FeatureSet>();
        foreach (FeatureSet set in Enum.GetValues<FeatureSet>())
        {
            cases.Add("transformer", "plain", set);
            cases.Add("mlp", "authors", set);
            cases.Add("lstm", "extended", set);
            cases.Add("resnet", "maximised", set);
            cases.Add("transformer", "online", set);
            cases.Add("mlp", "direct", set);
            cases.Add("lstm", "relative", set);
        }

        // More elements than one call of an operator takes on a CPU.
        cases.Add("wide", "plain", FeatureSet.Enhanced);
        cases.Add("wide", "relative", FeatureSet.Enhanced);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void AgreesWithTheHost(string name, string variant, FeatureSet set)
    {
        MetaAdamWOptions options = variant switch
        {
            "authors" => Small with { AuthorsCompatibility = true },
            "extended" => Small with { LogarithmicFeatures = true, FinalNorm = true },
            "online" => Small with
            {
                Online = OnlineGradient.Cosine, OnlineLearningRate = 0.02, FactorScale = FactorScale.Logarithmic, AlphaCentering = FactorCentering.ByCount,
                BetaCentering = FactorCentering.Equal, LogarithmicFeatures = true, FinalNorm = true, OnlinePeriod = 2, OnlineSignalLimit = 0.2,
            },
            "relative" => Small with
            {
                Online = OnlineGradient.Relative, OnlineLearningRate = 0.02, FactorScale = FactorScale.Logarithmic, AlphaCentering = FactorCentering.ByCount,
                BetaCentering = FactorCentering.ByCount,
            },
            "direct" => Small with
            {
                Online = OnlineGradient.Raw, OnlineLearningRate = 5, OnlineRule = MetaLearningRule.GradientDescent, Conductor = ConductorKind.Direct,
                Maximize = true, MetaGradientLimit = 1e-3,
            },
            "maximised" => Small with { Maximize = true, AlphaRange = 0.4, BetaRange = 1.5, TotalSteps = 40 },
            _ => Small,
        };
        bool normalized = variant == "extended" && set != FeatureSet.Enhanced;
        using Pair pair = new(
            name, options, () => FeatureExtractor.Create(set, normalized: normalized, gating: variant is "authors" or "extended", heads: 1));
        for (int t = 0; t < 12; t++)
        {
            pair.Backward(t);
            pair.Each((_, optimizer) => optimizer.step());
            pair.Each((model, optimizer) => optimizer.MetaUpdate(
                new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)).mul(options.Maximize ? -1 : 1), [1, 2], [3])));
            pair.AssertSame(1e-12, $"{name} {set} step {t}");
        }
    }

    [Fact]
    public void AgreesWhereGradientsComeAndGo()
    {
        using Pair pair = new("transformer", Small with { IdentityStart = false }, () => FeatureExtractor.Create(FeatureSet.Enhanced));
        var lcg = new Lcg(3);
        for (int t = 0; t < 20; t++)
        {
            pair.Backward(t);
            bool[] missing = [.. Enumerable.Range(0, pair.Host.Groups.Parameters.Count).Select(_ => lcg.Next() > 0.3)];
            pair.Each((model, optimizer) =>
            {
                foreach ((Parameter parameter, bool none) in model.parameters().Zip(missing))
                {
                    parameter.grad = none ? null : parameter.grad;
                }

                optimizer.step();
            });
            pair.AssertSame(1e-12, $"step {t}");
        }

        Assert.Equal(Steps(pair.Host), Steps(pair.Device));
        Assert.True(Steps(pair.Device).Distinct().Count() > 1);
    }

    [Fact]
    public void FollowsRatesAndBetasThatChange()
    {
        using Pair pair = new("mlp", Small with { IdentityStart = false }, () => FeatureExtractor.Create());
        optim.lr_scheduler.LRScheduler[] schedulers = [optim.lr_scheduler.OneCycleLR(pair.Host, 0.1, total_steps: 12), optim.lr_scheduler.OneCycleLR(pair.Device, 0.1, total_steps: 12)];
        for (int t = 0; t < 10; t++)
        {
            pair.Backward(t);
            pair.Each((_, optimizer) => optimizer.step());
            Array.ForEach(schedulers, scheduler => scheduler.step());
            pair.AssertSame(1e-12, $"step {t}");
        }

        Assert.Equal(pair.Host.Betas, pair.Device.Betas);
    }

    [Fact]
    public void AnExtractorOfOnesOwnIsAskedOnTheHost()
    {
        using Pair pair = new("mlp", Small with { IdentityStart = false }, () => new Halved());
        for (int t = 0; t < 4; t++)
        {
            pair.Backward(t);
            pair.Each((_, optimizer) => optimizer.step());
            pair.AssertSame(1e-12, $"step {t}");
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64, double.NaN, 1e-8)]
    [InlineData(ScalarType.Float32, double.PositiveInfinity, 1e-8)]
    [InlineData(ScalarType.BFloat16, double.NaN, 1e-8)]
    [InlineData(ScalarType.Float16, double.NegativeInfinity, 1e-8)]
    [InlineData(ScalarType.Float64, double.NaN, 0)]
    public void AStepWithABrokenGradientChangesNothing(ScalarType dtype, double broken, double epsilon)
    {
        using Parameter first = new(new Lcg(1).Tensor(6, 5).to(dtype));
        using Parameter second = new(new Lcg(2).Tensor(7).to(dtype));
        using var optimizer = new MetaAdamWOptimizer(
            [("a.weight", first), ("b.bias", second)], options: Small with { Kernel = StepKernelKind.Foreach, IdentityStart = false, Epsilon = epsilon });

        // Once before any good step, when all moments are zero, and once after some.
        for (int good = 0; good < 4; good += 3)
        {
            for (int t = 0; t < good; t++)
            {
                (first.grad, second.grad) = (new Lcg(3).Tensor(6, 5).to(dtype), new Lcg(4).Tensor(7).to(dtype));
                optimizer.step();
            }

            (double[] State, double[] Alpha, long[] Steps) before = (State(), optimizer.Alpha.ToArray(), Steps(optimizer));
            long skipped = optimizer.SkippedSteps;
            (first.grad, second.grad) = (new Lcg(3).Tensor(6, 5).to(dtype), full(7, broken, dtype: dtype));
            optimizer.step();
            Assert.Equal(before.State, State());
            Assert.Equal(before.Alpha, optimizer.Alpha.ToArray());
            Assert.Equal(before.Steps, Steps(optimizer));
            Assert.Equal((skipped + 1, 0), (optimizer.SkippedSteps, optimizer.HeldSteps));
        }

        double[] State() => [.. ((Parameter[])[first, second]).SelectMany(p => (Tensor[])
            [p, optimizer.StateOf(p).FirstMoment, optimizer.StateOf(p).SecondMoment, optimizer.StateOf(p).Master ?? p])
            .SelectMany(x => x.detach().to(ScalarType.Float64).data<double>().ToArray())];
    }

    [Fact]
    public void FactorsAreHeldWhereANormIsBeyondTheRange()
    {
        using Parameter huge = new(full(8, 1e25f));
        using var optimizer = new MetaAdamWOptimizer([("w", huge)], options: Small with { Kernel = StepKernelKind.Foreach });
        huge.grad = ones(8);
        optimizer.step();
        Assert.Equal((1, 0, 1.0, 1.0), (optimizer.HeldSteps, optimizer.SkippedSteps, optimizer.Alpha[0], optimizer.Beta[0]));
        Assert.Equal(1, optimizer.StateOf(huge).Step);
        Assert.True(huge.isfinite().all().item<bool>());
    }

    [Fact]
    public void NormsInHalfPrecisionDoNotOverflow()
    {
        using Parameter half = new(ones(1000, dtype: ScalarType.Float16));
        using var optimizer = new MetaAdamWOptimizer([("w", half)], options: Small);
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        half.grad = full(1000, 10000.0, dtype: ScalarType.Float16);
        optimizer.step();
        Assert.False(record!.Skipped);
        Assert.Equal(10000 * Math.Sqrt(1000), record.Features[0][0], 1.0);
    }

    [Fact]
    public void AModelOfSeveralTypesGoesOneWay()
    {
        using Parameter single = new(new Lcg(1).Tensor(6, 5).to(ScalarType.Float32));
        using Parameter turned = new(new Lcg(2).Tensor(4, 3).to(ScalarType.Float32).t());
        using Parameter half = new(new Lcg(3).Tensor(50).to(ScalarType.BFloat16));
        using Parameter empty = new(torch.empty(0, 3));
        Parameter[] straight = [new(single.detach().clone()), new(turned.detach().contiguous()), new(half.detach().to(ScalarType.Float32)), new(empty.detach().clone())];
        (string, Parameter)[] Named(params Parameter[] p) => [.. p.Select((x, i) => ($"layer{i}.{(i < 2 ? "weight" : "bias")}", x))];
        using var device = new MetaAdamWOptimizer(Named(single, turned, half, empty), FeatureExtractor.Create(FeatureSet.Enhanced), options: Small);
        using var host = new MetaAdamWOptimizer(Named(straight), FeatureExtractor.Create(FeatureSet.Enhanced), options: Small);
        Assert.Contains("foreach on cpu", device.ToString(), StringComparison.Ordinal);
        Assert.Contains("fused", host.ToString(), StringComparison.Ordinal);
        foreach (MetaAdamWOptimizer optimizer in (MetaAdamWOptimizer[])[device, host])
        {
            Lcg.Fill(optimizer.Attention.named_parameters().Select(p => (p.name, p.parameter)), 11);
            optimizer.RefreshAttention();
        }

        for (int t = 0; t < 6; t++)
        {
            Tensor[] gradients = [new Lcg(4).Tensor(6, 5), new Lcg(5).Tensor(3, 4), new Lcg(6).Tensor(50).to(ScalarType.BFloat16), torch.empty(0, 3)];
            foreach ((Parameter a, Parameter b, Tensor g) in ((Parameter[])[single, turned, half, empty]).Zip(straight, gradients))
            {
                a.grad = g.to(a.dtype);
                b.grad = g.to(b.dtype);
            }

            device.step();
            host.step();
            OracleData.AssertClose(host.Alpha.ToArray(), device.Alpha.ToArray(), 1e-5, $"alpha of step {t}");
            foreach ((Parameter a, Parameter b) in ((Parameter[])[single, turned, half]).Zip(straight))
            {
                Tensor values = device.StateOf(a).Master ?? a;
                OracleData.AssertClose(OracleData.Flat([("", b)]), OracleData.Flat([("", values)]), 1e-5, $"values of step {t}");
            }
        }

        Array.ForEach(straight, p => p.Dispose());
    }

    [Fact]
    public void StateAndCountsAreSavedAndRestored()
    {
        MetaAdamWOptions options = Small with { Kernel = StepKernelKind.Foreach, IdentityStart = false };
        using OracleModel model = Models.Create("mlp"), copy = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: options);
        using var restored = new MetaAdamWOptimizer(BoundGroups.FineGrained(copy), options: options);
        for (int t = 0; t < 3; t++)
        {
            Backward(model, t);
            model.get_parameter("fc2.bias")!.grad = t == 1 ? null : model.get_parameter("fc2.bias")!.grad;
            optimizer.step();
        }

        using var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        restored.load_state_dict(new BinaryReader(stream));
        copy.load_state_dict(model.state_dict());
        Assert.Equal(2, restored.StateOf(copy.get_parameter("fc2.bias")!).Step);
        foreach ((OracleModel m, MetaAdamWOptimizer o) in ((OracleModel, MetaAdamWOptimizer)[])[(model, optimizer), (copy, restored)])
        {
            Backward(m, 9);
            o.step();
        }

        Assert.Equal(Values(model), Values(copy));
        Assert.Equal(optimizer.Alpha.ToArray(), restored.Alpha.ToArray());
        Assert.Equal(Steps(optimizer), Steps(restored));
    }

    [Fact]
    public void AParameterThatHasGrownIsNamed()
    {
        using Parameter table = new(ones(3, 2));
        using var optimizer = new MetaAdamWOptimizer([("table.weight", table)], options: Small with { Kernel = StepKernelKind.Foreach });
        using (no_grad())
        {
            table.set_(ones(4, 2));
        }

        table.grad = ones(4, 2);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Contains("'table.weight' has changed its size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GroupsThatJoinLaterKeepWhatTheOthersHave()
    {
        using OracleModel model = Models.Create("mlp");
        (string name, Parameter parameter)[] all = [.. model.named_parameters()];
        using var optimizer = new MetaAdamWOptimizer(all[..2], options: Small with { Kernel = StepKernelKind.Foreach, IdentityStart = false });
        Backward(model, 1);
        optimizer.step();
        double[] alpha = optimizer.Alpha.ToArray();
        optimizer.add_param_group(new MetaAdamWOptimizer.ParamGroup(all[2..]));
        Assert.Equal(alpha, optimizer.Alpha[..alpha.Length].ToArray());
        Backward(model, 2);
        optimizer.step();
        Assert.Equal([2L, 2, 1, 1], all.Select(p => optimizer.StateOf(p.parameter).Step));
    }

    private static long[] Steps(MetaAdamWOptimizer optimizer) => [.. optimizer.parameters().Select(p => optimizer.StateOf(p).Step)];

    private static double[] Values(OracleModel model) => OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));

    private static void Backward(OracleModel model, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        model.zero_grad();
        model.Loss(model.Batch(seed + 50)).backward();
    }

    /// <summary>The same training on both paths.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly OracleModel _hosted;
        private readonly OracleModel _other;
        private StepRecord? _ofHost;
        private StepRecord? _ofDevice;

        public Pair(string model, MetaAdamWOptions options, Func<FeatureExtractor> extractor)
        {
            (_hosted, _other) = (Models.Create(model), Models.Create(model));
            Host = Optimizer(_hosted, options, extractor());
            Device = Optimizer(_other, options with { Kernel = StepKernelKind.Foreach }, extractor());
            Assert.Contains("fused", Host.ToString(), StringComparison.Ordinal);
            Assert.Contains("foreach", Device.ToString(), StringComparison.Ordinal);
            Host.Stepped += record => _ofHost = record;
            Device.Stepped += record => _ofDevice = record;
        }

        public MetaAdamWOptimizer Host { get; }

        public MetaAdamWOptimizer Device { get; }

        public void Each(Action<OracleModel, MetaAdamWOptimizer> action)
        {
            action(_hosted, Host);
            action(_other, Device);
        }

        public void Backward(int seed) => Each((model, _) => DevicePathTests.Backward(model, seed));

        public void AssertSame(double tolerance, string what)
        {
            for (int c = 0; c < _ofHost!.Columns.Count; c++)
            {
                OracleData.AssertClose(
                    [.. _ofHost.Features.Select(row => row[c])], [.. _ofDevice!.Features.Select(row => row[c])], tolerance, $"{what}: {_ofHost.Columns[c]}");
            }

            OracleData.AssertClose(Factors(_ofHost), Factors(_ofDevice!), tolerance, $"{what}: factors");
            Assert.Equal((_ofHost.LearningRate.Length, _ofHost.Skipped), (_ofDevice!.LearningRate.Length, _ofDevice.Skipped));
            OracleData.AssertClose(Values(_hosted), Values(_other), tolerance, $"{what}: parameters");
            Assert.Equal((Host.Steps, Host.SkippedSteps, Host.HeldSteps), (Device.Steps, Device.SkippedSteps, Device.HeldSteps));
        }

        public void Dispose()
        {
            Host.Dispose();
            Device.Dispose();
            _hosted.Dispose();
            _other.Dispose();
        }

        private static double[] Factors(StepRecord record) => [.. record.Alpha, .. record.Beta, .. record.Lambda1, .. record.Lambda2];

        private static MetaAdamWOptimizer Optimizer(OracleModel model, MetaAdamWOptions options, FeatureExtractor extractor)
        {
            var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model, options.AuthorsCompatibility), extractor, options: options);
            Lcg.Fill(optimizer.Conductor.named_parameters().Select(p => (p.name, p.parameter)), 11);
            optimizer.RefreshAttention();
            return optimizer;
        }
    }

    /// <summary>Columns that are not the paper's.</summary>
    private sealed class Halved : FeatureExtractor
    {
        public override IReadOnlyList<string> Columns { get; } = ["half ‖∇‖", "var cos(∇, m)", "size", "zeros"];

        public override int Width => 4;

        public override int Heads => 2;

        public override StatisticKinds Needs => StatisticKinds.GradientNorm | StatisticKinds.Cosine | StatisticKinds.Deviations | StatisticKinds.Zeros;

        public override void Extract(ReadOnlySpan<GroupStatistics> groups, double time, Span<double> features)
        {
            for (int g = 0; g < groups.Length; g++)
            {
                features[(4 * g) + 0] = groups[g].GradientNorm.Mean / 2;
                features[(4 * g) + 1] = groups[g].Cosine.Variance;
                features[(4 * g) + 2] = groups[g].MeanLogCount + time;
                features[(4 * g) + 3] = groups[g].FirstMomentZeroShare + groups[g].GradientZeroShare;
            }
        }
    }
}
