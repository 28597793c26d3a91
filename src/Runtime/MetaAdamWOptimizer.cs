using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// MetaAdamW (arXiv:2605.04055): AdamW whose learning rate and weight decay are scaled per group by factors α and β, which a small
/// attention module Φ computes in each step from the statistics of all groups. Φ learns in <see cref="MetaUpdate"/>.
/// </summary>
/// <remarks>
/// <para>Learning-rate schedulers, gradient clipping, <c>state_dict</c> and <c>load_state_dict</c> work as with torch's optimizers.
/// The factors never enter a group's <c>LearningRate</c>.</para>
/// <para>Create the optimizer when the model is on its device: moving a model replaces its parameters. <see cref="Follow"/> goes on after a
/// move.</para>
/// <para>A step writes into the parameters' memory. As with torch's own optimizers under <c>no_grad</c>, a graph that was kept
/// from before the step must not be used for a backward pass after it.</para>
/// </remarks>
public sealed partial class MetaAdamWOptimizer : AdamWOptimizer
{
    private readonly MetaAdamWOptions _options;
    private readonly FeatureExtractor _extractor;
    private Layout _layout;
    private StepPath _path;

    /// <summary>Creates the optimizer of a model whose groups a table describes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="groups">Its table of groups.</param>
    /// <param name="features">What Φ sees.</param>
    /// <param name="priorities">The priorities of the terms of the meta-loss.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ParamGroupBindingException">The table does not fit the model.</exception>
    public MetaAdamWOptimizer(
        nn.Module model, ParamGroupTable groups, FeatureExtractor features, MetaPriorities priorities, MetaAdamWOptions? options = null)
        : this(NotNull(groups).Bind(model, options is { AuthorsCompatibility: true }), features, priorities, options)
    {
    }

    /// <summary>Creates the optimizer of named parameters, grouped by the fine-grained rule.</summary>
    /// <param name="parameters">As <c>model.named_parameters()</c> gives them.</param>
    /// <param name="features">What Φ sees; Basic features if it is not given.</param>
    /// <param name="priorities">The priorities of the terms of the meta-loss; all 1 if they are not given.</param>
    /// <param name="options">The settings.</param>
    public MetaAdamWOptimizer(
        IEnumerable<(string name, Parameter parameter)> parameters,
        FeatureExtractor? features = null,
        MetaPriorities? priorities = null,
        MetaAdamWOptions? options = null)
        : this(FineGrained(parameters, options), features, priorities, options)
    {
    }

    /// <summary>Creates the optimizer of groups that are bound to live parameters. All share one optimizer group.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="features">What Φ sees; Basic features if it is not given.</param>
    /// <param name="priorities">The priorities of the terms of the meta-loss; all 1 if they are not given.</param>
    /// <param name="options">The settings.</param>
    public MetaAdamWOptimizer(
        BoundGroups groups, FeatureExtractor? features = null, MetaPriorities? priorities = null, MetaAdamWOptions? options = null)
        : this(groups, [new ParamGroup(NotNull(groups).Parameters.Select(p => (p.Name, p.Tensor)))], features, priorities, options)
    {
    }

    /// <summary>Creates the optimizer of several optimizer groups, each with its own rate, betas, ε and decay.</summary>
    /// <param name="groups">The groups that α and β belong to; together they hold the same parameters as <paramref name="paramGroups"/>.</param>
    /// <param name="paramGroups">The groups that rates belong to.</param>
    /// <param name="features">What Φ sees; Basic features if it is not given.</param>
    /// <param name="priorities">The priorities of the terms of the meta-loss; all 1 if they are not given.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ParamGroupBindingException">The two do not hold the same parameters, each once.</exception>
    public MetaAdamWOptimizer(
        BoundGroups groups,
        IReadOnlyList<ParamGroup> paramGroups,
        FeatureExtractor? features = null,
        MetaPriorities? priorities = null,
        MetaAdamWOptions? options = null)
        : base(DefaultsOf(options ?? new MetaAdamWOptions()))
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(paramGroups);
        _options = options ?? new MetaAdamWOptions();
        _options.Check();
        _schedule = _options.Schedule();
        _extractor = features ?? FeatureExtractor.Create();
        if (_options.AuthorsCompatibility)
        {
            _extractor = AuthorsFeatures.For(_extractor);
        }

        Priorities = priorities ?? new MetaPriorities();
        foreach (ParamGroup group in paramGroups)
        {
            Attach(group);
        }

        using (no_grad())
        {
            _layout = new Layout(this, groups);
            Conductor = NewConductor(groups);
        }

        _path = Choose(groups, _layout.Slots);
        _terms = new HuwWeighting(
            ScalarType.Float64,
            new HuwTask(nameof(MetaUpdateRecord.GradientAlignment), TaskKind.Regression, Priorities.GradientAlignment),
            new HuwTask(nameof(MetaUpdateRecord.LossDecrease), TaskKind.Regression, Priorities.LossDecrease),
            new HuwTask(nameof(MetaUpdateRecord.GeneralizationGap), TaskKind.Regression, Priorities.GeneralizationGap));
        _learner = new MetaLearner(_options, Conductor, _terms);
    }

    /// <summary>Raised after each step. Nothing is composed while nobody listens.</summary>
    public event Action<StepRecord>? Stepped;

    /// <summary>The groups: one α and one β for each.</summary>
    public BoundGroups Groups => _layout.Groups;

    /// <summary>What maps the groups' features to their factors: Φ, or what <see cref="MetaAdamWOptions.Conductor"/> asks for.</summary>
    public ConductorModule Conductor { get; private set; }

    /// <summary>Φ.</summary>
    /// <exception cref="InvalidOperationException">The conductor is another.</exception>
    public AttentionModule Attention => Conductor as AttentionModule ?? throw new InvalidOperationException(
        $"{nameof(MetaAdamWOptions.Conductor)} is {_options.Conductor}, which has no attention: ask for {nameof(Conductor)}.");

    /// <summary>The priorities of the terms of the meta-loss.</summary>
    public MetaPriorities Priorities { get; }

    /// <summary>The settings that the optimizer was made with.</summary>
    public MetaAdamWOptions Settings => _options;

    /// <summary>What Φ sees.</summary>
    public FeatureExtractor Features => _extractor;

    /// <summary>The names of the feature columns.</summary>
    public IReadOnlyList<string> Columns => _extractor.Columns;

    /// <summary>The number of steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>The number of steps that were left out because a gradient was not finite.</summary>
    public long SkippedSteps { get => _path.SkippedSteps; private set => _path.SkippedSteps = value; }

    /// <summary>The number of steps that kept the factors of the step before because Φ gave numbers that were not finite.</summary>
    public long HeldSteps { get => _path.HeldSteps; private set => _path.HeldSteps = value; }

    /// <summary>α of each group in the last step; ones before the first.</summary>
    public ReadOnlySpan<double> Alpha => _path.Alpha;

    /// <summary>β of each group in the last step; ones before the first.</summary>
    public ReadOnlySpan<double> Beta => _path.Beta;

    private protected override bool KeepsTraces => _options.HasHorizon;

    private protected override GradientSource Gradients => _layout.Gradients;

    /// <summary>Makes one step: statistics of each group, Φ's factors, fused update.</summary>
    /// <param name="closure">Evaluates the model anew and returns the loss, with gradients; may be null.</param>
    /// <returns>The closure's loss, or null.</returns>
    /// <remarks>
    /// A parameter without a gradient, or that is frozen (<c>requires_grad</c> is false), is not updated; in the features its gradient
    /// counts as zeros. Where any gradient is not finite, nothing is updated, and <see cref="SkippedSteps"/> counts it. Where Φ gives a number that is not finite (as for a norm
    /// beyond the range of float32), the factors stay as they were, and <see cref="HeldSteps"/> counts it.
    /// </remarks>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = EvaluateWithGradients(closure);
        long started = Stepped is null ? 0 : Stopwatch.GetTimestamp();
        _path.Prepare();
        Gradients.Take();
        _path.Measure(ofMaximized: true);
        Steps++;
        _path.Extract(TrainingTime.At(Steps, _options.TotalSteps));
        bool learns = LearnsIn(Steps);
        _path.Modulate(learns);
        _path.Update(learns, observed: Stepped is not null);
        Gradients.Release();
        if (Stepped is { } listeners)
        {
            listeners(Describe(started));
        }

        return loss!;
    }

    /// <summary>Adds a group of parameters, for instance of layers that are trained from now on.</summary>
    /// <param name="param_group">A <see cref="ParamGroup"/>, which has names, or any other.</param>
    /// <remarks>
    /// The new parameters join the finer groups by the fine-grained rule. Schedulers made before do not see the group. Φ goes on with
    /// the moments it has; those of new groups' embeddings begin at zero.
    /// </remarks>
    /// <exception cref="ParamGroupBindingException">A tensor is in the optimizer already.</exception>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        ParamGroup group = Named(param_group);
        BoundGroups groups = Groups.With(LiveParameter.Of(group.Named), group: null, _options.AuthorsCompatibility);
        Attach(group);
        using (no_grad())
        {
            Gradients.Dispose();
            _layout = new Layout(this, groups);
            Conductor.Widen(groups.Count);
        }

        using StepPath previous = _path;
        _path = Choose(groups, _layout.Slots);
        _path.Continue(previous, previous.Progress);
        _learner.Widen();
    }

    /// <summary>Takes the conductor's weights anew: to be called where they were changed from outside, as by loading them.</summary>
    public void RefreshAttention() => _path.RefreshConductor();

    /// <summary>Names the kernels, the groups and Φ's size.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"MetaAdamW: {Groups.Count} groups, {Groups.Parameters.Count} tensors, {Groups.Sum(g => g.Count)} parameters; "
        + (Conductor is AttentionModule phi ? $"Φ {_options.Layers} layers, {phi.Heads} heads, {_extractor.Width} wide; " : "a factor of its own for each group; ")
        + _path.Name;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
        {
            return;
        }

        _path.Dispose();
        Conductor.Dispose();
        _learner.Dispose();
        _terms.Dispose();
    }

    private static Options DefaultsOf(MetaAdamWOptions options) => new()
    {
        LearningRate = options.LearningRate,
        InitialLearningRate = options.LearningRate,
        Betas = options.Betas,
        Epsilon = options.Epsilon,
        WeightDecay = options.WeightDecay,
        Maximize = options.Maximize,
    };

    private static BoundGroups FineGrained(IEnumerable<(string name, Parameter parameter)> parameters, MetaAdamWOptions? options) =>
        BoundGroups.FineGrained(LiveParameter.Of(NotNull(parameters)), options is { AuthorsCompatibility: true });

    /// <summary>Whether the conductor learns online in a step: after the warm-up, every so many steps.</summary>
    private bool LearnsIn(long step) => _options.Online != OnlineGradient.Off && step > _schedule.Warmup && step % _options.OnlinePeriod == 0;

    /// <summary>Φ's first values come from torch's random state, which is put back: a run's other random numbers are those of plain AdamW.</summary>
    private ConductorModule NewConductor(BoundGroups groups)
    {
        ScalarType dtype = groups.Parameters.Any(p => p.Tensor.dtype != ScalarType.Float64) ? ScalarType.Float32 : ScalarType.Float64;
        Device device = groups.Parameters[0].Tensor.device;
        if (_options.Conductor == ConductorKind.Direct)
        {
            return new DirectModule(groups.Count, dtype, device);
        }

        using Tensor random = get_rng_state();
        var attention = new AttentionModule(groups.Count, _extractor, _options, dtype, device);
        set_rng_state(random);
        return attention;
    }

    /// <summary>The host's path where all parameters can go it, unless the options want the other.</summary>
    private StepPath Choose(BoundGroups groups, ParameterSlot[] slots)
    {
        ParameterSlot[] others = [.. slots.Where(slot => !StepKernel.Fuses(slot.Parameter))];
        if (_options.Kernel == StepKernelKind.Fused && others.Length > 0)
        {
            throw new ArgumentException(
                $"{nameof(MetaAdamWOptions.Kernel)} is Fused, but these parameters are not contiguous float32 or float64 on the CPU: "
                + string.Join(", ", others.Select(slot => slot.Bound.Name)));
        }

        bool onDevice = _options.Kernel == StepKernelKind.Foreach || others.Length > 0;
        if (onDevice && _options.HasHorizon)
        {
            throw new NotSupportedException(
                $"{nameof(MetaAdamWOptions.OnlineHorizon)} is {_options.OnlineHorizon}; more than 1 is the fused kernel's alone: all parameters must be contiguous "
                + $"float32 or float64 on the CPU, and {nameof(MetaAdamWOptions.Kernel)} not {StepKernelKind.Foreach}.");
        }

        return onDevice
            ? new DevicePath(groups, slots, _extractor, Conductor, _layout.Map, _options)
            : new HostPath(groups, slots, _extractor, Conductor, _layout.Map, _options);
    }

    private StepRecord Describe(long started)
    {
        (double[] alpha, double[] beta, double[] factors, double[] features) = (_path.Alpha, _path.Beta, _path.Factors, _path.Features);
        (double[] rates, double[] decays) = _layout.EffectiveRates(alpha, beta);
        return new StepRecord
        {
            Step = Steps,
            Groups = _layout.GroupNames,
            Columns = _extractor.Columns,
            Alpha = [.. alpha],
            Beta = [.. beta],
            Lambda1 = Column(factors, 2),
            Lambda2 = Column(factors, 3),
            LearningRate = rates,
            WeightDecay = decays,
            Features = [.. features.Chunk(_extractor.Width).Select(row => row[.._extractor.Columns.Count])],
            Saturation = _layout.Map.Saturation(_path.Raw),
            AlphaSpread = Spread(alpha),
            Online = _path.Learned,
            Skipped = !_path.GradientsAreFinite,
            Duration = Stopwatch.GetElapsedTime(started),
        };

        static double Spread(double[] factors)
        {
            double[] logarithms = [.. factors.Select(x => Math.Log(x))];
            double mean = logarithms.Average();
            return Math.Sqrt(logarithms.Average(x => (x - mean) * (x - mean)));
        }

        static double[] Column(double[] factors, int column) => [.. factors.Chunk(ConductorModule.Outputs).Select(row => row[column])];
    }
}
