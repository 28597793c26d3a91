using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Reporting.Charts;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>What each contender reached, seed by seed, and its paired difference from the first.</summary>
internal static class Results
{
    /// <summary>With more seeds than this, the dots alone show them.</summary>
    private const int MostSeedColumns = 10;

    public static Markup Render(Study study, IReadOnlyList<ContenderRuns> contenders)
    {
        var outcomes = contenders.Select(c => Outcome.Of(c.Name, c.Runs)).ToList();
        var all = contenders.SelectMany(c => c.Runs).ToList();
        var seeds = all.Select(r => r.Seed).Distinct().Order().ToList();
        var shown = seeds.Count is > 1 and <= MostSeedColumns ? seeds : [];
        List<ContenderRuns> compared = [.. contenders.Where(c => c.Reference is not null)];
        var published = contenders.Count > 2 ? compared.Find(c => c.Name == Contender.Published.Name) : null;
        var plot = new StripPlot(
            outcomes.SelectMany(o => o.BestMetrics.Append(o.MeanMetric - o.Deviation).Append(o.MeanMetric + o.Deviation)),
            compared.Count > 0 ? outcomes[0].MeanMetric : double.NaN);

        var content = Markup.Of($"<div class=\"card scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Results\"><table id=\"results-table\"><caption>Best validation {study.Metric}; {(study.HigherIsBetter ? "higher" : "lower")} is better</caption><thead><tr><th scope=\"col\">optimizer</th><th scope=\"col\" class=\"wide\"><span class=\"unseen\">seeds</span>{plot.Scale()}</th>");
        foreach (var seed in shown)
            content.Add($"<th scope=\"col\" class=\"n\">seed {seed}</th>");
        content.Add($"<th scope=\"col\" class=\"n\">{(seeds.Count > 1 ? "mean ± s.d." : study.Metric)}</th>");
        if (compared.Count > 0)
            content.Add($"<th scope=\"col\" class=\"n\">against {Curves.Against(compared)}</th><th scope=\"col\" class=\"n\">in equal time</th>");
        if (published is not null)
            content.Add($"<th scope=\"col\" class=\"n\">against {published.Title}</th>");
        content.Add($"<th scope=\"col\" class=\"n\">epochs</th></tr></thead><tbody>");

        foreach (var (own, outcome) in contenders.Zip(outcomes))
        {
            content.Add($"<tr><th scope=\"row\"><i class=\"swatch c{own.Color}\"></i>{own.Title}</th><td class=\"wide\">{plot.Row(own.Title, own.Color, outcome.BestMetrics, outcome.MeanMetric, outcome.Deviation)}</td>");
            foreach (var seed in shown)
                content.Add($"<td class=\"n\">{Seed(own, seed)}</td>");
            content.Add($"<td class=\"n\"><b>{Numerals.Of(outcome.MeanMetric, outcome.Deviation)}</b></td>");
            if (compared.Count > 0)
            {
                var comparison = Against(own.Reference, own);
                content.Add($"<td class=\"n\">{Difference(study, comparison?.AtBest)}</td><td class=\"n\">{Difference(study, comparison?.AtEqualTime)}</td>");
            }
            if (published is not null)
                content.Add($"<td class=\"n\">{Difference(study, Against(published, own)?.AtBest)}</td>");
            content.Add($"<td class=\"n\">{outcome.Epochs:0.#}</td></tr>");
        }
        return content.Add($"</tbody></table></div>");
    }

    private static Comparison? Against(ContenderRuns? reference, ContenderRuns own)
        => reference is null || reference == own ? null : Comparison.Of([.. reference.Runs, .. own.Runs], reference.Name, own.Name);

    /// <summary>A seed's number, and below it the difference from the reference's.</summary>
    private static Markup Seed(ContenderRuns own, long seed)
    {
        var (metric, other) = (Metric(own), own.Reference is null ? null : Metric(own.Reference));
        return metric is null ? Markup.Of($"–")
            : Markup.Of($"{Numerals.Of(metric.Value)}{(other is null ? null : Markup.Of($"<small>{Numerals.Signed(metric.Value - other.Value, double.NaN)}</small>"))}");

        double? Metric(ContenderRuns contender) => contender.Runs.FirstOrDefault(r => r.Seed == seed)?.Best?.Metric;
    }

    private static Markup Difference(Study study, PairedDifference? difference)
        => difference is null or { Seeds: 0 }
            ? Markup.Of($"–")
            : Markup.Of($"{Numerals.Signed(difference.Mean, difference.HalfWidth)}<small>{Verdict.Of(study, difference)}</small>");
}
