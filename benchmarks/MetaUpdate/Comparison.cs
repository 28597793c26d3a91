using System.Diagnostics;
using static TorchSharp.torch;

namespace MetaAdamW.MetaUpdateBenchmark;

/// <summary>What a meta-update of one kind takes.</summary>
/// <param name="Setting">The model and the options.</param>
/// <param name="Milliseconds">Median of a meta-update.</param>
/// <param name="Ratio">That by the median of a forward and backward pass in the same rounds.</param>
/// <param name="Lowest">The first quartile of the rounds' own ratios.</param>
/// <param name="Highest">The third quartile.</param>
internal sealed record Cost(string Setting, double Milliseconds, double Ratio, double Lowest, double Highest);

/// <summary>Times meta-updates of all kinds against forward and backward passes, in turn.</summary>
internal static class Comparison
{
    private static readonly (string Name, MetaAdamWOptions Options)[] Settings =
    [
        ("exact", new()),
        ("central differences", new() { SecondDerivatives = SecondDerivatives.CentralDifferences }),
        ("exact, the step's gradient for ∇1", new() { FirstGradient = FirstGradientSource.LastStep }),
        ("central differences, the step's gradient for ∇1", new() { SecondDerivatives = SecondDerivatives.CentralDifferences, FirstGradient = FirstGradientSource.LastStep }),
        ("loss decrease alone", new() { Objective = MetaObjectiveKind.LossDecrease }),
        ("gradient alone", new() { Objective = MetaObjectiveKind.Gradient }),
        ("generalization gap alone", new() { Objective = MetaObjectiveKind.GeneralizationGap }),
    ];

    public static IReadOnlyList<Cost> Run<TModel>(
        string name, TModel model, Func<TModel, MetaAdamWOptions, MetaAdamWOptimizer> create, int batchSize, int rounds)
        where TModel : nn.Module<Tensor, Tensor>
    {
        var batches = Enumerable.Range(0, 8).Select(_ => (Inputs: randn(batchSize, Tasks.Models.OilTemperatureTransformer.Hours), Targets: randn(batchSize))).ToArray();
        var optimizers = Settings.Select(s => create(model, s.Options with { MetaPeriod = 1, LearningRate = 1e-5, IdentityStart = false })).ToArray();
        var objectives = Settings.Select(_ => new MetaObjective<(Tensor, Tensor)>(model, Loss, batches, batches)).ToArray();
        var passes = new List<double>();
        var updates = Settings.Select(_ => new List<double>()).ToArray();
        for (var round = -2; round < rounds; round++)
        {
            for (var i = 0; i < optimizers.Length; i++)
            {
                using var scope = NewDisposeScope();
                Tensor? loss = null;
                var pass = Time(() =>
                {
                    model.zero_grad();
                    loss = Loss(batches[0]);
                    loss.backward();
                });
                optimizers[i].step();
                var update = Time(() => optimizers[i].MetaUpdate(objectives[i], loss));
                if (round >= 0)
                {
                    passes.Add(pass);
                    updates[i].Add(update);
                }
            }
        }

        var onePass = Quantile(passes, 0.5);
        return
        [
            new Cost($"{name}: forward and backward", onePass, 1, Quantile(passes, 0.25) / onePass, Quantile(passes, 0.75) / onePass),
            .. Settings.Select((s, i) => new Cost(
                $"{name}: {s.Name}", Quantile(updates[i], 0.5), Quantile(updates[i], 0.5) / onePass, Quantile(updates[i], 0.25) / onePass, Quantile(updates[i], 0.75) / onePass)),
        ];

        Tensor Loss((Tensor Inputs, Tensor Targets) batch) => nn.functional.mse_loss(model.call(batch.Inputs), batch.Targets);
    }

    public static void Print(IEnumerable<Cost> costs)
    {
        foreach (var cost in costs)
            Console.WriteLine(FormattableString.Invariant($"{cost.Setting,-66} {cost.Milliseconds,9:F1} ms   {cost.Ratio,5:F2}   ({cost.Lowest:F2} to {cost.Highest:F2})"));
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Quantile(IEnumerable<double> values, double q)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(q * (sorted.Length - 1))];
    }
}
