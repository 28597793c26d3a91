namespace MetaAdamW.Runtime.Tests;

/// <summary>What a meta-update takes: evaluations of the loss, and copies of the model.</summary>
public sealed class MetaUpdateCostTests
{
    private static readonly MetaAdamWOptions Small = new()
    {
        Layers = 1, FeedForwardWidth = 4, MetaPeriod = 1, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2, WeightDecay = 0.1,
    };

    private static readonly MetaAdamWOptions Differences = Small with { SecondDerivatives = SecondDerivatives.CentralDifferences };

    public static TheoryData<string, MetaAdamWOptions, int, int> Evaluations() => new()
    {
        { "combined", Small, 3, 1 },
        { "combined, differences", Differences, 5, 1 },
        { "combined, last step", Small with { FirstGradient = FirstGradientSource.LastStep }, 2, 1 },
        { "combined, differences, last step", Differences with { FirstGradient = FirstGradientSource.LastStep }, 4, 1 },
        { "combined, gap after", Small with { GapAfterStep = true }, 4, 1 },
        { "gradient", Small with { Objective = MetaObjectiveKind.Gradient }, 2, 0 },
        { "gradient, differences", Differences with { Objective = MetaObjectiveKind.Gradient }, 4, 0 },
        { "loss decrease", Small with { Objective = MetaObjectiveKind.LossDecrease }, 2, 1 },
        { "loss decrease, last step", Small with { Objective = MetaObjectiveKind.LossDecrease, FirstGradient = FirstGradientSource.LastStep }, 1, 1 },
        { "gap", Small with { Objective = MetaObjectiveKind.GeneralizationGap }, 0, 2 },
        { "gap after", Small with { Objective = MetaObjectiveKind.GeneralizationGap, GapAfterStep = true }, 3, 0 },
        { "fixed without alignment", Small with { Weighting = MetaWeighting.Fixed, FixedWeights = (0, 1, 1) }, 2, 1 },
        { "authors", Small with { AuthorsCompatibility = true }, 3, 2 },
    };

    /// <summary>With gradients: a forward and a backward pass each, and one more backward pass in all for exact second derivatives. Without: a forward pass.</summary>
    [Theory]
    [MemberData(nameof(Evaluations))]
    public void NoEvaluationIsWasted(string name, MetaAdamWOptions options, int withGradient, int without)
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: options);
        Tensor last = Step(model, optimizer);
        (int With, int Without) found = (0, 0);
        optimizer.MetaUpdate(
            new MetaObjective<int>(
                model,
                seed =>
                {
                    found = is_grad_enabled() ? (found.With + 1, found.Without) : (found.With, found.Without + 1);
                    return model.Loss(model.Batch(seed));
                },
                [1, 2],
                [3, 4]),
            last);
        Assert.True(found == (withGradient, without), $"{name}: {found}");
    }

    [Theory]
    [InlineData(FirstGradientSource.TrainingBatch, SecondDerivatives.Exact, 3)]
    [InlineData(FirstGradientSource.TrainingBatch, SecondDerivatives.CentralDifferences, 3)]
    [InlineData(FirstGradientSource.LastStep, SecondDerivatives.Exact, 2)]
    [InlineData(FirstGradientSource.LastStep, SecondDerivatives.CentralDifferences, 2)]
    public void FewCopiesOfTheModelExistAtATime(FirstGradientSource first, SecondDerivatives second, int lists)
    {
        // Many parameters, so that lists of their length stand out. θ, the gradients that stood in the model, ∇1: no more when a loss is evaluated.
        const int Count = 300;
        Parameter[] parameters = [.. Enumerable.Range(0, Count).Select(i => new Parameter(full(2, i * 0.01)))];
        using var model = new Many(parameters);
        using var optimizer = new MetaAdamWOptimizer(
            parameters.Select((p, i) => ($"p{i}", p)), options: Small with { FirstGradient = first, SecondDerivatives = second });
        Tensor last = model.Loss(1);
        last.backward();
        optimizer.step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        long most = 0;
        optimizer.MetaUpdate(
            new MetaObjective<int>(
                model,
                seed =>
                {
                    most = Math.Max(most, Tensor.TotalCount - before);
                    return model.Loss(seed);
                },
                [1, 2],
                [3]),
            last);
        Assert.InRange(most / (double)Count, lists, lists + 0.5);
    }

    [Theory]
    [MemberData(nameof(Evaluations))]
    public void NoTensorIsLeftToTheGarbageCollector(string name, MetaAdamWOptions options, int withGradient, int without)
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true, heads: 2), options: options);
        MetaObjective<int> objective = new(
            model,
            seed =>
            {
                using DisposeScope scope = NewDisposeScope();
                return model.Loss(model.Batch(seed)).MoveToOuterDisposeScope();
            },
            [1, 2],
            [3, 4]);
        for (int t = 0; t < 3; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor last = Step(model, optimizer);
            long before = Tensor.TotalCount;
            optimizer.MetaUpdate(objective, last);
            Assert.True(Tensor.TotalCount == before, $"{name}, {withGradient} and {without}: {Tensor.TotalCount - before} tensors more");
        }
    }

    [Theory]
    [InlineData(SecondDerivatives.Exact, false)]
    [InlineData(SecondDerivatives.CentralDifferences, false)]
    [InlineData(SecondDerivatives.Exact, true)]
    public void TheLastStepsGradientCountsAsThatOfABatchWould(SecondDerivatives second, bool maximize)
    {
        (double[] Terms, double[] Gradient)[] found = [.. new[] { FirstGradientSource.TrainingBatch, FirstGradientSource.LastStep }.Select(first =>
        {
            using OracleModel model = Models.Create("transformer");
            using var optimizer = new MetaAdamWOptimizer(
                BoundGroups.FineGrained(model), options: Small with { FirstGradient = first, SecondDerivatives = second, Maximize = maximize });
            Lcg.Fill(optimizer.Attention.named_parameters().Select(p => (p.name, p.parameter)), 11);
            optimizer.RefreshAttention();
            Step(model, optimizer);

            // The same batch at the same parameters, once in the gradients and once drawn.
            optimizer.zero_grad();
            Tensor loss = model.Loss(model.Batch(1));
            loss.backward();
            int[] train = first == FirstGradientSource.LastStep ? [2] : [1, 2];
            var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), train, [3]);
            (MetaTerms terms, Tensor[] gradient) = optimizer.MetaGradient(objective, MetaWeights.Of(optimizer.Settings, optimizer.Terms), loss.item<double>());
            return (terms.ToArray(), OracleData.Flat(optimizer.Learner.Learned.Zip(gradient, (p, g) => (p.Name, g))));
        })];
        OracleData.AssertClose(found[0].Terms, found[1].Terms, 1e-13, "terms");
        OracleData.AssertClose(found[0].Gradient, found[1].Gradient, 1e-13, "meta-gradient");
        Assert.Contains(found[1].Gradient, x => Math.Abs(x) > 1e-6);
    }

    [Fact]
    public void TheLastStepsGradientStaysWhereItIs()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { FirstGradient = FirstGradientSource.LastStep });
        Tensor last = Step(model, optimizer);
        double[] before = OracleData.Flat(model.named_parameters().Select(p => (p.name, p.parameter.grad!)));
        Assert.True(optimizer.MetaUpdate(Objective(model), last));
        Assert.Equal(before, OracleData.Flat(model.named_parameters().Select(p => (p.name, p.parameter.grad!))));
    }

    [Fact]
    public void WhatTheLastStepNeedsIsAskedFor()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { FirstGradient = FirstGradientSource.LastStep });
        Tensor last = Step(model, optimizer);
        Assert.Contains("none was given", Assert.Throws<ArgumentException>(() => optimizer.MetaUpdate(Objective(model))).Message, StringComparison.Ordinal);
        Assert.Contains("3 elements", Assert.Throws<ArgumentException>(() => optimizer.MetaUpdate(Objective(model), ones(3))).Message, StringComparison.Ordinal);
        optimizer.zero_grad(set_to_none: true);
        Assert.Contains("between step and zero_grad", Assert.Throws<InvalidOperationException>(() => optimizer.MetaUpdate(Objective(model), last)).Message, StringComparison.Ordinal);

        using var alone = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), options: Small with { FirstGradient = FirstGradientSource.LastStep, Objective = MetaObjectiveKind.Gradient });
        Step(model, alone);
        Assert.True(alone.MetaUpdate(Objective(model)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SettingsThatContradictTheLastStepAreRefused(bool gap)
    {
        MetaAdamWOptions options = Small with { FirstGradient = FirstGradientSource.LastStep, GapAfterStep = gap, AuthorsCompatibility = !gap };
        using OracleModel model = Models.Create("mlp");
        string message = Assert.Throws<ArgumentException>(() => new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: options)).Message;
        Assert.StartsWith("FirstGradient must be TrainingBatch where " + (gap ? "GapAfterStep" : "AuthorsCompatibility"), message, StringComparison.Ordinal);
    }

    private static MetaObjective<int> Objective(OracleModel model) => new(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]);

    private static Tensor Step(OracleModel model, MetaAdamWOptimizer optimizer)
    {
        model.zero_grad();
        Tensor loss = model.Loss(model.Batch((int)optimizer.Steps + 50));
        loss.backward();
        optimizer.step();
        return loss;
    }

    private sealed class Many : nn.Module
    {
        private readonly Parameter[] members;

        public Many(Parameter[] parameters)
            : base("many")
        {
            members = parameters;
            for (int i = 0; i < parameters.Length; i++)
            {
                register_parameter($"p{i}", parameters[i]);
            }
        }

        public Tensor Loss(int seed)
        {
            using DisposeScope scope = NewDisposeScope();
            return stack(members).sub(seed * 0.1).pow(2).mul(stack(members)).mean().MoveToOuterDisposeScope();
        }
    }
}
