namespace MetaAdamW.Runtime.Tests;

/// <summary>Learning from each step: the derivative is that of the next batch's loss, and nothing else is touched.</summary>
public sealed class OnlineLearningTests
{
    private static readonly MetaAdamWOptions Watching = new()
    {
        Layers = 2, FeedForwardWidth = 8, IdentityStart = false, LearningRate = 1e-2, WeightDecay = 0.1, Online = OnlineGradient.Raw, OnlineLearningRate = 0,
    };

    public static TheoryData<string, bool, bool> Checks() => new()
    {
        { "mlp", false, false }, { "mlp", true, false }, { "mlp", false, true }, { "transformer", false, false }, { "resnet", false, false },
        { "lstm", false, false }, { "tied", false, false },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public void TheDerivativeIsThatOfTheNextBatchsLoss(string name, bool groupsHaveOptions, bool maximized)
    {
        using OracleModel model = name == "tied" ? new Tied() : Models.Create(name);
        using var optimizer = new MetaAdamWOptimizer(
            groupsHaveOptions ? Mlp.GroupsWithOptions.Bind(model) : BoundGroups.FineGrained(model), options: Watching with { Maximize = maximized });
        Lcg.Fill(optimizer.Attention.named_parameters().Select(p => (p.name, p.parameter)), 3);
        optimizer.RefreshAttention();
        StepRecord? last = null;
        optimizer.Stepped += record => last = record;
        int sign = maximized ? -1 : 1;
        for (int t = 0; t < 5; t++)
        {
            Step(model, optimizer, t, sign);
            Assert.Equal(t == 0, last!.Online is null);
        }

        // One more step, made by hand with other factors: θ' = θ − η·α·(u + β·λ·θ), with u from the moments that the step leaves.
        Dictionary<string, Tensor> before = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone());
        Step(model, optimizer, 5, sign);
        double[][] factors = [last!.Alpha, last.Beta];
        (double First, double Second) common = optimizer.Betas;
        (BoundParameter Parameter, Tensor Before, Tensor Direction, double Rate, double Decay, int Group)[] moved =
        [
            .. optimizer.Groups.SelectMany((group, g) => group.Parameters.Where(p => p.Tensor.requires_grad).Select(p =>
            {
                AdamWOptimizer.State state = optimizer.StateOf(p.Tensor);
                double c1 = 1 - Math.Pow(group.Options.Beta1 ?? common.First, state.Step), c2 = 1 - Math.Pow(group.Options.Beta2 ?? common.Second, state.Step);
                Tensor u = state.FirstMoment.div(c1).div(state.SecondMoment.div(c2).sqrt().add(optimizer.Settings.Epsilon));
                return (p, before[p.Name], u, optimizer.Settings.LearningRate * group.Options.LearningRateScale, group.Options.WeightDecay ?? optimizer.Settings.WeightDecay, g);
            })),
        ];
        double loss = Loss(-1, 0, 0);
        double[][] slopes = [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, optimizer.Groups.Count).Select(g => Slope(g, c)).ToArray())];
        Step(model, optimizer, 6, sign);
        Assert.True(loss > 0);
        for (int column = 0; column < 2; column++)
        {
            double[] exact = column == 0 ? last.Online!.ByAlpha : last.Online!.ByBeta;
            double largest = slopes[column].Max(Math.Abs);
            Assert.True(largest > 0);
            for (int g = 0; g < exact.Length; g++)
            {
                double slope = slopes[column][g];
                Assert.True(
                    Math.Abs(slope - exact[g]) <= 1e-6 * Math.Max(Math.Abs(slope), 1e-3 * largest),
                    $"{(column == 0 ? "alpha" : "beta")} of {optimizer.Groups[g].Name}: {exact[g]:R} against {slope:R}, largest {largest:R}");
            }
        }

        // Where the loss is maximised, what the steps went along is minus it: the same loss again. Fourth order: the loss is smooth, and its digits are what limits.
        double Slope(int group, int column)
        {
            const double H = 2e-3;
            double Of(double h) => (Loss(group, column, h) - Loss(group, column, -h)) / (2 * h);
            return ((4 * Of(H)) - Of(2 * H)) / 3;
        }

        double Loss(int group, int column, double by)
        {
            using IDisposable none = no_grad();
            using DisposeScope scope = NewDisposeScope();
            foreach (var (p, theta, u, rate, decay, g) in moved)
            {
                double alpha = factors[0][g] + (g == group && column == 0 ? by : 0), beta = factors[1][g] + (g == group && column == 1 ? by : 0);
                p.Tensor.copy_(theta.add(u.add(theta, alpha: beta * decay), alpha: -rate * alpha));
            }

            double value = model.Loss(model.Batch(6 + 50)).item<double>();
            foreach (var (p, theta, u, rate, decay, g) in moved)
            {
                p.Tensor.copy_(theta.add(u.add(theta, alpha: factors[1][g] * decay), alpha: -rate * factors[0][g]));
            }

            return value;
        }
    }

    [Fact]
    public void TheCosineIsTheSameOverTheNorms()
    {
        using OracleModel raw = Models.Create("transformer"), cosine = Models.Create("transformer");
        using var one = new MetaAdamWOptimizer(BoundGroups.FineGrained(raw), options: Watching);
        using var other = new MetaAdamWOptimizer(BoundGroups.FineGrained(cosine), options: Watching with { Online = OnlineGradient.Cosine, WeightDecay = 0 });
        StepRecord? found = null;
        other.Stepped += record => found = record;
        for (int t = 0; t < 4; t++)
        {
            Step(cosine, other, t);
        }

        // Without decay it is −cos(∇, u), the direction from the moments before the step, which the last step left.
        Assert.All(found!.Online!.ByAlpha, c => Assert.InRange(c, -1, 1));
        Assert.Contains(found.Online.ByAlpha, c => Math.Abs(c) > 0.1);
        Dictionary<string, Tensor> directions = other.Groups.Parameters.ToDictionary(p => p.Name, p =>
        {
            AdamWOptimizer.State state = other.StateOf(p.Tensor);
            return state.FirstMoment.div(1 - Math.Pow(0.9, state.Step)).div(state.SecondMoment.div(1 - Math.Pow(0.999, state.Step)).sqrt().add(1e-8)).reshape(-1);
        });
        cosine.zero_grad();
        cosine.Loss(cosine.Batch(4 + 50)).backward();
        double[] expected = [.. other.Groups.Select(group =>
        {
            Tensor u = cat([.. group.Parameters.Select(p => directions[p.Name])]), g = cat([.. group.Parameters.Select(p => p.Tensor.grad!.reshape(-1))]);
            return -u.dot(g).div(u.norm().mul(g.norm())).item<double>();
        })];
        other.step();
        OracleData.AssertClose(expected, found.Online.ByAlpha, 1e-12, "cosines");
        Assert.All(found.Online.ByBeta, c => Assert.Equal(0, c));
    }

    [Fact]
    public void RelativeDerivativesAreTheCosinesLessWhatTheGroupsHaveInCommon()
    {
        using OracleModel cosine = Models.Create("lstm"), relative = Models.Create("lstm");
        MetaAdamWOptions options = Watching with { Conductor = ConductorKind.Direct, Online = OnlineGradient.Cosine };
        using var one = new MetaAdamWOptimizer(BoundGroups.FineGrained(cosine), options: options);
        using var other = new MetaAdamWOptimizer(BoundGroups.FineGrained(relative), options: options with { Online = OnlineGradient.Relative });
        StepRecord? cosines = null, differences = null;
        one.Stepped += record => cosines = record;
        other.Stepped += record => differences = record;
        using (no_grad())
        {
            foreach (MetaAdamWOptimizer optimizer in (MetaAdamWOptimizer[])[one, other])
            {
                Lcg.Fill([("raw", ((DirectModule)optimizer.Conductor).Raw)], 3);
                optimizer.RefreshAttention();
            }
        }

        for (int t = 0; t < 4; t++)
        {
            Step(cosine, one, t);
            Step(relative, other, t);
            if (cosines!.Online is { } of && differences!.Online is { } found)
            {
                // Nothing has moved the factors: they are those of the step before.
                AssertDifferences(of.ByAlpha, found.ByAlpha, one.Alpha.ToArray());
                AssertDifferences(of.ByBeta, found.ByBeta, one.Beta.ToArray());
            }
        }

        Assert.NotNull(differences!.Online);

        static void AssertDifferences(IReadOnlyList<double> of, IReadOnlyList<double> found, IReadOnlyList<double> factors)
        {
            double[] byLogarithm = [.. of.Zip(factors, (slope, factor) => slope * factor)], expected = [.. byLogarithm.Select(s => s - byLogarithm.Average())];
            OracleData.AssertClose(expected, [.. found.Zip(factors, (slope, factor) => slope * factor)], 1e-12, "differences");
            Assert.Contains(expected, s => Math.Abs(s) > 1e-6);
        }
    }

    [Theory]
    [InlineData(ConductorKind.Attention)]
    [InlineData(ConductorKind.Direct)]
    public void WatchingAloneChangesNoBit(ConductorKind conductor)
    {
        MetaAdamWOptions options = Watching with { Conductor = conductor, MetaPeriod = 3, MetaLearningRate = 1e-2 };
        using OracleModel watched = Models.Create("resnet"), plain = Models.Create("resnet");
        using var one = new MetaAdamWOptimizer(BoundGroups.FineGrained(watched), options: options);
        using var other = new MetaAdamWOptimizer(BoundGroups.FineGrained(plain), options: options with { Online = OnlineGradient.Off });
        other.Conductor.load_state_dict(one.Conductor.state_dict());
        other.RefreshAttention();
        MetaObjective<int> meta = Objective(watched), same = Objective(plain);
        for (int t = 0; t < 10; t++)
        {
            Step(watched, one, t);
            Step(plain, other, t);
            one.MetaUpdate(meta);
            other.MetaUpdate(same);
        }

        Assert.Equal(Bits(plain), Bits(watched));
        Assert.Equal(other.Alpha.ToArray(), one.Alpha.ToArray());
        Assert.NotEqual(0, one.MetaUpdates);
    }

    [Fact]
    public void AFreeRateGrowsWhereItIsFarTooSmallAndACentredMeanStays()
    {
        foreach (ConductorKind conductor in Enum.GetValues<ConductorKind>())
        {
            foreach (FactorCentering centering in (FactorCentering[])[FactorCentering.None, FactorCentering.Equal])
            {
                using OracleModel model = Models.Create("mlp");
                using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Watching with
                {
                    IdentityStart = true, LearningRate = 1e-5, Conductor = conductor, Online = OnlineGradient.Cosine, OnlineLearningRate = 0.02,
                    FactorScale = FactorScale.Logarithmic, AlphaCentering = centering,
                });
                for (int t = 0; t < 60; t++)
                {
                    // Always the same batch: the gradients agree, and each step could be longer.
                    model.zero_grad();
                    model.Loss(model.Batch(5)).backward();
                    optimizer.step();
                }

                double mean = optimizer.Alpha.ToArray().Average(Math.Log);
                Assert.True(centering == FactorCentering.None ? mean > 0.3 : Math.Abs(mean) < 1e-12, $"{conductor} {centering}: {mean}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1e-3, 1.5, 8)]
    [InlineData(1000, 1e-3, 1.5, 8)]
    [InlineData(1, 1, 0.1, 0.7)]
    [InlineData(1000, 1, 0.1, 0.7)]
    public void OneFreeFactorFindsTheLevelFromEitherSide(double horizon, double rate, double low, double high)
        => Assert.InRange(FreeFactor(5, horizon, rate, away: 1, steep: 0, noise: 0.3), low, high);

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void InANarrowValleyAShortHorizonShrinksTheFactorAndALongOneLeavesIt(int seed)
    {
        // Along the direction that all inputs share each step goes too far; along the others there is way to make.
        double[] factors = [.. new double[] { 10, 1000 }.Select(horizon => FreeFactor(seed, horizon, rate: 0.3, away: 3, steep: 10, noise: 0))];
        Assert.True(factors[0] < 0.7 && factors[1] is > 0.8 and < 1.5, $"{factors[0]} and {factors[1]}");
    }

    [Fact]
    public void AStepThatWasLeftOutIsNotLearnedFrom()
    {
        using OracleModel model = Models.Create("mlp"), copy = Models.Create("mlp");
        using var broken = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Watching with { OnlineLearningRate = 0.1 });
        using var sound = new MetaAdamWOptimizer(BoundGroups.FineGrained(copy), options: Watching with { OnlineLearningRate = 0.1, TotalSteps = null });
        sound.Conductor.load_state_dict(broken.Conductor.state_dict());
        sound.RefreshAttention();
        StepRecord? ofBroken = null, ofSound = null;
        broken.Stepped += record => ofBroken = record;
        sound.Stepped += record => ofSound = record;
        for (int t = 0; t < 3; t++)
        {
            Step(model, broken, t);
            Step(copy, sound, t);
        }

        model.zero_grad();
        model.Loss(model.Batch(1)).mul(double.NaN).backward();
        broken.step();
        Assert.True(ofBroken!.Skipped);
        Assert.Null(ofBroken.Online);

        // The gradient after it speaks of the update before it, which still is the last.
        Step(model, broken, 3);
        Step(copy, sound, 3);
        Assert.Equal(ofSound!.Online!.ByAlpha, ofBroken.Online!.ByAlpha);
    }

    [Fact]
    public void ItBeginsAfterTheWarmUpAndComesOnceInAPeriod()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Watching with { OnlinePeriod = 3, WarmupSteps = 4 });
        var steps = new List<long>();
        optimizer.Stepped += record => steps.AddRange(record.Online is null ? [] : [record.Step]);
        for (int t = 0; t < 12; t++)
        {
            Step(model, optimizer, t);
        }

        Assert.Equal([6, 9, 12], steps);
    }

    [Theory]
    [InlineData(ConductorKind.Attention, StepKernelKind.Automatic)]
    [InlineData(ConductorKind.Direct, StepKernelKind.Automatic)]
    [InlineData(ConductorKind.Attention, StepKernelKind.Foreach)]
    [InlineData(ConductorKind.Direct, StepKernelKind.Foreach)]
    public void GroupsThatJoinKeepWhatTheOthersHaveLearned(ConductorKind conductor, StepKernelKind kernel)
    {
        using OracleModel model = Models.Create("mlp");
        (string name, Parameter parameter)[] all = [.. model.named_parameters()];
        using var optimizer = new MetaAdamWOptimizer(all[..2], FeatureExtractor.Create(FeatureSet.Enhanced), options: Watching with
        {
            Conductor = conductor, Kernel = kernel, Online = OnlineGradient.Cosine, OnlineLearningRate = 0.05,
        });
        StepRecord? last = null;
        optimizer.Stepped += record => last = record;
        for (int t = 0; t < 4; t++)
        {
            Step(model, optimizer, t);
        }

        double[] alpha = optimizer.Alpha.ToArray(), moments = Moments();
        optimizer.add_param_group(new MetaAdamWOptimizer.ParamGroup([("embedding.weight", all[2].parameter), ("embedding.bias", all[3].parameter)]));
        Assert.Equal((2, 4), (alpha.Length, optimizer.Groups.Count));
        Assert.Equal(alpha, optimizer.Alpha[..alpha.Length].ToArray());
        Assert.Equal(moments, Moments()[..moments.Length]);

        // The first step after it is measured by nothing, as the groups are others; then learning goes on.
        Step(model, optimizer, 4);
        Assert.Null(last!.Online);
        Step(model, optimizer, 5);
        Assert.Equal(optimizer.Groups.Count, last.Online!.ByAlpha.Count(slope => slope != 0));

        double[] Moments() => [.. optimizer.StateTensors().Where(t => t.Name.EndsWith("online-moments.0", StringComparison.Ordinal)).SelectMany(t => t.Tensor.data<double>().ToArray())];
    }

    [Fact]
    public void WhatCannotGoTogetherIsSaid()
    {
        using OracleModel model = Models.Create("mlp");
        ArgumentException authors = Assert.Throws<ArgumentException>(() => Create(Watching with { AuthorsCompatibility = true, AlphaCentering = FactorCentering.Equal }));
        Assert.Contains("AlphaCentering", authors.Message, StringComparison.Ordinal);
        Assert.Contains("Online", authors.Message, StringComparison.Ordinal);
        ArgumentException range = Assert.Throws<ArgumentException>(() => Create(Watching with { AlphaRange = 2, AlphaCentering = FactorCentering.ByCount }));
        Assert.Contains("linear/middle/weight", range.Message, StringComparison.Ordinal);
        using MetaAdamWOptimizer logarithmic = Create(Watching with { AlphaRange = 2, AlphaCentering = FactorCentering.ByCount, FactorScale = FactorScale.Logarithmic });
        NotSupportedException device = Assert.Throws<NotSupportedException>(() => Create(Watching with { OnlineHorizon = 2, Kernel = StepKernelKind.Foreach }));
        Assert.Contains("OnlineHorizon", device.Message, StringComparison.Ordinal);
        using MetaAdamWOptimizer direct = Create(Watching with { Conductor = ConductorKind.Direct });
        Assert.Contains("Conductor", Assert.Throws<InvalidOperationException>(() => direct.Attention).Message, StringComparison.Ordinal);

        MetaAdamWOptimizer Create(MetaAdamWOptions options) => new(BoundGroups.FineGrained(model), options: options);
    }

    private static MetaObjective<int> Objective(OracleModel model) => new(model, seed => model.Loss(model.Batch(seed)), [1, 2, 3], [4, 5]);

    private static byte[] Bits(OracleModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. model.state_dict().Values.SelectMany(t => t.bytes.ToArray())];
    }

    /// <summary>One free α for all after 300 steps of least squares, whose inputs have a part in common.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="horizon">The horizon.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="away">The size of the weights that are to be found.</param>
    /// <param name="steep">The size of what the inputs of an example have in common; its other part has the size 1.</param>
    /// <param name="noise">The size of what no weights can fit.</param>
    private static double FreeFactor(int seed, double horizon, double rate, double away, double steep, double noise)
    {
        manual_seed(seed);
        using Linear model = nn.Linear(16, 1, dtype: ScalarType.Float64);
        using Tensor truth = away * randn(16, 1, dtype: ScalarType.Float64);
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.Original(("all", model.named_parameters())), options: new()
        {
            LearningRate = rate, WeightDecay = 0, Conductor = ConductorKind.Direct, FactorScale = FactorScale.Logarithmic, AlphaRange = 2, BetaRange = 2,
            Online = OnlineGradient.Cosine, OnlineHorizon = horizon,
        });
        for (int t = 0; t < 300; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor inputs = randn(8, 16, dtype: ScalarType.Float64) + (steep * randn(8, 1, dtype: ScalarType.Float64));
            Tensor targets = inputs.mm(truth) + (noise * randn(8, 1, dtype: ScalarType.Float64));
            optimizer.zero_grad();
            model.forward(inputs).sub(targets).square().mean().backward();
            optimizer.step();
        }

        return optimizer.Alpha[0];
    }

    private static void Step(OracleModel model, MetaAdamWOptimizer optimizer, int seed, int sign = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad(set_to_none: true);
        model.Loss(model.Batch(seed + 50)).mul(sign).backward();
        optimizer.step();
    }

    /// <summary>One matrix that serves twice.</summary>
    private sealed class Tied : OracleModel
    {
        private readonly Linear first;
        private readonly Linear second;
        private readonly Linear head;

        public Tied()
            : base("tied", ScalarType.Float64, [4, 5], [4, 3])
        {
            first = nn.Linear(5, 5, dtype: Type);
            second = nn.Linear(5, 5, dtype: Type);
            head = nn.Linear(5, 3, dtype: Type);
            second.weight = first.weight;
            RegisterComponents();
            Lcg.Fill(named_parameters().Select(p => (p.name, p.parameter)), 7);
        }

        public override Tensor forward(Tensor x) => head.call(second.call(first.call(x).tanh()).tanh());
    }
}
