using MetaAdamW.Tasks.Loading;

namespace MetaAdamW.Tasks.Training;

/// <summary>The data that a task shall load.</summary>
/// <param name="Folder">The folder given on the command line.</param>
/// <param name="Limit">Training examples at most, and a quarter as many for validation; null: all.</param>
/// <param name="Vocabulary">What a translation's vocabulary is made from; null: as published.</param>
internal sealed record DataRequest(string? Folder = null, int? Limit = null, VocabularySource? Vocabulary = null);

/// <summary>A task by name: what it is, how it trains, how its data are found.</summary>
internal abstract class TrainingTask
{
    /// <summary>The tasks, in the order in which they are listed.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
        [new ForecastTask(), new Etth1Task(), new Wikitext2Task(), new Multi30kTask(), new Cifar10Task(), new ImdbTask(), new CharacterTask()];

    public abstract string Name { get; }

    /// <summary>One line for the list.</summary>
    public abstract string Description { get; }

    /// <summary>What <see cref="EpochRecord.Metric"/> is.</summary>
    public abstract string Metric { get; }

    /// <summary>Whether <see cref="DataRequest.Vocabulary"/> means anything.</summary>
    public virtual bool HasVocabularies => false;

    public abstract TaskSettings Settings { get; init; }

    /// <summary>Loads the data.</summary>
    /// <exception cref="UserException">The data can't be had.</exception>
    public abstract Workload Load(DataRequest data);

    /// <summary>The task of a name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static TrainingTask Find(string name)
        => All.FirstOrDefault(task => task.Name == name)
            ?? throw new UserException($"unknown task '{name}'; there are {string.Join(", ", All.Select(task => task.Name))}");
}
