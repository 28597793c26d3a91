namespace MetaAdamW.Runtime.Tests;

/// <summary>The optimizer's state through torch's own format: all of it, or nothing.</summary>
public sealed class StateDictionaryTests
{
    private static readonly MetaAdamWOptions Small = new()
    {
        Layers = 1, FeedForwardWidth = 4, MetaPeriod = 2, MetaLearningRate = 1e-2, IdentityStart = false, MetaRule = MetaLearningRule.Adam,
    };

    [Theory]
    [InlineData(false, OnlineGradient.Off, ConductorKind.Attention)]
    [InlineData(true, OnlineGradient.Off, ConductorKind.Attention)]
    [InlineData(false, OnlineGradient.Cosine, ConductorKind.Attention)]
    [InlineData(true, OnlineGradient.Raw, ConductorKind.Direct)]
    public void EveryTruncationIsRefusedAndChangesNothing(bool oneByOne, OnlineGradient online, ConductorKind conductor)
    {
        MetaAdamWOptions options = Small with { Online = online, Conductor = conductor, AlphaCentering = FactorCentering.Equal };
        using var trained = new Training("mlp", options);
        trained.Run(5);
        byte[] good = trained.Save();
        using var target = new Training("mlp", options);
        target.Run(3);
        byte[] before = target.Everything();
        for (int length = 0; length < good.Length; length += length < 400 ? 7 : 61)
        {
            Assert.ThrowsAny<Exception>(() => target.Load(good[..length], oneByOne));
            Assert.Equal(before, target.Everything());
        }

        target.Load(good, oneByOne);
        Assert.Equal(trained.Everything(), target.Everything());
    }

    public static TheoryData<string, string, MetaAdamWOptions> Foreign() => new()
    {
        { "mlp", "fc1", Small with { FeedForwardWidth = 5 } },
        { "mlp", "other training", Small with { MetaRule = MetaLearningRule.GradientDescent } },
        { "twin", "fc1", Small },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void AnotherOptimizersStreamIsRefusedAndChangesNothing(string model, string _, MetaAdamWOptions options)
    {
        using var foreign = new Training(model, options);
        foreign.Run(4);
        using var target = new Training("mlp", Small);
        target.Run(3);
        byte[] before = target.Everything();
        Exception error = Assert.ThrowsAny<Exception>(() => target.Load(foreign.Save()));
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, target.Everything());
        error = Assert.ThrowsAny<Exception>(() => target.Optimizer.load_state_dict(foreign.Optimizer.state_dict()));
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, target.Everything());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void AnImpossibleOptionIsRefusedAndNamed(double rate)
    {
        using var trained = new Training("mlp", Small);
        trained.Run(2);
        byte[] stream = trained.Save();
        byte[] wanted = BitConverter.GetBytes(Small.LearningRate);
        int at = stream.AsSpan().IndexOf(wanted);
        BitConverter.GetBytes(rate).CopyTo(stream, at + sizeof(double));
        using var target = new Training("mlp", Small);
        target.Run(3);
        byte[] before = target.Everything();
        string message = Assert.ThrowsAny<InvalidDataException>(() => target.Load(stream)).Message;
        Assert.Contains("the options of group 0: LearningRate must be", message, StringComparison.Ordinal);
        Assert.Equal(before, target.Everything());
    }

    [Fact]
    public void OneElementLoadsByItself()
    {
        using var trained = new Training("mlp", Small);
        trained.Run(4);
        using var target = new Training("mlp", Small);
        using var stream = new MemoryStream();
        trained.Optimizer.state_dict().State[1].SaveStateDict(new BinaryWriter(stream));
        stream.Position = 0;
        target.Optimizer.state_dict().State[1].LoadStateDict(new BinaryReader(stream));
        Assert.True(target.Optimizer.state_dict().State[1].ApproximatelyEquals(trained.Optimizer.state_dict().State[1]));
    }

    [Fact]
    public void AddingAGroupKeepsWhatPhiHasLearned()
    {
        using OracleModel model = Models.Create("mlp");
        (string name, Parameter parameter)[] all = [.. model.named_parameters()];
        using var optimizer = new MetaAdamWOptimizer(all[..1], FeatureExtractor.Create(FeatureSet.Enhanced), options: Small);
        for (int t = 0; t < 4; t++)
        {
            Step();
        }

        double[][] before = [.. optimizer.Learner.Moments.Select(m => m.data<double>().ToArray())];
        long updates = optimizer.MetaUpdates;
        Assert.Contains(before, m => m.Any(x => x != 0));
        optimizer.add_param_group(new MetaAdamWOptimizer.ParamGroup(all[1..]));

        double[][] after = [.. optimizer.Learner.Moments.Select(m => m.data<double>().ToArray())];
        Assert.Equal((updates, 2), (optimizer.MetaUpdates, optimizer.Groups.Count));
        foreach ((double[] old, double[] now) in before.Zip(after))
        {
            Assert.Equal(old, now[..old.Length]);
            Assert.All(now[old.Length..], x => Assert.Equal(0, x));
        }

        Assert.Equal(2, before.Zip(after).Count(m => m.First.Length < m.Second.Length));
        Step();
        Step();
        Assert.Equal(updates + 1, optimizer.MetaUpdates);

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch((int)optimizer.Steps)).backward();
            optimizer.step();
            optimizer.MetaUpdate(new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]));
        }
    }

    private sealed class Training : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> _model;
        private readonly MetaObjective _objective;

        public Training(string model, MetaAdamWOptions options)
        {
            manual_seed(1);
            // The twin has as many groups and tensors as the oracle's, of other shapes.
            _model = model == "mlp" ? Models.Create("mlp") : nn.Sequential(("fc1", nn.Linear(5, 6, dtype: ScalarType.Float64)), ("fc2", nn.Linear(6, 3, dtype: ScalarType.Float64)));
            Optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(_model), options: options);
            _objective = new MetaObjective<int>(_model, Loss, [1, 2], [3]);
        }

        public MetaAdamWOptimizer Optimizer { get; }

        public void Run(int steps)
        {
            for (int t = 0; t < steps; t++)
            {
                using DisposeScope scope = NewDisposeScope();
                Optimizer.zero_grad();
                Loss((int)Optimizer.Steps).backward();
                Optimizer.step();
                Optimizer.MetaUpdate(_objective);
            }
        }

        public byte[] Save()
        {
            using var stream = new MemoryStream();
            Optimizer.save_state_dict(new BinaryWriter(stream));
            return stream.ToArray();
        }

        /// <summary>Loads by the binding, or element by element with nothing put back around them, as TorchSharp itself does.</summary>
        public void Load(byte[] stream, bool oneByOne = false)
        {
            using var reader = new BinaryReader(new MemoryStream(stream));
            if (!oneByOne)
            {
                Optimizer.load_state_dict(reader);
                return;
            }

            optim.Optimizer.StateDictionary state = Optimizer.state_dict();
            _ = reader.ReadString();
            Assert.Equal((state.Options.Count, state.State.Count), (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
            state.Options.ForEach(options => options.LoadStateDict(reader));
            state.State.ForEach(element => element.LoadStateDict(reader));
        }

        public byte[] Everything()
        {
            using DisposeScope scope = NewDisposeScope();
            return
            [
                .. Optimizer.StateTensors().SelectMany(t => t.Tensor.bytes.ToArray()),
                .. System.Text.Encoding.UTF8.GetBytes(string.Join(' ', Optimizer.Describe().Rates.Select(r => r.ToString()))),
                .. System.Text.Encoding.UTF8.GetBytes($"{Optimizer.Steps} {Optimizer.MetaUpdates} {Optimizer.SkippedSteps} {string.Join(' ', Optimizer.Describe().ParameterSteps)}"),
                .. System.Text.Encoding.UTF8.GetBytes(CheckpointFile.Write(Optimizer.Describe().Online)),
                .. Optimizer.Alpha.ToArray().Concat(Optimizer.Beta.ToArray()).SelectMany(BitConverter.GetBytes),
            ];
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            _model.Dispose();
        }

        private Tensor Loss(int seed)
        {
            var lcg = new Lcg((ulong)seed);
            return _model.call(lcg.Tensor(4, 5)).sub(lcg.Tensor(4, 3)).pow(2).mean();
        }
    }
}
