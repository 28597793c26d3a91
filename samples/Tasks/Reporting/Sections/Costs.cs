using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>What each contender took: time, what it went into, memory.</summary>
internal static class Costs
{
    /// <summary>Means over all epochs of a contender, in seconds.</summary>
    private sealed record Cost(ContenderRuns Contender)
    {
        private readonly int epochs = Contender.Runs.Sum(r => r.Epochs.Count);
        private readonly List<MetaSample> updates = [.. Contender.Runs.SelectMany(r => r.MetaUpdates)];

        public double Epoch => Mean(e => e.Seconds);

        public double Processor => Mean(e => e.ProcessorSeconds);

        public double Step => Mean(e => e.StepMilliseconds) / 1e3;

        public double Steps => Step * Contender.First.StepsPerEpoch;

        /// <summary>The share of an epoch in which its batches were put together; null where that was not measured.</summary>
        public double? Data => Contender.Runs.All(r => r.Epochs.All(e => e.BatchMilliseconds is not null))
            ? Mean(e => e.BatchMilliseconds!.Value) / 1e3 * Contender.First.StepsPerEpoch / Epoch
            : null;

        public bool HasMetaUpdates => updates.Count > 0;

        public double MetaUpdate => updates.Average(m => m.Milliseconds) / 1e3;

        public double MetaUpdates => updates.Sum(m => m.Milliseconds) / 1e3 / epochs;

        public double Rest => Math.Max(0, Epoch - Steps - MetaUpdates);

        public long Peak => Contender.Runs.Max(r => r.Memory.Peak);

        private double Mean(Func<EpochRecord, double> value) => Contender.Runs.Sum(r => r.Epochs.Sum(value)) / epochs;
    }

    public static Markup Render(IReadOnlyList<ContenderRuns> contenders)
    {
        const string Rest = "model, data, validation", Steps = "optimizer.step()", Updates = "meta-updates";
        var costs = contenders.Select(c => new Cost(c)).ToList();
        var longest = costs.Max(c => c.Epoch);
        var hasUpdates = costs.Exists(c => c.HasMetaUpdates);
        var hasData = costs.Exists(c => c.Data is not null);
        var hasPeaks = costs.Exists(c => c.Peak > 0);
        var content = Markup.Of($"<div class=\"card scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Cost\"><ul class=\"legend\"><li><i class=\"swatch part0\"></i>{Rest}</li><li><i class=\"swatch part1\"></i>{Steps}</li>{(hasUpdates ? Markup.Of($"<li><i class=\"swatch part2\"></i>{Updates}</li>") : null)}</ul>");
        content.Add($"<table id=\"cost-table\"><thead><tr><th scope=\"col\">optimizer</th><th scope=\"col\" class=\"wide\">what an epoch's time goes into</th><th scope=\"col\" class=\"n\">an epoch</th><th scope=\"col\" class=\"n\">processor time</th><th scope=\"col\" class=\"n\">a step</th>{(hasData ? Markup.Of($"<th scope=\"col\" class=\"n\">batches</th>") : null)}");
        content.Add($"{(hasUpdates ? Markup.Of($"<th scope=\"col\" class=\"n\">a meta-update</th><th scope=\"col\" class=\"n\">all meta-updates</th>") : null)}{(hasPeaks ? Markup.Of($"<th scope=\"col\" class=\"n\">peak memory</th>") : null)}</tr></thead><tbody>");
        foreach (var cost in costs)
        {
            List<(string, double)> parts = [(Rest, cost.Rest), (Steps, cost.Steps)];
            if (cost.HasMetaUpdates)
                parts.Add((Updates, cost.MetaUpdates));
            content.Add($"<tr><th scope=\"row\"><i class=\"swatch c{cost.Contender.Color}\"></i>{cost.Contender.Title}</th><td class=\"wide\">{TimeBar.Render(parts, longest)}</td><td class=\"n\">{Numerals.Duration(cost.Epoch)}</td><td class=\"n\">{Numerals.Duration(cost.Processor)}</td><td class=\"n\">{Numerals.Duration(cost.Step)}</td>");
            if (hasData)
                content.Add($"<td class=\"n\">{(cost.Data is { } data ? Numerals.Percent(data) : "–")}</td>");
            if (hasUpdates)
                content.Add($"<td class=\"n\">{(cost.HasMetaUpdates ? Numerals.Duration(cost.MetaUpdate) : "–")}</td><td class=\"n\">{(cost.HasMetaUpdates ? Numerals.Percent(cost.MetaUpdates / cost.Epoch) : "–")}</td>");
            if (hasPeaks)
                content.Add($"<td class=\"n\">{(cost.Peak > 0 ? Numerals.Bytes(cost.Peak) : "–")}</td>");
            content.Add($"</tr>");
        }
        var isOfRun = contenders.All(c => c.Runs.All(r => r.Memory.IsOfRun));
        return content.Add($"</tbody></table><p class=\"note\">Means over all epochs and seeds.{(hasData ? " Batches: making tensors of the examples of each training step." : "")}{(hasPeaks ? isOfRun ? " Memory: the process's resident peak in a run, libraries and data included." : " Memory: the process's resident peak up to the run's end, so a later run is never below an earlier one." : "")}</p></div>");
    }
}
