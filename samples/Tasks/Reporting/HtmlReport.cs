using System.Globalization;
using System.Net;
using System.Text;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>report.html: one file that asks nobody for anything.</summary>
internal static class HtmlReport
{
    /// <summary>Colours of the optimizers; those of the groups follow.</summary>
    private const int AdamWColor = 0, MetaAdamWColor = 1, FirstGroupColor = 1, GroupColors = 11;

    public static string Format(Study report, IReadOnlyList<RunRecord> runs)
    {
        var meta = runs.FirstOrDefault(r => r.IsModulated);
        var optimizers = string.Join(" and ", runs.Select(r => r.Title).Distinct());
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<link rel=\"icon\" href=\"data:,\">")
            .Append($"<title>{report.Task}: {optimizers}</title>\n<style>\n{Resource("report.css")}</style></head>\n<body><main>")
            .Append($"<header><h1>{optimizers} on {report.Task}</h1><p>{Encode(Sentence(report.Description))}</p><p>{Encode(report.Data)}.</p></header>");
        Figures(html, report, runs);
        LossCharts(html, runs);
        if (meta is not null)
            MetaCharts(html, meta, runs);
        foreach (var run in runs.DistinctBy(r => r.Contender).Where(r => meta is null || r.IsModulated))
            GroupTable(html, run);
        Epochs(html, report, runs);
        Facts(html, report, runs);
        html.Append("<footer>Written by MetaAdamW.Gen. MetaAdamW: J. Zhao, Z. Liu, «A Self-Attentive Meta-Optimizer with Group-Adaptive Learning Rates and Weight Decay», arXiv:2605.04055.</footer>")
            .Append($"</main>\n<script>\n{Resource("report.js")}</script></body></html>\n");
        return html.ToString();
    }

    private static void Figures(StringBuilder html, Study report, IReadOnlyList<RunRecord> runs)
    {
        html.Append("<section class=\"figures\">");
        foreach (var outcome in Outcome.All(runs))
        {
            var spread = outcome.BestMetrics.Count > 1 ? $" over {outcome.BestMetrics.Count} seeds (± {Number(outcome.Deviation)})" : "";
            Figure(html, Color(outcome.Contender), Number(outcome.MeanMetric), $"best validation {report.Metric} with {outcome.Title}{spread}");
        }
        foreach (var c in Comparison.All(runs))
        {
            Figure(html, null, $"{Math.Abs(c.AtBest.Change).ToString("P1", CultureInfo.InvariantCulture)} {(c.AtBest.Change < 0 ? "lower" : "higher")}",
                double.IsNaN(c.AtBest.HalfWidth)
                    ? $"{c.Contender.Title}'s validation {report.Metric} against {c.Reference.Title}'s; one seed, so chance may be all of it"
                    : $"{c.Contender.Title}'s validation {report.Metric} against {c.Reference.Title}'s; difference {Signed(c.AtBest.Mean)} ± {Number(c.AtBest.HalfWidth)} (95 %, paired by seed)");
            Figure(html, null, $"× {(c.Contender.SecondsPerEpoch / c.Reference.SecondsPerEpoch).ToString("F2", CultureInfo.InvariantCulture)}",
                $"time of an epoch: {c.Contender.SecondsPerEpoch:F1} s against {c.Reference.SecondsPerEpoch:F1} s, meta-updates and validation included");
        }
        html.Append("</section>");
    }

    private static void Figure(StringBuilder html, int? color, string number, string text)
        => html.Append($"<div class=\"card key{(color is null ? "" : $" c{color}")}\"><b>{Encode(number)}</b><span>{Encode(text)}</span></div>");

    private static void LossCharts(StringBuilder html, IReadOnlyList<RunRecord> runs)
    {
        var band = runs.GroupBy(r => r.Contender).Any(g => g.Count() > 1) ? "Mean over the seeds; the band spans them." : null;
        html.Append("<h2>Loss</h2><section class=\"charts\">")
            .Append(new Chart("Validation loss", "epoch", Curves(runs, e => e.ValidationLoss)) { Caption = band, MayBeLogarithmic = true }.Render())
            .Append(new Chart("Training loss", "epoch", Curves(runs, e => e.TrainLoss)) { Caption = "Mean over the epoch, in training mode, while the weights move.", MayBeLogarithmic = true }.Render())
            .Append("</section>");
    }

    /// <summary>A line for each optimizer: the mean over its seeds, in the epochs that all of them reached.</summary>
    private static List<Line> Curves(IReadOnlyList<RunRecord> runs, Func<EpochRecord, double> value)
        => [.. runs.GroupBy(r => r.Contender).Select(group =>
        {
            var epochs = Enumerable.Range(0, group.Min(r => r.Epochs.Count))
                .Select(i => (X: (double)group.First().Epochs[i].Epoch, Values: group.Select(r => value(r.Epochs[i])).ToArray())).ToList();
            return new Line(group.First().Title, Color(group.Key), [.. epochs.Select(e => (e.X, e.Values.Average()))])
            {
                Dots = true,
                Band = group.Count() > 1 ? [.. epochs.Select(e => (e.Values.Min(), e.Values.Max()))] : null,
            };
        })];

    private static void MetaCharts(StringBuilder html, RunRecord run, IReadOnlyList<RunRecord> runs)
    {
        var seed = runs.Select(r => r.Seed).Distinct().Count() > 1 ? $" Seed {run.Seed}." : "";
        html.Append("<h2>What the optimizer did</h2><section class=\"charts\">")
            .Append(Factors("α: factor of the learning rate", s => s.Alpha))
            .Append(Factors("β: factor of the weight decay", s => s.Beta))
            .Append(new Chart("Terms of the meta-loss", "step",
            [
                Term("gradient alignment", 3, m => m.GradientAlignment),
                Term("loss decrease", 4, m => m.LossDecrease),
                Term("generalization gap", 5, m => m.GeneralizationGap),
            ]) { Caption = "At each meta-update, before weighting." + seed, Reference = 0 }.Render())
            .Append(new Chart("Weights of the terms", "step",
            [
                Term("gradient alignment", 3, m => m.Weights[0]),
                Term("loss decrease", 4, m => m.Weights[1]),
                Term("generalization gap", 5, m => m.Weights[2]),
            ]) { Caption = "What homoscedastic uncertainty multiplies each term by." + seed, MinSpan = 1e-3 }.Render())
            .Append("</section>");

        string Factors(string title, Func<FactorSample, double[]> values)
            => new Chart(title, "step",
                [.. run.Groups.Select((g, i) => new Line(g.Name, GroupColor(i), [.. run.Factors.Select(s => ((double)s.Step, values(s)[i]))]))])
            {
                Caption = "One line a group; 1 leaves it as AdamW would have it." + seed,
                Reference = 1,
                MinSpan = 2e-3,
            }.Render();

        Line Term(string name, int color, Func<MetaSample, double> value)
            => new(name, color, [.. run.MetaUpdates.Select(m => ((double)m.Step, value(m)))]) { Dots = run.MetaUpdates.Count <= 60 };
    }

    private static void GroupTable(StringBuilder html, RunRecord run)
    {
        var last = run.Factors.LastOrDefault();
        html.Append("<h2>Groups</h2><section class=\"card scroll\"><table id=\"groups\"><thead><tr><th>group</th><th class=\"n\">parameters</th><th>share</th>")
            .Append(last is null ? "" : "<th class=\"n\">α at the end</th><th class=\"n\">β at the end</th>")
            .Append("<th>tensors</th></tr></thead><tbody>");
        for (var i = 0; i < run.Groups.Count; i++)
        {
            var group = run.Groups[i];
            var share = (double)group.Parameters / run.Parameters;
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><i class=\"swatch c{(last is null ? Color(run.Contender) : GroupColor(i))}\"></i>{Encode(group.Name)}</td><td class=\"n\">{group.Parameters:N0}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td style=\"white-space:nowrap\"><i class=\"share c{(last is null ? Color(run.Contender) : GroupColor(i))}\" style=\"width:{60 * share:F0}px\"></i>{share:P1}</td>");
            if (last is not null)
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{last.Alpha[i]:F4}</td><td class=\"n\">{last.Beta[i]:F4}</td>");
            html.Append($"<td>{Tensors(group)}</td></tr>");
        }
        html.Append("</tbody></table></section>");
    }

    private static string Tensors(GroupRow group)
    {
        var names = string.Join(", ", group.Tensors.Select(name => $"<code>{Encode(name)}</code>"));
        return group.Tensors.Count <= 4 ? names : $"<details><summary>{group.Tensors.Count} tensors</summary>{names}</details>";
    }

    private static void Epochs(StringBuilder html, Study report, IReadOnlyList<RunRecord> runs)
    {
        html.Append("<h2>Epochs</h2>");
        foreach (var run in runs)
        {
            html.Append($"<section class=\"card scroll\" style=\"margin-bottom:14px\"><h3><i class=\"swatch c{Color(run.Contender)}\"></i>{Encode(run.Title)}, seed {run.Seed}</h3><table><thead><tr>")
                .Append($"<th class=\"n\">epoch</th><th class=\"n\">training loss</th><th class=\"n\">validation loss</th><th class=\"n\">{Encode(report.Metric)}</th><th class=\"n\">seconds</th><th class=\"n\">optimizer, ms a step</th><th class=\"n\">meta-loss</th></tr></thead><tbody>");
            foreach (var e in run.Epochs)
                html.Append($"<tr><td class=\"n\">{e.Epoch}</td><td class=\"n\">{Number(e.TrainLoss)}</td><td class=\"n{(e.Epoch == run.Best!.Epoch ? " best" : "")}\">{Number(e.ValidationLoss)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Number(e.Metric)}</td><td class=\"n\">{e.Seconds:F1}</td><td class=\"n\">{e.StepMilliseconds:F2}</td><td class=\"n\">{(e.MetaLoss is { } m ? Number(m) : "–")}</td></tr>");
            html.Append("</tbody></table></section>");
        }
    }

    private static void Facts(StringBuilder html, Study report, IReadOnlyList<RunRecord> runs)
    {
        html.Append("<h2>Setting</h2><section class=\"facts\">");
        List(html, "Run",
            ("command", report.Command),
            ("examples", $"{report.TrainExamples:N0} training, {report.ValidationExamples:N0} validation"),
            ("seeds", string.Join(", ", runs.Select(r => r.Seed).Distinct())),
            ("parameters", $"{runs[0].Parameters:N0}"),
            ("epochs", $"{report.Epochs} at most; stops after {report.Patience} without an improvement of {report.MinImprovement.ToString(CultureInfo.InvariantCulture)}"),
            ("batch", $"{report.BatchSize} examples, {report.StepsPerEpoch:N0} steps an epoch"),
            ("meta-update time", runs.SelectMany(r => r.MetaUpdates).Select(m => m.Milliseconds).DefaultIfEmpty(double.NaN).Average() is var ms && double.IsNaN(ms) ? "none was made" : $"{ms.ToString("F0", CultureInfo.InvariantCulture)} ms on average"));
        foreach (var run in runs.DistinctBy(r => r.Contender))
            List(html, run.Title, [.. run.Settings.Select(s => (s.Name, s.Value))]);
        List(html, "Machine and versions",
            ("MetaAdamW.Gen", runs[0].Machine.Version),
            ("torch", runs[0].Machine.Torch),
            (".NET", runs[0].Machine.Net),
            ("system", runs[0].Machine.System),
            ("processors", $"{runs[0].Machine.Processors}, {runs[0].Machine.Threads} torch threads"),
            ("device", runs[0].Machine.Device));
        html.Append("</section>");
    }

    private static void List(StringBuilder html, string title, params (string Name, string Value)[] rows)
    {
        html.Append($"<div class=\"card\"><h3>{Encode(title)}</h3><dl>");
        foreach (var (name, value) in rows)
            html.Append($"<dt>{Encode(name)}</dt><dd>{Encode(value)}</dd>");
        html.Append("</dl></div>");
    }

    private static int Color(string contender) => contender == "adamw" ? AdamWColor : MetaAdamWColor;

    private static int GroupColor(int group) => FirstGroupColor + group % GroupColors;

    private static string Number(double value)
        => Math.Abs(value) is >= 1e-4 and < 1e5 or 0
            ? value.ToString(Math.Abs(value) < 1 ? "0.00000" : "0.000", CultureInfo.InvariantCulture)
            : value.ToString("0.00e+0", CultureInfo.InvariantCulture);

    private static string Signed(double value) => (value < 0 ? "−" : "+") + Number(Math.Abs(value));

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
