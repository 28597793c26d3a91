using System.Diagnostics;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.SideBySide;

/// <summary>What learning from each step costs: the same step with and without, on the same kernels, in turn.</summary>
internal sealed class LearningSection(Page page, int rounds, double seconds)
{
    private const string Plain = "MetaAdamW", Attention = "everything on", Direct = "direct conductor", Seldom = "every 4th step";

    public void Write(IReadOnlyList<string> names, int threads)
    {
        set_num_threads(threads);
        page.Heading(
            $"Learning from each step, {threads} thread{(threads > 1 ? "s" : "")}",
            "The step with Φ of 8 layers, inner width 16, and the same with everything on: MetaAdamWOptions.Default, which learns in each step with Adam, compares "
            + "the groups and keeps their means. Beside it the direct conductor, and Φ learning in every 4th step.");
        page.Header("model", "parameters", "groups", "MetaAdamW, ms", "everything on, ms", "ratio", "with the direct conductor", "every 4th step");
        foreach (string name in names)
        {
            (MetaAdamWOptions Options, string Name)[] kinds =
            [
                (new() { TotalSteps = 100_000, MetaPeriod = 100_000 }, Plain),
                (Everything, Attention),
                (Everything with { Conductor = ConductorKind.Direct }, Direct),
                (Everything with { OnlinePeriod = 4 }, Seldom),
            ];
            using Subject subject = Subject.Create(name);

            // Parameters of their own: one that another optimizer wrote to must be measured in full.
            Subject[] subjects = [subject, .. kinds.Skip(1).Select(_ => Subject.Create(name))];
            MetaAdamWOptimizer[] optimizers = [.. subjects.Zip(kinds, (s, kind) => s.Optimizer(kind.Options))];
            foreach ((Subject s, MetaAdamWOptimizer optimizer) in subjects.Zip(optimizers))
            {
                foreach (Parameter parameter in s.Model.parameters())
                {
                    parameter.grad = randn_like(parameter).mul_(0.01);
                }

                for (int i = 0; i < 10; i++)
                {
                    optimizer.step();   // the first few are measured in full anyway
                }
            }

            Dictionary<string, Measured> times = Alternation.Measure(
                [.. optimizers.Zip(kinds, (optimizer, kind) => new Contender(kind.Name, count => Time(optimizer, count)))], rounds, seconds);
            page.Row(
                name,
                subject.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                optimizers[0].Groups.Count.ToString(CultureInfo.InvariantCulture),
                Page.Milliseconds(times[Plain].Median),
                Page.Milliseconds(times[Attention].Median),
                $"{times[Attention].Over(times[Plain])}",
                $"{times[Direct].Over(times[Plain])}",
                $"{times[Seldom].Over(times[Plain])}");
            Array.ForEach(optimizers, optimizer => optimizer.Dispose());
            Array.ForEach(subjects[1..], s => s.Dispose());
        }
    }

    private static MetaAdamWOptions Everything { get; } = MetaAdamWOptions.Default with
    {
        TotalSteps = 100_000,
        MetaPeriod = 100_000,
        OnlineLearningRate = 1e-6,
    };

    /// <summary>Seconds of steps: means over four, as not all cost the same where the conductor learns in every 4th.</summary>
    private static double[] Time(optim.Optimizer optimizer, int count)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < 4; step++)
            {
                optimizer.step();
            }

            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / 4;
        }

        return times;
    }
}
