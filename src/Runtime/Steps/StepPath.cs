using TorchSharp;
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

    /// <summary>What the conductor gave last, G × 4.</summary>
    public abstract double[] Raw { get; }

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

    /// <summary>What the conductor learned from in the step at hand; null where it did not, where that was not observed, or where there was nothing to learn from.</summary>
    public abstract OnlineRecord? Learned { get; }

    /// <summary>How far online learning is; null where there is none. Set after the factors and the conductor.</summary>
    public abstract OnlineProgress? Progress { get; set; }

    /// <summary>The moments of online learning, flat over the conductor's parameters.</summary>
    public abstract IReadOnlyList<Tensor> OnlineMoments { get; }

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
    /// <param name="learns">Whether the conductor learns in this step.</param>
    public abstract void Modulate(bool learns);

    /// <summary>
    /// Updates m, v and p of each parameter that has a gradient (equations 1 to 4). What it finds in them is what the last update left, and
    /// the gradient says how good that was: where the conductor learns from it (not in the paper), it is taken on the way.
    /// </summary>
    /// <param name="learns">As <see cref="Modulate"/> was told.</param>
    /// <param name="observed">Whether <see cref="Learned"/> is wanted.</param>
    public abstract void Update(bool learns, bool observed);

    /// <summary>F as a tensor, G × D, of a type and on a device. The caller owns it.</summary>
    public abstract Tensor FeaturesFor(ScalarType dtype, Device device);

    /// <summary>Sets α and β.</summary>
    public abstract void SetFactors(IReadOnlyList<double> alpha, IReadOnlyList<double> beta);

    /// <summary>Takes the conductor's weights anew.</summary>
    public abstract void RefreshConductor();

    /// <summary>Goes on from another path.</summary>
    /// <param name="previous">The other path; the states of its parameters may be gone already.</param>
    /// <param name="progress">Its progress, when they were there.</param>
    public void Continue(StepPath previous, OnlineProgress? progress)
    {
        SetFactors(previous.Alpha, previous.Beta);
        SkippedSteps = previous.SkippedSteps;
        HeldSteps = previous.HeldSteps;
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((Tensor moment, Tensor before) in OnlineMoments.Zip(previous.OnlineMoments))
        {
            // Groups that join stand last in the conductor's memory too.
            long both = Math.Min(moment.numel(), before.numel());
            moment.narrow(0, 0, both).copy_(before.narrow(0, 0, both));
        }

        Progress = progress;
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
