using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.SideBySide;

/// <summary>What the meta-update costs, in forward and backward passes, and what that makes of an epoch.</summary>
internal sealed class MetaUpdateSection(Page page, int rounds, double seconds)
{
    private const string Pass = "forward and backward", Exact = "exact", Differences = "central differences", Own = "exact, last step's gradient";
    private const string AdamWStep = "FusedAdamW", MetaStep = "MetaAdamW";

    private static readonly (string Name, MetaObjectiveKind Kind)[] Objectives =
    [
        ("all three", MetaObjectiveKind.Combined),
        ("loss decrease", MetaObjectiveKind.LossDecrease),
        ("gradient alignment", MetaObjectiveKind.Gradient),
        ("generalization gap", MetaObjectiveKind.GeneralizationGap),
    ];

    public void Write(IReadOnlyList<string> names, int threads)
    {
        set_num_threads(threads);
        page.Heading(
            $"The meta-update, {threads} thread{(threads > 1 ? "s" : "")}",
            "One forward and backward pass on a batch of the paper's size, and one meta-update of the paper's objective (all three terms), in turn. "
            + "'Last step's gradient' takes the training step's own gradient for ∇1. The authors' takes 7 to 8.5 passes on ETTh1.");
        page.Header("model", $"{Pass}, ms", Exact, Differences, Own);
        var all = new List<(Subject Subject, Dictionary<string, Measured> Times)>();
        foreach (string name in names)
        {
            using Subject subject = Subject.Create(name);
            Dictionary<string, Measured> t = Measure(subject);
            all.Add((subject, t));
            page.Row(name, Page.Milliseconds(t[Pass].Median), $"{t[Exact].Over(t[Pass])}", $"{t[Differences].Over(t[Pass])}", $"{t[Own].Over(t[Pass])}");
        }

        page.Heading(
            "Whole epochs",
            "What MetaAdamW adds to an epoch with this project's own FusedAdamW, in percent, with each way to the meta-gradient: per step, the difference of the "
            + "two steps and one K-th of a meta-update, over forward, backward and FusedAdamW's step; from the measurements above, round by round.");
        page.Header("model", "K", $"{Exact}, %", $"{Differences}, %", $"{Own}, %", "the authors, %");
        foreach ((Subject subject, Dictionary<string, Measured> t) in all)
        {
            page.Row(
                subject.Name, $"{subject.Period}", Added(t, Exact, subject.Period), Added(t, Differences, subject.Period), Added(t, Own, subject.Period),
                subject.PublishedOverhead?.ToString("F1", CultureInfo.InvariantCulture) ?? "");
        }
    }

    /// <summary>What each term of the objective takes alone, and what remains where a pass is so short that calls show.</summary>
    public void WriteObjectives(int threads)
    {
        set_num_threads(threads);
        page.Heading(
            $"The terms of the meta-loss, {threads} thread{(threads > 1 ? "s" : "")}",
            "One exact meta-update of ETTh1's model, in forward and backward passes on a batch of the same size, with the paper's objective and with each of its terms alone.");
        page.Header(["batch", $"{Pass}, ms", .. Objectives.Select(objective => objective.Name)]);
        foreach (int size in (int[])[64, 1])
        {
            using Subject subject = Subject.Create("ETTh1");
            using DisposeScope scope = NewDisposeScope();
            Tensor[] batch = [.. subject.Batch!().Select(t => t.narrow(0, 0, size).clone())];
            var meta = new MetaObjective<Tensor[]>(subject.Model, subject.Loss!, Endless(batch), Endless(batch));
            subject.Model.train();
            subject.ForwardBackward(batch);
            using Tensor loss = tensor(1.0);
            var optimizers = Objectives.Select(objective => subject.Optimizer(subject.Options(period: 1) with { Objective = objective.Kind })).ToArray();
            Dictionary<string, Measured> t = Alternation.Measure(
                [
                    Timed(Pass, () => subject.ForwardBackward(batch)),
                    .. Objectives.Select((objective, i) => MetaUpdates(objective.Name, optimizers[i], meta, loss)),
                ],
                rounds,
                seconds);
            page.Row([$"{size}", Page.Milliseconds(t[Pass].Median), .. Objectives.Select(objective => $"{t[objective.Name].Over(t[Pass])}")]);
            Array.ForEach(optimizers, optimizer => optimizer.Dispose());
        }
    }

    private string Added(Dictionary<string, Measured> t, string way, int period) => new Ratio(
    [
        .. Enumerable.Range(0, rounds).Select(r =>
            100 * (t[MetaStep].Rounds[r] - t[AdamWStep].Rounds[r] + (t[way].Rounds[r] / period)) / (t[Pass].Rounds[r] + t[AdamWStep].Rounds[r])),
    ]).ToString();

    private Dictionary<string, Measured> Measure(Subject subject)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] batch = subject.Batch!();
        var meta = new MetaObjective<Tensor[]>(subject.Model, subject.Loss!, Endless(batch), Endless(batch));
        subject.Model.train();
        subject.ForwardBackward(batch);
        using Tensor loss = tensor(1.0);
        using var fused = new FusedAdamW(subject.Model.parameters(), 5e-4, weight_decay: 1e-2);
        MetaAdamWOptions options = subject.Options(period: 1);
        using MetaAdamWOptimizer exact = subject.Optimizer(options);
        using MetaAdamWOptimizer differences = subject.Optimizer(options with { SecondDerivatives = SecondDerivatives.CentralDifferences });
        using MetaAdamWOptimizer own = subject.Optimizer(options with { FirstGradient = FirstGradientSource.LastStep });
        return Alternation.Measure(
            [
                Timed(Pass, () => subject.ForwardBackward(batch)),
                Timed(AdamWStep, () => fused.step()),
                Timed(MetaStep, () => exact.step()),
                MetaUpdates(Exact, exact, meta, loss),
                MetaUpdates(Differences, differences, meta, loss),
                MetaUpdates(Own, own, meta, loss),
            ],
            rounds,
            seconds);
    }

    private static IEnumerable<Tensor[]> Endless(Tensor[] batch)
    {
        while (true)
        {
            yield return batch;
        }
    }

    private static Contender Timed(string name, Action work) => new(name, count =>
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    });

    /// <summary>Each is due after a step, which does not count.</summary>
    private static Contender MetaUpdates(string name, MetaAdamWOptimizer optimizer, MetaObjective meta, Tensor loss) => new(name, count =>
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            optimizer.step();
            long start = Stopwatch.GetTimestamp();
            if (!optimizer.MetaUpdate(meta, loss))
            {
                throw new InvalidOperationException("No meta-update was due.");
            }

            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    });
}
