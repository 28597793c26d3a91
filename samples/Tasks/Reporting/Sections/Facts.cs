using static System.FormattableString;

namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>How to do it again: the command, the data, all options, the machine.</summary>
internal static class Facts
{
    private const string Program = "dotnet run -c Release --project samples/Tasks -- ";

    public static Markup Render(StudyRecords records, IReadOnlyList<ContenderRuns> contenders)
    {
        var study = records.Study;
        var runs = contenders.SelectMany(c => c.Runs).ToList();
        var commands = string.Join('\n', study.Command.Split('\n').Select(command => Program + command));
        var content = Markup.Of($"<div class=\"card\"><h3>To run it again</h3><pre tabindex=\"0\"><code>{commands}</code></pre></div><div class=\"facts\">");
        List(content, "Training", null,
        [
            ("task", study.Variant is null ? study.Task : $"{study.Task}, {study.Variant}"),
            ("examples", $"{Numerals.Count(study.TrainExamples)} for training, {Numerals.Count(study.ValidationExamples)} for validation"),
            ("batch", $"{study.BatchSize} examples, {Numerals.Count(study.StepsPerEpoch)} steps an epoch"),
            ("epochs", Invariant($"{study.Epochs} at most; ends after {study.Patience} in which the validation loss did not fall by {study.MinImprovement}")),
            ("seeds", string.Join(", ", runs.Select(r => r.Seed).Distinct())),
            ("parameters", string.Join(", ", runs.Select(r => Numerals.Count(r.Parameters)).Distinct())),
        ]);
        foreach (var machine in runs.Select(r => r.Machine).Distinct())
            List(content, "Machine and versions", null,
            [
                ("processor", machine.Processor),
                ("threads", Invariant($"{machine.Threads} of torch, {machine.Processors} logical processors")),
                ("device", machine.Device),
                ("system", machine.System),
                (".NET", machine.Net),
                ("torch", machine.LibTorch.Length > 0 ? $"{machine.Torch} on libtorch {machine.LibTorch}" : machine.Torch),
                ("MetaAdamW.Gen", machine.Version),
            ]);
        foreach (var own in contenders)
            List(content, own.Title, own.Color, [.. own.First.Settings.Select(s => (s.Name, s.Value)), ("optimizer", own.First.Optimizer)]);
        foreach (var sweep in records.Sweeps)
            List(content, $"How the rate of {contenders.FirstOrDefault(c => c.Name == sweep.Contender)?.Title ?? sweep.Contender} was chosen", null,
            [
                ("runs", $"{sweep.Epochs} {(sweep.Epochs == 1 ? "epoch" : "epochs")}, seed {sweep.Seed}"),
                .. sweep.Points.Select(p => (Invariant($"{p.Rate}"), $"{study.Metric} {Numerals.Of(p.Metric)}{(p.Rate.Equals(sweep.Chosen) ? ", chosen" : "")}")),
            ]);
        content.Add($"</div>");

        var optioned = contenders.Where(c => c.First.Options.Count > 0).ToList();
        foreach (var own in optioned)
            Options(content, own, isOpen: optioned.Count == 1);
        return content;
    }

    private static void List(Markup content, string title, int? color, IEnumerable<(string Name, string Value)> rows)
    {
        content.Add($"<div class=\"card\"><h3>{(color is null ? null : Markup.Of($"<i class=\"swatch c{color.Value}\"></i>"))}{title}</h3><dl>");
        foreach (var (name, value) in rows.Where(r => r.Value.Length > 0))
            content.Add($"<dt>{name}</dt><dd>{value}</dd>");
        content.Add($"</dl></div>");
    }

    private static void Options(Markup content, ContenderRuns own, bool isOpen)
    {
        content.Add($"<details class=\"card options\"{(isOpen ? Markup.Of($" open=\"\"") : null)}><summary>All options of {own.Title} <small>bold: not the default</small></summary><dl>");
        foreach (var option in own.First.Options)
            content.Add($"<div{(option.IsDefault ? null : Markup.Of($" class=\"changed\""))}><dt>{option.Name}</dt><dd>{option.Value}</dd></div>");
        content.Add($"</dl></details>");
    }
}
