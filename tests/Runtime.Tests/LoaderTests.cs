namespace MetaAdamW.Runtime.Tests;

/// <summary>A meta-update takes its batches from the user's own loaders, and training does not notice.</summary>
public sealed class LoaderTests
{
    private static readonly MetaAdamWOptions Small = new()
    {
        Layers = 1, FeedForwardWidth = 4, MetaPeriod = 2, MetaLearningRate = 1e-2, IdentityStart = false, LearningRate = 1e-2,
    };

    /// <summary>One shuffled loader serves training and meta-updates: training gets the same batches with and without them.</summary>
    [Fact]
    public void ASharedShuffledLoaderGivesTrainingTheSameOrder()
    {
        List<long[]> without = Epochs(meta: false), with = Epochs(meta: true);
        Assert.Equal(without, with);
        Assert.NotEqual(without[0].Order(), without[0]);

        static List<long[]> Epochs(bool meta)
        {
            using OracleModel model = Models.Create("mlp");
            using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
            using var rows = new Rows();
            using var held = new DataLoader(rows, 16, disposeDataset: false);
            using var loader = new DataLoader(rows, 8, shuffle: true, seed: 5, disposeDataset: false);
            var objective = new MetaObjective<Dictionary<string, Tensor>>(model, Loss, loader, held);
            var seen = new List<long[]>();
            for (int epoch = 0; epoch < 2; epoch++)
            {
                foreach (Dictionary<string, Tensor> batch in loader)
                {
                    seen.Add(batch["number"].data<long>().ToArray());
                    optimizer.zero_grad();
                    Loss(batch).backward();
                    optimizer.step();
                    if (meta)
                    {
                        optimizer.MetaUpdate(objective);
                    }
                }
            }

            Assert.Equal(meta ? 8 : 0, optimizer.MetaUpdates);
            return seen;

            Tensor Loss(Dictionary<string, Tensor> batch) => model.call(batch["input"]).pow(2).mean();
        }
    }

    /// <summary>Batches that are drawn by torch's own random state: the training loop's next draw is what it would have been.</summary>
    [Fact]
    public void SequencesThatDrawFromTorchsRandomStateLeaveItAlone()
    {
        long[] without = Drawn(meta: false), with = Drawn(meta: true);
        Assert.Equal(without, with);

        static long[] Drawn(bool meta)
        {
            manual_seed(9);
            using OracleModel model = Models.Create("mlp");
            using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small);
            var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), Seeds(), Seeds());
            var seen = new List<long>();
            foreach (int seed in Seeds().Take(12))
            {
                seen.Add(seed);
                optimizer.zero_grad();
                model.Loss(model.Batch(seed)).backward();
                optimizer.step();
                if (meta)
                {
                    optimizer.MetaUpdate(objective);
                }
            }

            return [.. seen];
        }

        static IEnumerable<int> Seeds()
        {
            while (true)
            {
                yield return (int)randint(1000, [1], ScalarType.Int64).item<long>();
            }
        }
    }

    /// <summary>Of an endless source a meta-update takes three batches, and no more are ever asked for.</summary>
    [Fact]
    public void NoMoreBatchesAreTakenThanAreUsed()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: Small with { MetaPeriod = 1 });
        (int Train, int Validation) taken = (0, 0);
        var objective = new MetaObjective<int>(
            model,
            seed => model.Loss(model.Batch(seed)),
            Enumerable.Range(0, int.MaxValue).Select(i => i + (0 * taken.Train++)),
            Enumerable.Range(0, int.MaxValue).Select(i => i + (0 * taken.Validation++)));
        for (int t = 1; t <= 3; t++)
        {
            optimizer.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
            optimizer.MetaUpdate(objective);
            Assert.Equal((2 * t, t), taken);
        }
    }

    private sealed class Rows : utils.data.Dataset
    {
        private readonly Tensor _inputs = new Lcg(1).Tensor(64, 5);

        public override long Count => 64;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            new() { ["input"] = _inputs.select(0, index), ["number"] = tensor(index) };
    }
}
