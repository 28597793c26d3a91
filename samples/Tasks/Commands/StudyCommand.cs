using MetaAdamW.Tasks.Display;
using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Commands;

/// <summary>Trains with every contender and seed that is asked for, then reports: <c>train</c>, <c>compare</c>, <c>ablate</c>.</summary>
internal static class StudyCommand
{
    public static int Run(RunOptions options, CancellationToken cancel)
    {
        var task = TrainingTask.Find(options.Task);
        if (options.Resume && options.Out is null)
            throw new UserException("--resume needs --out: the folder with the checkpoints");
        if (options.Vocabulary is not null && !task.HasVocabularies)
            throw new UserException($"--vocabulary: {task.Name} has no choice of vocabularies; {string.Join(", ", TrainingTask.All.Where(t => t.HasVocabularies).Select(t => t.Name))} has");
        var workload = task.Load(new(options.Data, options.Limit, options.Vocabulary));
        var device = DeviceOf(options.Device);
        using var output = options.Out is null ? null : OutputFolder.Open(options.Out);
        var results = new Results(options.IsAblation, output);

        var study = Study.Of(task, workload, options.Epochs ?? workload.Settings.Epochs, options.Typed);
        var records = new StudyRecords(study, [], []);
        if (options.Resume && output!.Path(StudyRecords.FileName) is var path && File.Exists(path))
            records = records.With(StudyRecords.Read(path), output.Path("results.json"));

        var messages = Messages.For(options.Quiet, options.Json);
        messages.Say($"{task.Name}: {workload.DataDescription}");
        messages.Say(
            $"{workload.TrainCount:N0} training and {workload.ValidationCount:N0} validation examples, {workload.StepsPerEpoch:N0} steps an epoch");
        records = RunDisplay.Show(messages, task.Metric, StudyRun.Count(options), observer
            => new StudyRun(workload, options, device, output, observer, cancel).Do(records, results.Keep));
        messages.Say("");
        results.Finish(records, messages, options.Json);
        return 0;
    }

    private static string DeviceOf(string name)
    {
        if (name == "cuda" && !cuda.is_available())
            throw new UserException("--device cuda: this machine's libtorch finds no CUDA device");
        return name == "auto" ? cuda.is_available() ? "cuda" : "cpu" : name;
    }
}
