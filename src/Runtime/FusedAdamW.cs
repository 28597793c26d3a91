using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// AdamW (Loshchilov, Hutter, arXiv:1711.05101) as one pass over memory: p, g, m and v are read once and p, m and v written once, 28
/// bytes a float32 parameter, in vectors and on all threads. TorchSharp's own AdamW calls about ten operators for each parameter.
/// </summary>
/// <remarks>
/// <para>The arithmetic is that of PyTorch's AdamW: p ← p − η·( m̂/(√v̂+ε) + λ·p ). The default decay is PyTorch's 1e-2; that of
/// TorchSharp's AdamW is 0. <c>amsgrad</c> is not offered.</para>
/// <para>float32 and float64 parameters that are contiguous and on the CPU take the fused kernel, all others torch's operators over lists of tensors.
/// Half-precision parameters are updated in float32. A gradient that is not finite goes into the parameters, as with torch's
/// optimizers.</para>
/// <para>Learning-rate schedulers, gradient clipping, <c>state_dict</c> and <c>load_state_dict</c> work as with torch's optimizers.
/// Create the optimizer when the model is on its device: moving a model replaces its parameters.</para>
/// </remarks>
public sealed class FusedAdamW : AdamWOptimizer
{
    private static readonly double[] s_one = [1];

    private readonly bool _ownsGradients;
    private StepKernel[] _kernels = [];
    private ForeachBucket[] _others = [];
    private ParameterSlot[] _slots = [];
    private UpdateRates[] _rates = [];
    private GradientSource? _gradients;

    /// <summary>Creates the optimizer of parameters that share their settings.</summary>
    /// <param name="parameters">The parameters, as <c>model.parameters()</c> gives them.</param>
    /// <param name="lr">The learning rate η.</param>
    /// <param name="beta1">β1.</param>
    /// <param name="beta2">β2.</param>
    /// <param name="eps">ε.</param>
    /// <param name="weight_decay">The decoupled weight decay λ; 1e-2 as in PyTorch, where TorchSharp's AdamW has 0.</param>
    /// <param name="maximize">Whether the loss is maximised.</param>
    /// <param name="ownsGradients">
    /// Whether the gradients live in memory of the optimizer's, so that a step allocates nothing; see <see cref="MetaAdamWOptions.OwnsGradients"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice.</exception>
    public FusedAdamW(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 1e-2,
        bool maximize = false,
        bool ownsGradients = false)
        : this([new ParamGroup(NotNull(parameters).Select((p, i) => ($"parameter{i}", p)))], lr, beta1, beta2, eps, weight_decay, maximize, ownsGradients)
    {
    }

    /// <summary>Creates the optimizer of named parameters that share their settings.</summary>
    /// <param name="parameters">As <c>model.named_parameters()</c> gives them; errors name them.</param>
    /// <param name="lr">The learning rate η.</param>
    /// <param name="beta1">β1.</param>
    /// <param name="beta2">β2.</param>
    /// <param name="eps">ε.</param>
    /// <param name="weight_decay">The decoupled weight decay λ; 1e-2 as in PyTorch, where TorchSharp's AdamW has 0.</param>
    /// <param name="maximize">Whether the loss is maximised.</param>
    /// <param name="ownsGradients">
    /// Whether the gradients live in memory of the optimizer's, so that a step allocates nothing; see <see cref="MetaAdamWOptions.OwnsGradients"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice.</exception>
    public FusedAdamW(
        IEnumerable<(string name, Parameter parameter)> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 1e-2,
        bool maximize = false,
        bool ownsGradients = false)
        : this([new ParamGroup(NotNull(parameters))], lr, beta1, beta2, eps, weight_decay, maximize, ownsGradients)
    {
    }

    /// <summary>Creates the optimizer of groups with settings of their own.</summary>
    /// <param name="parameters">The groups; what one leaves open becomes the setting here.</param>
    /// <param name="lr">The learning rate η.</param>
    /// <param name="beta1">β1.</param>
    /// <param name="beta2">β2.</param>
    /// <param name="eps">ε.</param>
    /// <param name="weight_decay">The decoupled weight decay λ; 1e-2 as in PyTorch, where TorchSharp's AdamW has 0.</param>
    /// <param name="maximize">Whether the loss is maximised.</param>
    /// <param name="ownsGradients">
    /// Whether the gradients live in memory of the optimizer's, so that a step allocates nothing; see <see cref="MetaAdamWOptions.OwnsGradients"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">There is no parameter, or one is there twice.</exception>
    public FusedAdamW(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 1e-2,
        bool maximize = false,
        bool ownsGradients = false)
        : base(new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            Betas = (beta1, beta2),
            Epsilon = eps,
            WeightDecay = weight_decay,
            Maximize = maximize,
        })
    {
        _ownsGradients = ownsGradients;
        foreach (ParamGroup group in NotNull(parameters))
        {
            Add(group);
        }

        if (!this.parameters().Any())
        {
            throw new ArgumentException("The optimizer needs parameters; there are none.", nameof(parameters));
        }

        LayOut();
    }

    private protected override GradientSource Gradients => _gradients!;

    /// <summary>Makes one step.</summary>
    /// <param name="closure">Evaluates the model anew and returns the loss, with gradients; may be null.</param>
    /// <returns>The closure's loss, or null.</returns>
    /// <remarks>A parameter without a gradient is not updated.</remarks>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = EvaluateWithGradients(closure);
        foreach (StepKernel kernel in _kernels)
        {
            kernel.Prepare();
        }

        Gradients.Take();
        foreach (StepKernel kernel in _kernels)
        {
            foreach (ParameterSlot slot in kernel.Slots)
            {
                if (slot.Gradient is not null)
                {
                    slot.State.Step++;
                    _rates[slot.Index] = slot.RatesAt(slot.State.Step);
                }
            }

            kernel.Update(_rates, s_one, s_one);
        }

        UpdateOthers();
        Gradients.Release();
        return loss!;
    }

    /// <summary>Adds a group of parameters, for instance of layers that are trained from now on.</summary>
    /// <param name="param_group">A <see cref="AdamWOptimizer.ParamGroup"/>, or any other. Schedulers made before do not see it.</param>
    /// <exception cref="ArgumentException">A parameter is in the optimizer already.</exception>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Add(Named(param_group));
        LayOut();
    }

    /// <summary>Names the kernels and the number of parameters.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"FusedAdamW: {_slots.Length} tensors, {_slots.Sum(slot => slot.Count)} parameters; {string.Join(" and ", _kernels.Select(kernel => kernel.Name).Concat(_others.Select(bucket => $"foreach on {bucket.Device}").Distinct()))}";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            ReleaseKernels();
        }
    }

    private void Add(ParamGroup group)
    {
        HashSet<TensorIdentity> there = [.. parameters().Select(TensorIdentity.Of)];
        string[] twice = [.. group.Named.Where(p => !there.Add(TensorIdentity.Of(p.parameter))).Select(p => p.name)];
        if (twice.Length > 0)
        {
            throw new ArgumentException($"These parameters would be in the optimizer twice: {string.Join(", ", twice)}.", nameof(group));
        }

        Attach(group);
    }

    /// <summary>Lays out what a step works in. All parameters share the one group whose α and β are 1.</summary>
    private void LayOut()
    {
        (BoundParameter Bound, ParamGroup Owner)[] all =
        [
            .. _parameter_groups.Cast<ParamGroup>()
                .SelectMany(owner => owner.Named.Select(p => (new BoundParameter(p.name, p.parameter, Group: 0, Bias: false, Depth: null), owner))),
        ];
        var group = new BoundGroup("all", new GroupOptions(), [.. all.Select(p => p.Bound)]);
        ReleaseKernels();
        _gradients?.Dispose();
        _slots = [.. all.Select((p, i) => new ParameterSlot(i, p.Bound, group, StateOf(p.Bound.Tensor), p.Owner, dividesDecay: false))];
        _kernels = StepKernel.For(_slots, measured: false);
        using (no_grad())
        {
            _others = ForeachBucket.Fill(_slots.Where(slot => slot.Count > 0 && !StepKernel.Fuses(slot.Parameter)));
        }

        _rates = new UpdateRates[_slots.Length];
        _gradients = GradientSource.Of(_slots, _ownsGradients);
    }

    /// <summary>What no fused kernel takes: α and β are 1, and a gradient that is not finite does what it does in torch.</summary>
    private void UpdateOthers()
    {
        if (_others.Length == 0)
        {
            return;
        }

        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (ForeachBucket bucket in _others)
        {
            bucket.TakeGradients();
            bucket.Update(
                ones(1, ConductorModule.Outputs, dtype: ForeachBucket.PrecisionOn(bucket.Device), device: bucket.Device),
                ones([], dtype: ScalarType.Bool, device: bucket.Device));
            bucket.ReleaseGradients();
        }
    }

    private void ReleaseKernels()
    {
        foreach (ForeachBucket bucket in _others)
        {
            bucket.Dispose();
        }

        foreach (StepKernel kernel in _kernels)
        {
            kernel.Dispose();
        }
    }
}
