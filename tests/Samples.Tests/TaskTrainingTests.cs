using System.Text.Json;
using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;
using static TorchSharp.torch;

namespace MetaAdamW.Samples.Tests;

/// <summary>Each of the paper's larger tasks, with its model in full width, on one thread: with small batches others would only be waited for.</summary>
public sealed class TaskTrainingTests : IDisposable
{
    private readonly int threads = get_num_threads();

    public TaskTrainingTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(threads);

    public static TheoryData<string> Tasks => ["etth1", "wikitext2", "multi30k", "cifar10", "imdb", "chargpt"];

    /// <summary>A task that makes meta-updates within a few steps, on the small data.</summary>
    private static Workload Load(string task, TemporaryFolder folder)
    {
        SyntheticData.Write(folder, task);
        TrainingTask quick = task switch
        {
            "etth1" => new Etth1Task { Settings = Quick(1e-3) },
            "wikitext2" => new Wikitext2Task { Settings = Quick(1e-3) },
            "multi30k" => new Multi30kTask { Settings = Quick(5e-4) },
            // an epoch draws four of the eight examples, and the rate has a schedule
            "chargpt" => new CharacterTask { Settings = Quick(2e-2) with { BatchSize = 2, StepsPerEpoch = 2, Schedule = new(0.2) } },
            "cifar10" => new Cifar10Task { Settings = Quick(1e-3) },
            _ => new ImdbTask { Settings = Quick(5e-3) },
        };
        return quick.Load(new(folder.Root, Limit: 8));

        static TaskSettings Quick(double rate)
            => new() { BatchSize = 4, LearningRate = rate, Meta = TaskSettings.Published(period: 2, layers: 2), Patience = 100 };
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_loss_falls_and_an_interrupted_run_ends_like_one_that_was_not(string task)
    {
        using var folder = new TemporaryFolder();
        var workload = Load(task, folder);
        var request = new RunRequest(Contender.MetaAdamW, Seed: 7, Epochs: 3, Device: "cpu");

        var whole = Train("whole.zip", resume: false, cancelAfter: null);
        Assert.Null(Train("interrupted.zip", resume: true, cancelAfter: 3));
        var resumed = Train("interrupted.zip", resume: true, cancelAfter: null)!;

        Assert.True(whole!.Epochs[^1].TrainLoss < 0.97 * whole.Epochs[0].TrainLoss, string.Join(", ", whole.Epochs.Select(e => e.TrainLoss)));
        Assert.NotEmpty(whole.MetaUpdates);
        Assert.All(whole.MetaUpdates, update => Assert.True(double.IsFinite(update.Total)));
        Assert.Equal(whole.Epochs.Select(e => (e.TrainLoss, e.ValidationLoss, e.Metric, e.MetaLoss)), resumed.Epochs.Select(e => (e.TrainLoss, e.ValidationLoss, e.Metric, e.MetaLoss)));
        Assert.Equal(Entry("whole.zip", "model.dat"), Entry("interrupted.zip", "model.dat"));
        Assert.Equal(Entry("whole.zip", "optimizer.dat"), Entry("interrupted.zip", "optimizer.dat"));

        RunRecord? Train(string checkpoint, bool resume, int? cancelAfter)
        {
            using var cancel = new CancellationTokenSource();
            try
            {
                return workload.Train(request, new Checkpoint(folder.At(checkpoint), task), resume, new Interrupter { Cancel = cancel, After = cancelAfter ?? 0 }, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        byte[] Entry(string archive, string name) => ZipEntry.Read(folder.At(archive), name);
    }

    /// <summary>One command on the real data, where shared/data stands beside the repository, else on the small ones.</summary>
    [Theory]
    [InlineData("etth1", 128, 3)]
    [InlineData("wikitext2", 16, 3)]
    [InlineData("multi30k", 16, 3)]
    [InlineData("cifar10", 16, 3)]
    [InlineData("imdb", 32, 4)]
    public void A_task_trains_from_one_command(string task, int limit, int epochs)
    {
        using var folder = new TemporaryFolder();
        string[] data = [];
        if (!Directory.Exists(new DataSource(folder: null).Shared))
        {
            SyntheticData.Write(folder, task);
            data = ["--data", folder.Root];
        }

        var result = TasksProgram.Run(typeof(TrainingTask).Assembly.Location, new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" }, ["train", task, "--limit", $"{limit}", "--epochs", $"{epochs}", "--out", folder.At("out"), .. data]);

        Assert.True(result.ExitCode == 0, result.Error);
        using var results = JsonDocument.Parse(File.ReadAllText(folder.At("out/results.json")));
        Assert.Equal(task, results.RootElement.GetProperty("task").GetString());
        Assert.Equal(task == "multi30k" ? "source vocabulary" : null, results.RootElement.TryGetProperty("variant", out var variant) ? variant.GetString() : null);
        var losses = results.RootElement.GetProperty("runs")[0].GetProperty("epochs").EnumerateArray().Select(e => e.GetProperty("trainLoss").GetDouble()).ToList();
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void A_checkpoint_of_another_vocabulary_is_refused()
    {
        using var folder = new TemporaryFolder();
        SyntheticData.Write(folder, "multi30k");
        var request = new RunRequest(Contender.AdamW, Seed: 1, Epochs: 1, Device: "cpu");
        var checkpoint = new Checkpoint(folder.At("run.zip"), "multi30k");
        Multi30kTask task = new() { Settings = new() { BatchSize = 4 } };
        task.Load(new(folder.Root, Limit: 4)).Train(request, checkpoint, resume: false, new Interrupter(), CancellationToken.None);

        var error = Assert.Throws<UserException>(() =>
            task.Load(new(folder.Root, Limit: 4, VocabularySource.Joint)).Train(request, checkpoint, resume: true, new Interrupter(), CancellationToken.None));

        Assert.Contains("belongs to a run with other options (multi30k, source vocabulary, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_epoch_is_that_of_the_highest_accuracy_and_the_lowest_perplexity()
    {
        var epochs = new[] { (0.5, 0.80), (0.4, 0.78), (0.6, 0.82), (0.7, 0.82) }.Select((e, i) => new EpochRecord(i + 1, 1, e.Item1, e.Item2, 1, 1, null));
        var record = TrainingPartsTests.Run(Contender.AdamW, 1) with { Epochs = [.. epochs] };

        Assert.Equal(2, record.Best!.Epoch);
        Assert.Equal(3, (record with { HigherIsBetter = true }).Best!.Epoch);
    }

    [Fact]
    public void A_mean_over_words_weighs_batches_by_their_words()
    {
        using var folder = new TemporaryFolder();
        var workload = (Workload<TranslationTransformer, TranslationBatch>)Load("multi30k", folder);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(3);
        using var model = workload.CreateModel();
        model.eval();

        var apart = Enumerable.Range(0, workload.TrainCount).Select(i => workload.Evaluate(model, workload.TrainBatch([i], CPU))).Aggregate((a, b) => a + b);
        var together = workload.Evaluate(model, workload.TrainBatch([.. Enumerable.Range(0, workload.TrainCount)], CPU));

        Assert.Equal(together.Count, apart.Count);
        Assert.Equal(together.MeanLoss, apart.MeanLoss, 1e-4);
        Assert.Equal(Math.Exp(together.MeanLoss), workload.Metric(together));
    }

    [Fact]
    public void A_batch_of_translations_names_the_places_that_count()
    {
        var pairs = new SentencePairs([[2, 7, 3], [2, 8, 9, 10, 3]], [[2, 11, 12, 3], [2, 13, 3]]);
        var workload = new TranslationWorkload(new(), new(new(["<unk>"], []), pairs, pairs), VocabularySource.Joint, limit: null);
        using var scope = NewDisposeScope();

        var batch = workload.TrainBatch([1, 0], CPU);

        Assert.Equal([2L, 8, 9, 10, 3, 2, 7, 3, 0, 0], batch.Source.data<long>().ToArray());
        Assert.Equal([2L, 13, 3, 2, 11, 12], batch.Known.data<long>().ToArray());
        Assert.Equal([0L, 1, 3, 4, 5], batch.Places.data<long>().ToArray());
        Assert.Equal([13L, 3, 11, 12, 3], batch.Next.data<long>().ToArray());
    }

    [Fact]
    public void An_accuracy_counts_the_right_ones()
    {
        using var folder = new TemporaryFolder();
        var workload = (Workload<ReviewLstm, LabelledBatch>)Load("imdb", folder);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(3);
        using var model = workload.CreateModel();
        model.eval();
        var batch = workload.ValidationBatch([0, 1], CPU);

        var score = workload.Evaluate(model, batch);

        var scores = model.call(batch.Inputs).data<float>().ToArray();
        var right = Enumerable.Range(0, 2).Count(i => (scores[2 * i + 1] > scores[2 * i] ? 1 : 0) == batch.Labels[i].item<long>());
        Assert.Equal((2L, right), (score.Count, score.Correct));
        Assert.Equal(right / 2.0, workload.Metric(score));
        Assert.Equal(workload.Loss(model, batch).item<float>(), score.MeanLoss, 1e-6);
    }

    /// <summary>Every view against torch's own padding, cutting and mirroring.</summary>
    [Fact]
    public void Views_of_an_image_are_crops_of_the_padded_one()
    {
        using var scope = NewDisposeScope();
        var pixels = SyntheticData.Cifar10[0][1..3073];
        var image = tensor(pixels, 3, 32, 32).to(ScalarType.Float32) / 255;
        var mean = tensor([0.4914f, 0.4822f, 0.4465f], 3, 1, 1);
        var deviation = tensor([0.2023f, 0.1994f, 0.2010f], 3, 1, 1);
        var padded = (nn.functional.pad(image, [4, 4, 4, 4]) - mean) / deviation;
        var seen = new float[ImageSet.Size];
        var all = new HashSet<ImageView>();

        for (var number = 0; number < ImageView.Kinds; number++)
        {
            var view = ImageView.Of(number);
            Assert.True(all.Add(view));
            view.Copy(pixels, seen);
            var expected = padded.narrow(1, view.Down + 4, 32).narrow(2, view.Right + 4, 32);
            if (view.IsMirrored)
                expected = expected.flip(2);
            Assert.True(expected.allclose(tensor(seen, 3, 32, 32), 1e-6, 1e-6), $"{view}");
        }
        ImageView.Whole.Copy(pixels, seen);
        Assert.True(((image - mean) / deviation).allclose(tensor(seen, 3, 32, 32), 1e-6, 1e-6));
    }

    [Fact]
    public void Meta_batches_leave_the_random_state_alone()
    {
        manual_seed(5);
        using var before = get_rng_state();
        var stream = new BatchStream<Tensor>(_ => rand(3));

        using var batch = stream.First();

        using var after = get_rng_state();
        Assert.Equal(before.data<byte>().ToArray(), after.data<byte>().ToArray());
        Assert.Equal(1, stream.Position);
    }
}
