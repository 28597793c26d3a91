using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>A contender against another on the seeds that both ran.</summary>
/// <param name="Reference">What the other reached.</param>
/// <param name="Contender">What the contender reached.</param>
/// <param name="AtBest">The difference of the best metrics.</param>
/// <param name="AtEqualTime">
/// The same, of what each reached, seed by seed, in the time after which the first of the two had ended: see <see cref="RunRecord.BestWithin"/>.
/// </param>
internal sealed record Comparison(Outcome Reference, Outcome Contender, PairedDifference AtBest, PairedDifference AtEqualTime)
{
    /// <summary>Each contender against the first or, where rates were given, the first with its rate.</summary>
    public static IReadOnlyList<Comparison> All(IReadOnlyList<RunRecord> runs)
    {
        var names = runs.Select(r => r.Contender).Distinct().ToList();
        return [.. names
            .Select(name => (Name: name, Reference: names.First(other => Rate.Of(other) == Rate.Of(name))))
            .Where(pair => pair.Name != pair.Reference)
            .Select(pair => Of(runs, pair.Reference, pair.Name))];
    }

    /// <summary>Each contender at its best rate (that of the best mean over the seeds) against the first at its own; empty where there are no rates to choose from.</summary>
    public static IReadOnlyList<Comparison> AtBestRates(IReadOnlyList<RunRecord> runs, bool higherIsBetter)
    {
        if (runs.Select(r => Rate.Of(r.Contender)).Distinct().Count() < 2)
            return [];
        var best = Outcome.All(runs).Where(outcome => Rate.Of(outcome.Contender) is not null)
            .GroupBy(outcome => Rate.Without(outcome.Contender))
            .Select(rates => rates.MinBy(o => MetricOrder.Key(o.MeanMetric, higherIsBetter))!.Contender)
            .ToList();
        return [.. best.Skip(1).Select(contender => Of(runs, best[0], contender))];
    }

    /// <summary>Each other contender against one of them.</summary>
    public static IReadOnlyList<Comparison> With(string reference, IReadOnlyList<RunRecord> runs)
        => [.. runs.Select(r => r.Contender).Distinct().Where(contender => contender != reference).Select(contender => Of(runs, reference, contender))];

    public static Comparison Of(IReadOnlyList<RunRecord> runs, string reference, string contender)
    {
        var pairs = runs.Where(r => r.Contender == reference)
            .Join(runs.Where(r => r.Contender == contender), r => r.Seed, c => c.Seed, (r, c) => (Reference: r, Contender: c)).ToList();
        return new(
            Outcome.Of(reference, runs), Outcome.Of(contender, runs),
            PairedDifference.Of(pairs.Select(p => (Metric(p.Reference.Best), Metric(p.Contender.Best)))),
            PairedDifference.Of(pairs.Select(p =>
            {
                var budget = Math.Min(p.Reference.Cost, p.Contender.Cost);
                return (Metric(p.Reference.BestWithin(budget)), Metric(p.Contender.BestWithin(budget)));
            })));

        static double Metric(BestEpoch? best) => best?.Metric ?? double.NaN;
    }
}
