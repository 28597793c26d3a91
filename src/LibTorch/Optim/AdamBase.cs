using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: all but the place of the weight decay.</summary>
public abstract class AdamBase : OptimizerHelper, IBetas
{
    private protected AdamBase(AdamOptions defaults)
    {
        if (defaults.LearningRate < 0)
            throw new ArgumentException($"Invalid learning rate: {defaults.LearningRate}");
        if (defaults.eps < 0)
            throw new ArgumentException($"Invalid ε: {defaults.eps}");
        if (defaults.beta1 is < 0 or >= 1)
            throw new ArgumentException($"Invalid beta1: {defaults.beta1}");
        if (defaults.beta2 is < 0 or >= 1)
            throw new ArgumentException($"Invalid beta2: {defaults.beta2}");
        if (defaults.weight_decay < 0)
            throw new ArgumentException($"Invalid weight_decay value: {defaults.weight_decay}");
        defaults.InitialLearningRate = defaults.LearningRate!.Value;
        _parameter_groups = [];
        _defaults = defaults;
    }

    /// <summary>The betas that groups take that are added later; groups that are there keep theirs.</summary>
    public (double, double) Betas {
        get => (Defaults.beta1!.Value, Defaults.beta2!.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private AdamOptions Defaults => (AdamOptions)_defaults;

#nullable disable annotations
    /// <inheritdoc/>
    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<ParamGroup>(Update, closure);
#nullable restore annotations

    /// <summary>Adds a parameter group. Options that it has not set become the optimizer's.</summary>
    /// <param name="param_group">The group, with options of this optimizer's type or none.</param>
    /// <exception cref="ArgumentException">A parameter is in a group already, or twice in this one.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        param_group.Options ??= NewOptions();
        ((AdamOptions)param_group.Options).FillFrom(Defaults);
        Adopt(param_group, NewState);
    }

    private protected abstract AdamOptions NewOptions();

    private protected abstract AdamState NewState(Parameter parameter);

    /// <summary>Applies the weight decay, before the moments are updated.</summary>
    /// <returns>The gradient that goes into the moments: the given one, or a new tensor.</returns>
    private protected abstract torch.Tensor Decay(Parameter parameter, torch.Tensor gradient, double learningRate, double weightDecay);

    private void Update(ParamGroup group)
    {
        var options = (AdamOptions)group.Options;
        double rate = options.LearningRate!.Value;
        double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value;
        double epsilon = options.eps!.Value, weightDecay = options.weight_decay!.Value;
        bool amsgrad = options.amsgrad!.Value, maximize = options.maximize!.Value;

        foreach (Parameter parameter in group.Parameters) {
            // One scope per parameter: temporaries of one at a time.
            using DisposeScope scope = torch.NewDisposeScope();
            if (parameter.grad is not { } gradient)
                continue;
            if (maximize)
                gradient = Aten.neg(gradient);
            var state = (AdamState)StateOf(parameter);
            state.step++;
            gradient = Decay(parameter, gradient, rate, weightDecay);

            Aten.add_(Aten.mul_(state.exp_avg, beta1), gradient, alpha: 1 - beta1);
            Aten.addcmul_(Aten.mul_(state.exp_avg_sq, beta2), gradient, gradient, value: 1 - beta2);
            torch.Tensor square = state.exp_avg_sq;
            if (amsgrad) {
                // A group loaded or changed since its start may not have the maximum yet.
                state.max_exp_avg_sq ??= Aten.zeros_like(square).DetachFromDisposeScope();
                square = Aten.maximum(state.max_exp_avg_sq, square, state.max_exp_avg_sq);
            }
            double correction1 = 1 - Math.Pow(beta1, state.step);
            double correction2 = 1 - Math.Pow(beta2, state.step);
            torch.Tensor denominator = Aten.sqrt(square);
            Aten.add_(Aten.div_(denominator, Math.Sqrt(correction2)), epsilon);
            Aten.addcdiv_(parameter, state.exp_avg, denominator, value: -rate / correction1);
        }
    }
}
