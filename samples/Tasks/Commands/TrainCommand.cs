using MetaAdamW.Tasks.Display;
using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Commands;

/// <summary>Trains with every contender and seed that is asked for, then reports.</summary>
internal static class TrainCommand
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

        var requests = (
            from seed in Enumerable.Range(0, options.Seeds)
            from contender in options.Contenders
            select new RunRequest(contender, options.Seed + seed, options.Epochs ?? workload.Settings.Epochs, device)).ToArray();
        var study = Study.Of(task, workload, requests[0].Epochs, options.Typed);

        Console.WriteLine($"{task.Name}: {workload.DataDescription}");
        Console.WriteLine(
            $"{workload.TrainCount:N0} training and {workload.ValidationCount:N0} validation examples, {workload.StepsPerEpoch:N0} steps an epoch");
        var runs = RunDisplay.Show(task, requests, observer =>
        {
            var done = new List<RunRecord>();
            foreach (var request in requests)
            {
                var checkpoint = output is null ? null : new Checkpoint(output.Path($"checkpoint-{request.Name}.zip"), task.Name);
                done.Add(workload.Train(request, checkpoint, options.Resume, observer, cancel));
                output?.Write("results.json", ResultsJson.Format(study, done));
                output?.Write("epochs.csv", EpochsCsv.Format(done));
            }
            return done;
        });

        Console.WriteLine();
        Console.Write(ComparisonTable.Format(study, runs));
        if (output is not null)
        {
            output.Write("report.html", HtmlReport.Format(study, runs));
            Console.WriteLine($"written: {output.Path("results.json")}, epochs.csv, report.html");
        }
        return 0;
    }

    private static string DeviceOf(string name)
    {
        if (name == "cuda" && !cuda.is_available())
            throw new UserException("--device cuda: this machine's libtorch finds no CUDA device");
        return name == "auto" ? cuda.is_available() ? "cuda" : "cpu" : name;
    }
}
