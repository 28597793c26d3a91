using static System.FormattableString;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>The title, and the few numbers to take home.</summary>
internal static class Headline
{
    public static string Title(Study study, IReadOnlyList<ContenderRuns> contenders)
        => contenders.Count switch
        {
            0 => study.Task,
            1 => $"{contenders[0].Title} on {study.Task}",
            2 => $"{contenders[1].Title} against {contenders[0].Title} on {study.Task}",
            var count => $"{count} ways to train {study.Task}",
        };

    public static Markup Render(Study study, IReadOnlyList<ContenderRuns> contenders)
    {
        var content = Markup.Of($"<header><h1>{Title(study, contenders)}</h1><p class=\"lead\">{Sentence(study.Description)} {Sentence(study.Data)}</p></header>");
        if (contenders.Count == 0)
            return content.Add($"<p>No epoch has ended.</p>");

        content.Add($"<section class=\"figures\" aria-label=\"Key figures\">");
        contenders = ContenderRuns.AtBestRates(study, contenders);
        var reference = Outcome.Of(contenders[0].Name, contenders[0].Runs);
        Figure(content, contenders[0].Color, Numerals.Of(reference.MeanMetric), $"best validation {study.Metric} with {reference.Title}{Spread(reference)}");
        if (contenders.Count == 1)
            Alone(content, contenders[0], reference);
        else
            Against(content, study, contenders, reference);
        return content.Add($"</section>");
    }

    private static void Alone(Markup content, ContenderRuns own, Outcome outcome)
    {
        Figure(content, null, Invariant($"{outcome.Epochs:0.#}"), outcome.BestMetrics.Count > 1 ? "epochs on average" : "epochs");
        Figure(content, null, Numerals.Duration(outcome.SecondsPerEpoch), "an epoch, validation included");
        Figure(content, null, Numerals.Count(own.First.Parameters), "trainable parameters");
    }

    /// <summary>The first contender against the best of the others.</summary>
    private static void Against(Markup content, Study study, IReadOnlyList<ContenderRuns> contenders, Outcome reference)
    {
        var best = contenders.Skip(1).MinBy(c => study.Loss(Outcome.Of(c.Name, c.Runs).MeanMetric))!;
        var (_, outcome, difference, _) = Comparison.Of([.. contenders[0].Runs, .. best.Runs], contenders[0].Name, best.Name);
        Figure(content, best.Color, Numerals.Of(outcome.MeanMetric),
            $"{(contenders.Count > 2 ? "the best of the others: " : $"best validation {study.Metric} with ")}{outcome.Title}{Spread(outcome)}");
        Figure(content, null, $"{Numerals.Percent(Math.Abs(difference.Change))} {(difference.Change < 0 ? "lower" : "higher")}",
            Verdict.Of(study, difference) + (double.IsNaN(difference.HalfWidth)
                ? ""
                : $": {Numerals.Signed(difference.Mean, difference.HalfWidth)} (95 %, paired by seed)"));
        Figure(content, null, Invariant($"× {outcome.SecondsPerEpoch / reference.SecondsPerEpoch:0.00}"),
            $"the time of an epoch: {Numerals.Duration(outcome.SecondsPerEpoch)} against {Numerals.Duration(reference.SecondsPerEpoch)}");
    }

    private static string Spread(Outcome outcome)
        => outcome.BestMetrics.Count > 1 ? $", ±\u00a0{Numerals.Rough(outcome.Deviation)} over {outcome.BestMetrics.Count} seeds" : "";

    private static void Figure(Markup content, int? color, string number, string text)
        => content.Add($"<div class=\"card key{(color is null ? "" : $" c{color}")}\"><b>{number}</b><span>{text}</span></div>");

    private static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.') + ".";
}
