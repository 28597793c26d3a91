using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MetaAdamW.Tasks.Loading;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>Where a run stands between two steps.</summary>
internal sealed record RunProgress
{
    /// <summary>Epochs that have ended.</summary>
    public int Epochs { get; init; }

    /// <summary>Steps of the epoch after them.</summary>
    public int Steps { get; init; }

    /// <summary>The training loss of that epoch so far.</summary>
    public Score Score { get; init; }

    /// <summary>Time spent in that epoch so far.</summary>
    public double Seconds { get; init; }

    /// <summary>Processor time spent in it so far.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Time spent in that epoch's optimizer steps so far.</summary>
    public double StepMilliseconds { get; init; }

    /// <summary>Time in which its batches were put together so far.</summary>
    public double BatchMilliseconds { get; init; }

    /// <summary>Training batches drawn by meta-updates.</summary>
    public long MetaTrainBatches { get; init; }

    /// <summary>Validation batches drawn by meta-updates.</summary>
    public long MetaValidationBatches { get; init; }
}

/// <summary>What must be equal for a run to go on from a checkpoint.</summary>
internal sealed record RunIdentity(
    string Task, string? Variant, string Contender, string Recipe, long Seed, int Epochs, int TrainExamples, int ValidationExamples,
    int BatchSize, int Patience, double MinImprovement);

/// <summary>
/// A run's state in one file: weights, optimizer, random generator, history. It takes the place of the one before when it is whole.
/// </summary>
internal sealed class Checkpoint(string path, string task)
{
    private const int Version = 3;

    private sealed record State(int Version, RunIdentity Identity, RunProgress Progress, RunRecord Record);

    /// <summary>The identity of a run on this checkpoint's task.</summary>
    public RunIdentity Identify(RunRequest request, Workload workload)
        => new(
            task, workload.Variant, request.Contender.Name, request.Contender.Recipe(workload.Settings).ToString(), request.Seed, request.Epochs,
            workload.TrainCount, workload.ValidationCount, workload.Settings.BatchSize, workload.Settings.Patience, workload.Settings.MinImprovement);

    /// <summary>Whether there is one to go on from.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Keeps where a run stands.</summary>
    /// <exception cref="UserException">The file can't be written; the one before it is as it was.</exception>
    public void Save(RunIdentity identity, RunProgress progress, RunRecord record, nn.Module model, OptimizerHelper optimizer)
        => OutputFile.Write(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            var state = new State(Version, identity, progress, record);
            Add(archive, "state.json", writer => writer.Write(JsonSerializer.SerializeToUtf8Bytes(state, CheckpointJson.Options)));
            Add(archive, "model.dat", writer => model.save(writer));
            Add(archive, "optimizer.dat", optimizer.save_state_dict);
            using var random = get_rng_state();
            Add(archive, "random.dat", writer => writer.Write(random.data<byte>().ToArray()));
        });

    /// <summary>Reads progress and history without touching a model.</summary>
    /// <exception cref="UserException">The file is damaged or belongs to a run with other options.</exception>
    public (RunProgress Progress, RunRecord Record) Peek(RunIdentity identity)
    {
        using var archive = Open();
        return Read(archive, identity);
    }

    /// <summary>Puts a run back to where it stood.</summary>
    /// <exception cref="UserException">The file is damaged or belongs to a run with other options; nothing was changed.</exception>
    public (RunProgress Progress, RunRecord Record) Restore(RunIdentity identity, nn.Module model, OptimizerHelper optimizer)
    {
        using var archive = Open();
        var state = Read(archive, identity);
        try
        {
            var (weights, moments, generator) = (Content(archive, "model.dat"), Content(archive, "optimizer.dat"), Content(archive, "random.dat"));
            model.load(weights);
            using (var reader = new BinaryReader(moments))
                optimizer.load_state_dict(reader);
            using var random = tensor(generator.ToArray());
            set_rng_state(random);
            return state;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException)
        {
            throw Damaged(e);
        }
    }

    private (RunProgress Progress, RunRecord Record) Read(ZipArchive archive, RunIdentity identity)
    {
        State? state;
        try
        {
            state = JsonSerializer.Deserialize<State>(Content(archive, "state.json"), CheckpointJson.Options);
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidDataException)
        {
            throw Damaged(e);
        }
        if (state is null || state.Version != Version)
            throw new UserException($"the checkpoint {path} has a format that this program does not read");
        if (state.Identity != identity)
            throw new UserException(
                $"the checkpoint {path} belongs to a run with other options ({state.Identity.Task}{(state.Identity.Variant is { } variant ? $", {variant}" : "")}, --epochs {state.Identity.Epochs}, " +
                $"{state.Identity.TrainExamples} training examples); give the same ones to resume, or another --out");
        return (state.Progress, state.Record);
    }

    private ZipArchive Open()
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(e);
        }
    }

    private UserException Damaged(Exception cause) => new($"the checkpoint {path} can't be read: {cause.Message}", cause);

    private static void Add(ZipArchive archive, string name, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            write(writer);
        using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content.GetBuffer(), 0, (int)content.Length);
    }

    private static MemoryStream Content(ZipArchive archive, string name)
        => new(Archive.Content(archive.GetEntry(name) ?? throw new InvalidDataException($"it has no {name}")));
}
