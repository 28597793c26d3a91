using System;

namespace MetaAdamW;

/// <summary>
/// Puts parameters into a group: MetaAdamW learns one learning-rate factor and one decay factor for each group
/// (arXiv:2605.04055, section 3.2).
/// </summary>
/// <remarks>
/// <para>On a class: the class is a model that is optimised. The generator writes its group table and <c>CreateMetaAdamW</c>.
/// A name on the class gathers everything that its members leave open in one group; without a name these parameters
/// follow the fine-grained rule (layer type, depth, bias).</para>
/// <para>On a field or an auto-property: all parameters below that member belong to the group. Where an attribute further
/// out and one further in speak about the same parameter, the outer one wins. Without a name the group is called
/// like the member.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class ParamGroupAttribute : Attribute
{
    /// <summary>Marks a model, or puts a member into a group that is called like the member.</summary>
    public ParamGroupAttribute()
    {
    }

    /// <summary>Puts a class or a member into the group <paramref name="name"/>.</summary>
    /// <param name="name">The group's name: a letter or an underscore, then letters, digits, <c>_ . -</c>.</param>
    public ParamGroupAttribute(string name) => Name = name;

    /// <summary>The group's name, or null where it was not given.</summary>
    public string? Name { get; }

    /// <summary>What the optimizer's learning rate is multiplied by in this group; positive, 1 by default.</summary>
    public double LearningRateScale { get; set; } = 1;

    /// <summary>The weight decay of this group; zero or more. <see cref="double.NaN"/>, the default, leaves it to the optimizer.</summary>
    public double WeightDecay { get; set; } = double.NaN;

    /// <summary>
    /// The decay rate β1 of this group's first moments; at least 0 and less than 1. <see cref="double.NaN"/>, the default, leaves it
    /// to the optimizer.
    /// </summary>
    public double Beta1 { get; set; } = double.NaN;

    /// <summary>
    /// The decay rate β2 of this group's second moments; at least 0 and less than 1. <see cref="double.NaN"/>, the default, leaves it
    /// to the optimizer.
    /// </summary>
    public double Beta2 { get; set; } = double.NaN;

    /// <summary>
    /// The width of the interval around 1 that this group's learning-rate factor α comes from; from 0 (α is 1) to 2
    /// (arXiv:2605.04055, section 3.4). <see cref="double.NaN"/>, the default, leaves it to the optimizer.
    /// </summary>
    public double AlphaRange { get; set; } = double.NaN;

    /// <summary>
    /// The width of the interval around 1 that this group's decay factor β comes from; from 0 (β is 1) to 2 (arXiv:2605.04055,
    /// section 3.4). <see cref="double.NaN"/>, the default, leaves it to the optimizer.
    /// </summary>
    public double BetaRange { get; set; } = double.NaN;

    /// <summary>
    /// Whether the group stands still at first: creating the optimizer sets <c>requires_grad</c> of its parameters to false. They
    /// train from when it is set to true again.
    /// </summary>
    public bool Frozen { get; set; }
}
