using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>What was run: all that results and the report say beside the runs themselves.</summary>
internal sealed record Study
{
    public required string Task { get; init; }

    /// <summary>Which of the task's settings of the data it is; null where there is but one.</summary>
    public string? Variant { get; init; }

    /// <summary>The task in one line.</summary>
    public required string Description { get; init; }

    /// <summary>What <see cref="EpochRecord.Metric"/> is.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether a higher metric is a better one.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>What the data are.</summary>
    public required string Data { get; init; }

    public required int TrainExamples { get; init; }

    public required int ValidationExamples { get; init; }

    public required int BatchSize { get; init; }

    public required int StepsPerEpoch { get; init; }

    /// <summary>Epochs at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs without improvement after which training stops.</summary>
    public required int Patience { get; init; }

    /// <summary>What the validation loss must fall by to count as an improvement.</summary>
    public required double MinImprovement { get; init; }

    /// <summary>The command line as typed.</summary>
    public required string Command { get; init; }

    /// <summary>What makes another study's runs not comparable with this one's; null: nothing.</summary>
    public string? DifferenceTo(Study other)
    {
        var mine = Facts();
        return other.Facts().Where((fact, i) => fact != mine[i]).Select(fact => $"{fact.Name} {fact.Value}").FirstOrDefault();
    }

    private (string Name, string? Value)[] Facts() =>
    [
        ("task", Task), ("data:", Variant ?? Data), ("--epochs", $"{Epochs}"), ("training examples:", $"{TrainExamples}"),
        ("validation examples:", $"{ValidationExamples}"), ("batch", $"{BatchSize}"), ("steps an epoch:", $"{StepsPerEpoch}"),
        ("patience", $"{Patience}"), ("least improvement", $"{MinImprovement}"),
    ];

    /// <summary>A number that is the lower the better, NaN being worst: to find the best metric.</summary>
    public double Loss(double metric) => double.IsNaN(metric) ? double.PositiveInfinity : HigherIsBetter ? -metric : metric;

    public static Study Of(TrainingTask task, Workload workload, int epochs, string command) => new()
    {
        Task = task.Name,
        Variant = workload.Variant,
        Description = task.Description,
        Metric = task.Metric,
        HigherIsBetter = workload.HigherIsBetter,
        Data = workload.DataDescription,
        TrainExamples = workload.TrainCount,
        ValidationExamples = workload.ValidationCount,
        BatchSize = workload.Settings.BatchSize,
        StepsPerEpoch = workload.StepsPerEpoch,
        Epochs = epochs,
        Patience = workload.Settings.Patience,
        MinImprovement = workload.Settings.MinImprovement,
        Command = command,
    };
}
