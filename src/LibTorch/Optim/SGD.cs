using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, optionally with momentum.</summary>
/// <remarks>
/// As PyTorch, and unlike TorchSharp, <c>maximize</c> turns the gradient before weight decay is added, so that decay always
/// makes weights smaller.
/// </remarks>
public class SGD : OptimizerHelper, IMomentum
{
    /// <summary>Creates an optimizer with one group.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="lr">Learning rate.</param>
    /// <param name="momentum">Momentum factor.</param>
    /// <param name="dampening">Dampening of the momentum.</param>
    /// <param name="weight_decay">Weight decay, added to the gradient.</param>
    /// <param name="nesterov">Whether the momentum is Nesterov's.</param>
    /// <param name="maximize">Whether to go up the gradient instead of down.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter is given twice.</exception>
    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    /// <summary>Creates an optimizer with several groups. Options that a group has not set take the values given here.</summary>
    /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        if (lr < 0)
            throw new ArgumentException($"Invalid learning rate: {lr}");
        if (momentum < 0)
            throw new ArgumentException($"Invalid momentum value: {momentum}");
        if (weight_decay < 0)
            throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        _parameter_groups = [];
        _defaults = new Options {
            LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening,
            weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
        };
        foreach (ParamGroup group in parameters)
            add_param_group(group);
    }

    /// <summary>The momentum that groups take that are added later; groups that are there keep theirs.</summary>
    public double Momentum {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

#nullable disable annotations
    /// <inheritdoc/>
    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<ParamGroup>(Update, closure);
#nullable restore annotations

    /// <summary>Adds a parameter group. Options that it has not set become the optimizer's.</summary>
    /// <param name="param_group">The group, with options of this optimizer's type or none.</param>
    /// <exception cref="ArgumentException">A parameter is in a group already, or twice in this one.</exception>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        ((Options)param_group.Options).FillFrom((Options)_defaults);
        Adopt(param_group, parameter => new State(parameter));
    }

    private void Update(ParamGroup group)
    {
        Options options = group.Options;
        double rate = options.LearningRate!.Value, weightDecay = options.weight_decay!.Value;
        double momentum = options.momentum!.Value, dampening = options.dampening!.Value;
        bool nesterov = options.nesterov!.Value, maximize = options.maximize!.Value;

        foreach (Parameter parameter in group.Parameters) {
            // One scope per parameter: temporaries of one at a time.
            using DisposeScope scope = torch.NewDisposeScope();
            if (parameter.grad is not { } gradient)
                continue;
            if (maximize)
                gradient = Aten.neg(gradient);
            if (weightDecay != 0)
                gradient = Aten.add(gradient, parameter, alpha: weightDecay);
            if (momentum != 0) {
                var state = (State)StateOf(parameter);
                if (state.momentum_buffer is { } buffer)
                    Aten.add_(Aten.mul_(buffer, momentum), gradient, alpha: 1 - dampening);
                else
                    state.momentum_buffer = buffer = Aten.clone(gradient).DetachFromDisposeScope();
                gradient = nesterov ? Aten.add(gradient, buffer, alpha: momentum) : buffer;
            }
            Aten.add_(parameter, gradient, alpha: -rate);
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>The momentum, shaped like the parameter; null before the first step with momentum.</summary>
        public torch.Tensor? momentum_buffer;

        /// <summary>Creates state without momentum.</summary>
        /// <param name="parameter">The parameter.</param>
        public State(Parameter parameter) : base(parameter)
        {
        }

        /// <summary>Releases the momentum.</summary>
        public void Dispose() => momentum_buffer?.Dispose();

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        /// <inheritdoc/>
        public override void to(torch.Device device)
        {
            if (momentum_buffer is not null)
                Move(ref momentum_buffer, device);
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = ((State)source).momentum_buffer is { } buffer ? CopyOf(buffer) : null;
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && Close(momentum_buffer, state.momentum_buffer);
    }

    /// <summary>The hyperparameters of a group. Null takes the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Momentum factor.</summary>
        public double? momentum;

        /// <summary>Dampening of the momentum.</summary>
        public double? dampening;

        /// <summary>Weight decay, added to the gradient.</summary>
        public double? weight_decay;

        /// <summary>Whether the momentum is Nesterov's.</summary>
        public bool? nesterov;

        /// <summary>Whether to go up the gradient instead of down.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            momentum = options.momentum;
            dampening = options.dampening;
            weight_decay = options.weight_decay;
            nesterov = options.nesterov;
            maximize = options.maximize;
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        internal void FillFrom(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            momentum ??= defaults.momentum;
            dampening ??= defaults.dampening;
            weight_decay ??= defaults.weight_decay;
            nesterov ??= defaults.nesterov;
            maximize ??= defaults.maximize;
        }
    }

    /// <summary>Parameters that share their hyperparameters.</summary>
    public class ParamGroup : ParamGroup<Options>, IMomentum
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
        /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
        {
        }

        /// <inheritdoc/>
        public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
    }
}
