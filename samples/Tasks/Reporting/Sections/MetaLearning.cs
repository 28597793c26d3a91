using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>What moved Φ: the meta-loss's terms and weights over the meta-updates, and what was learned online.</summary>
internal static class MetaLearning
{
    /// <summary>Colours of the three terms.</summary>
    private const int Alignment = 3, Decrease = 4, Gap = 5;

    private const int Height = 180;

    public static Markup? Render(ContenderRuns contender)
    {
        var content = new Markup();
        if (contender.Runs.Any(r => r.MetaUpdates.Count > 0))
            MetaUpdates(content, contender);
        if (contender.First.Factors.Exists(f => f.Online is not null))
            Online(content, contender);
        return content.IsEmpty ? null : content;
    }

    private static void MetaUpdates(Markup content, ContenderRuns contender)
    {
        content.Add($"<div class=\"charts small\">");
        content.Add(Term("Gradient alignment", Markup.Of($"L<sub>grad</sub>: size of the gradient after the step in thought, and its angle to the one before."), Alignment, m => m.GradientAlignment));
        content.Add(Term("Loss decrease", Markup.Of($"L<sub>loss</sub>: change of the validation loss over that step; below 0 it falls."), Decrease, m => m.LossDecrease));
        content.Add(Term("Generalization gap", Markup.Of($"L<sub>gap</sub>: distance between training and validation loss."), Gap, m => m.GeneralizationGap));
        content.Add(Term("Meta-loss", Markup.Of($"The three weighed, and the penalties: what Φ descends."), contender.Color, m => m.Total));
        content.Add(new LineChart("Weights of the terms", "step",
        [
            contender.OverMetaUpdates("alignment", Alignment, m => m.Weights[0]),
            contender.OverMetaUpdates("decrease", Decrease, m => m.Weights[1]),
            contender.OverMetaUpdates("gap", Gap, m => m.Weights[2]),
        ]) { Caption = Markup.Of($"What uncertainty (HUW) and the priorities multiply each term by."), MinSpan = 1e-3, Height = Height }.Render());
        if (contender.First.MetaUpdates.Exists(m => m.RelativeChange is not null))
            content.Add(Term("How far Φ moves", Markup.Of($"‖ΔΦ‖/‖Φ‖ of each meta-update."), contender.Color, m => m.RelativeChange));
        content.Add($"</div>");

        Markup Term(string title, Markup caption, int color, Func<MetaSample, double?> value)
            => new LineChart(title, "step", [contender.OverMetaUpdates("", color, value)]) { Caption = caption, Height = Height }.Render();
    }

    private static void Online(Markup content, ContenderRuns contender)
    {
        var run = contender.First;
        double Value(int group, int sample) => run.Factors[sample].Online is { } online ? online[group] : double.NaN;
        var scale = ColorScale.Diverging(run.Factors.SelectMany(f => f.Online ?? []).Select(v => (double)v), middle: 0, leastWidth: 0);
        content.Add($"<div class=\"charts\">");
        content.Add(new HeatMap("What the next batch said of α", "∂ℓ/∂α", [.. run.Groups.Select(g => g.Name)], [.. run.Factors.Select(f => f.Step)], Value, scale)
        {
            Caption = $"Below 0 a larger rate would have been better.{contender.SeedShown}",
        }.Render());
        content.Add(new LineChart("How sure they are", "step", [contender.OverSteps(f => f.SignalToNoise)])
        {
            Caption = Markup.Of($"Signal-to-noise ratio of those derivatives over all groups; well below 1 Φ follows noise."),
            Reference = 0,
        }.Render());
        content.Add($"</div>");
    }
}
