using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Where the gradients of a step come from, and what <c>zero_grad</c> does with them.</summary>
internal abstract class GradientSource(ParameterSlot[] slots) : IDisposable
{
    /// <summary>The parameters.</summary>
    protected ParameterSlot[] Slots { get; } = slots;

    /// <summary>Creates the source of an optimizer's gradients.</summary>
    /// <param name="slots">The parameters.</param>
    /// <param name="owned">Whether the optimizer owns the gradients' memory.</param>
    public static GradientSource Of(ParameterSlot[] slots, bool owned) => owned ? new OwnedGradients(slots) : new TorchGradients(slots);

    /// <summary>Gives each slot the gradient that its parameter has. One that a parameter has from before it was frozen is not used.</summary>
    public abstract void Take();

    /// <summary>Takes the gradients from the slots again, after the step.</summary>
    public abstract void Release();

    /// <summary>Fills the gradients with zeros.</summary>
    public abstract void Zero();

    /// <summary>Makes the gradients null.</summary>
    public virtual void Remove()
    {
        foreach (ParameterSlot slot in Slots)
        {
            slot.Parameter.grad = null;
        }
    }

    /// <summary>Told when someone else may have replaced the gradients.</summary>
    public virtual void Distrust()
    {
    }

    /// <summary>Asks torch for a parameter's gradient. The caller owns it.</summary>
    /// <exception cref="InvalidOperationException">The parameter is not there any more.</exception>
    protected static Tensor? Ask(ParameterSlot slot)
    {
        if (slot.Parameter.IsInvalid)
        {
            throw new InvalidOperationException(
                $"The parameter '{slot.Bound.Name}' was disposed: moving or converting a model replaces its parameters. "
                + $"Make the optimizer afterwards, or call {nameof(MetaAdamWOptimizer)}.{nameof(MetaAdamWOptimizer.Follow)} with the model.");
        }

        return slot.Parameter.requires_grad ? slot.Parameter.grad : null;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
