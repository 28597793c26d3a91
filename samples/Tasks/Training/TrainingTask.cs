
namespace MetaAdamW.Tasks.Training;

/// <summary>A task of the paper by name: what it is, how it trains, how its data are found.</summary>
internal abstract class TrainingTask
{
    /// <summary>The tasks, in the order in which they are listed.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } = [new ForecastTask(), new Etth1Task()];

    public abstract string Name { get; }

    /// <summary>One line for the list.</summary>
    public abstract string Description { get; }

    /// <summary>What <see cref="EpochRecord.Metric"/> is.</summary>
    public abstract string Metric { get; }

    public virtual TaskSettings Settings { get; } = new();

    /// <summary>Loads the data.</summary>
    /// <param name="folder">The folder given on the command line.</param>
    /// <param name="limit">Training examples at most; null: all.</param>
    /// <exception cref="UserException">The data can't be had.</exception>
    public abstract Workload Load(string? folder, int? limit);

    /// <summary>The task of a name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static TrainingTask Find(string name)
        => All.FirstOrDefault(task => task.Name == name)
            ?? throw new UserException($"unknown task '{name}'; there are {string.Join(", ", All.Select(task => task.Name))}");
}
