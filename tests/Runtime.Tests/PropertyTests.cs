using FsCheck;
using FsCheck.Xunit;

namespace MetaAdamW.Runtime.Tests;

public sealed class PropertyTests
{
    [Property(MaxTest = 30)]
    public bool WithFactorsOneAStepIsAdamW(PositiveInt seed, NonNegativeInt decay, bool single)
    {
        var lcg = new Lcg((ulong)seed.Get);
        ScalarType type = single ? ScalarType.Float32 : ScalarType.Float64;
        long[][] shapes = [[1 + (seed.Get % 37)], [3, 1 + (seed.Get % 5)], [2, 2, 2]];
        Parameter[] ours = [.. shapes.Select(s => new Parameter(lcg.Tensor(s).to(type)))];
        Parameter[] theirs = [.. ours.Select(p => new Parameter(p.detach().clone()))];
        double lambda = decay.Get % 10 / 10.0;
        using var optimizer = new MetaAdamWOptimizer(ours.Select((p, i) => ($"p{i}", p)), options: new() { LearningRate = 0.01, WeightDecay = lambda });
        using var reference = optim.AdamW(theirs, lr: 0.01, weight_decay: lambda);
        for (int t = 0; t < 5; t++)
        {
            for (int i = 0; i < ours.Length; i++)
            {
                ours[i].grad = lcg.Tensor(shapes[i]).to(type);
                theirs[i].grad = ours[i].grad;
            }

            optimizer.step();
            reference.step();
        }

        double tolerance = single ? 1e-6 : 1e-14;
        return ours.Zip(theirs).All(p => p.First.sub(p.Second).abs().max().to(ScalarType.Float64).item<double>() <= tolerance);
    }

    [Property(MaxTest = 50)]
    public bool GroupsPartitionTheParameters(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        string[] words = ["layers", "3", "attn", "norm", "0", "embed", "ffn", "bias", "weight", "7", "x"];
        (string name, Parameter parameter)[] named =
        [
            .. Enumerable.Range(0, 1 + random.Next(12))
                .Select(i => string.Join('.', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => words[random.Next(words.Length)])) + $".{(char)('a' + i)}")
                .Select(name => (name, new Parameter(zeros(random.Next(2) == 0 ? [2] : [2, 3])))),
        ];
        BoundGroups groups = BoundGroups.FineGrained(named);
        return groups.SelectMany(g => g.Parameters).Select(p => p.Name).Order().SequenceEqual(named.Select(p => p.name).Order())
            && groups.Select(g => g.Name).Distinct().Count() == groups.Count
            && groups.Select(g => named.ToList().FindIndex(p => p.name == g.Parameters[0].Name)).Order().SequenceEqual(groups.Select(g => named.ToList().FindIndex(p => p.name == g.Parameters[0].Name)));
    }

    [Property(MaxTest = 20)]
    public bool PermutingTheGroupsPermutesTheFactors(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        int groups = 1 + random.Next(6);
        FeatureExtractor features = FeatureExtractor.Create();
        manual_seed(seed.Get);
        var options = new MetaAdamWOptions { Layers = 2, FeedForwardWidth = 5, IdentityStart = false };
        using var module = new AttentionModule(groups, features, options, ScalarType.Float64, CPU);
        HostConductor evaluator = AttentionEvaluator.For(module, groups);
        double[][] rows = [.. Enumerable.Range(0, groups).Select(_ => Enumerable.Range(0, 6).Select(_ => random.NextDouble() * 3).ToArray())];
        int[] order = [.. Enumerable.Range(0, groups).OrderBy(_ => random.Next())];
        double[] straight = Evaluate(rows), permuted = Evaluate([.. order.Select(i => rows[i])]);
        return Enumerable.Range(0, groups).All(i => Enumerable.Range(0, 4).All(c => Math.Abs(permuted[(i * 4) + c] - straight[(order[i] * 4) + c]) < 1e-12));

        double[] Evaluate(double[][] x)
        {
            double[] raw = new double[groups * 4];
            evaluator.Evaluate([.. x.SelectMany(r => r)], raw);
            return raw;
        }
    }

    /// <summary>Whatever the raw numbers, ranges, scale and who moves: the weighted mean of the logarithms is zero, and the order of the groups does not matter.</summary>
    [Property(MaxTest = 200)]
    public bool CentredFactorsHaveMeanZeroInAnyOrder(PositiveInt seed, bool logarithmic, bool byCount)
    {
        var random = new System.Random(seed.Get);
        int groups = 1 + random.Next(9);
        double[] ranges = [.. Enumerable.Range(0, groups).Select(_ => random.Next(4) * 0.6)];
        double[] raw = [.. Enumerable.Range(0, groups * 4).Select(_ => (random.NextDouble() - 0.5) * 12)];
        double[] moving = [.. Enumerable.Range(0, groups).Select(_ => (double)(random.Next(3) * random.Next(1000)))];
        int[] order = [.. Enumerable.Range(0, groups).OrderBy(_ => random.Next())];
        double[] straight = Factors(Enumerable.Range(0, groups)), permuted = Factors(order);
        double whole = moving.Sum(Weight);
        return Enumerable.Range(0, 2).All(c => whole == 0
                || Math.Abs(Enumerable.Range(0, groups).Sum(g => Weight(moving[g]) * Math.Log(straight[(g * 4) + c])) / whole) < 1e-12)
            && Enumerable.Range(0, groups * 4).All(i => Math.Abs(permuted[i] - straight[(order[i / 4] * 4) + (i % 4)]) < 1e-12);

        double Weight(double count) => byCount ? count : count > 0 ? 1 : 0;

        double[] Factors(IEnumerable<int> ordered)
        {
            int[] own = [.. ordered];
            BoundGroup[] bound = [.. own.Select(g => new BoundGroup($"g{g}", new GroupOptions { AlphaRange = ranges[g], BetaRange = ranges[^(g + 1)] }, []))];
            FactorCentering centering = byCount ? FactorCentering.ByCount : FactorCentering.Equal;
            var map = new FactorMap(bound, new MetaAdamWOptions
            {
                AlphaCentering = centering, BetaCentering = centering, FactorScale = logarithmic ? FactorScale.Logarithmic : FactorScale.Linear,
            });
            double[] values = [.. own.SelectMany(g => raw[(g * 4)..((g * 4) + 4)])];
            map.Apply(values, [.. own.Select(g => moving[g])]);
            return values;
        }
    }

    /// <summary>The derivatives of the map are those of autograd through the same map as tensors, and both give the same factors.</summary>
    [Property(MaxTest = 200)]
    public bool TheMapAndItsDerivativesAreThoseOfTheTensors(PositiveInt seed, bool logarithmic, byte alpha, byte beta)
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new System.Random(seed.Get);
        int groups = 1 + random.Next(6);
        BoundGroup[] bound = [.. Enumerable.Range(0, groups).Select(g => new BoundGroup($"g{g}", new GroupOptions { AlphaRange = random.Next(4) * 0.6 }, []))];
        var map = new FactorMap(bound, new MetaAdamWOptions
        {
            AlphaCentering = (FactorCentering)(alpha % 3), BetaCentering = (FactorCentering)(beta % 3), BetaRange = 0.7,
            FactorScale = logarithmic ? FactorScale.Logarithmic : FactorScale.Linear,
        });
        double[] raw = [.. Enumerable.Range(0, groups * 4).Select(_ => (random.NextDouble() - 0.5) * 6)];
        double[] moving = [.. Enumerable.Range(0, groups).Select(_ => (double)(random.Next(3) * random.Next(1000)))];
        double[] slopes = [.. raw.Select(_ => random.NextDouble() - 0.5)], factors = [.. raw];
        Tensor leaf = tensor(raw).reshape(groups, 4).requires_grad_();
        using FactorTensors tensors = map.On(CPU, ScalarType.Float64);
        Tensor mapped = tensors.Apply(leaf, tensor(moving));
        double[] expected = autograd.grad([mapped.mul(tensor(slopes).reshape(groups, 4)).sum()], [leaf])[0].reshape(-1).data<double>().ToArray();
        map.Apply(factors, moving);
        map.Differentiate(raw, moving, slopes);
        return Same(expected, slopes) && Same(mapped.detach().reshape(-1).data<double>().ToArray(), factors);

        static bool Same(double[] x, double[] y) => x.Zip(y).All(p => Math.Abs(p.First - p.Second) < 1e-12 * Math.Max(1, Math.Abs(p.First)));
    }

    [Property(MaxTest = 20)]
    public bool ScalingTheLossLeavesTheStepUnchanged(PositiveInt seed)
    {
        double scale = 1 + (seed.Get % 50);
        using OracleModel one = Models.Create("mlp");
        using OracleModel other = Models.Create("mlp");
        var options = new MetaAdamWOptions { LearningRate = 0.01, Epsilon = 0 };
        using var first = new MetaAdamWOptimizer(BoundGroups.FineGrained(one), options: options);
        using var second = new MetaAdamWOptimizer(BoundGroups.FineGrained(other), options: options);
        for (int t = 0; t < 3; t++)
        {
            one.zero_grad();
            other.zero_grad();
            one.Loss(one.Batch(seed.Get + t)).backward();
            other.Loss(other.Batch(seed.Get + t)).mul(scale).backward();
            first.step();
            second.step();
        }

        return one.parameters().Zip(other.parameters()).All(p => p.First.sub(p.Second).abs().max().item<double>() < 1e-11);
    }

    [Property(MaxTest = 15)]
    public bool SavingLoadingAndAStepIsAStep(PositiveInt seed, NonNegativeInt before, bool adam)
    {
        MetaAdamWOptions options = Learning with { MetaRule = adam ? MetaLearningRule.Adam : MetaLearningRule.GradientDescent };
        FeatureExtractor features = FeatureExtractor.Create((FeatureSet)(seed.Get % 3), gating: true);
        string path = Path.Combine(Path.GetTempPath(), $"property-{Guid.NewGuid():N}.checkpoint");
        try
        {
            using OracleModel straight = Models.Create("mlp"), resumed = Models.Create("mlp");
            using var one = new MetaAdamWOptimizer(BoundGroups.FineGrained(straight), features, options: options);
            using var other = new MetaAdamWOptimizer(BoundGroups.FineGrained(resumed), features, options: options);
            MetaObjective<int> meta = Objective(straight), sameMeta = Objective(resumed);
            Train(straight, one, meta, 1 + (before.Get % 7), seed.Get);
            TrainingCheckpoint.Save(path, straight, one, meta);
            TrainingCheckpoint.Restore(path, resumed, other, sameMeta);
            Train(straight, one, meta, 3, seed.Get);
            Train(resumed, other, sameMeta, 3, seed.Get);
            return Bits(straight, one).SequenceEqual(Bits(resumed, other)) && one.MetaUpdates > 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Whatever the objective, and whichever evaluation of the loss throws, if any.</summary>
    [Property(MaxTest = 60)]
    public bool AMetaUpdateLeavesNoTrace(PositiveInt seed, byte objective, byte throwing, bool differences, bool lastStep)
    {
        MetaAdamWOptions options = Learning with
        {
            Objective = (MetaObjectiveKind)(objective % 4),
            GapAfterStep = objective / 4 % 2 == 1 && !lastStep,
            SecondDerivatives = differences ? SecondDerivatives.CentralDifferences : SecondDerivatives.Exact,
            FirstGradient = lastStep ? FirstGradientSource.LastStep : FirstGradientSource.TrainingBatch,
            MetaPeriod = 1,
        };
        using OracleModel model = Models.Create("resnet");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: options);
        manual_seed(seed.Get);
        Tensor last = Train(model, optimizer, null, 2, seed.Get);
        model.eval();
        model.children().First().train();
        int calls = 0, fatal = throwing % 9;
        var meta = new MetaObjective<int>(
            model,
            batch =>
            {
                model.train(calls % 2 == 0);
                (Tensor input, Tensor target) = model.Batch(batch);
                Tensor loss = model.Loss((input.add(rand_like(input), alpha: 0.1), target));
                return ++calls == fatal ? throw new InvalidOperationException("half way") : loss;
            },
            [1, 2],
            [3]);
        byte[] before = Trace();
        double[] phi = OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)));
        bool threw = false;
        try
        {
            optimizer.MetaUpdate(meta, last);
        }
        catch (InvalidOperationException error) when (error.Message == "half way")
        {
            threw = true;
        }

        bool learned = !phi.SequenceEqual(OracleData.Flat(optimizer.Learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor))));
        return before.SequenceEqual(Trace()) && threw == (fatal > 0 && calls >= fatal) && learned != threw;

        byte[] Trace()
        {
            using DisposeScope scope = NewDisposeScope();
            return
            [
                .. model.state_dict().Values.SelectMany(t => t.bytes.ToArray()),
                .. model.parameters().SelectMany(p => p.grad!.bytes.ToArray()),
                .. model.modules().Select(m => m.training ? (byte)1 : (byte)0),
                .. get_rng_state().bytes.ToArray(),
            ];
        }
    }

    private static MetaAdamWOptions Learning { get; } = new()
    {
        Layers = 1, FeedForwardWidth = 4, MetaPeriod = 2, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2,
    };

    private static MetaObjective<int> Objective(OracleModel model) => new(model, seed => model.Loss(model.Batch(seed)), [1, 2, 3], [4, 5]);

    private static Tensor Train(OracleModel model, MetaAdamWOptimizer optimizer, MetaObjective? objective, int steps, int seed)
    {
        Tensor? loss = null;
        for (int t = 0; t < steps; t++)
        {
            model.zero_grad();
            loss = model.Loss(model.Batch(seed + (int)optimizer.Steps));
            loss.backward();
            optimizer.step();
            if (objective is not null)
            {
                optimizer.MetaUpdate(objective);
            }
        }

        return loss!;
    }

    private static byte[] Bits(OracleModel model, MetaAdamWOptimizer optimizer)
    {
        using DisposeScope scope = NewDisposeScope();
        return
        [
            .. model.state_dict().Values.SelectMany(t => t.bytes.ToArray()),
            .. optimizer.StateTensors().SelectMany(t => t.Tensor.bytes.ToArray()),
            .. optimizer.Alpha.ToArray().Concat(optimizer.Beta.ToArray()).SelectMany(BitConverter.GetBytes),
        ];
    }
}
