using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>One way to optimise, as comparisons, file names and results know it.</summary>
/// <param name="Name">Its name on the command line and in files: "adamw".</param>
/// <param name="Title">Its name in tables and charts: "AdamW".</param>
/// <param name="Recipe">How it optimises a task with these settings.</param>
internal sealed record Contender(string Name, string Title, Func<TaskSettings, Recipe> Recipe)
{
    /// <summary>AdamW with the task's rate and decay, as in the paper.</summary>
    public static Contender AdamW { get; } = new("adamw", "AdamW", task => new() { LearningRate = task.LearningRate, WeightDecay = task.WeightDecay });

    /// <summary>MetaAdamW with the same rate and decay, and the task's Φ, which starts as the identity.</summary>
    public static Contender MetaAdamW { get; } = new("metaadamw", "MetaAdamW", task => AdamW.Recipe(task) with { Modulation = new(task.Meta with { IdentityStart = true }) });

    /// <summary>The contenders that have a name of their own.</summary>
    public static IReadOnlyList<Contender> All { get; } = [AdamW, MetaAdamW];

    /// <summary>The contender of a name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static Contender Find(string name)
        => All.FirstOrDefault(contender => contender.Name == name)
            ?? throw new UserException($"unknown optimizer '{name}'; there are {string.Join(", ", All.Select(contender => contender.Name))}");
}
