using System.Globalization;
using System.Security.Cryptography;

namespace MetaAdamW.Runtime.Tests;

/// <summary>
/// A training program that goes on from its checkpoint, if there is one, and saves after each step. It says what it has done, a line
/// each: <c>at N</c> where it begins, <c>saved N</c>, and at the end <c>done DIGEST</c> of every bit that training has left.
/// </summary>
internal static class InterruptedTraining
{
    private static readonly MetaAdamWOptions Options = new()
    {
        Layers = 2, FeedForwardWidth = 8, MetaPeriod = 3, MetaLearningRate = 1e-2, MetaRule = MetaLearningRule.Adam, IdentityStart = false, LearningRate = 1e-2,
    };

    public static void Run(string checkpoint, int steps)
    {
        manual_seed(3);
        using var model = nn.Sequential(
            ("fc1", nn.Linear(64, 600)), ("norm1", nn.BatchNorm1d(600)), ("relu", nn.ReLU()), ("drop", nn.Dropout(0.2)), ("fc2", nn.Linear(600, 200)), ("head", nn.Linear(200, 4)));
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true, heads: 2), options: Options);
        using Tensor map = new Lcg(5).Tensor(64, 4).to(ScalarType.Float32);
        var objective = new MetaObjective<int>(model, Loss, Enumerable.Range(100, 40), Enumerable.Range(200, 7));
        if (File.Exists(checkpoint))
        {
            TrainingCheckpoint.Restore(checkpoint, model, optimizer, objective);
        }

        Say($"at {optimizer.Steps}");
        while (optimizer.Steps < steps)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();

            // Which rows come next is torch's random state's to say, as with a shuffled loader.
            Loss((int)randint(1000, [1], ScalarType.Int64).item<long>()).backward();
            optimizer.step();
            optimizer.MetaUpdate(objective);
            TrainingCheckpoint.Save(checkpoint, model, optimizer, objective);
            Say($"saved {optimizer.Steps}");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Tensor random = get_rng_state();
        foreach (Tensor tensor in (IEnumerable<Tensor>)[.. model.state_dict().Values, .. optimizer.StateTensors().Select(t => t.Tensor), random])
        {
            hash.AppendData(tensor.bytes);
        }

        foreach (double factor in optimizer.Alpha)
        {
            hash.AppendData(BitConverter.GetBytes(factor));
        }

        Say($"done {Convert.ToHexString(hash.GetHashAndReset())} {optimizer.MetaUpdates.ToString(CultureInfo.InvariantCulture)}");

        Tensor Loss(int seed)
        {
            Tensor x = new Lcg((ulong)seed).Tensor(16, 64).to(ScalarType.Float32);
            return model.call(x.add(rand_like(x), alpha: 0.1)).sub(x.matmul(map)).pow(2).mean();
        }
    }

    private static void Say(string line)
    {
        Console.WriteLine(line);
        Console.Out.Flush();
    }
}
