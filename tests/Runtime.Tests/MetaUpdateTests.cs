namespace MetaAdamW.Runtime.Tests;

public sealed class MetaUpdateTests
{
    private static readonly MetaAdamWOptions Small = new()
    {
        Layers = 2, FeedForwardWidth = 8, MetaPeriod = 1, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2, WeightDecay = 0.1,
    };

    [Theory]
    [InlineData(SecondDerivatives.Exact)]
    [InlineData(SecondDerivatives.CentralDifferences)]
    public void LeavesNoTraceInTheModel(SecondDerivatives second)
    {
        using var model = new Noisy();
        using MetaAdamWOptimizer optimizer = Started(model, Small with { SecondDerivatives = second });
        byte[] before = Trace(model);
        double[] attention = OracleData.Flat(optimizer.Attention.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));

        Assert.True(optimizer.MetaUpdate(Objective(model, _ => { })));

        Assert.Equal(before, Trace(model));
        Assert.NotEqual(attention, OracleData.Flat(optimizer.Attention.named_parameters().Select(p => (p.name, (Tensor)p.parameter))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void LeavesNoTraceWhenTheLossThrows(int call)
    {
        using var model = new Noisy();
        using MetaAdamWOptimizer optimizer = Started(model, Small);
        byte[] before = Trace(model);
        double[] attention = OracleData.Flat(optimizer.Attention.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        MetaObjective objective = Objective(model, n =>
        {
            if (n == call)
            {
                throw new InvalidOperationException("half way");
            }
        });

        Assert.Equal("half way", Assert.Throws<InvalidOperationException>(() => optimizer.MetaUpdate(objective)).Message);

        Assert.Equal(before, Trace(model));
        Assert.Equal(attention, OracleData.Flat(optimizer.Attention.named_parameters().Select(p => (p.name, (Tensor)p.parameter))));
        Step(model, optimizer);
        Assert.True(optimizer.MetaUpdate(objective));
    }

    [Fact]
    public void ALossThatIsNoneIsNamedAndNothingIsLeftBehind()
    {
        using var model = new Noisy();
        using MetaAdamWOptimizer optimizer = Started(model, Small);
        byte[] before = Trace(model);

        Assert.Contains("must be a scalar; it has 3 elements", Message(() => ones(3)), StringComparison.Ordinal);
        Assert.Contains("must be a scalar; it has no value", Message(() => null!), StringComparison.Ordinal);
        Assert.Contains("does not depend on any parameter", Message(() => ones([])), StringComparison.Ordinal);
        Assert.Equal(before, Trace(model));

        string Message(Func<Tensor> loss) => Assert.Throws<InvalidOperationException>(() => optimizer.MetaUpdate(new MetaObjective<int>(model, _ => loss(), [1], [2]))).Message;
    }

    [Fact]
    public void ComesAfterTheWarmUpOnceInAPeriod()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { MetaPeriod = 3, WarmupSteps = 5 });
        MetaObjective<int> objective = new(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]);
        var made = new List<long>();
        optimizer.MetaUpdated += record => made.Add(record.Step);
        for (int t = 1; t <= 12; t++)
        {
            Step(model, optimizer);
            bool due = optimizer.MetaUpdateIsDue;
            Assert.Equal(due, optimizer.MetaUpdate(objective));
            Assert.False(optimizer.MetaUpdate(objective));
        }

        Assert.Equal([6, 9, 12], made);
        Assert.Equal(3, optimizer.MetaUpdates);
    }

    [Fact]
    public void TheIdentityStartIsPlainAdamWUntilPhiHasLearned()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { IdentityStart = true });
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        Step(model, optimizer);
        Assert.All(record!.Alpha.Concat(record.Beta), factor => Assert.Equal(1, factor));
        Assert.All(record.Lambda1.Concat(record.Lambda2), lambda => Assert.Equal(0.5, lambda));

        optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]));
        Step(model, optimizer);
        Assert.Contains(record.Alpha, alpha => Math.Abs(alpha - 1) > 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnInfiniteLossMovesNothingAndIsCounted(int call)
    {
        using var model = new Noisy();
        using MetaAdamWOptimizer optimizer = Started(model, Small);
        int calls = 0;
        var objective = new MetaObjective<int>(
            model, seed => ++calls == call ? model.Loss(seed).mul(double.PositiveInfinity) : model.Loss(seed), [1, 2, 3], [4, 5]);
        byte[] before = Trace(model);
        double[] attention = OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)));
        MetaUpdateRecord? record = null;
        optimizer.MetaUpdated += r => record = r;

        Assert.True(optimizer.MetaUpdate(objective));

        Assert.True(record!.Skipped);
        Assert.Equal(1, optimizer.SkippedMetaUpdates);
        Assert.Equal(before, Trace(model));
        Assert.Equal(attention, OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor))));
    }

    [Fact]
    public void ALimitScalesTheMetaGradient()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), options: Small with { MetaGradientLimit = 1e-3, MetaLearningRate = 1 });
        double[] before = OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)));
        Step(model, optimizer);
        optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]));
        double[] after = OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)));
        Assert.Equal(1e-3, Math.Sqrt(before.Zip(after, (a, b) => (a - b) * (a - b)).Sum()), 1e-9);
    }

    [Fact]
    public void AnEmptySequenceIsAClearError()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        Step(model, optimizer);
        int[] nothing = [];
        var error = Assert.Throws<InvalidOperationException>(
            () => optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1], nothing.Where(_ => true))));
        Assert.Contains("validation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SequencesBeginAgainWithoutSkippingABatch()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
        var drawn = new List<int>();
        IEnumerable<int> Seeds()
        {
            foreach (int seed in (int[])[1, 2, 3])
            {
                drawn.Add(seed);
                yield return seed;
            }
        }

        var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), Seeds(), [9]);
        for (int i = 0; i < 3; i++)
        {
            Step(model, optimizer);
            optimizer.MetaUpdate(objective);
        }

        Assert.Equal([1, 2, 3, 1, 2, 3], drawn);
    }

    public static TheoryData<string, MetaObjectiveKind, MetaWeighting, FeatureSet, bool, bool> GradientChecks()
    {
        var cases = new TheoryData<string, MetaObjectiveKind, MetaWeighting, FeatureSet, bool, bool>
        {
            { "mlp", MetaObjectiveKind.Combined, MetaWeighting.Uncertainty, FeatureSet.Basic, true, true },
        };
        foreach (string model in (string[])["mlp", "transformer", "resnet", "lstm"])
        {
            cases.Add(model, MetaObjectiveKind.Combined, MetaWeighting.Uncertainty, FeatureSet.Basic, false, false);
            cases.Add(model, MetaObjectiveKind.Combined, MetaWeighting.Sum, FeatureSet.Enhanced, true, false);
            cases.Add(model, MetaObjectiveKind.Gradient, MetaWeighting.Sum, FeatureSet.BasicPlus, false, false);
            cases.Add(model, MetaObjectiveKind.LossDecrease, MetaWeighting.Sum, FeatureSet.Basic, false, false);
            cases.Add(model, MetaObjectiveKind.GeneralizationGap, MetaWeighting.Sum, FeatureSet.Basic, true, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(GradientChecks))]
    public void TheMetaGradientIsThatOfTheWholeMetaLoss(
        string name, MetaObjectiveKind kind, MetaWeighting weighting, FeatureSet set, bool gapAfterStep, bool groupsHaveOptions)
    {
        // φ moves θ' by some 1e-8, so that no unit of a model with ReLU switches and the loss is smooth. Φ has ReLU: the features must not depend on what
        // another test left in the random state, or some run would meet a kink.
        manual_seed(2);
        using OracleModel model = Models.Create(name);
        using var optimizer = new MetaAdamWOptimizer(
            groupsHaveOptions ? Mlp.GroupsWithOptions.Bind(model) : BoundGroups.FineGrained(model),
            FeatureExtractor.Create(set, gating: true, heads: set == FeatureSet.Basic ? 3 : 1),
            new MetaPriorities(2, 3, 5),
            Small with { Objective = kind, Weighting = weighting, GapAfterStep = gapAfterStep, FinalNorm = true });
        for (int t = 0; t < 3; t++)
        {
            Step(model, optimizer);
        }

        // Φ far from the identity, so that its factors and their derivatives are of ordinary size.
        Lcg.Fill(optimizer.Attention.named_parameters().Select(p => (p.name, p.parameter)), 3);
        (Parameter Tensor, Tensor Gradient)[] learned = [.. optimizer.Learner.Learned.Select(p => p.Tensor).Zip(Gradient())];
        double scale = Math.Sqrt(learned.Sum(p => p.Gradient.pow(2).sum().item<double>()) / learned.Sum(p => p.Gradient.numel()));
        var random = new Random(1);
        for (int check = 0; check < 200; check++)
        {
            (Parameter tensor, Tensor gradient) = learned[random.Next(learned.Length)];
            int i = random.Next((int)tensor.numel());
            const double H = 1e-5;
            double slope = (Loss(tensor, i, H) - Loss(tensor, i, -H)) / (2 * H);
            double exact = gradient.reshape(-1).select(0, i).item<double>();
            Assert.True(Math.Abs(slope - exact) <= 1e-5 * Math.Max(Math.Abs(exact), scale), $"check {check}: {exact:R} against {slope:R}, scale {scale:R}");
        }

        IEnumerable<Tensor> Gradient() => optimizer.MetaGradient(Seeds(), MetaWeights.Of(optimizer.Settings, optimizer.Terms)).Gradient;

        MetaObjective<int> Seeds() => new(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]);

        double Loss(Parameter tensor, int index, double by)
        {
            Shift(by);
            MetaWeights weights = MetaWeights.Of(optimizer.Settings, optimizer.Terms);
            (MetaTerms terms, Tensor[] unused) = optimizer.MetaGradient(Seeds(), weights);
            LossDerivatives.Release(unused);
            double loss = optimizer.MetaLossOf(terms, weights);
            Shift(-by);
            return loss;

            void Shift(double d)
            {
                using IDisposable none = no_grad();
                using DisposeScope scope = NewDisposeScope();
                tensor.view(-1).select(0, index).add_(d);
            }
        }
    }

    [Fact]
    public void WithoutASecondDerivativeCentralDifferencesTakeOver()
    {
        using OracleModel model = Models.Create("mlp");
        double[][] gradients = [.. new[] { SecondDerivatives.Exact, SecondDerivatives.CentralDifferences }.Select(second =>
        {
            manual_seed(1);
            using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { SecondDerivatives = second });
            return OracleData.Flat(optimizer.Learner.Learned.Zip(
                optimizer.MetaGradient(Objective(), MetaWeights.Of(optimizer.Settings, optimizer.Terms)).Gradient, (p, g) => (p.Name, g)));
        })];
        Assert.Equal(gradients[1], gradients[0]);
        Assert.Contains(gradients[0], x => x != 0);

        // The derivative of cdist has no derivative itself.
        MetaObjective<int> Objective() => new(
            model,
            seed =>
            {
                (Tensor x, Tensor y) = model.Batch(seed);
                return cdist(model.call(x), y).mean();
            },
            [1, 2],
            [3]);
    }

    private static void Step(OracleModel model, MetaAdamWOptimizer optimizer)
    {
        using DisposeScope scope = NewDisposeScope();
        model.zero_grad();
        model.Loss(model.Batch((int)optimizer.Steps + 50)).backward();
        optimizer.step();
    }

    private static void Step(Noisy model, MetaAdamWOptimizer optimizer)
    {
        using DisposeScope scope = NewDisposeScope();
        model.zero_grad();
        model.Loss((int)optimizer.Steps + 50).backward();
        optimizer.step();
    }

    private static MetaAdamWOptimizer Started(Noisy model, MetaAdamWOptions options)
    {
        var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: options);
        Step(model, optimizer);
        return optimizer;
    }

    private static MetaObjective<int> Objective(Noisy model, Action<int> onCall)
    {
        int calls = 0;
        return new MetaObjective<int>(
            model,
            seed =>
            {
                // A loss that also switches modes, as evaluation code does.
                model.train(calls % 2 == 0);
                Tensor loss = model.Loss(seed);
                onCall(++calls);
                return loss;
            },
            [1, 2, 3],
            [4, 5]);
    }

    /// <summary>Every bit that a meta-update must leave alone.</summary>
    private static byte[] Trace(Noisy model)
    {
        using DisposeScope scope = NewDisposeScope();
        return
        [
            .. model.parameters().SelectMany(p => p.bytes.ToArray()),
            .. model.parameters().SelectMany(p => p.grad is { } g ? g.bytes.ToArray() : [1, 2, 3]),
            .. model.buffers().SelectMany(b => b.bytes.ToArray()),
            .. model.modules().Prepend(model).Select(m => m.training ? (byte)1 : (byte)0),
            .. get_rng_state().bytes.ToArray(),
        ];
    }

    /// <summary>Batch normalisation, dropout, modes that differ below, and a parameter that never gets a gradient.</summary>
    private sealed class Noisy : nn.Module<Tensor, Tensor>
    {
        private readonly Linear fc1;
        private readonly BatchNorm1d norm;
        private readonly Dropout drop;
        private readonly Linear fc2;
        private readonly Parameter unused;

        public Noisy()
            : base("noisy")
        {
            fc1 = nn.Linear(5, 8);
            norm = nn.BatchNorm1d(8);
            drop = nn.Dropout(0.3);
            fc2 = nn.Linear(8, 3);
            unused = nn.Parameter(ones(2));
            RegisterComponents();
            drop.eval();
        }

        public override Tensor forward(Tensor x) => fc2.call(drop.call(norm.call(fc1.call(x)).relu()));

        public Tensor Loss(int seed)
        {
            var lcg = new Lcg((ulong)seed);
            return call(lcg.Tensor(6, 5).to(ScalarType.Float32)).sub(lcg.Tensor(6, 3).to(ScalarType.Float32)).pow(2).mean();
        }
    }
}
