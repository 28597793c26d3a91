using System.Numerics;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>A conductor on the host, without torch: a handful of groups is too little work for hundreds of operator calls.</summary>
internal abstract class HostConductor : IDisposable
{
    /// <summary>Adam's moments, flat over all parameters in the module's order; none where it learns by plain descent or not at all.</summary>
    public abstract IReadOnlyList<Tensor> Moments { get; }

    /// <summary>Creates the host's form of a conductor, in its own precision.</summary>
    /// <param name="module">The conductor, on the CPU.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="learns">Whether it is to be differentiated and moved as well.</param>
    /// <param name="rule">What it learns with.</param>
    public static HostConductor For(
        ConductorModule module, int groups, bool learns = false, MetaLearningRule rule = MetaLearningRule.GradientDescent) => module switch
    {
        AttentionModule attention => AttentionEvaluator.For(attention, groups, learns, rule),
        DirectModule { Raw.dtype: ScalarType.Float64 } direct => new DirectEvaluator<double>(direct, learns, rule),
        DirectModule direct => new DirectEvaluator<float>(direct, learns, rule),
        _ => throw new ArgumentException($"There is no host form of {module.GetType()}.", nameof(module)),
    };

    /// <summary>Told that a step begins.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>To be called whenever the weights were changed as tensors.</summary>
    public abstract void Refresh();

    /// <summary>Maps features to raw factors.</summary>
    /// <param name="features">F, G × D; the embedding columns are zeros.</param>
    /// <param name="raw">G × 4.</param>
    public abstract void Evaluate(ReadOnlySpan<double> features, Span<double> raw);

    /// <summary>
    /// Maps the features of the step at hand to raw factors, and those of the step before with the same weights, to go back through that. The arrays
    /// are as in <see cref="Evaluate(ReadOnlySpan{double}, Span{double})"/>.
    /// </summary>
    public abstract void Evaluate(double[] features, double[] raw, double[] last, double[] lastRaw);

    /// <summary>Goes back through the last evaluation; the weights must be what they were then.</summary>
    /// <param name="features">Its features.</param>
    /// <param name="byRaw">The derivatives of some number by the raw factors, G × 4.</param>
    /// <returns>The norm of that number's gradient by all parameters.</returns>
    public abstract double Differentiate(ReadOnlySpan<double> features, ReadOnlySpan<double> byRaw);

    /// <summary>Moves the parameters along the gradient that <see cref="Differentiate"/> found.</summary>
    /// <param name="scale">What the gradient is multiplied by before.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="update">The number of this update, from 1.</param>
    /// <param name="measured">Whether ‖Δ‖/‖parameters‖ is wanted.</param>
    /// <returns>It, or 0.</returns>
    public abstract double Step(double scale, double rate, long update, bool measured);

    public abstract void Dispose();
}

/// <inheritdoc/>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract unsafe class HostConductor<T>(ConductorModule module, bool learns, MetaLearningRule rule) : HostConductor
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parameters, with their gradient.</summary>
    public FlatParameters<T> Parameters { get; } = new(module, learns, rule);

    public sealed override IReadOnlyList<Tensor> Moments => Parameters.Moments;

    public override void Refresh()
    {
        Parameters.Gather();
        Reread();
    }

    public sealed override double Step(double scale, double rate, long update, bool measured)
    {
        if (measured)
        {
            Parameters.Mark();
        }

        Parameters.Step(scale, rate, update);
        Reread();
        return measured ? Parameters.RelativeChange() : 0;
    }

    public sealed override void Dispose() => Parameters.Dispose();

    /// <summary>Computes anew what is derived from the parameters.</summary>
    protected abstract void Reread();
}
