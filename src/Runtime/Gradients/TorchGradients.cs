using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>The gradients that torch made: each step asks for them, which costs a wrapper each.</summary>
internal sealed class TorchGradients(ParameterSlot[] slots) : GradientSource(slots)
{
    public override void Take()
    {
        foreach (ParameterSlot slot in Slots)
        {
            slot.Gradient = Ask(slot);
        }
    }

    public override void Release()
    {
        foreach (ParameterSlot slot in Slots)
        {
            slot.Gradient?.Dispose();
            slot.Gradient = null;
        }
    }

    public override void Zero()
    {
        foreach (ParameterSlot slot in Slots)
        {
            using Tensor? gradient = slot.Parameter.grad;
            gradient?.zero_();
        }
    }
}
