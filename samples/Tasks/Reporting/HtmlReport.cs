using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Reporting.Sections;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>report.html: one file that asks nobody for anything.</summary>
internal static class HtmlReport
{
    private sealed record Section(string Id, string Title, string Lead, Markup? Content);

    public static string Format(StudyRecords records)
    {
        var (study, contenders) = (records.Study, ContenderRuns.Of(records.Runs));
        var modulated = contenders.Where(c => c.First.IsModulated).ToList();
        List<Section> sections = contenders.Count == 0 ? [] :
        [
            new("results", "Results",
                contenders.Count > 1 ? "A difference is one of the same seed: same weights, same batches; ± is its 95 % interval by Student's t. In equal time: what both had reached when the first of them had ended." : "",
                Results.Render(study, contenders)),
            new("curves", "Curves", "", Curves.Render(study, contenders)),
            new("factors", "What the optimizer did", "Each row is a group of parameters, from left to right the steps.", Each(modulated, Factors.Render)),
            new("meta", "What it learned from", "What moved Φ. At a meta-update it takes a step in thought, and is moved so that the step would have been better.", Each(modulated, MetaLearning.Render)),
            new("features", "What it saw", "The features that Φ turns into α and β: norms and angles of gradients ∇, moments m and v, and parameters p.", Each(modulated, Features.Render)),
            new("groups", "Groups", "", Each(modulated.Count > 0 ? modulated : [contenders[0]], GroupTable.Render)),
            new("cost", "Cost", "", Costs.Render(contenders)),
            new("epochs", "Epochs", "", EpochTables.Render(study, contenders)),
            new("setting", "Setting", "", Facts.Render(records, contenders)),
        ];
        sections.RemoveAll(s => s.Content is null);

        var page = Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <link rel="icon" href="data:,"/>
            <title>{Headline.Title(study, contenders)}</title>
            <style>
            {Resource("report.css")}{Markup.Raw(ColorMap.Css())}</style>
            </head>
            <body>
            <main>
            {Headline.Render(study, contenders)}
            <nav aria-label="Contents">
            """);
        foreach (var section in sections)
            page.Add($"<a href=\"#{section.Id}\">{section.Title}</a>");
        page.Add($"</nav>\n");
        foreach (var section in sections)
            page.Add($"<section id=\"{section.Id}\" aria-labelledby=\"{section.Id}-title\"><h2 id=\"{section.Id}-title\">{section.Title}</h2>{(section.Lead.Length > 0 ? Markup.Of($"<p class=\"lead\">{section.Lead}</p>") : null)}\n{section.Content}</section>\n");
        return page.Add($"""
            <footer>Written by MetaAdamW.Gen. MetaAdamW: J. Zhao, Z. Liu, “A Self-Attentive Meta-Optimizer with Group-Adaptive Learning Rates and Weight Decay”, arXiv:2605.04055.</footer>
            </main>
            <script>
            {Resource("report.js")}</script>
            </body>
            </html>

            """).ToString();
    }

    /// <summary>The same for several contenders: the first in view, the others folded behind their names, many behind their number.</summary>
    private static Markup? Each(IEnumerable<ContenderRuns> contenders, Func<ContenderRuns, Markup?> render)
    {
        var parts = new Queue<(ContenderRuns Contender, Markup Content)>();
        foreach (var contender in contenders)
            if (render(contender) is { } part)
                parts.Enqueue((contender, part));
        if (parts.Count < 2)
            return parts.TryDequeue(out var only) ? only.Content : null;

        var content = Folded(parts.Dequeue(), isOpen: true);
        var areMany = parts.Count > 4;
        content.Add($"{(areMany ? Markup.Of($"<details class=\"contender\"><summary>{parts.Count} more</summary>") : null)}");
        foreach (var part in parts)
            content.Add(Folded(part, isOpen: false));
        return content.Add($"{(areMany ? Markup.Of($"</details>") : null)}");
    }

    private static Markup Folded((ContenderRuns Contender, Markup Content) part, bool isOpen)
        => Markup.Of($"<details class=\"contender\"{(isOpen ? Markup.Of($" open=\"\"") : null)}><summary><i class=\"swatch c{part.Contender.Color}\"></i>{part.Contender.Title}</summary>{part.Content}</details>");

    private static Markup Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return Markup.Raw(reader.ReadToEnd());
    }
}
