#pragma warning disable MAW2001, MAW3009 // what the compiler would refuse is what is tested here

namespace MetaAdamW.Runtime.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action> OutOfRange() => new()
    {
        { "LearningRate", () => _ = new MetaAdamWOptions { LearningRate = -1 } },
        { "LearningRate", () => _ = new MetaAdamWOptions { LearningRate = double.NaN } },
        { "WeightDecay", () => _ = new MetaAdamWOptions { WeightDecay = double.PositiveInfinity } },
        { "Betas.First", () => _ = new MetaAdamWOptions { Betas = (1, 0.9) } },
        { "Betas.Second", () => _ = new MetaAdamWOptions { Betas = (0.9, -0.1) } },
        { "Epsilon", () => _ = new MetaAdamWOptions { Epsilon = -1e-8 } },
        { "TotalSteps", () => _ = new MetaAdamWOptions { TotalSteps = 0 } },
        { "AlphaRange", () => _ = new MetaAdamWOptions { AlphaRange = 2.1 } },
        { "BetaRange", () => _ = new MetaAdamWOptions { BetaRange = -0.1 } },
        { "Layers", () => _ = new MetaAdamWOptions { Layers = 0 } },
        { "FeedForwardWidth", () => _ = new MetaAdamWOptions { FeedForwardWidth = 0 } },
        { "Heads", () => _ = new MetaAdamWOptions { Heads = 0 } },
        { "MetaPeriod", () => _ = new MetaAdamWOptions { MetaPeriod = 0 } },
        { "WarmupSteps", () => _ = new MetaAdamWOptions { WarmupSteps = -1 } },
        { "StepsPerEpoch", () => _ = new MetaAdamWOptions { StepsPerEpoch = 0 } },
        { "WarmupEpochs", () => _ = new MetaAdamWOptions { WarmupEpochs = -1 } },
        { "MetaPeriodEpochs", () => _ = new MetaAdamWOptions { MetaPeriodEpochs = 0 } },
        { "MetaLearningRate", () => _ = new MetaAdamWOptions { MetaLearningRate = -1 } },
        { "MetaWeightDecay", () => _ = new MetaAdamWOptions { MetaWeightDecay = -1 } },
        { "GatePenalty", () => _ = new MetaAdamWOptions { GatePenalty = -1 } },
        { "MetaGradientLimit", () => _ = new MetaAdamWOptions { MetaGradientLimit = 0 } },
        { "Objective", () => _ = new MetaAdamWOptions { Objective = (MetaObjectiveKind)9 } },
        { "Weighting", () => _ = new MetaAdamWOptions { Weighting = (MetaWeighting)9 } },
        { "FixedWeights.LossDecrease", () => _ = new MetaAdamWOptions { FixedWeights = (1, -1, 1) } },
        { "SecondDerivatives", () => _ = new MetaAdamWOptions { SecondDerivatives = (SecondDerivatives)9 } },
        { "FirstGradient", () => _ = new MetaAdamWOptions { FirstGradient = (FirstGradientSource)9 } },
        { "FixedWeights.GradientAlignment", () => _ = new MetaAdamWOptions { FixedWeights = (double.NaN, 1, 1) } },
        { "FixedWeights.GeneralizationGap", () => _ = new MetaAdamWOptions { FixedWeights = (1, 1, double.PositiveInfinity) } },
        { "MetaRule", () => _ = new MetaAdamWOptions { MetaRule = (MetaLearningRule)9 } },
        { "Conductor", () => _ = new MetaAdamWOptions { Conductor = (ConductorKind)9 } },
        { "FactorScale", () => _ = new MetaAdamWOptions { FactorScale = (FactorScale)9 } },
        { "AlphaCentering", () => _ = new MetaAdamWOptions { AlphaCentering = (FactorCentering)9 } },
        { "BetaCentering", () => _ = new MetaAdamWOptions { BetaCentering = (FactorCentering)9 } },
        { "Online", () => _ = new MetaAdamWOptions { Online = (OnlineGradient)9 } },
        { "OnlinePeriod", () => _ = new MetaAdamWOptions { OnlinePeriod = 0 } },
        { "OnlineLearningRate", () => _ = new MetaAdamWOptions { OnlineLearningRate = -1 } },
        { "OnlineHorizon", () => _ = new MetaAdamWOptions { OnlineHorizon = 0.5 } },
        { "OnlineSignalLimit", () => _ = new MetaAdamWOptions { OnlineSignalLimit = 0 } },
        { "OnlineRule", () => _ = new MetaAdamWOptions { OnlineRule = (MetaLearningRule)9 } },
        { "Kernel", () => _ = new MetaAdamWOptions { Kernel = (StepKernelKind)9 } },
        { "GradientAlignment", () => _ = new MetaPriorities(gradientAlignment: 0) },
        { "LossDecrease", () => _ = new MetaPriorities(lossDecrease: double.NaN) },
        { "GeneralizationGap", () => _ = new MetaPriorities(generalizationGap: -1) },
        { "LearningRateScale of group 'g'", () => _ = new ParamGroupSpec("g") { LearningRateScale = 0 } },
        { "WeightDecay of group 'g'", () => _ = new ParamGroupSpec("g") { WeightDecay = -1 } },
        { "Beta1 of group 'g'", () => _ = new ParamGroupSpec("g") { Beta1 = 1 } },
        { "Beta2 of group 'g'", () => _ = new ParamGroupSpec("g") { Beta2 = double.NaN } },
        { "AlphaRange of group 'g'", () => _ = new ParamGroupSpec("g") { AlphaRange = 2.5 } },
        { "BetaRange of group 'g'", () => _ = new ParamGroupSpec("g") { BetaRange = -0.5 } },
        { "BetaRange", () => _ = new GroupOptions { BetaRange = 3 } },
        { "Priority of task 't'", () => _ = new HuwTask("t", TaskKind.Regression, 0) },
        { "width", () => FeatureExtractor.Create(width: 5) },
        { "heads", () => FeatureExtractor.Create(width: 8, heads: 3) },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void MessagesNameOptionValueAndRange(string option, Action set)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(set);
        Assert.Equal(option, error.ParamName);
        Assert.StartsWith(option + " must ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.ActualValue);
        Assert.Contains(FormattableString.Invariant($"it is {error.ActualValue}"), error.Message, StringComparison.Ordinal);
    }

    /// <summary>Every option that is not a switch is in the table.</summary>
    [Fact]
    public void TheTableHasEveryOption() =>
        Assert.Equal(
            [],
            typeof(MetaAdamWOptions).GetProperties()
                .Where(p => p.CanWrite && p.PropertyType != typeof(bool))
                .Select(p => p.Name)
                .Except(OutOfRange().Select(row => ((string)row[0]).Split('.')[0])));

    [Fact]
    public void EpochsBecomeSteps()
    {
        Assert.Equal((217, 109), new MetaAdamWOptions { StepsPerEpoch = 217, WarmupEpochs = 1, WarmupSteps = 9, MetaPeriodEpochs = 0.5 }.Schedule());
        Assert.Equal((9, 50), new MetaAdamWOptions { WarmupSteps = 9, MetaPeriod = 50 }.Schedule());
        Assert.Contains("StepsPerEpoch", Assert.Throws<ArgumentException>(() => new MetaAdamWOptions { WarmupEpochs = 1 }.Schedule()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePaperStartsFromXavier()
    {
        Assert.False(MetaAdamWOptions.Paper.IdentityStart);
        Assert.True(new MetaAdamWOptions().IdentityStart);
        MetaAdamWOptions paper = MetaAdamWOptions.Paper;
        Assert.Equal(
            (ConductorKind.Attention, FactorScale.Linear, FactorCentering.None, FactorCentering.None, OnlineGradient.Off),
            (paper.Conductor, paper.FactorScale, paper.AlphaCentering, paper.BetaCentering, paper.Online));
        Assert.Equal((5e-4, 1e-2), (MetaAdamWOptions.Paper.LearningRate, MetaAdamWOptions.Paper.WeightDecay));
    }

    [Fact]
    public void TheRateOfOnlineLearningFitsTheConductorUntilItIsSet()
    {
        MetaAdamWOptions direct = MetaAdamWOptions.Default with { Conductor = ConductorKind.Direct };
        Assert.Equal((1e-3, 1e-2), (MetaAdamWOptions.Default.OnlineLearningRate, direct.OnlineLearningRate));
        Assert.Equal(0, (direct with { OnlineLearningRate = 0 }).OnlineLearningRate);
    }

    [Fact]
    public void TheDefaultLearnsInEachStepAndKeepsTheMeanRate()
    {
        manual_seed(1);   // Φ's first weights
        using OracleModel model = Models.Create("transformer");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: MetaAdamWOptions.Default with { TotalSteps = 60 });
        Assert.All(optimizer.Alpha.ToArray(), alpha => Assert.Equal(1, alpha));
        for (int t = 0; t < 60; t++)
        {
            optimizer.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
        }

        double[] logarithms = [.. optimizer.Alpha.ToArray().Select(alpha => Math.Log(alpha))], counts = [.. optimizer.Groups.Select(group => (double)group.Count)];
        Assert.True(logarithms.Max() - logarithms.Min() > 0.01, $"α are {string.Join(", ", optimizer.Alpha.ToArray())}");
        Assert.Equal(0, logarithms.Zip(counts, (logarithm, count) => logarithm * count).Sum() / counts.Sum(), 1e-9);
    }
}
