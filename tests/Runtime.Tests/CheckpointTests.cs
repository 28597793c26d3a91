namespace MetaAdamW.Runtime.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    private string Path => System.IO.Path.Combine(_folder, "training.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<MetaLearningRule, ConductorKind, OnlineGradient, StepKernelKind, int> Resumptions()
    {
        var cases = new TheoryData<MetaLearningRule, ConductorKind, OnlineGradient, StepKernelKind, int>();
        foreach (MetaLearningRule rule in Enum.GetValues<MetaLearningRule>())
        {
            cases.Add(rule, ConductorKind.Attention, OnlineGradient.Off, StepKernelKind.Automatic, 11);
            foreach (ConductorKind conductor in Enum.GetValues<ConductorKind>())
            {
                // After a step alone, and after a meta-update, which moves the weights that the last step was made with.
                cases.Add(rule, conductor, OnlineGradient.Cosine, StepKernelKind.Automatic, 11);
                cases.Add(rule, conductor, OnlineGradient.Raw, StepKernelKind.Automatic, 12);
                cases.Add(rule, conductor, OnlineGradient.Cosine, StepKernelKind.Foreach, 12);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Resumptions))]
    public void ResumedTrainingIsBitIdentical(MetaLearningRule rule, ConductorKind conductor, OnlineGradient online, StepKernelKind kernel, int at)
    {
        MetaAdamWOptions options = Training.Options with
        {
            MetaRule = rule, OnlineRule = rule, Conductor = conductor, Online = online, OnlineLearningRate = rule == MetaLearningRule.Adam ? 0.02 : 1,
            AlphaCentering = online == OnlineGradient.Raw ? FactorCentering.ByCount : FactorCentering.None,
            OnlineHorizon = online == OnlineGradient.Raw ? 4 : 1,
            Kernel = kernel,
        };
        using var straight = new Training(options);
        straight.Run(20);

        using var first = new Training(options);
        first.Run(at);
        TrainingCheckpoint.Save(Path, first.Model, first.Optimizer, first.Objective, new Dictionary<string, string> { ["epoch"] = "3" });
        using var resumed = new Training(options);
        resumed.Run(3);
        IReadOnlyDictionary<string, string> notes = TrainingCheckpoint.Restore(Path, resumed.Model, resumed.Optimizer, resumed.Objective);
        resumed.Run(20 - at);

        Assert.Equal("3", notes["epoch"]);
        Assert.Equal(straight.Everything(), resumed.Everything());
        Assert.Equal(straight.Signal(), resumed.Signal());
        Assert.False(File.Exists(Path + ".partial"));
    }

    [Fact]
    public void EveryDamageIsFoundAndChangesNothing()
    {
        using var training = new Training();
        training.Run(5);
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer, training.Objective);
        byte[] good = File.ReadAllBytes(Path);
        training.Run(2);
        byte[] before = training.Everything();
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] bad = [.. good];
            if (i % 3 == 0)
            {
                bad = bad[..random.Next(bad.Length)];
            }
            else if (i % 3 == 1)
            {
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            }
            else
            {
                bad = [.. bad, .. new byte[random.Next(1, 50)]];
            }

            File.WriteAllBytes(Path, bad);
            Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Restore(Path, training.Model, training.Optimizer, training.Objective));
            Assert.Equal(before, training.Everything());
        }
    }

    [Fact]
    public void ANewerVersionIsNamed()
    {
        using var training = new Training();
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer);
        byte[] bytes = File.ReadAllBytes(Path);
        bytes[4] = 9;
        File.WriteAllBytes(Path, bytes);
        Assert.Contains("version 9", Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Restore(Path, training.Model, training.Optimizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherTrainingIsRefusedWithAllDifferences()
    {
        using var training = new Training();
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer);
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Training.Options with { Layers = 2, FeedForwardWidth = 5 });
        IReadOnlyList<string> problems = Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Restore(Path, model, optimizer)).Problems;
        Assert.Contains(problems, p => p.Contains("linear/middle/weight", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("no tensor model.fc1.weight", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("attention.layers.0.expand.weight is Float64[4, 6] in it, Float64[5, 6] here", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("options", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherOptionsAreTakenWhenAskedFor()
    {
        using var training = new Training();
        training.Run(3);
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer);
        using OracleModel model = Models.Create("resnet");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Training.Options with { MetaPeriod = 99 });
        Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Restore(Path, model, optimizer));
        TrainingCheckpoint.Restore(Path, model, optimizer, otherOptions: true);
        Assert.Equal(3, optimizer.Steps);
    }

    [Fact]
    public void AnUnwritablePlaceLeavesTheOldFile()
    {
        using var training = new Training();
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer);
        byte[] good = File.ReadAllBytes(Path);
        Directory.CreateDirectory(Path + ".partial");
        Assert.ThrowsAny<Exception>(() => TrainingCheckpoint.Save(Path, training.Model, training.Optimizer));
        Assert.Equal(good, File.ReadAllBytes(Path));
    }

    [Fact]
    public void AnObjectiveWithTooFewBatchesIsRefusedAndStaysWhereItWas()
    {
        using var training = new Training();
        training.Run(6);
        long drawn = training.Objective.Positions()[0];
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer, training.Objective);
        var shorter = new MetaObjective<int>(training.Model, seed => training.Model.Loss(training.Model.Batch(seed)), [1], [6, 7, 8]);
        Assert.NotNull(shorter.DrawValidation());
        training.Run(1);
        byte[] before = training.Everything();
        CheckpointException error = Assert.Throws<CheckpointException>(
            () => TrainingCheckpoint.Restore(Path, training.Model, training.Optimizer, shorter));
        Assert.InRange(drawn, 2, 5);
        Assert.Equal([$"the meta-objective had drawn {drawn} training batches of a pass; its sequence has only 1 now"], error.Problems);
        Assert.Equal(before, training.Everything());
        Assert.Equal([0, 1], shorter.Positions());
    }

    /// <summary>Linux's /dev/full stands for a full disk.</summary>
    [Fact]
    public void AFullDiskLeavesTheOldFileAndNothingElse()
    {
        using var training = new Training();
        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer);
        byte[] good = File.ReadAllBytes(Path);
        File.CreateSymbolicLink(Path + ".partial", "/dev/full");
        IOException error = Assert.Throws<IOException>(() => TrainingCheckpoint.Save(Path, training.Model, training.Optimizer));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(Path));
        Assert.False(File.Exists(Path + ".partial"));
    }

    [Fact]
    public void ACheckpointThatIsBeingWrittenIsLeftToItsWriter()
    {
        using var training = new Training();
        using (new FileStream(Path + ".partial", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.Throws<IOException>(() => TrainingCheckpoint.Save(Path, training.Model, training.Optimizer));
            Assert.True(File.Exists(Path + ".partial"));
        }

        TrainingCheckpoint.Save(Path, training.Model, training.Optimizer);
    }

    /// <summary>A run with batch normalisation, dropout-like noise from torch's random state, and meta-updates every third step.</summary>
    private sealed class Training : IDisposable
    {
        public static readonly MetaAdamWOptions Options = new()
        {
            Layers = 1, FeedForwardWidth = 4, MetaPeriod = 3, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2,
        };

        public Training(MetaAdamWOptions? options = null)
        {
            manual_seed(3);
            Model = Models.Create("resnet");
            Optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(Model), options: options ?? Options);
            Optimizer.Stepped += record => _last = record;
            Objective = new MetaObjective<int>(Model, seed => Model.Loss(Model.Batch(seed)), [1, 2, 3, 4, 5], [6, 7, 8]);
        }

        private StepRecord? _last;

        public OracleModel Model { get; }

        public MetaAdamWOptimizer Optimizer { get; }

        public MetaObjective<int> Objective { get; }

        public void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                Model.zero_grad();
                (Tensor input, Tensor target) = Model.Batch((int)Optimizer.Steps);
                Model.Loss((input.add(rand_like(input), alpha: 0.1), target)).backward();
                Optimizer.step();
                Optimizer.MetaUpdate(Objective);
                Optimizer.ParamGroups.Single().LearningRate *= 0.99;
            }
        }

        public double[] Signal() => [.. _last!.Online?.SignalToNoise ?? [], .. _last.Online?.ByAlpha ?? []];

        public byte[] Everything()
        {
            using DisposeScope scope = NewDisposeScope();
            return
            [
                .. Model.state_dict().Values.SelectMany(t => t.bytes.ToArray()),
                .. Optimizer.StateTensors().SelectMany(t => t.Tensor.bytes.ToArray()),
                .. get_rng_state().bytes.ToArray(),
                .. BitConverter.GetBytes(Optimizer.Steps),
                .. BitConverter.GetBytes(Optimizer.ParamGroups.Single().LearningRate),
                .. Optimizer.Alpha.ToArray().SelectMany(BitConverter.GetBytes),
            ];
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            Model.Dispose();
        }
    }
}
