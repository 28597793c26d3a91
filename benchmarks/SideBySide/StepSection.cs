using MetaAdamW.LibTorch.Benchmarks;
using System.Diagnostics;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.SideBySide;

/// <summary>The optimizer's step alone: gradients stand in the parameters, and nothing else happens.</summary>
internal sealed class StepSection(Page page, Reference reference, int rounds, double seconds)
{
    private const string Meta = "MetaAdamW", Fused = "FusedAdamW", Operators = "AdamW in TorchSharp's manner";
    private const string Plain = "PyTorch AdamW", Foreach = "PyTorch AdamW, foreach", Published = "MetaAdamW as published", Loop = "memory loop";

    public void Write(IReadOnlyList<string> names, int threads)
    {
        set_num_threads(threads);
        reference.Ask($"threads {threads}");
        page.Heading(
            $"The optimizer's step, {threads} thread{(threads > 1 ? "s" : "")}",
            "Milliseconds of a step, Φ included: medians. Everything on the same shapes, in turn. PyTorch's two and the published way "
            + "(a plain loop in Python that reads each norm back) are another process, which works only in its turns.");
        page.Header("model", "tensors", "parameters", "groups", Meta, Fused, Operators, Plain, Foreach, Published);
        var ratios = new List<(string Name, long Parameters, Dictionary<string, Measured> Times)>();
        foreach (string name in names)
        {
            using Subject subject = Subject.Create(name);
            Dictionary<string, Measured> times = Measure(subject, threads, out int tensors, out int groups);
            ratios.Add((name, subject.Parameters, times));
            page.Row(
            [
                name,
                tensors.ToString("N0", CultureInfo.InvariantCulture),
                subject.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                groups.ToString(CultureInfo.InvariantCulture),
                .. new[] { Meta, Fused, Operators, Plain, Foreach, Published }.Select(c => Page.Milliseconds(times[c].Median)),
            ]);
        }

        page.Line();
        page.Line("Ratios, round by round: the median, and the middle half of the rounds in brackets. The memory loop moves 28 bytes a parameter "
            + "in this process on as many threads; MetaAdamW needs 36 with its statistics, AdamW 28.");
        page.Line();
        page.Header("model", $"{Meta} / {Plain}", $"{Meta} / {Foreach}", $"{Meta} / {Operators}", $"{Meta} / {Published}", $"{Meta} / 36-byte loop", $"{Fused} / 28-byte loop", $"{Fused} / {Plain}");
        foreach ((string name, _, Dictionary<string, Measured> t) in ratios)
        {
            page.Row(
                name,
                $"{t[Meta].Over(t[Plain])}",
                $"{t[Meta].Over(t[Foreach])}",
                $"{t[Meta].Over(t[Operators])}",
                $"{t[Meta].Over(t[Published])}",
                $"{t[Meta].Over(t[Loop], 36.0 / Bandwidth.BytesPerElement)}",
                $"{t[Fused].Over(t[Loop])}",
                $"{t[Fused].Over(t[Plain])}");
        }

        page.Line();
        page.Header("model", "memory loop, GB/s", $"{Meta}, GB/s of its 36 bytes");
        foreach ((string name, long parameters, Dictionary<string, Measured> t) in ratios)
        {
            page.Row(
                name,
                (parameters * 28e-9 / t[Loop].Median).ToString("F1", CultureInfo.InvariantCulture),
                (parameters * 36e-9 / t[Meta].Median).ToString("F1", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Φ of the size that the paper gives Multi30k, on a step that is hardly more than that.</summary>
    public void WriteAttention()
    {
        set_num_threads(1);
        using var model = new TwentyFourGroups();
        var groups = BoundGroups.Original([.. model.named_parameters().Select(p => (p.name, (IEnumerable<(string, Parameter)>)[p]))]);
        using var optimizer = new MetaAdamWOptimizer(groups, options: MetaAdamWOptions.Paper with { Layers = 128, FeedForwardWidth = 64, TotalSteps = 100_000 });
        SetGradients(model);
        Dictionary<string, Measured> times = Alternation.Measure([Step(Meta, optimizer)], rounds, seconds);
        page.Heading("Φ of 128 layers", "24 groups of one tensor of 16 elements, feed-forward width 64, one thread: a step on them is hardly more than Φ.");
        page.Header("step, ms");
        page.Row(Page.Milliseconds(times[Meta].Median));
    }

    private Dictionary<string, Measured> Measure(Subject subject, int threads, out int tensors, out int groups)
    {
        // Each has parameters of its own: one that another wrote to must be measured in full.
        using Subject ofFused = Subject.Create(subject.Name), ofOperators = Subject.Create(subject.Name);
        Array.ForEach([subject, ofFused, ofOperators], s => SetGradients(s.Model));
        using MetaAdamWOptimizer meta = subject.Optimizer(subject.Options(period: 1000));
        using var fused = new FusedAdamW(ofFused.Model.parameters(), 5e-4, weight_decay: 1e-2);
        using var operators = optim.AdamW(ofOperators.Model.parameters().ToList(), 5e-4, weight_decay: 1e-2);
        for (int i = 0; i < 10; i++)
        {
            meta.step();   // the first few are measured in full anyway
        }

        using var loop = new Bandwidth(subject.Parameters, threads);
        tensors = meta.Groups.Parameters.Count;
        groups = meta.Groups.Count;

        string shapes = string.Join(
            ',', meta.Groups.SelectMany((g, i) => g.Parameters.Select(p => $"{i}:{string.Join('x', p.Tensor.shape)}")));
        string phi = string.Create(CultureInfo.InvariantCulture, $"{subject.Layers},{meta.Attention.Heads},{meta.Attention.Width},{subject.Inner}");
        foreach (string optimizer in new[] { "adamw", "foreach", "published" })
        {
            reference.Ask($"prepare {optimizer} {optimizer} {phi} {shapes}");
        }

        Dictionary<string, Measured> times = Alternation.Measure(
            [
                Step(Meta, meta), Step(Fused, fused), Step(Operators, operators),
                Remote(Plain, "adamw"), Remote(Foreach, "foreach"), Remote(Published, "published"),
                new(Loop, count => [.. Enumerable.Range(0, count).Select(_ => loop.Seconds())]),
            ],
            rounds,
            seconds);
        foreach (string optimizer in new[] { "adamw", "foreach", "published" })
        {
            reference.Ask($"drop {optimizer}");
        }

        return times;
    }

    private static void SetGradients(nn.Module model)
    {
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = randn_like(parameter).mul_(0.01);
        }
    }

    private static Contender Step(string name, optim.Optimizer optimizer) => new(name, count =>
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            optimizer.step();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    });

    private Contender Remote(string name, string prepared) => new(name, count => reference.Times($"steps {prepared} {count}"));
}
