namespace MetaAdamW.Runtime.Tests;

/// <summary>The policies of docs/how-it-works.md for numbers that go wrong: what is skipped, held or clipped, and that it is counted.</summary>
public sealed class NumericalSafetyTests
{
    private static readonly MetaAdamWOptions Small = new()
    {
        Layers = 2, FeedForwardWidth = 8, MetaPeriod = 1, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2, WeightDecay = 0.1,
    };

    public static TheoryData<StepKernelKind, MetaLearningRule> Ways() => new()
    {
        { StepKernelKind.Automatic, MetaLearningRule.GradientDescent },
        { StepKernelKind.Automatic, MetaLearningRule.Adam },
        { StepKernelKind.Foreach, MetaLearningRule.Adam },
    };

    /// <summary>Every third gradient and every fourth loss of a meta-update is broken.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void NothingBrokenEverGetsIntoParametersOrPhi(StepKernelKind kernel, MetaLearningRule rule)
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true, heads: 2), options: Small with { Kernel = kernel, MetaRule = rule });
        double[] broken = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        int evaluations = 0;
        var objective = new MetaObjective<int>(
            model,
            seed =>
            {
                Tensor loss = model.Loss(model.Batch(seed));
                return ++evaluations % 16 == 3 ? loss.mul(broken[evaluations / 16 % 3]) : loss;
            },
            [1, 2],
            [3]);
        for (int t = 0; t < 30; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch(t)).backward();
            if (t % 3 == 2)
            {
                using IDisposable none = no_grad();
                model.parameters().ElementAt(t % 4).grad!.view(-1).select(0, 0).fill_(broken[t / 3 % 3]);
            }

            optimizer.step();
            model.zero_grad();
            optimizer.MetaUpdate(objective);
            AssertFinite(model, optimizer);
        }

        Assert.Equal(10, optimizer.SkippedSteps);
        Assert.InRange(optimizer.SkippedMetaUpdates, 5, 15);
        Assert.Equal(30, optimizer.MetaUpdates + optimizer.SkippedMetaUpdates);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ZeroGradientsAreOrdinary(StepKernelKind kernel, MetaLearningRule rule)
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { Kernel = kernel, MetaRule = rule });
        var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)).mul(0), [1, 2], [3]);
        for (int t = 0; t < 5; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch(t)).mul(0).backward();
            optimizer.step();
            optimizer.MetaUpdate(objective);
            AssertFinite(model, optimizer);
        }

        Assert.Equal((0, 0, 5), (optimizer.SkippedSteps, optimizer.SkippedMetaUpdates, optimizer.MetaUpdates));
    }

    [Theory]
    [InlineData(FeatureSet.Basic, true)]
    [InlineData(FeatureSet.BasicPlus, true)]
    [InlineData(FeatureSet.BasicPlus, false)]
    [InlineData(FeatureSet.Enhanced, false)]
    public void OneGroupOfOneParameterHasNoDeviationAndNoNaN(FeatureSet set, bool normalized)
    {
        using var model = nn.Linear(3, 1, hasBias: false, dtype: ScalarType.Float64);
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), FeatureExtractor.Create(set, normalized: normalized, gating: true), options: Small);
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        Tensor Loss(int seed) => model.call(new Lcg((ulong)seed).Tensor(4, 3)).pow(2).mean();
        for (int t = 1; t <= 4; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Loss(t).backward();
            optimizer.step();
            optimizer.MetaUpdate(new MetaObjective<int>(model, Loss, [7, 8], [9]));
            AssertFinite(model, optimizer);
            Assert.Single(record!.Features);
            Assert.All(record.Features[0], x => Assert.True(double.IsFinite(x)));
        }

        Assert.Equal(4, optimizer.MetaUpdates);
    }

    [Fact]
    public void AnExplodingMetaGradientIsClippedAndCounted()
    {
        // Logarithms of the norms: norms of 1e12 would saturate Φ, and a saturated Φ has no gradient.
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), options: Small with { MetaGradientLimit = 5, Objective = MetaObjectiveKind.LossDecrease, LogarithmicFeatures = true });
        var norms = new List<double>();
        optimizer.MetaUpdated += record => norms.Add(record.GradientNorm);
        double scale = 1;
        var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)).mul(scale), [1, 2], [3]);
        for (int t = 0; t < 4; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
            scale = t % 2 == 0 ? 1 : 1e12;
            double[] before = OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)));
            optimizer.MetaUpdate(objective);
            double[] after = OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)));
            Assert.InRange(Math.Sqrt(before.Zip(after, (a, b) => (a - b) * (a - b)).Sum()), 0, 5 * Small.MetaLearningRate * (1 + 1e-9));
            AssertFinite(model, optimizer);
        }

        Assert.Equal(2, optimizer.ClippedMetaUpdates);
        Assert.Equal(2, norms.Count(norm => norm > 5));
    }

    [Fact]
    public void LogVariancesThatRunAwayStopAtTheLimit()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), priorities: new MetaPriorities(1e3, 1e3, 1e3), options: Small with { MetaLearningRate = 1, MetaGradientLimit = null });
        for (int t = 0; t < 6; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
            optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]));
            Assert.All(optimizer.Terms.LogVarianceValues(), s => Assert.InRange(s, -HuwWeighting.LogVarianceLimit, HuwWeighting.LogVarianceLimit));
            AssertFinite(model, optimizer);
        }

        Assert.Contains(optimizer.Terms.LogVarianceValues(), s => s == -HuwWeighting.LogVarianceLimit);
    }

    private static void AssertFinite(nn.Module model, MetaAdamWOptimizer optimizer)
    {
        Assert.All(OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))), x => Assert.True(double.IsFinite(x)));
        Assert.All(OracleData.Flat(optimizer.StateTensors()), x => Assert.True(double.IsFinite(x)));
        Assert.All(optimizer.Alpha.ToArray().Concat(optimizer.Beta.ToArray()), x => Assert.InRange(x, 0.5, 1.5));
    }
}
