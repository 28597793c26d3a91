using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// Adam (Kingma and Ba, <see href="https://arxiv.org/abs/1412.6980"/>). Weight decay is added to the gradient.
/// </summary>
/// <remarks>Each value is within rounding of PyTorch's. Parameters without a gradient are left alone.</remarks>
public class Adam : AdamBase
{
    /// <summary>Creates an optimizer with one group.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="lr">Learning rate.</param>
    /// <param name="beta1">Decay rate of the running mean of the gradient, in [0, 1).</param>
    /// <param name="beta2">Decay rate of the running mean of the squared gradient, in [0, 1).</param>
    /// <param name="eps">What is added to the denominator.</param>
    /// <param name="weight_decay">Weight decay.</param>
    /// <param name="amsgrad">Whether the denominator takes the largest mean of squares so far.</param>
    /// <param name="maximize">Whether to go up the gradient instead of down.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter is given twice.</exception>
    public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <summary>Creates an optimizer with several groups. Options that a group has not set take the values given here.</summary>
    /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public Adam(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : base(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
    {
        foreach (ParamGroup group in parameters)
            add_param_group(group);
    }

    private protected override AdamOptions NewOptions() => new Options();

    private protected override AdamState NewState(Parameter parameter) => new State(parameter);

    private protected override torch.Tensor Decay(Parameter parameter, torch.Tensor gradient, double learningRate, double weightDecay) =>
        weightDecay == 0 ? gradient : Aten.add(gradient, parameter, alpha: weightDecay);

    /// <inheritdoc/>
    public class Options : AdamOptions
    {
    }

    /// <inheritdoc/>
    public sealed class State : AdamState
    {
        /// <summary>Creates state without values; <see cref="AdamState.Initialize"/> sets them.</summary>
        /// <param name="parameter">The parameter.</param>
        public State(Parameter parameter) : base(parameter)
        {
        }
    }

    /// <summary>Parameters that share their hyperparameters.</summary>
    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        /// <summary>Creates an empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>Creates a group.</summary>
        /// <param name="parameters">The parameters.</param>
        /// <param name="options">The hyperparameters.</param>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
        {
        }

        /// <summary>Creates a group that takes nothing from the optimizer.</summary>
        /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
        {
        }

        /// <inheritdoc/>
        public (double, double) Betas {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
