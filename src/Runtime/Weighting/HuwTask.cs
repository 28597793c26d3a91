namespace MetaAdamW;

/// <summary>A loss that homoscedastic uncertainty weighting weighs.</summary>
public sealed record HuwTask
{
    /// <summary>Describes a task.</summary>
    /// <param name="name">The name, for observation.</param>
    /// <param name="kind">What the loss measures.</param>
    /// <param name="priority">The priority; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The priority is not positive and finite.</exception>
    public HuwTask(string name, TaskKind kind, double priority = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Kind = OptionCheck.Defined(kind);
        Priority = OptionCheck.Positive(priority, $"{nameof(Priority)} of task '{name}'");
    }

    /// <summary>The task's name.</summary>
    public string Name { get; }

    /// <summary>What the loss measures.</summary>
    public TaskKind Kind { get; }

    /// <summary>The priority: at the optimum σ² is the loss divided by it.</summary>
    public double Priority { get; }

    /// <summary>½ for regression, 1 for classification.</summary>
    internal double Factor => Kind == TaskKind.Regression ? 0.5 : 1;
}
