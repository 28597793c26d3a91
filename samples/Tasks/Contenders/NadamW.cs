using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>
/// NadamW as AlgoPerf has it (Dahl et al., arXiv:2306.07179): AdamW whose step looks one gradient ahead. There is no schedule of the
/// momentum, unlike in the first Nadam and in torch's NAdam. Everything but the step is AdamW's: groups, moments, saving.
/// </summary>
/// <remarks>
/// m ← β1·m + (1−β1)·g, v ← β2·v + (1−β2)·g², m̄ = β1·m + (1−β1)·g, θ ← (1−η·λ)·θ − η·(m̄/(1−β1^t)) / (√(v/(1−β2^t)) + ε).
/// </remarks>
internal sealed class NadamW(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
    : AdamW(parameters, lr, beta1, beta2, eps, weight_decay)
{
    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

    private void Update(ParamGroup group)
    {
        var options = group.Options;
        var (rate, beta1, beta2) = (options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value);
        foreach (var parameter in group.Parameters)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } gradient)
                continue;
            var state = (State)_state[parameter.Handle];
            state.step++;
            state.exp_avg.mul_(beta1).add_(gradient, alpha: 1 - beta1);
            state.exp_avg_sq.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
            var ahead = (state.exp_avg * beta1).add_(gradient, alpha: 1 - beta1);
            var denominator = state.exp_avg_sq.sqrt().div_(Math.Sqrt(1 - Math.Pow(beta2, state.step))).add_(options.eps!.Value);
            parameter.mul_(1 - rate * options.weight_decay!.Value);
            parameter.addcdiv_(ahead, denominator, value: -rate / (1 - Math.Pow(beta1, state.step)));
        }
    }
}
