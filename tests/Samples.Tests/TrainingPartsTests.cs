using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

public class TrainingPartsTests
{
    [Theory]
    [InlineData(new[] { 1.0, 0.9, 0.8 }, false)]
    [InlineData(new[] { 1.0, 0.9, 0.9 }, false)]
    [InlineData(new[] { 1.0, 0.9, 0.95, 0.91 }, true)]
    [InlineData(new[] { 1.0, 0.9, 0.89995, 0.89991 }, true)]      // falls by less than the least improvement
    [InlineData(new[] { 1.0, 0.9, 0.95, 0.89 }, false)]
    [InlineData(new[] { double.NaN, double.NaN }, true)]
    public void Training_stops_after_two_epochs_without_improvement(double[] losses, bool stops)
        => Assert.Equal(stops, EarlyStopping.IsDue(losses, patience: 2, minImprovement: 1e-4));

    [Fact]
    public void An_epoch_visits_every_example_once_in_an_order_of_its_own()
    {
        var first = Shuffle.Epoch(1_000, seed: 42, epoch: 1);

        Assert.Equal(Enumerable.Range(0, 1_000), first.Order());
        Assert.Equal(first, Shuffle.Epoch(1_000, 42, 1));
        Assert.NotEqual(first, Shuffle.Epoch(1_000, 42, 2));
        Assert.NotEqual(first, Shuffle.Epoch(1_000, 43, 1));
        Assert.InRange(first.Where((example, place) => example == place).Count(), 0, 10);
    }

    [Fact]
    public void Draws_are_different_examples_and_reach_all_of_them()
    {
        var seen = new HashSet<int>();
        for (var position = 0; position < 200; position++)
        {
            var drawn = Shuffle.Draw(100, 16, seed: 1, stream: 1, position);
            Assert.Equal(16, drawn.Distinct().Count());
            Assert.All(drawn, example => Assert.InRange(example, 0, 99));
            seen.UnionWith(drawn);
        }
        Assert.Equal(100, seen.Count);
        Assert.Equal([0, 1, 2], Shuffle.Draw(3, 16, 1, 1, 0));
    }

    [Fact]
    public void The_interval_of_paired_differences_is_students()
    {
        var runs = new List<RunRecord>();
        foreach (var (seed, adamW, meta) in new[] { (1L, 1.0, 0.9), (2L, 2.0, 1.8), (3L, 3.0, 2.7) })
        {
            runs.Add(Run(Contender.AdamW, seed, adamW));
            runs.Add(Run(Contender.MetaAdamW, seed, meta));
        }

        var comparison = Assert.Single(Comparison.All(runs));

        Assert.Equal(-0.2, comparison.AtBest.Mean, 1e-12);
        Assert.Equal(-0.1, comparison.AtBest.Change, 1e-12);
        Assert.Equal(4.302652729696 * 0.1 / Math.Sqrt(3), comparison.AtBest.HalfWidth, 1e-9);   // t(0.975; 2), from tables
    }

    [Fact]
    public void One_optimizer_is_no_comparison()
        => Assert.Empty(Comparison.All([Run(Contender.AdamW, 1, 1.0)]));

    [Theory]
    [InlineData(1)]
    [InlineData(239)]
    [InlineData(240)]
    [InlineData(10_000)]
    public void What_is_kept_of_the_steps_covers_a_run_evenly(int steps)
    {
        var run = Run(Contender.MetaAdamW, 1);
        for (var step = 1L; step <= steps; step++)
            if (run.Keeps(step))
                run.Keep(new()
                {
                    Step = step, Groups = ["a"], Columns = ["c"], Alpha = [step], Beta = [1], Lambda1 = [], Lambda2 = [], LearningRate = [], WeightDecay = [], Features = [[step]],
                });

        var kept = run.Factors.ConvertAll(f => f.Step);
        Assert.Equal(1, kept[0]);
        Assert.InRange(kept.Count, Math.Min(steps, 120), 239);
        Assert.True(kept.Count < 2 || steps - kept[^1] < kept[1] - kept[0]);
        Assert.InRange(kept.Zip(kept.Skip(1), (a, b) => b - a).Distinct().Count(), 0, 1);
        Assert.All(run.Factors, f => Assert.Equal((f.Step, f.Step), (f.Alpha[0], f.Features[0][0])));
    }

    internal static RunRecord Run(Contender contender, long seed, params double[] losses) => new()
    {
        Contender = contender.Name,
        Title = contender.Title,
        Seed = seed,
        Parameters = 10,
        Groups = [new("all", ["w"], 10)],
        StepsPerEpoch = 5,
        Machine = new("1", "torch", ".NET", "system", 1, 1, "cpu"),
        Epochs = [.. losses.Select((loss, i) => new EpochRecord(i + 1, loss, loss, loss, 1, 0.1, null) { ProcessorSeconds = 1 })],
    };
}
