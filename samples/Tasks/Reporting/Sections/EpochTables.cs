namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>Every epoch of every run in numbers: what the charts show.</summary>
internal static class EpochTables
{
    /// <summary>More runs than these are folded away.</summary>
    private const int MostInView = 12;

    public static Markup Render(Study study, IReadOnlyList<ContenderRuns> contenders)
    {
        var runs = contenders.Sum(c => c.Runs.Count);
        var isSingle = runs == 1;
        var content = new Markup();
        if (runs > MostInView)
            content.Add($"<details><summary>The epochs of {runs} runs</summary>");
        foreach (var own in contenders)
            foreach (var run in own.Runs)
            {
                var best = run.Best!;
                content.Add($"<details class=\"card epochs\"{(isSingle ? Markup.Of($" open=\"\"") : null)}><summary><i class=\"swatch c{own.Color}\"></i>{own.Title}, seed {run.Seed} <small>best {study.Metric} {Numerals.Of(best.Metric)} in epoch {best.Epoch} of {run.Epochs.Count}</small></summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Epochs of {own.Title}, seed {run.Seed}\"><table><thead><tr>");
                foreach (var head in (string[])["epoch", "training loss", "validation loss", study.Metric, "time", "optimizer.step()", "meta-loss"])
                    content.Add($"<th scope=\"col\" class=\"n\">{head}</th>");
                content.Add($"</tr></thead><tbody>");
                foreach (var e in run.Epochs)
                    content.Add($"<tr{(e.Epoch == best.Epoch ? Markup.Of($" class=\"best\"") : null)}><th scope=\"row\" class=\"n\">{e.Epoch}</th><td class=\"n\">{Numerals.Of(e.TrainLoss)}</td><td class=\"n\">{Numerals.Of(e.ValidationLoss)}</td><td class=\"n\">{Numerals.Of(e.Metric)}</td><td class=\"n\">{Numerals.Duration(e.Seconds)}</td><td class=\"n\">{Numerals.Duration(e.StepMilliseconds / 1e3)}</td><td class=\"n\">{(e.MetaLoss is { } loss ? Numerals.Of(loss) : "–")}</td></tr>");
                content.Add($"</tbody></table></div></details>");
            }
        return runs > MostInView ? content.Add($"</details>") : content;
    }
}
