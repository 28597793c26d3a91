using System.Globalization;
using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>The groups, their options, their last factors, and why each parameter is where it is.</summary>
internal static class GroupTable
{
    public static Markup Render(ContenderRuns contender)
    {
        var run = contender.First;
        var last = contender.Runs.Where(r => r.IsModulated).Select(r => r.Factors[^1]).ToList();
        var total = run.Groups.Sum(g => g.Parameters);
        var hasOptions = run.Groups.Any(g => g.Options.Length > 0);
        var content = Markup.Of($"<div class=\"card scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Groups of {contender.Title}\"><table class=\"groups\"><thead><tr><th scope=\"col\">group</th><th scope=\"col\" class=\"n\">parameters</th><th scope=\"col\">share</th>");
        if (last.Count > 0)
            content.Add($"<th scope=\"col\" class=\"n\">α at the end</th><th scope=\"col\" class=\"n\">β at the end</th>");
        content.Add($"{(hasOptions ? Markup.Of($"<th scope=\"col\">options</th>") : null)}<th scope=\"col\">tensors, and why they are here</th></tr></thead><tbody>");

        var (alpha, beta) = (Factors.Scale(last.SelectMany(f => f.Alpha)), Factors.Scale(last.SelectMany(f => f.Beta)));
        foreach (var (row, group) in run.Groups.Index())
        {
            var share = (double)group.Parameters / total;
            content.Add($"<tr><th scope=\"row\">{group.Name}</th><td class=\"n\">{Numerals.Count(group.Parameters)}</td><td class=\"nowrap\"><i class=\"share\" style=\"width:{64 * share:F1}px\"></i>{Numerals.Percent(share)}</td>");
            if (last.Count > 0)
                content.Add($"<td class=\"n\">{Factor(alpha, last.ConvertAll(f => f.Alpha[row]))}</td><td class=\"n\">{Factor(beta, last.ConvertAll(f => f.Beta[row]))}</td>");
            content.Add($"{(hasOptions ? Markup.Of($"<td>{group.Options}</td>") : null)}<td>{Tensors(group)}</td></tr>");
        }
        return content.Add($"</tbody></table></div>");
    }

    /// <summary>The mean over the seeds, with its colour in the heat map.</summary>
    private static Markup Factor(ColorScale scale, List<double> seeds)
    {
        var mean = seeds.Average();
        return Markup.Of($"<svg class=\"chip\" aria-hidden=\"true\"><rect class=\"{scale.ClassOf(mean)}\" width=\"100%\" height=\"100%\"/></svg>{mean:F4}{(seeds.Count > 1 ? $" ± {Outcome.SampleDeviation(seeds).ToString("F4", CultureInfo.InvariantCulture)}" : "")}");
    }

    /// <summary>The reason, where all have the same; the tensors behind it.</summary>
    private static Markup Tensors(GroupRow group)
    {
        var reasons = group.Details.Select(d => d.Reason).Distinct().ToList();
        var content = Markup.Of($"<details><summary>{reasons.FirstOrDefault()} <small>{group.Tensors.Count} {(group.Tensors.Count == 1 ? "tensor" : "tensors")}{(reasons.Count > 1 ? $", {reasons.Count} reasons" : "")}</small></summary><ul class=\"tensors\">");
        foreach (var (i, name) in group.Tensors.Index())
            content.Add($"<li><code>{name}</code>{(i < group.Details.Count ? Detail(group.Details[i]) : null)}</li>");
        return content.Add($"</ul></details>");

        Markup Detail(TensorDetail detail)
            => Markup.Of($" <span>{detail.Shape}</span>{(reasons.Count > 1 ? Markup.Of($"<small>{detail.Reason}</small>") : null)}");
    }
}
