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
    /// <summary>Each contender against the first.</summary>
    public static IReadOnlyList<Comparison> All(IReadOnlyList<RunRecord> runs)
        => [.. runs.Select(r => r.Contender).Distinct().Skip(1).Select(contender => Of(runs, runs[0].Contender, contender))];

    public static Comparison Of(IReadOnlyList<RunRecord> runs, string reference, string contender)
    {
        var pairs = runs.Where(r => r.Contender == reference)
            .Join(runs.Where(r => r.Contender == contender), r => r.Seed, c => c.Seed, (r, c) => (Reference: r, Contender: c)).ToList();
        return new(
            Outcome.Of(reference, runs), Outcome.Of(contender, runs),
            PairedDifference.Of(pairs.Select(p => (Metric(p.Reference), Metric(p.Contender)))),
            PairedDifference.Of(pairs.Select(p =>
            {
                var budget = Math.Min(p.Reference.Cost, p.Contender.Cost);
                return (p.Reference.BestWithin(budget)?.Metric ?? double.NaN, p.Contender.BestWithin(budget)?.Metric ?? double.NaN);
            })));

        static double Metric(RunRecord run) => run.Best?.Metric ?? double.NaN;
    }
}
