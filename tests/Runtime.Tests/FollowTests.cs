namespace MetaAdamW.Runtime.Tests;

/// <summary>A model that moves or is converted takes its optimizer along. No GPU was there to test on: META stands for another device.</summary>
public sealed class FollowTests
{
    private static readonly MetaAdamWOptions Options = new()
    {
        Layers = 1, FeedForwardWidth = 4, MetaPeriod = 2, MetaLearningRate = 1e-2, IdentityStart = false, MetaRule = MetaLearningRule.Adam, MetaGradientLimit = 1e-3,
    };

    [Theory]
    [InlineData(StepKernelKind.Automatic, OnlineGradient.Off)]
    [InlineData(StepKernelKind.Foreach, OnlineGradient.Off)]
    [InlineData(StepKernelKind.Automatic, OnlineGradient.Cosine)]
    [InlineData(StepKernelKind.Foreach, OnlineGradient.Cosine)]
    public void TrainingGoesOnAsIfNothingHadHappened(StepKernelKind kernel, OnlineGradient online)
    {
        using OracleModel still = Models.Create("transformer", ScalarType.Float32), moving = Models.Create("transformer", ScalarType.Float32);
        using MetaAdamWOptimizer one = Create(still, kernel, online), other = Create(moving, kernel, online);
        for (int t = 0; t < 9; t++)
        {
            Step(still, one, t);
            Step(moving, other, t);
            if (t == 3)
            {
                // There and back again: other parameters of the same values.
                moving.to(ScalarType.Float64);
                moving.to(ScalarType.Float32);
                Assert.Contains("Follow", Assert.Throws<InvalidOperationException>(() => other.step()).Message, StringComparison.Ordinal);
                other.Follow(moving);
            }
        }

        Assert.Equal(Values(still), Values(moving));
        Assert.Equal(one.Alpha.ToArray(), other.Alpha.ToArray());
        Assert.Equal(one.MetaUpdates, other.MetaUpdates);
        Assert.Equal((4, 4), (one.ClippedMetaUpdates, other.ClippedMetaUpdates));
        Assert.Equal(9, other.StateOf(moving.parameters().First()).Step);
    }

    [Fact]
    public void AnotherTypeTakesAnotherPath()
    {
        using OracleModel model = Models.Create("mlp", ScalarType.Float32);
        using MetaAdamWOptimizer optimizer = Create(model, StepKernelKind.Automatic);
        Step(model, optimizer, 0);
        double[] moment = optimizer.StateOf(model.parameters().First()).FirstMoment.to(ScalarType.Float64).data<double>().ToArray();
        model.bfloat16();
        optimizer.Follow(model);
        Assert.Contains("foreach on cpu", optimizer.ToString(), StringComparison.Ordinal);
        MetaAdamWOptimizer.State state = optimizer.StateOf(model.parameters().First());
        Assert.Equal((1, ScalarType.Float32), (state.Step, state.Master!.dtype));
        Assert.Equal(moment, state.FirstMoment.to(ScalarType.Float64).data<double>().ToArray());
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = ones_like(parameter);
        }

        optimizer.step();
        Assert.Equal(2, state.Step);
    }

    [Fact]
    public void StateAndAttentionGoToTheDevice()
    {
        using OracleModel model = Models.Create("mlp", ScalarType.Float32);
        using MetaAdamWOptimizer optimizer = Create(model, StepKernelKind.Automatic, OnlineGradient.Off);
        Step(model, optimizer, 0);
        model.to(META);
        optimizer.Follow(model);
        Assert.Contains("foreach on meta", optimizer.ToString(), StringComparison.Ordinal);
        Assert.All(optimizer.Attention.parameters(), p => Assert.Equal(DeviceType.META, p.device_type));
        Assert.All(model.parameters(), p => Assert.Equal(DeviceType.META, optimizer.StateOf(p).SecondMoment.device_type));
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = ones_like(parameter);
        }

        optimizer.step();
        Assert.Equal(2, optimizer.Steps);
    }

    [Fact]
    public void AnotherModelIsRefusedAndNothingChanges()
    {
        using OracleModel model = Models.Create("mlp"), other = Models.Create("lstm");
        using MetaAdamWOptimizer optimizer = Create(model, StepKernelKind.Automatic);
        Step(model, optimizer, 0);
        string message = Assert.Throws<ParamGroupBindingException>(() => optimizer.Follow(other)).Message;
        Assert.Contains("fc1.weight: not in the model", message, StringComparison.Ordinal);
        Step(model, optimizer, 1);
        Assert.Equal(2, optimizer.StateOf(model.get_parameter("fc1.weight")!).Step);
    }

    private static MetaAdamWOptimizer Create(OracleModel model, StepKernelKind kernel, OnlineGradient online = OnlineGradient.Cosine)
    {
        var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true), options: Options with { Kernel = kernel, Online = online });
        Lcg.Fill(optimizer.Attention.named_parameters().Select(p => (p.name, p.parameter)), 11);
        optimizer.RefreshAttention();
        return optimizer;
    }

    private static void Step(OracleModel model, MetaAdamWOptimizer optimizer, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        model.zero_grad();
        model.Loss(model.Batch(seed)).backward();
        optimizer.step();
        optimizer.MetaUpdate(new MetaObjective<int>(model, s => model.Loss(model.Batch(s)), [1, 2], [3]));
    }

    private static double[] Values(OracleModel model) => OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
}
