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
        AttentionEvaluator evaluator = AttentionEvaluator.For(module, groups);
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
}
