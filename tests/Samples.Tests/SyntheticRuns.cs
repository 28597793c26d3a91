using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>Runs that were never made, for reports of any size.</summary>
internal static class SyntheticRuns
{
    public static Study Study { get; } = new()
    {
        Task = "synthetic",
        Description = "numbers from a generator",
        Metric = "accuracy",
        HigherIsBetter = true,
        Data = "1,000 numbers",
        TrainExamples = 800,
        ValidationExamples = 200,
        BatchSize = 8,
        StepsPerEpoch = 100,
        Epochs = 20,
        Patience = 2,
        MinImprovement = 1e-3,
        Command = "compare synthetic",
    };

    /// <summary>Contenders of which each but the first has a Φ where there are groups.</summary>
    public static List<RunRecord> Compare(int contenders, int seeds, int epochs = 12, int groups = 7, int samples = 120)
        => [.. from seed in Enumerable.Range(1, seeds)
               from contender in Enumerable.Range(0, contenders)
               select Run(contender == 0 ? "AdamW" : contender == 1 ? "MetaAdamW" : $"MetaAdamW, variant {contender}", seed, epochs, contender == 0 ? 0 : groups, samples)];

    public static RunRecord Run(string title, long seed, int epochs, int groups, int samples)
    {
        var random = new Random(HashCode(title, seed));
        var speed = 0.15 + 0.1 * random.NextDouble();
        var run = new RunRecord
        {
            Contender = title.ToLowerInvariant(),
            Title = title,
            Settings = [new("learning rate η", "0.001")],
            Optimizer = "kernels",
            Options = groups > 0 ? OptionRow.Of(new() { LearningRate = 5e-4 }) : [],
            Seed = seed,
            Machine = new("0.1.0", "torch 1", ".NET 10", "system", 2, 1, "cpu") { Processor = "processor", LibTorch = "1.13" },
            Memory = new(100 << 20, (300 + random.Next(100)) << 20, IsOfRun: true),
            Parameters = 1_000_000,
            Groups = groups > 0 ? [.. Enumerable.Range(0, groups).Select(Group)] : [Group("all", "", ["weight"])],
            Columns = groups > 0 ? ["mean ‖∇‖", "mean ln ‖p‖", "mean cos(∇, m)", "time"] : [],
            StepsPerEpoch = 100,
            HigherIsBetter = true,
        };
        for (var e = 1; e <= epochs; e++)
        {
            var loss = 0.3 + 2 * Math.Exp(-speed * e) + 0.05 * random.NextDouble();
            run.Epochs.Add(new(e, loss - 0.1 - 0.005 * e, loss, 1 - loss / 3, 60 + 5 * random.NextDouble(), 0.8 + random.NextDouble(), groups > 0 ? loss : null)
            {
                ProcessorSeconds = 110 + random.NextDouble(),
                BatchMilliseconds = 6.25,
            });
        }
        if (groups == 0)
            return run;
        for (var s = 0; s < samples; s++)
            run.Factors.Add(new(
                1 + s * 10,
                [.. Enumerable.Range(0, groups).Select(g => 1 + 0.4 * Math.Sin(g * 0.7 + s * 0.03) * s / samples)],
                [.. Enumerable.Range(0, groups).Select(g => 1 + 0.02 * (random.NextDouble() - 0.5))])
            {
                Features = [.. Enumerable.Range(0, groups).Select(g => (float[])[(float)Math.Exp(random.NextDouble() * 6 - 3 - g % 5), g % 9 - 4 + s * 0.01f, (float)Math.Cos(s + g), s * 0.01f])],
                Spread = s * 1e-4,
                Saturation = 0,
                Online = s > 0 ? [.. Enumerable.Range(0, groups).Select(g => (float)Math.Sin(s * g))] : null,
                SignalToNoise = s > 0 ? 0.1 + 0.05 * random.NextDouble() : null,
            });
        for (var u = 1; u <= epochs; u++)
            run.MetaUpdates.Add(new(100 * u, random.NextDouble() - 0.5, -random.NextDouble() / u, random.NextDouble() / u, random.NextDouble(), [0.5 + 0.01 * u, 0.5, 0.5 - 0.01 * u], 150) { RelativeChange = 1e-3 / u });
        return run;
    }

    private static GroupRow Group(int index) => Group(
        index switch { 0 => "input", 1 => "embedding/middle/weight", _ => $"block{index}/ffn/weight" },
        index == 0 ? "weight decay 0" : "",
        [$"layers.{index}.weight", $"layers.{index}.bias"]);

    private static GroupRow Group(string name, string options, string[] tensors) => new(name, tensors, 8192 * tensors.Length)
    {
        Options = options,
        Details = [.. tensors.Select(tensor => new TensorDetail("64 × 128", $"because of {tensor}"))],
    };

    /// <summary>The same in every process, unlike a string's own.</summary>
    private static int HashCode(string text, long seed) => text.Aggregate((int)seed, (code, letter) => unchecked(code * 31 + letter));
}
