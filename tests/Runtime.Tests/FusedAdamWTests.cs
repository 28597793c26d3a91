using System.Text.Json;

namespace MetaAdamW.Runtime.Tests;

public sealed class FusedAdamWTests
{
    [Theory]
    [InlineData("float32", 1e-5)]
    [InlineData("float64", 1e-12)]
    public void HundredStepsFollowPyTorch(string type, double tolerance)
    {
        JsonElement expected = OracleData.Read("adamw.json.gz").GetProperty(type);
        using OracleModel model = Models.Create("transformer", type == "float32" ? ScalarType.Float32 : ScalarType.Float64);
        using var optimizer = new FusedAdamW(model.named_parameters(), lr: 3e-3, weight_decay: 1e-1);
        double[] losses = new double[100];
        for (int t = 0; t < losses.Length; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = model.Loss(model.Batch(100 + (t % 10)));
            loss.backward();
            optimizer.step();
            losses[t] = loss.to(ScalarType.Float64).item<double>();
        }

        OracleData.AssertClose(expected.GetProperty("losses").Numbers(), losses, tolerance, "losses");
        OracleData.AssertClose(
            expected.GetProperty("parameters").Numbers(), OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))), tolerance, "parameters");
        AdamWOptimizer.State[] states = [.. model.named_parameters().Select(p => optimizer.StateOf(p.parameter))];
        string[] names = [.. model.named_parameters().Select(p => p.name)];
        OracleData.AssertClose(
            expected.GetProperty("firstMoments").Numbers(), OracleData.Flat(states.Select((s, i) => (names[i], s.FirstMoment))), 10 * tolerance, "m");
        OracleData.AssertClose(
            expected.GetProperty("secondMoments").Numbers(), OracleData.Flat(states.Select((s, i) => (names[i], s.SecondMoment))), 10 * tolerance, "v");
    }

    /// <summary>Groups with rates, betas, decay and sign of their own, missing gradients, and every length around a vector and a chunk.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 2e-6)]
    [InlineData(ScalarType.Float64, 1e-14)]
    public void GroupsAndMissingGradientsAreAsWithTorchsOwn(ScalarType type, double tolerance)
    {
        long[] sizes = [1, 3, 15, 16, 17, 33, 4096, 4097, 16384, 16385, 40000];
        Parameter[] ours = [.. sizes.Select((n, i) => new Parameter(new Lcg((ulong)i).Tensor(n).to(type)))];
        Parameter[] theirs = [.. ours.Select(p => new Parameter(p.detach().clone()))];
        using var optimizer = new FusedAdamW(
            [
                new FusedAdamW.ParamGroup(Named(ours[..4])),
                new FusedAdamW.ParamGroup(Named(ours[4..8]), new() { LearningRate = 0.03, WeightDecay = 0, Betas = (0.8, 0.95), Epsilon = 1e-3 }),
                new FusedAdamW.ParamGroup(Named(ours[8..]), new() { Maximize = true, WeightDecay = 0.3 }),
            ],
            lr: 0.01);
        using optim.Optimizer first = optim.AdamW(theirs[..4], lr: 0.01, weight_decay: 0.01);
        using optim.Optimizer second = optim.AdamW(theirs[4..8], lr: 0.03, beta1: 0.8, beta2: 0.95, eps: 1e-3, weight_decay: 0);
        using optim.Optimizer third = optim.AdamW(theirs[8..], lr: 0.01, weight_decay: 0.3, maximize: true);
        for (int t = 0; t < 6; t++)
        {
            for (int i = 0; i < ours.Length; i++)
            {
                using Tensor gradient = new Lcg((ulong)((100 * t) + i)).Tensor(sizes[i]).to(type);
                ours[i].grad = theirs[i].grad = (t + i) % 5 == 0 ? null : gradient;
            }

            optimizer.step();
            first.step();
            second.step();
            third.step();
        }

        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(ours[i].sub(theirs[i]).abs().max().to(ScalarType.Float64).item<double>() <= tolerance, $"{sizes[i]} elements");
        }

        static IEnumerable<(string, Parameter)> Named(Parameter[] parameters) => parameters.Select((p, i) => ($"p{i}", p));
    }

    [Fact]
    public void ThreadsDoNotChangeTheResult()
    {
        int before = get_num_threads();
        try
        {
            float[][] results = [.. ((int[])[1, 2, 5]).Select(threads =>
            {
                set_num_threads(threads);
                using Parameter p = new(new Lcg(1).Tensor(300_001).to(ScalarType.Float32));
                using var optimizer = new FusedAdamW([p]);
                for (int t = 0; t < 5; t++)
                {
                    p.grad = new Lcg((ulong)t).Tensor(300_001).to(ScalarType.Float32);
                    optimizer.step();
                }

                return p.data<float>().ToArray();
            })];
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void OtherTypesGoThroughForeach()
    {
        using Parameter half = new(ones(64, dtype: ScalarType.BFloat16));
        using Parameter turned = new(torch.ones(3, 4).t());
        using Parameter plain = new(ones(5));
        using var optimizer = new FusedAdamW([half, turned, plain], weight_decay: 0);
        for (int t = 0; t < 20; t++)
        {
            half.grad = full(64, 0.5, dtype: ScalarType.BFloat16);
            turned.grad = torch.ones(3, 4).t();
            plain.grad = ones(5);
            optimizer.step();
        }

        // 20 steps of the whole rate; the float32 copy saw each of them.
        Assert.All((float[])[half.to(ScalarType.Float32).data<float>()[0], turned[0, 0].item<float>(), plain[0].item<float>()], x => Assert.Equal(0.98f, x, 4e-3f));
        Assert.Contains("fused float32", optimizer.ToString(), StringComparison.Ordinal);
        Assert.Contains("foreach", optimizer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheDefaultDecayIsPyTorchs()
    {
        using Parameter p = new(ones(3));
        using var optimizer = new FusedAdamW([p], lr: 0.1);
        p.grad = zeros(3);
        optimizer.step();
        Assert.Equal(1 - (0.1f * 0.01f), p[0].item<float>(), 1e-7f);
    }

    [Fact]
    public void SchedulersMoveTheRate()
    {
        using Parameter p = new(ones(3));
        using var optimizer = new FusedAdamW([p], lr: 0.1);
        optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.5);
        p.grad = ones(3);
        optimizer.step();
        scheduler.step();
        Assert.Equal(0.05, optimizer.ParamGroups.Single().LearningRate);
        optim.lr_scheduler.LRScheduler cycle = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 10);
        cycle.step();
        Assert.NotEqual(0.9, optimizer.Momentum);
    }

    [Fact]
    public void StateGoesThroughTorchsOwnFormat()
    {
        using OracleModel model = Models.Create("mlp");
        using OracleModel copy = Models.Create("mlp");
        using var optimizer = new FusedAdamW(model.parameters(), lr: 0.01);
        using var restored = new FusedAdamW(copy.parameters());
        Run(model, optimizer, 0, 5);
        using var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        restored.load_state_dict(new BinaryReader(stream));
        copy.load_state_dict(model.state_dict());
        Run(model, optimizer, 5, 5);
        Run(copy, restored, 5, 5);
        Assert.Equal(Values(model), Values(copy));
    }

    [Fact]
    public void TheStateOfAnotherKindOfOptimizerIsRefusedAndChangesNothing()
    {
        using Parameter p = new(ones(3));
        using var optimizer = new FusedAdamW([p], lr: 0.1);
        using var other = optim.SGD([p], learningRate: 0.5);
        string message = Assert.Throws<ArgumentException>(() => optimizer.load_state_dict(other.state_dict())).Message;
        Assert.Contains("another kind of optimizer", message, StringComparison.Ordinal);
        Assert.Equal(0.1, optimizer.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void AGroupCanJoinLater()
    {
        using Parameter a = new(ones(3)), b = new(ones(3));
        using var optimizer = new FusedAdamW([a], lr: 0.1, weight_decay: 0);
        a.grad = ones(3);
        b.grad = ones(3);
        optimizer.step();
        optimizer.add_param_group(new FusedAdamW.ParamGroup([("b", b)], new() { LearningRate = 0.5 }));
        optimizer.step();
        Assert.Equal(0.8f, a[0].item<float>(), 1e-6f);
        Assert.Equal(0.5f, b[0].item<float>(), 1e-6f);
        Assert.Contains("again", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new FusedAdamW.ParamGroup([("again", b)]))).Message, StringComparison.Ordinal);
        optimizer.step();
    }

    [Fact]
    public void WrongSettingsAreNamed()
    {
        using Parameter p = new(ones(3));
        Assert.Contains("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new FusedAdamW([p], lr: -1)).Message, StringComparison.Ordinal);
        Assert.Contains("Betas.Second", Assert.Throws<ArgumentOutOfRangeException>(() => new FusedAdamW([p], beta2: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FusedAdamW([p, p]));
        Assert.Throws<ArgumentException>(() => new FusedAdamW(Array.Empty<Parameter>()));
    }

    private static void Run(OracleModel model, FusedAdamW optimizer, int first, int steps)
    {
        for (int t = first; t < first + steps; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
        }
    }

    private static double[] Values(OracleModel model) => OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
}
