using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>Losses and the metric, over epochs and over time.</summary>
internal static class Curves
{
    /// <summary>More contenders than this make charts crowded.</summary>
    private const int MostContenders = 8;

    public static Markup Render(Study study, IReadOnlyList<ContenderRuns> contenders)
    {
        var runs = contenders.SelectMany(c => c.Runs).ToList();
        var isCrowded = contenders.Count > MostContenders;
        var seeds = contenders.Any(c => c.Runs.Count > 1)
            ? Markup.Of($"{(isCrowded ? "Mean over the seeds while all of them run." : "Mean over the seeds while all of them run, one standard deviation to either side; thin: the single seeds.")}")
            : null;
        List<LineChart> charts = [];
        List<ContenderRuns> compared = [.. contenders.Where(c => c.Reference is not null)];
        if (compared.Count > 0)
            charts.Add(new(compared.Count == 1 ? $"Validation loss, {compared[0].Title} minus {compared[0].Reference!.Title}" : $"Validation loss minus that of {Against(compared)}", "epoch", compared.ConvertAll(c => c.MinusReference()))
            {
                Caption = Markup.Of($"Of the same seed; below the line is better."),
                Reference = 0,
            });
        if (runs.Exists(r => r.Epochs.Exists(e => !e.Metric.Equals(e.ValidationLoss))))
            charts.Add(Epochs($"Validation {study.Metric}", Markup.Of($"{(study.HigherIsBetter ? "Higher" : "Lower")} is better."), e => e.Metric));
        charts.Add(Epochs("Training loss", Markup.Of($"Mean over the epoch, in training mode, while the weights move."), e => e.TrainLoss));
        var (unit, name) = runs.Max(r => r.Epochs.Sum(e => e.Seconds)) switch { < 180 => (1.0, "seconds"), < 3 * 3600 => (60.0, "minutes"), _ => (3600.0, "hours") };
        charts.Add(new("Validation loss over time", $"{name} of training", [.. contenders.Select(c => c.OverTime(e => e.ValidationLoss, unit))])
        {
            Caption = Markup.Of($"By the clock, meta-updates and validation included."),
            MayBeLogarithmic = true,
            WholeX = false,
        });

        var content = Markup.Of($"<div class=\"charts{(charts.Count == 3 ? " small" : "")}\">{(Epochs("Validation loss", seeds, e => e.ValidationLoss) with { IsLarge = true, Height = 340, IsCrowded = isCrowded }).Render()}");
        foreach (var chart in charts)
            content.Add($"{(chart with { IsCrowded = isCrowded }).Render()}");
        return content.Add($"</div>");

        LineChart Epochs(string title, Markup? caption, Func<EpochRecord, double> value)
            => new(title, "epoch", [.. contenders.Select(c => c.OverEpochs(value))]) { Caption = caption, MayBeLogarithmic = true };
    }

    /// <summary>What contenders are compared with.</summary>
    public static string Against(IReadOnlyList<ContenderRuns> compared)
        => compared.All(c => c.Reference == compared[0].Reference) ? compared[0].Reference!.Title : "the first at the same rate";
}
