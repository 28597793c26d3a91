using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>A parameter as the kernels see it: laid out once at binding, so that a step looks nothing up.</summary>
internal sealed class ParameterSlot(
    int index, BoundParameter bound, BoundGroup group, AdamWOptimizer.State state, AdamWOptimizer.ParamGroup owner, bool dividesDecay)
{
    /// <summary>The place in all arrays that have one element for each parameter; sorted by group.</summary>
    public int Index { get; } = index;

    public BoundParameter Bound { get; } = bound;

    public Parameter Parameter { get; } = bound.Tensor;

    /// <summary>The MetaAdamW group, which α and β belong to.</summary>
    public int Group { get; } = bound.Group;

    /// <summary>The optimizer's parameter group, which rate, decay and betas belong to.</summary>
    public AdamWOptimizer.ParamGroup Owner { get; } = owner;

    /// <summary>The group's own β1 and β2, where it has them: they go before the optimizer group's.</summary>
    public (double?, double?) OwnBetas => (group.Options.Beta1, group.Options.Beta2);

    public AdamWOptimizer.State State { get; } = state;

    public long Count { get; } = bound.Tensor.numel();

    /// <summary>The gradient of this step, or null.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Where the elements of <see cref="Gradient"/> lie, if that is known already; else 0.</summary>
    public nint GradientAddress { get; set; }

    /// <summary>The numbers of this parameter's step t, as its groups say now.</summary>
    public UpdateRates RatesAt(long step)
    {
        AdamWOptimizer.Options options = Owner.Options;
        (double beta1, double beta2) = options.Betas!.Value;
        return new UpdateRates(
            options.LearningRate!.Value * group.Options.LearningRateScale,
            group.Options.WeightDecay ?? options.WeightDecay!.Value,
            group.Options.Beta1 ?? beta1,
            group.Options.Beta2 ?? beta2,
            options.Epsilon!.Value,
            step,
            dividesDecay,
            options.Maximize!.Value);
    }
}
