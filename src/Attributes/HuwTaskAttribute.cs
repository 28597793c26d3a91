using System;

namespace MetaAdamW;

/// <summary>
/// Marks a loss of a multi-task model: a method from a batch to a scalar tensor, or a property that holds one. The generator
/// registers all of them for homoscedastic uncertainty weighting (arXiv:2605.04055, section 2.4) and writes
/// <c>CreateHuw</c> and <c>WeightedLoss</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class HuwTaskAttribute : Attribute
{
    /// <summary>Marks a loss.</summary>
    /// <param name="kind">What the loss measures, which decides how its variance enters.</param>
    public HuwTaskAttribute(TaskKind kind) => Kind = kind;

    /// <summary>What the loss measures.</summary>
    public TaskKind Kind { get; }

    /// <summary>The task's name; the member's name where it is not given.</summary>
    public string? Name { get; set; }
}

/// <summary>What a loss measures.</summary>
public enum TaskKind
{
    /// <summary>A distance between numbers: weighed as ½·e^(−s)·L + ½·p·s.</summary>
    Regression,

    /// <summary>A likelihood of classes: weighed as e^(−s)·L + p·s.</summary>
    Classification,
}
