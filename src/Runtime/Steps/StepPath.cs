using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The way that a step takes from gradients to parameters (arXiv:2605.04055, section 3): statistics, features, Φ, update. The parts
/// are called in this order; each works on what the part before left.
/// </summary>
/// <remarks>
/// Where a gradient is not finite, <see cref="Modulate"/> and <see cref="Update"/> leave everything as it was; where Φ gives a number
/// that is not finite, the factors stay. A path counts both.
/// </remarks>
internal abstract class StepPath(ParameterSlot[] slots) : IDisposable
{
    /// <summary>The kernels, as the optimizer shows them.</summary>
    public abstract string Name { get; }

    /// <summary>α of each group.</summary>
    public abstract double[] Alpha { get; }

    /// <summary>β of each group.</summary>
    public abstract double[] Beta { get; }

    /// <summary>What <see cref="Modulate"/> found last: α, β, λ1, λ2 of each group, G × 4.</summary>
    public abstract double[] Factors { get; }

    /// <summary>What <see cref="Extract"/> found last: F, G × D.</summary>
    public abstract double[] Features { get; }

    /// <summary>The number of steps that were left out because a gradient was not finite.</summary>
    public abstract long SkippedSteps { get; set; }

    /// <summary>The number of steps that kept the factors of the step before.</summary>
    public abstract long HeldSteps { get; set; }

    /// <summary>Whether the gradients that were measured last are all finite.</summary>
    public abstract bool GradientsAreFinite { get; }

    /// <summary>The parameters, sorted by group.</summary>
    protected ParameterSlot[] Slots { get; } = slots;

    /// <summary>Told ahead of a step, before its gradients are gathered.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Told when the state is saved or loaded: what the path remembers of earlier steps beside it is forgotten.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>Takes the statistics of g, m, p and v of all parameters (section 3.3).</summary>
    /// <param name="ofMaximized">Whether the gradients are those of a loss that may be maximised: the moments hold them with the other sign then.</param>
    public abstract void Measure(bool ofMaximized);

    /// <summary>Makes the statistics the features F (section 3.3).</summary>
    /// <param name="time">The time feature.</param>
    public abstract void Extract(double time);

    /// <summary>Maps F through Φ to α and β (section 3.4).</summary>
    public abstract void Modulate();

    /// <summary>Updates m, v and p of each parameter that has a gradient (equations 1 to 4).</summary>
    public abstract void Update();

    /// <summary>F as a tensor, G × D, of Φ's type and on its device. The caller owns it.</summary>
    public abstract Tensor FeaturesFor(AttentionModule attention);

    /// <summary>Sets α and β.</summary>
    public abstract void SetFactors(IReadOnlyList<double> alpha, IReadOnlyList<double> beta);

    /// <summary>Takes Φ's weights anew.</summary>
    public abstract void RefreshAttention();

    /// <summary>Goes on from another path's factors and counts.</summary>
    public void Continue(StepPath previous)
    {
        SetFactors(previous.Alpha, previous.Beta);
        SkippedSteps = previous.SkippedSteps;
        HeldSteps = previous.HeldSteps;
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
