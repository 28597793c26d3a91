using FsCheck;
using FsCheck.Xunit;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

public class StatisticsTests
{
    /// <summary>The interval holds 95 % of Student's density, which is integrated here.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void The_interval_of_a_paired_difference_is_students(int seeds)
    {
        var pairs = Enumerable.Range(0, seeds).Select(i => (Reference: 1.0 + i, Contender: 0.9 + i + 0.01 * (i * i % 7))).ToList();

        var difference = PairedDifference.Of(pairs);

        var differences = pairs.ConvertAll(p => p.Contender - p.Reference);
        var mean = differences.Sum() / seeds;
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (seeds - 1) / seeds);
        Assert.Equal((seeds, true), (difference.Seeds, Math.Abs(difference.Mean - mean) < 1e-12));
        Assert.Equal(0.95, Inside(difference.HalfWidth / error, seeds - 1), 1e-6);
        Assert.Equal(difference.Mean - difference.HalfWidth, difference.Low);

        // Student's density is (1 + t²/n)^(−(n+1)/2) but for a factor; with t = √n·tan φ that is cos^(n−1) φ dφ
        static double Inside(double t, int n)
        {
            return Integral(Math.Atan(t / Math.Sqrt(n))) / Integral(Math.PI / 2);

            double Integral(double to)
            {
                const int Steps = 20_000;
                var h = to / Steps;
                return h / 3 * Enumerable.Range(0, Steps + 1)
                    .Sum(i => (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Pow(Math.Cos(i * h), n - 1));
            }
        }
    }

    [Property]
    public void A_difference_turns_round_with_its_sides_and_shifts_with_neither(NormalFloat[] references, NormalFloat offset)
    {
        var pairs = references.Select((r, i) => (Reference: r.Get % 1e3, Contender: (r.Get * (i + 1)) % 1e3)).ToList();
        var shift = offset.Get % 1e3;

        var there = PairedDifference.Of(pairs);
        var back = PairedDifference.Of(pairs.Select(p => (p.Contender, p.Reference)));
        var shifted = PairedDifference.Of(pairs.Select(p => (p.Reference + shift, p.Contender + shift)));

        Assert.Equal(pairs.Count, there.Seeds);
        if (pairs.Count == 0)
            return;
        Assert.Equal(there.Mean, -back.Mean, 1e-9);
        Assert.Equal(there.Mean, shifted.Mean, 1e-9);
        if (pairs.Count > 1)
            Assert.Equal(there.HalfWidth, back.HalfWidth, 1e-9 * (1 + there.HalfWidth));
        else
            Assert.True(double.IsNaN(there.HalfWidth));
    }

    [Fact]
    public void Pairs_with_a_number_that_is_none_do_not_count()
    {
        var difference = PairedDifference.Of([(1, 2), (double.NaN, 1), (1, double.PositiveInfinity), (2, 2)]);

        Assert.Equal((2, 0.5), (difference.Seeds, difference.Mean));
        Assert.False(difference.IsClear);
        Assert.Equal(0, PairedDifference.Of([(double.NaN, 1)]).Seeds);
    }

    [Fact]
    public void Runs_are_paired_by_seed_whatever_their_order()
    {
        RunRecord[] runs =
        [
            Run(Contender.AdamW, 1, 1, 10), Run(Contender.AdamW, 2, 1, 20), Run(Contender.AdamW, 4, 1, 500),
            Run(Contender.MetaAdamW, 2, 1, 21), Run(Contender.MetaAdamW, 1, 1, 12), Run(Contender.MetaAdamW, 3, 1, 900),
        ];

        var comparison = Assert.Single(Comparison.All(runs));

        Assert.Equal((2, 1.5), (comparison.AtBest.Seeds, comparison.AtBest.Mean));
    }

    /// <summary>AdamW's epochs take 1 s, MetaAdamW's 2 s; AdamW ends after 3 s, in which MetaAdamW has ended one epoch.</summary>
    [Fact]
    public void At_equal_time_counts_what_had_been_reached_when_the_first_had_ended()
    {
        RunRecord[] runs = [Run(Contender.AdamW, 1, 1, 0.9, 0.5, 0.6), Run(Contender.MetaAdamW, 1, 2, 0.8, 0.4, 0.3)];

        var comparison = Assert.Single(Comparison.All(runs));

        Assert.Equal(0.3 - 0.5, comparison.AtBest.Mean, 1e-12);
        Assert.Equal(0.8 - 0.5, comparison.AtEqualTime.Mean, 1e-12);
        Assert.Equal(0.4, runs[1].BestWithin(4)!.Metric);
        Assert.Null(runs[1].BestWithin(1.9));
    }

    [Fact]
    public void On_a_gpu_the_time_is_the_clocks()
    {
        var run = Run(Contender.AdamW, 1, 1, 0.9, 0.5, 0.6);

        Assert.Equal(3, run.Cost);
        Assert.Equal(30, (run with { Machine = run.Machine with { Device = "cuda" } }).Cost);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_never_the_best()
        => Assert.Equal(2, Run(Contender.AdamW, 1, 1, double.NaN, 0.7, double.NaN).Best!.Epoch);

    [Fact]
    public void With_rates_each_is_compared_at_its_rate_and_all_at_their_best()
    {
        RunRecord[] runs =
        [
            .. from seed in new long[] { 1, 2 }
               from run in new (string Name, double Metric)[] { ("adamw+rate=0.1", 3), ("metaadamw+rate=0.1", 2), ("adamw+rate=0.2", 1.5), ("metaadamw+rate=0.2", double.NaN) }
               select Run(Contender.Find(run.Name), seed, 1, run.Metric + 0.1 * seed),
        ];

        Assert.Equal(
            [("adamw+rate=0.1", "metaadamw+rate=0.1"), ("adamw+rate=0.2", "metaadamw+rate=0.2")],
            Comparison.All(runs).Select(c => (c.Reference.Contender, c.Contender.Contender)));
        var best = Assert.Single(Comparison.AtBestRates(runs, higherIsBetter: false));
        Assert.Equal(("adamw+rate=0.2", "metaadamw+rate=0.1"), (best.Reference.Contender, best.Contender.Contender));
        Assert.Empty(Comparison.AtBestRates([Run(Contender.AdamW, 1, 1, 1), Run(Contender.MetaAdamW, 1, 1, 1)], false));
    }

    private static RunRecord Run(Contender contender, long seed, double processorSeconds, params double[] losses)
        => TrainingPartsTests.Run(contender, seed, losses) with
        {
            Epochs = [.. losses.Select((loss, i) => new EpochRecord(i + 1, loss, loss, loss, 10, 0.1, null) { ProcessorSeconds = processorSeconds })],
        };
}
