using System.Text.Json;
using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>A run goes on from its last checkpoint as if nothing had happened, whatever ended it, or says that it can't.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("adamw")]
    [InlineData("metaadamw")]
    [InlineData("nadamw")]
    [InlineData("adamw-groups")]
    [InlineData("online")]
    [InlineData("direct")]
    [InlineData("published+no-time+module-groups")]
    public void A_run_that_was_interrupted_ends_like_one_that_was_not(string contender)
    {
        var workload = TrainingTask.Find("forecast").Load(new(Limit: 256));
        var request = new RunRequest(Contender.Find(contender), Seed: 7, Epochs: 3, Device: "cpu");

        var whole = workload.Train(request, new Checkpoint(folder.At("whole.zip"), "forecast"), resume: false, new Interrupter(), CancellationToken.None);
        var interrupted = new Checkpoint(folder.At("interrupted.zip"), "forecast");
        foreach (var steps in (int[])[3, 4])   // in the middle of an epoch, then where one ends
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(
                () => workload.Train(request, interrupted, resume: true, new Interrupter { Cancel = cancel, After = steps }, cancel.Token));
        }
        var resumed = workload.Train(request, interrupted, resume: true, new Interrupter(), CancellationToken.None);

        Assert.Equal(whole.Epochs.Select(e => (e.TrainLoss, e.ValidationLoss, e.MetaLoss)), resumed.Epochs.Select(e => (e.TrainLoss, e.ValidationLoss, e.MetaLoss)));
        Assert.Equal(whole.Factors.Select(f => string.Join(' ', f.Alpha)), resumed.Factors.Select(f => string.Join(' ', f.Alpha)));
        Assert.Equal(Entry("whole.zip", "model.dat"), Entry("interrupted.zip", "model.dat"));
        Assert.Equal(Entry("whole.zip", "optimizer.dat"), Entry("interrupted.zip", "optimizer.dat"));

        byte[] Entry(string archive, string name) => ZipEntry.Read(folder.At(archive), name);
    }

    /// <summary>Killed while it saves, as far as the test is quick enough to see that; what a killed run may leave is there each time.</summary>
    [Fact]
    public void A_run_that_was_killed_ends_like_one_that_was_not()
    {
        string[] command = ["train", "forecast", "--limit", "640", "--epochs", "16", "--resume", "--out"];
        var checkpoint = folder.At("killed/checkpoint-metaadamw-seed42.zip");

        foreach (var saves in (int[])[1, 2, 2])
        {
            Assert.Equal(128 + 9, TasksProgram.Kill(checkpoint + ".partial", saves, [.. command, folder.At("killed")]));
            folder.Write("killed/checkpoint-metaadamw-seed42.zip.partial", "PK, and then the lights went out");
        }
        var resumed = TasksProgram.Run([.. command, folder.At("killed")]);
        var whole = TasksProgram.Run([.. command, folder.At("whole")]);

        Assert.Equal(("", 0), (resumed.Error, resumed.ExitCode));
        Assert.Contains("MetaAdamW, seed 42  resumed after", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(("", 0), (whole.Error, whole.ExitCode));
        Assert.Equal(Losses("whole"), Losses("killed"));
        Assert.InRange(Losses("whole").Count, 9, 16);   // far more epochs than saves that were waited for, however slow the test
        Assert.Empty(Directory.GetFiles(folder.At("killed"), "*.partial"));
    }

    /// <summary>A disk that is full while the checkpoint is written: Linux's /dev/full stands for it.</summary>
    [Fact]
    public void A_full_disk_leaves_the_last_checkpoint_and_the_run_goes_on_from_it()
    {
        var whole = Train("whole.zip", new Interrupter())!;
        Assert.Null(Train("run.zip", new Interrupter { After = 3 }));
        var saved = File.ReadAllBytes(folder.At("run.zip"));
        File.CreateSymbolicLink(folder.At("run.zip.partial"), "/dev/full");

        var error = Assert.Throws<UserException>(() => Train("run.zip", new Interrupter()));

        Assert.Contains($"{folder.At("run.zip")} can't be written: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(saved, File.ReadAllBytes(folder.At("run.zip")));
        Assert.False(File.Exists(folder.At("run.zip.partial")));
        Assert.Equal(whole.Epochs.Select(e => (e.TrainLoss, e.ValidationLoss)), Train("run.zip", new Interrupter())!.Epochs.Select(e => (e.TrainLoss, e.ValidationLoss)));
    }

    [Fact]
    public void A_checkpoint_that_another_program_is_writing_is_left_to_it()
    {
        Assert.Null(Train("run.zip", new Interrupter { After = 3 }));
        using var other = new FileStream(folder.At("run.zip.partial"), FileMode.Create, FileAccess.Write, FileShare.None);

        var error = Assert.Throws<UserException>(() => Train("run.zip", new Interrupter()));

        Assert.Contains("run.zip can't be written", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("run.zip.partial")));
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("model.dat")]
    [InlineData("optimizer.dat")]
    [InlineData("random.dat")]
    public void A_checkpoint_with_one_other_bit_is_refused(string entry)
    {
        Assert.Null(Train("run.zip", new Interrupter { After = 3 }));
        var file = File.ReadAllBytes(folder.At("run.zip"));
        var content = ZipEntry.Read(folder.At("run.zip"), entry);
        var place = file.AsSpan().IndexOf(content) + (content.Length / 2);
        file[place] ^= 1;
        folder.Write("run.zip", file);

        var error = Assert.Throws<UserException>(() => Train("run.zip", new Interrupter()));

        Assert.Contains("run.zip can't be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_is_cut_off_is_refused()
    {
        string[] command = ["train", "forecast", "--optimizer", "adamw", "--limit", "640", "--epochs", "1", "--out", folder.At("out")];
        Assert.Equal(0, TasksProgram.Run(command).ExitCode);
        using (var file = File.OpenWrite(folder.At("out/checkpoint-adamw-seed42.zip")))
            file.SetLength(5_000);

        var result = TasksProgram.Run([.. command, "--resume"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("checkpoint-adamw-seed42.zip can't be read", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Three epochs of the forecast, from the checkpoint if there is one; null: it was interrupted.</summary>
    private RunRecord? Train(string checkpoint, Interrupter interrupter)
    {
        var workload = TrainingTask.Find("forecast").Load(new(Limit: 256));
        using var cancel = new CancellationTokenSource();
        try
        {
            return workload.Train(
                new(Contender.MetaAdamW, Seed: 7, Epochs: 3, Device: "cpu"), new Checkpoint(folder.At(checkpoint), "forecast"), resume: true,
                interrupter with { Cancel = cancel }, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private List<(double Train, double Validation)> Losses(string name)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(folder.At($"{name}/results.json")));
        return [.. results.RootElement.GetProperty("runs")[0].GetProperty("epochs").EnumerateArray()
            .Select(e => (e.GetProperty("trainLoss").GetDouble(), e.GetProperty("validationLoss").GetDouble()))];
    }
}
