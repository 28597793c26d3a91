using System.Text.Json;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Reporting;

namespace MetaAdamW.Samples.Tests;

/// <summary>compare, ablate and report through the real process.</summary>
public sealed class StudyTests : IDisposable
{
    private static readonly string[] Small = ["--limit", "256", "--epochs", "2"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Against_takes_baselines_and_chooses_the_rate_of_one_by_a_sweep()
    {
        var result = Run("compare", "forecast", [.. Small, "--against", "adamw,adamw-cosine,nadamw,adamw-groups", "--out", Out("a")]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Matches("adamw-cosine: of the rates 0.0003 \\([\\d.]+\\), 0.001 .* was best after 1 epoch with seed 42", result.Output);
        Assert.Contains("NadamW's validation MSE is ", result.Output, StringComparison.Ordinal);
        var results = Read("a");
        Assert.Equal(["adamw", "adamw-cosine", "nadamw", "adamw-groups", "metaadamw"], Optimizers(results));
        Assert.Equal(
            ["adamw-cosine", "nadamw", "adamw-groups", "metaadamw"],
            results.GetProperty("comparisons").EnumerateArray().Select(c => c.GetProperty("optimizer").GetString()));

        var sweep = Assert.Single(results.GetProperty("sweeps").EnumerateArray());
        var points = sweep.GetProperty("points").EnumerateArray().Select(p => (Rate: p.GetProperty("rate").GetDouble(), Metric: p.GetProperty("metric").GetDouble())).ToList();
        Assert.Equal([0.0003, 0.001, 0.003, 0.01], points.Select(p => p.Rate));
        Assert.Equal(points.MinBy(p => p.Metric).Rate, sweep.GetProperty("chosen").GetDouble());
        var records = StudyRecords.Read(Path.Combine(Out("a"), "records.json"));
        Assert.Contains(records.Runs[1].Settings, s => s.Name == "learning rate η" && s.Value.StartsWith($"{sweep.GetProperty("chosen").GetDouble()}, warm-up", StringComparison.Ordinal));

        // another seed takes the rate that was chosen: there are no more runs of one epoch
        var more = Run("compare", "forecast", [.. Small, "--against", "adamw-cosine", "--seed", "43", "--out", Out("a"), "--resume"]);
        Assert.True(more.ExitCode == 0, more.Error);
        Assert.Contains("epoch  1/1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch  1/1", more.Output, StringComparison.Ordinal);
        Assert.Single(Read("a").GetProperty("sweeps").EnumerateArray());
    }

    [Fact]
    public void Evidence_adds_up_over_calls_and_finished_runs_are_not_done_again()
    {
        Assert.Equal(0, Run("compare", "forecast", [.. Small, "--out", Out("a")]).ExitCode);
        var first = Read("a").GetProperty("runs").EnumerateArray().Select(r => r.ToString()).ToList();

        var more = Run("compare", "forecast", [.. Small, "--seed", "43", "--against", "adamw,nadamw", "--out", Out("a"), "--resume"]);
        var again = Run("compare", "forecast", [.. Small, "--seeds", "2", "--out", Out("a"), "--resume"]);

        Assert.True(more.ExitCode == 0, more.Error);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("AdamW, seed 43  resumed after 2 epochs and 0 steps", again.Output, StringComparison.Ordinal);
        var runs = Read("a").GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(
            [("adamw", 42), ("metaadamw", 42), ("adamw", 43), ("metaadamw", 43), ("nadamw", 43)],
            runs.Select(r => (r.GetProperty("optimizer").GetString()!, r.GetProperty("seed").GetInt32())));
        Assert.Equal(first, runs[..2].Select(r => r.ToString()));

        var other = Run("compare", "forecast", "--limit", "128", "--epochs", "2", "--seed", "50", "--out", Out("a"), "--resume");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("belong to a run with other options (training examples: 256)", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_merges_folders()
    {
        Assert.Equal(0, Run("train", "forecast", [.. Small, "--optimizer", "adamw", "--seeds", "2", "--out", Out("a")]).ExitCode);
        Assert.Equal(0, Run("train", "forecast", [.. Small, "--optimizer", "learning+period=5", "--seeds", "2", "--out", Out("b")]).ExitCode);
        Assert.Equal(0, Run("train", "forecast", "--limit", "256", "--epochs", "1", "--out", Out("c")).ExitCode);

        var result = Run("report", Out("a"), Out("b"), "--out", Out("ab"));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("", result.Error);
        Assert.Contains("MetaAdamW, learning Φ, K = 5's validation MSE is ", result.Output, StringComparison.Ordinal);
        Assert.Equal(["adamw", "learning+period=5", "adamw", "learning+period=5"], Optimizers(Read("ab")));
        Assert.Equal(2, Assert.Single(Read("ab").GetProperty("comparisons").EnumerateArray()).GetProperty("best").GetProperty("seeds").GetInt32());
        Assert.Contains("</html>", File.ReadAllText(Path.Combine(Out("ab"), "report.html")), StringComparison.Ordinal);

        var different = Run("report", Out("a"), Out("c"));
        Assert.Equal(2, different.ExitCode);
        Assert.Contains("belong to a run with other options (--epochs 1)", different.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_one_contender_with_two_settings_are_refused()
    {
        var study = new Study
        {
            Task = "t", Description = "d", Metric = "m", HigherIsBetter = false, Data = "", TrainExamples = 1, ValidationExamples = 1, BatchSize = 1,
            StepsPerEpoch = 1, Epochs = 1, Patience = 1, MinImprovement = 1, Command = "",
        };
        var run = TrainingPartsTests.Run(Contender.AdamW, 1, 1.0) with { Settings = [new("learning rate η", "0.1")] };
        var records = new StudyRecords(study, [run], []);

        var error = Assert.Throws<Tasks.UserException>(
            () => records.With(records with { Runs = [run with { Seed = 2, Settings = [new("learning rate η", "0.2")] }] }, "there"));

        Assert.Equal(2, records.With(records with { Runs = [run with { Seed = 2, Settings = [.. run.Settings, new("of a later version", "x")] }] }, "there").Runs.Count);
        Assert.Equal("the results in there have adamw with other settings (learning rate η: 0.2)", error.Message);
    }

    [Fact]
    public void An_ablation_compares_its_rows_with_the_first_and_with_the_published_one()
    {
        var result = Run("ablate", "forecast", [.. Small, "--seeds", "2", "--rows", "steps,learning+no-time", "--out", Out("a")]);

        Assert.True(result.ExitCode == 0, result.Error);
        string[] rows = ["adamw", "random-factors", "published", "metaadamw", "metaadamw+unsaturated", "learning", "learning+fixed+cosine", "online+cosine+free", "online+cosine", "online+cosine+mean-preserving", "online", "direct", "learning+no-time"];
        var table = File.ReadAllLines(Path.Combine(Out("a"), "ablation.txt"));
        Assert.Contains(string.Join('\n', table), result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(rows, table[1..^1].Select(line => line.Split(' ')[0]));
        var comparisons = Read("a").GetProperty("comparisons").EnumerateArray()
            .Select(c => (c.GetProperty("reference").GetString()!, c.GetProperty("optimizer").GetString()!)).ToList();
        Assert.Equal(
            [.. rows.Where(row => row != "adamw").Select(row => ("adamw", row)), .. rows.Where(row => row != "published").Select(row => ("published", row))],
            comparisons);
    }

    [Fact]
    public void Rates_are_contenders_of_their_own()
    {
        var result = Run("compare", "forecast", [.. Small, "--rates", "1e-3,3e-3", "--out", Out("a")]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(["adamw+rate=0.001", "metaadamw+rate=0.001", "adamw+rate=0.003", "metaadamw+rate=0.003"], Optimizers(Read("a")));
        Assert.Contains("each at the rate with the best mean:", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Ctrl-C in the middle of a run: a checkpoint, 130, and the results of the runs before; then on to the end.</summary>
    [Fact]
    public void An_interrupted_study_goes_on_where_it_stood()
    {
        string[] command = ["compare", "forecast", "--limit", "640", "--epochs", "16", "--out", Out("a")];   // nine at least, by patience: far more than are waited for

        var interrupted = TasksProgram.Interrupt("MetaAdamW, seed 42  epoch  2/16", command);
        var state = Read("a").GetProperty("runs").EnumerateArray().Count();
        var resumed = TasksProgram.Run([.. command, "--resume"]);
        var whole = TasksProgram.Run([.. command[..^1], Out("b")]);

        Assert.Equal((130, 1), (interrupted.ExitCode, state));
        Assert.Equal("cancelled\n", interrupted.Error);
        Assert.Matches(@"(?m)^AdamW, seed 42  resumed after \d+ epochs and 0 steps", resumed.Output);
        Assert.Matches(@"(?m)^MetaAdamW, seed 42  resumed after \d+ epochs", resumed.Output);
        Assert.Equal((0, 0), (resumed.ExitCode, whole.ExitCode));
        Assert.Equal(Losses("b"), Losses("a"));

        IEnumerable<double> Losses(string name) => Read(name).GetProperty("runs").EnumerateArray()
            .SelectMany(r => r.GetProperty("epochs").EnumerateArray()).Select(e => e.GetProperty("validationLoss").GetDouble());
    }

    [Fact]
    public void Quiet_prints_only_the_table()
    {
        var result = Run("train", "forecast", [.. Small, "--quiet", "--out", Out("a")]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.StartsWith(" ", lines[0], StringComparison.Ordinal);
        Assert.Contains("best validation MSE", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("MetaAdamW  0.", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void Json_goes_to_standard_output_and_messages_to_standard_error()
    {
        var result = Run("train", "forecast", [.. Small, "--json", "--out", Out("a")]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(Out("a"), "results.json")), result.Output);
        Assert.Contains("MetaAdamW, seed 42  epoch  2/2", result.Error, StringComparison.Ordinal);
        Assert.Contains("best validation MSE", result.Error, StringComparison.Ordinal);
    }

    private TasksProgram.Result Run(string command, string argument, params string[] options) => TasksProgram.Run([command, argument, .. options]);

    private string Out(string name) => folder.At(name);

    private JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out(name), "results.json")));
        return document.RootElement.Clone();
    }

    private static IEnumerable<string?> Optimizers(JsonElement results)
        => results.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("optimizer").GetString());
}
