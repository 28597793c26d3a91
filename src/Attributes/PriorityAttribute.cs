using System;

namespace MetaAdamW;

/// <summary>
/// The priority of a loss in homoscedastic uncertainty weighting (arXiv:2605.04055, section 2.4): at the optimum the
/// learned variance of a loss is the loss divided by its priority.
/// </summary>
/// <remarks>
/// With a <see cref="MetaTerm"/> on a model class: the priority of one term of the meta-loss. With a value alone on a member
/// that is marked <see cref="HuwTaskAttribute"/>: the priority of this task. Priorities that are not given are 1.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class PriorityAttribute : Attribute
{
    /// <summary>Sets the priority of the task on the same member.</summary>
    /// <param name="value">The priority; positive and finite.</param>
    public PriorityAttribute(double value) => Value = value;

    /// <summary>Sets the priority of a term of the meta-loss of the model class.</summary>
    /// <param name="term">The term.</param>
    /// <param name="value">Its priority; positive and finite.</param>
    public PriorityAttribute(MetaTerm term, double value)
    {
        Term = term;
        Value = value;
    }

    /// <summary>The term of the meta-loss, or null for the priority of a task.</summary>
    public MetaTerm? Term { get; }

    /// <summary>The priority.</summary>
    public double Value { get; }
}

/// <summary>The three terms of the meta-loss (arXiv:2605.04055, section 3.5).</summary>
public enum MetaTerm
{
    /// <summary>Size of the gradient after a hypothetical step, and how far it points in the direction of the one before.</summary>
    GradientAlignment,

    /// <summary>Change of the validation loss over a hypothetical step.</summary>
    LossDecrease,

    /// <summary>Distance between the training loss and the validation loss.</summary>
    GeneralizationGap,
}
