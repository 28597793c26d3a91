using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>report.html: one file that asks nobody for anything.</summary>
internal static class HtmlReport
{
    /// <summary>Colours of the optimizers; those of the groups follow.</summary>
    private const int AdamWColor = 0, MetaAdamWColor = 1, FirstGroupColor = 1, GroupColors = 11;

    public static string Format(Report report, IReadOnlyList<RunRecord> runs)
    {
        var meta = runs.FirstOrDefault(r => r.Optimizer == OptimizerKind.MetaAdamW);
        var optimizers = string.Join(" and ", runs.Select(r => r.Optimizer).Distinct());
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<link rel=\"icon\" href=\"data:,\">")
            .Append($"<title>{report.Task.Name}: {optimizers}</title>\n<style>\n{Resource("report.css")}</style></head>\n<body><main>")
            .Append($"<header><h1>{optimizers} on {report.Task.Name}</h1><p>{Encode(Sentence(report.Task.Description))}</p><p>{Encode(report.Workload.DataDescription)}.</p></header>");
        Figures(html, report, runs);
        LossCharts(html, runs);
        if (meta is not null)
            MetaCharts(html, meta, runs);
        foreach (var run in runs.DistinctBy(r => r.Optimizer).Where(r => meta is null || r.Optimizer == OptimizerKind.MetaAdamW))
            GroupTable(html, run);
        Epochs(html, report, runs);
        Facts(html, report, runs);
        html.Append("<footer>Written by MetaAdamW.Gen. MetaAdamW: J. Zhao, Z. Liu, «A Self-Attentive Meta-Optimizer with Group-Adaptive Learning Rates and Weight Decay», arXiv:2605.04055.</footer>")
            .Append($"</main>\n<script>\n{Resource("report.js")}</script></body></html>\n");
        return html.ToString();
    }

    private static void Figures(StringBuilder html, Report report, IReadOnlyList<RunRecord> runs)
    {
        html.Append("<section class=\"figures\">");
        foreach (var optimizer in runs.Select(r => r.Optimizer).Distinct())
        {
            var outcome = Outcome.Of(optimizer, runs);
            var spread = outcome.BestMetrics.Count > 1 ? $" over {outcome.BestMetrics.Count} seeds (± {Number(outcome.Deviation)})" : "";
            Figure(html, Color(optimizer), Number(outcome.MeanMetric), $"best validation {report.Task.Metric} with {optimizer}{spread}");
        }
        if (Comparison.Of(runs) is { } c)
        {
            Figure(html, null, $"{Math.Abs(c.Change).ToString("P1", CultureInfo.InvariantCulture)} {(c.Change < 0 ? "lower" : "higher")}",
                double.IsNaN(c.HalfWidth)
                    ? $"MetaAdamW's validation {report.Task.Metric} against AdamW's; one seed, so chance may be all of it"
                    : $"MetaAdamW's validation {report.Task.Metric} against AdamW's; difference {Signed(c.Difference)} ± {Number(c.HalfWidth)} (95 %, paired by seed)");
            Figure(html, null, $"× {(c.MetaAdamW.SecondsPerEpoch / c.AdamW.SecondsPerEpoch).ToString("F2", CultureInfo.InvariantCulture)}",
                $"time of an epoch: {c.MetaAdamW.SecondsPerEpoch:F1} s against {c.AdamW.SecondsPerEpoch:F1} s, meta-updates and validation included");
        }
        html.Append("</section>");
    }

    private static void Figure(StringBuilder html, int? color, string number, string text)
        => html.Append($"<div class=\"card key{(color is null ? "" : $" c{color}")}\"><b>{Encode(number)}</b><span>{Encode(text)}</span></div>");

    private static void LossCharts(StringBuilder html, IReadOnlyList<RunRecord> runs)
    {
        var band = runs.GroupBy(r => r.Optimizer).Any(g => g.Count() > 1) ? "Mean over the seeds; the band spans them." : null;
        html.Append("<h2>Loss</h2><section class=\"charts\">")
            .Append(new Chart("Validation loss", "epoch", Curves(runs, e => e.ValidationLoss)) { Caption = band, MayBeLogarithmic = true }.Render())
            .Append(new Chart("Training loss", "epoch", Curves(runs, e => e.TrainLoss)) { Caption = "Mean over the epoch, in training mode, while the weights move.", MayBeLogarithmic = true }.Render())
            .Append("</section>");
    }

    /// <summary>A line for each optimizer: the mean over its seeds, in the epochs that all of them reached.</summary>
    private static List<Line> Curves(IReadOnlyList<RunRecord> runs, Func<EpochRecord, double> value)
        => [.. runs.GroupBy(r => r.Optimizer).Select(group =>
        {
            var epochs = Enumerable.Range(0, group.Min(r => r.Epochs.Count))
                .Select(i => (X: (double)group.First().Epochs[i].Epoch, Values: group.Select(r => value(r.Epochs[i])).ToArray())).ToList();
            return new Line(group.Key.ToString(), Color(group.Key), [.. epochs.Select(e => (e.X, e.Values.Average()))])
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
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><i class=\"swatch c{(last is null ? Color(run.Optimizer) : GroupColor(i))}\"></i>{Encode(group.Name)}</td><td class=\"n\">{group.Parameters:N0}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td style=\"white-space:nowrap\"><i class=\"share c{(last is null ? Color(run.Optimizer) : GroupColor(i))}\" style=\"width:{60 * share:F0}px\"></i>{share:P1}</td>");
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

    private static void Epochs(StringBuilder html, Report report, IReadOnlyList<RunRecord> runs)
    {
        html.Append("<h2>Epochs</h2>");
        foreach (var run in runs)
        {
            html.Append($"<section class=\"card scroll\" style=\"margin-bottom:14px\"><h3><i class=\"swatch c{Color(run.Optimizer)}\"></i>{run.Optimizer}, seed {run.Seed}</h3><table><thead><tr>")
                .Append($"<th class=\"n\">epoch</th><th class=\"n\">training loss</th><th class=\"n\">validation loss</th><th class=\"n\">{Encode(report.Task.Metric)}</th><th class=\"n\">seconds</th><th class=\"n\">optimizer, ms a step</th><th class=\"n\">meta-loss</th></tr></thead><tbody>");
            foreach (var e in run.Epochs)
                html.Append($"<tr><td class=\"n\">{e.Epoch}</td><td class=\"n\">{Number(e.TrainLoss)}</td><td class=\"n{(e.Epoch == run.Best!.Epoch ? " best" : "")}\">{Number(e.ValidationLoss)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Number(e.Metric)}</td><td class=\"n\">{e.Seconds:F1}</td><td class=\"n\">{e.StepMilliseconds:F2}</td><td class=\"n\">{(e.MetaLoss is { } m ? Number(m) : "–")}</td></tr>");
            html.Append("</tbody></table></section>");
        }
    }

    private static void Facts(StringBuilder html, Report report, IReadOnlyList<RunRecord> runs)
    {
        var settings = report.Workload.Settings;
        html.Append("<h2>Setting</h2><section class=\"facts\">");
        List(html, "Run",
            ("command", report.Options.Typed),
            ("examples", $"{report.Workload.TrainCount:N0} training, {report.Workload.ValidationCount:N0} validation"),
            ("seeds", string.Join(", ", runs.Select(r => r.Seed).Distinct())),
            ("parameters", $"{runs[0].Parameters:N0}"),
            ("epochs", $"{report.Epochs} at most; stops after {settings.Patience} without an improvement of {settings.MinImprovement.ToString(CultureInfo.InvariantCulture)}"),
            ("batch", $"{settings.BatchSize} examples, {report.Workload.StepsPerEpoch:N0} steps an epoch"));
        List(html, "Optimizers",
            ("learning rate η", settings.LearningRate.ToString(CultureInfo.InvariantCulture)),
            ("weight decay λ", settings.WeightDecay.ToString(CultureInfo.InvariantCulture)),
            ("betas, ε", "0.9, 0.999, 1e-8"),
            ("meta-update", $"every {settings.MetaPeriod} steps after {settings.WarmupEpochs} epoch{(settings.WarmupEpochs == 1 ? "" : "s")}"),
            ("Φ", $"{settings.MetaLayers} encoder layers, feed-forward width {settings.MetaFeedForwardWidth}{(settings.IsUnsaturated ? ", logarithmic features, final norm" : "")}"),
            ("Φ learns with", $"{(settings.MetaRule == MetaLearningRule.Adam ? "Adam" : "gradient descent")}, rate {settings.MetaLearningRate.ToString(CultureInfo.InvariantCulture)}"),
            ("meta-update time", runs.SelectMany(r => r.MetaUpdates).Select(m => m.Milliseconds).DefaultIfEmpty(double.NaN).Average() is var ms && double.IsNaN(ms) ? "none was made" : $"{ms.ToString("F0", CultureInfo.InvariantCulture)} ms on average"));
        List(html, "Machine and versions",
            ("MetaAdamW.Gen", Version(typeof(MetaAdamWOptimizer).Assembly)),
            ("torch", $"{typeof(Tensor).Assembly.GetName().Name} {Version(typeof(Tensor).Assembly)}"),
            (".NET", RuntimeInformation.FrameworkDescription),
            ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
            ("processors", $"{Environment.ProcessorCount}, {get_num_threads()} torch threads"),
            ("device", report.Device));
        html.Append("</section>");
    }

    private static void List(StringBuilder html, string title, params (string Name, string Value)[] rows)
    {
        html.Append($"<div class=\"card\"><h3>{title}</h3><dl>");
        foreach (var (name, value) in rows)
            html.Append($"<dt>{Encode(name)}</dt><dd>{Encode(value)}</dd>");
        html.Append("</dl></div>");
    }

    private static int Color(OptimizerKind optimizer) => optimizer == OptimizerKind.AdamW ? AdamWColor : MetaAdamWColor;

    private static int GroupColor(int group) => FirstGroupColor + group % GroupColors;

    private static string Number(double value)
        => Math.Abs(value) is >= 1e-4 and < 1e5 or 0
            ? value.ToString(Math.Abs(value) < 1 ? "0.00000" : "0.000", CultureInfo.InvariantCulture)
            : value.ToString("0.00e+0", CultureInfo.InvariantCulture);

    private static string Signed(double value) => (value < 0 ? "−" : "+") + Number(Math.Abs(value));

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static string Version(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
