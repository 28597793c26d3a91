using System.Globalization;
using System.Text.Json;

namespace MetaAdamW.Samples.Tests;

/// <summary>One short comparison, shared by the tests that look at what it leaves.</summary>
public sealed class ShortComparison : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ShortComparison()
    {
        Result = TasksProgram.Run("compare", "forecast", "--limit", "640", "--epochs", "3", "--seeds", "2", "--out", At(""));
    }

    internal TasksProgram.Result Result { get; }

    public string At(string name) => Path.Combine(folder.Root, "out", name);

    public void Dispose() => folder.Dispose();
}

public sealed class RunTests(ShortComparison comparison) : IClassFixture<ShortComparison>
{
    [Fact]
    public void It_ends_well_and_prints_the_comparison()
    {
        Assert.True(comparison.Result.ExitCode == 0, comparison.Result.Error);
        Assert.Equal("", comparison.Result.Error);
        Assert.Contains("AdamW, seed 42", comparison.Result.Output, StringComparison.Ordinal);
        Assert.Contains("MetaAdamW, seed 43", comparison.Result.Output, StringComparison.Ordinal);
        Assert.Matches(@"MetaAdamW's validation MSE is [\d.]+ % (lower|higher) than AdamW's \(difference [+-][\d.]+, 95 % interval", comparison.Result.Output);
    }

    [Fact]
    public void The_folder_holds_the_results_and_a_checkpoint_for_each_run()
        => Assert.Equal(
            [
                "checkpoint-adamw-seed42.zip", "checkpoint-adamw-seed43.zip", "checkpoint-metaadamw-seed42.zip",
                "checkpoint-metaadamw-seed43.zip", "epochs.csv", "records.json", "report.html", "results.json",
            ],
            Directory.GetFiles(comparison.At("")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Results_json_has_exactly_the_documented_members()
    {
        using var results = JsonDocument.Parse(File.ReadAllText(comparison.At("results.json")));
        var root = results.RootElement;

        Assert.Equal(["task", "metric", "higherIsBetter", "runs", "optimizers", "comparisons"], Names(root));
        Assert.Equal("forecast", root.GetProperty("task").GetString());
        var runs = root.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(
            [("adamw", 42), ("metaadamw", 42), ("adamw", 43), ("metaadamw", 43)],
            runs.Select(r => (r.GetProperty("optimizer").GetString()!, r.GetProperty("seed").GetInt32())));
        foreach (var run in runs)
        {
            var meta = run.GetProperty("optimizer").GetString() == "metaadamw";
            Assert.Equal(["optimizer", "seed", "parameters", "groups", "peakMemory", "epochs", "best"], Names(run));
            Assert.Equal(meta ? 7 : 1, run.GetProperty("groups").GetInt32());
            var epochs = run.GetProperty("epochs").EnumerateArray().ToList();
            Assert.Equal([1, 2, 3], epochs.Select(e => e.GetProperty("epoch").GetInt32()));
            foreach (var epoch in epochs)
            {
                Assert.Equal(["epoch", "trainLoss", "validationLoss", "metric", "seconds", "stepMilliseconds", "metaLoss", "processorSeconds", "batchMilliseconds"], Names(epoch));
                Assert.All(
                    new[] { "trainLoss", "validationLoss", "metric", "seconds", "stepMilliseconds", "processorSeconds", "batchMilliseconds" },
                    name => Assert.True(epoch.GetProperty(name).GetDouble() > 0, name));
            }
            var best = run.GetProperty("best");
            Assert.Equal(["epoch", "validationLoss", "metric"], Names(best));
            Assert.Equal(epochs.Min(e => e.GetProperty("validationLoss").GetDouble()), best.GetProperty("validationLoss").GetDouble());
        }
    }

    [Fact]
    public void The_loss_falls_with_both_optimizers()
    {
        using var results = JsonDocument.Parse(File.ReadAllText(comparison.At("results.json")));

        foreach (var run in results.RootElement.GetProperty("runs").EnumerateArray())
        {
            var epochs = run.GetProperty("epochs");
            Assert.True(epochs[2].GetProperty("trainLoss").GetDouble() < 0.9 * epochs[0].GetProperty("trainLoss").GetDouble());
        }
    }

    [Fact]
    public void Epochs_csv_repeats_the_numbers_of_results_json()
    {
        using var results = JsonDocument.Parse(File.ReadAllText(comparison.At("results.json")));
        var rows = File.ReadAllLines(comparison.At("epochs.csv"));

        Assert.Equal("optimizer,seed,epoch,trainLoss,validationLoss,metric,seconds,stepMilliseconds,metaLoss,processorSeconds,batchMilliseconds", rows[0]);
        Assert.Equal(1 + 4 * 3, rows.Length);
        var last = rows[^1].Split(',');
        var epoch = results.RootElement.GetProperty("runs")[3].GetProperty("epochs")[2];
        Assert.Equal(["metaadamw", "43", "3"], last[..3]);
        Assert.Equal(epoch.GetProperty("validationLoss").GetDouble(), double.Parse(last[4], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_report_opens_in_a_browser_without_a_complaint_or_a_request_elsewhere()
    {
        var visit = Browser.Open(comparison.At("report.html"));

        Assert.Empty(visit.Console);
        Assert.Empty(visit.Requests);
        Assert.Contains("</html>", visit.Dom, StringComparison.Ordinal);
        Assert.DoesNotContain("There was nothing to draw", visit.Dom, StringComparison.Ordinal);
    }

    [Fact]
    public void The_browser_would_have_seen_a_complaint_and_a_request()
    {
        using var folder = new TemporaryFolder();
        var page = folder.Write("page.html", "<!DOCTYPE html><img src=\"http://198.51.100.1/x.png\"><script>nosuch();</script>");

        var visit = Browser.Open(page);

        Assert.Contains(visit.Console, line => line.Contains("nosuch", StringComparison.Ordinal));
        Assert.Contains("http://198.51.100.1/x.png", visit.Requests);
    }

    [Fact]
    public void Every_chart_of_the_report_has_its_data()
    {
        var page = new ReportPage(File.ReadAllText(comparison.At("report.html")));

        foreach (var title in (string[])["Validation loss", "Training loss", "Validation loss over time"])
        {
            Assert.Equal([("AdamW", 3), ("MetaAdamW", 3)], page.Curves(title));
            Assert.Equal([3, 3, 3, 3], page.Seeds(title));
        }
        string[] groups = ["input", "attention/middle/weight", "attention/middle/bias", "layernorm/middle/bias", "linear/middle/weight", "linear/middle/bias", "head"];
        foreach (var title in (string[])["α: factor of the learning rate", "β: factor of the weight decay", "mean ln ‖∇‖", "mean ln ‖m‖", "mean ln ‖p‖", "mean cos(∇, m)", "mean ln ‖v‖"])
            Assert.Equal(groups.Select(name => (name, 30, 30)), ReportPage.Rows(page.Figure(title)));
        Assert.Equal([("alignment", 1), ("decrease", 1), ("gap", 1)], page.Curves("Weights of the terms"));
        Assert.Equal([("", 1)], page.Curves("Loss decrease"));
        var table = page.Section("groups").Descendants("table").Single();
        Assert.Equal(groups, ReportPage.TableRows(table).Select(row => row.Element("th")!.Value));
        Assert.Contains(table.Descendants("summary"), s => s.Value.StartsWith("[ParamGroup(\"input\")] on DepartureTransformer.input", StringComparison.Ordinal));
        Assert.Contains(table.Descendants("li"), li => li.Value.Contains("layers.0.attention.projection.weight", StringComparison.Ordinal));
        Assert.DoesNotContain("http://", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_is_not_trained_again_when_resumed()
    {
        var before = File.ReadAllText(comparison.At("results.json"));

        var result = TasksProgram.Run("compare", "forecast", "--limit", "640", "--epochs", "3", "--seeds", "2", "--out", comparison.At(""), "--resume");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(before, File.ReadAllText(comparison.At("results.json")));
    }

    [Fact]
    public void A_folder_of_other_options_is_refused()
    {
        var result = TasksProgram.Run("compare", "forecast", "--limit", "640", "--epochs", "4", "--seeds", "2", "--out", comparison.At(""), "--resume");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("results.json belong to a run with other options (--epochs 3)", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
