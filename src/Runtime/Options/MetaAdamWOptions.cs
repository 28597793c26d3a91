namespace MetaAdamW;

/// <summary>
/// The settings of <see cref="MetaAdamWOptimizer"/>. The defaults follow the paper (arXiv:2605.04055), but Φ starts as the identity:
/// α = β = 1, plain AdamW. Each setting is checked when it is set.
/// </summary>
public sealed record MetaAdamWOptions
{
    private readonly double _learningRate = 1e-3;
    private readonly double _weightDecay = 1e-2;
    private readonly (double, double) _betas = (0.9, 0.999);
    private readonly double _epsilon = 1e-8;
    private readonly long? _totalSteps;
    private readonly double _alphaRange = 1;
    private readonly double _betaRange = 1;
    private readonly int _layers = 8;
    private readonly int _feedForwardWidth = 16;
    private readonly int? _heads;
    private readonly long _metaPeriod = 200;
    private readonly long _warmupSteps;
    private readonly long? _stepsPerEpoch;
    private readonly double _warmupEpochs;
    private readonly double? _metaPeriodEpochs;
    private readonly double _metaLearningRate = 1e-4;
    private readonly double _metaWeightDecay = 1e-4;
    private readonly double _gatePenalty = 1e-4;
    private readonly MetaObjectiveKind _objective;
    private readonly MetaWeighting _weighting;
    private readonly (double, double, double) _fixedWeights = (1, 1, 1);
    private readonly SecondDerivatives _secondDerivatives;
    private readonly FirstGradientSource _firstGradient;
    private readonly MetaLearningRule _metaRule;
    private readonly StepKernelKind _kernel;
    private readonly double? _metaGradientLimit = 100;
    private readonly ConductorKind _conductor;
    private readonly FactorScale _factorScale;
    private readonly FactorCentering _alphaCentering;
    private readonly FactorCentering _betaCentering;
    private readonly OnlineGradient _online;
    private readonly long _onlinePeriod = 1;
    private readonly double? _onlineLearningRate;
    private readonly MetaLearningRule _onlineRule = MetaLearningRule.Adam;
    private readonly double _onlineHorizon = 1;
    private readonly double? _onlineSignalLimit;

    /// <summary>
    /// The settings that the paper's five tasks have in common (section 7 of its tables): rate 5e-4, decay 1e-2, and Xavier-uniform
    /// values in Φ's last map. Period, layers and widths differ from task to task.
    /// </summary>
    public static MetaAdamWOptions Paper { get; } = new() { LearningRate = 5e-4, WeightDecay = 1e-2, IdentityStart = false };

    /// <summary>
    /// What the comparisons in docs/results.md support, which is not the paper's: Φ starts as the identity, sees logarithmic features, and learns in each step
    /// from the next gradient how groups differ (<see cref="OnlineGradient.Relative"/>), with a mean rate that stays what
    /// <see cref="LearningRate"/> and its schedule say (<see cref="FactorCentering.ByCount"/>). log α and log β are within 0.3 before their mean is taken away.
    /// It needs no meta-updates; they may be made too.
    /// </summary>
    public static MetaAdamWOptions Default { get; } = new()
    {
        LogarithmicFeatures = true,
        FinalNorm = true,
        Online = OnlineGradient.Relative,
        FactorScale = FactorScale.Logarithmic,
        AlphaRange = 0.3,
        BetaRange = 0.3,
        AlphaCentering = FactorCentering.ByCount,
        BetaCentering = FactorCentering.ByCount,
    };

    /// <summary>The learning rate η; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LearningRate { get => _learningRate; init => _learningRate = OptionCheck.NotNegative(value); }

    /// <summary>The decoupled weight decay λ; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double WeightDecay { get => _weightDecay; init => _weightDecay = OptionCheck.NotNegative(value); }

    /// <summary>The decay rates β1 and β2 of the moments; each at least 0 and less than 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public (double First, double Second) Betas
    {
        get => _betas;
        init => _betas = (OptionCheck.BelowOne(value.First, "Betas.First"), OptionCheck.BelowOne(value.Second, "Betas.Second"));
    }

    /// <summary>The ε in the denominator; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get => _epsilon; init => _epsilon = OptionCheck.NotNegative(value); }

    /// <summary>Whether the loss is maximised.</summary>
    public bool Maximize { get; init; }

    /// <summary>The number of steps of the whole training, for the time feature; null where it is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long? TotalSteps { get => _totalSteps; init => _totalSteps = value is { } steps ? OptionCheck.AtLeast(steps, 1) : null; }

    /// <summary>
    /// The width of the interval around 1 that α comes from; from 0 (α is 1) to 2. With <see cref="MetaAdamW.FactorScale.Logarithmic"/> the largest
    /// |log α|, before <see cref="AlphaCentering"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double AlphaRange { get => _alphaRange; init => _alphaRange = OptionCheck.InRange(value, 0, 2); }

    /// <summary>The same of β.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double BetaRange { get => _betaRange; init => _betaRange = OptionCheck.InRange(value, 0, 2); }

    /// <summary>What maps the groups' state to their factors. Layers, heads, widths and features are those of <see cref="ConductorKind.Attention"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public ConductorKind Conductor { get => _conductor; init => _conductor = OptionCheck.Defined(value); }

    /// <summary>How raw numbers become α and β. Both scales have 1 where the raw number is 0. Only <see cref="MetaAdamW.FactorScale.Linear"/> is in the paper.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public FactorScale FactorScale { get => _factorScale; init => _factorScale = OptionCheck.Defined(value); }

    /// <summary>
    /// Whether Σ w·log α over the groups is kept at zero. Not in the paper. One step ahead a smaller rate nearly always looks better, so factors
    /// that learn freely shrink; this lets the conductor move rates between groups only.
    /// </summary>
    /// <remarks>
    /// The mean is subtracted after the range has been applied: α may then leave its range, and |log α| is less than twice the largest
    /// |log| of it. A group of which nothing is updated in a step has no weight in it, and gets its factor all the same.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public FactorCentering AlphaCentering { get => _alphaCentering; init => _alphaCentering = OptionCheck.Defined(value); }

    /// <summary>The same of β.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public FactorCentering BetaCentering { get => _betaCentering; init => _betaCentering = OptionCheck.Defined(value); }

    /// <summary>The number of encoder layers L of Φ; 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Layers { get => _layers; init => _layers = OptionCheck.AtLeast(value, 1); }

    /// <summary>The width of Φ's feed-forward layers; 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int FeedForwardWidth { get => _feedForwardWidth; init => _feedForwardWidth = OptionCheck.AtLeast(value, 1); }

    /// <summary>The number of attention heads of Φ, a divisor of the feature width; null takes the extractor's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? Heads { get => _heads; init => _heads = value is { } heads ? OptionCheck.AtLeast(heads, 1) : null; }

    /// <summary>Whether Φ's last map starts at zero, so that α = β = 1 and both λ are ½. Otherwise it starts Xavier-uniform, as in the paper.</summary>
    public bool IdentityStart { get; init; } = true;

    /// <summary>Whether norms enter the features as log(norm + 1e-12). Not in the paper.</summary>
    public bool LogarithmicFeatures { get; init; }

    /// <summary>Whether a layer normalisation stands before Φ's last map. Not in the paper.</summary>
    public bool FinalNorm { get; init; }

    /// <summary>
    /// The number of steps in an epoch, where <see cref="WarmupEpochs"/> or <see cref="MetaPeriodEpochs"/> count in epochs; null where
    /// nothing does.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long? StepsPerEpoch { get => _stepsPerEpoch; init => _stepsPerEpoch = value is { } steps ? OptionCheck.AtLeast(steps, 1) : null; }

    /// <summary>Epochs before the first meta-update may come, beside <see cref="WarmupSteps"/>: the later of the two counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double WarmupEpochs { get => _warmupEpochs; init => _warmupEpochs = OptionCheck.NotNegative(value); }

    /// <summary>The period of meta-updates in epochs instead of <see cref="MetaPeriod"/>; null where that counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive and finite.</exception>
    public double? MetaPeriodEpochs
    {
        get => _metaPeriodEpochs;
        init => _metaPeriodEpochs = value is { } epochs ? OptionCheck.Positive(epochs) : null;
    }

    /// <summary>The number K of steps between meta-updates; 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long MetaPeriod { get => _metaPeriod; init => _metaPeriod = OptionCheck.AtLeast(value, 1); }

    /// <summary>The number of steps before the first meta-update may come; zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long WarmupSteps { get => _warmupSteps; init => _warmupSteps = OptionCheck.AtLeast(value, 0); }

    /// <summary>Φ's learning rate; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double MetaLearningRate { get => _metaLearningRate; init => _metaLearningRate = OptionCheck.NotNegative(value); }

    /// <summary>What the sum of the norms of Φ's tensors enters the meta-loss with; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double MetaWeightDecay { get => _metaWeightDecay; init => _metaWeightDecay = OptionCheck.NotNegative(value); }

    /// <summary>What the sum of the absolute gates enters the meta-loss with; zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GatePenalty { get => _gatePenalty; init => _gatePenalty = OptionCheck.NotNegative(value); }

    /// <summary>What Φ learns with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public MetaLearningRule MetaRule { get => _metaRule; init => _metaRule = OptionCheck.Defined(value); }

    /// <summary>The largest norm of the meta-gradient, all tensors together: a larger one is scaled down. Null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive and finite.</exception>
    public double? MetaGradientLimit
    {
        get => _metaGradientLimit;
        init => _metaGradientLimit = value is { } limit ? OptionCheck.Positive(limit) : null;
    }

    /// <summary>
    /// Whether the conductor learns in each step as well: the gradient of the next batch is there anyway, and says exactly how its loss
    /// depends on the factors of the step before. Not in the paper.
    /// </summary>
    /// <remarks>
    /// It begins after <see cref="WarmupSteps"/>, like meta-updates, and goes together with them: each has moments of its own. Its objective is the
    /// next batch's loss alone, without meta weight decay and gate penalty; <see cref="MetaGradientLimit"/> holds for it too.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public OnlineGradient Online { get => _online; init => _online = OptionCheck.Defined(value); }

    /// <summary>Every how many steps the conductor learns online; 1 or more. The steps between are not looked at and cost nothing more than without.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long OnlinePeriod { get => _onlinePeriod; init => _onlinePeriod = OptionCheck.AtLeast(value, 1); }

    /// <summary>
    /// The rate of online learning; zero or positive. Where it is not set, 1e-2 for a <see cref="Conductor"/> of numbers of their own, and 1e-3 for Φ, of which
    /// many weights move at once: with 1e-2 its factors are at the end of their range within 40 steps.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double OnlineLearningRate
    {
        get => _onlineLearningRate ?? (Conductor == ConductorKind.Direct ? 1e-2 : 1e-3);
        init => _onlineLearningRate = OptionCheck.NotNegative(value);
    }

    /// <summary>What the conductor learns online with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public MetaLearningRule OnlineRule { get => _onlineRule; init => _onlineRule = OptionCheck.Defined(value); }

    /// <summary>
    /// How many steps back the next gradient is asked about; 1 or more. With 1 it is compared with the direction of the last step, else with the exponential sum
    /// Σ (1 − 1/H)^k of the directions of the steps before. Over time that is each direction against the exponential mean of the gradients after it: what a
    /// factor does in H steps, not in one.
    /// </summary>
    /// <remarks>
    /// More than 1 takes as much memory as a moment, and its traffic. Three things are then approximate: how the gradients of the steps between depend on the
    /// factor is left out, β is asked about the parameter as it is now, and the conductor counts as having had the last step's features all the time.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or not finite.</exception>
    public double OnlineHorizon { get => _onlineHorizon; init => _onlineHorizon = OptionCheck.OneOrMore(value); }

    /// <summary>
    /// The least signal-to-noise ratio |mean|/σ, running over the last fifty updates or so, of a factor's derivative that the conductor learns from; below it, and until
    /// it is known, the derivative counts as zero. The mean's own error is a tenth of σ. Null takes all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive and finite.</exception>
    public double? OnlineSignalLimit
    {
        get => _onlineSignalLimit;
        init => _onlineSignalLimit = value is { } limit ? OptionCheck.Positive(limit) : null;
    }

    /// <summary>The terms of the meta-loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public MetaObjectiveKind Objective { get => _objective; init => _objective = OptionCheck.Defined(value); }

    /// <summary>How the terms of the combined meta-loss are weighted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public MetaWeighting Weighting { get => _weighting; init => _weighting = OptionCheck.Defined(value); }

    /// <summary>The weights with <see cref="MetaWeighting.Fixed"/>; each zero or positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public (double GradientAlignment, double LossDecrease, double GeneralizationGap) FixedWeights
    {
        get => _fixedWeights;
        init => _fixedWeights = (
            OptionCheck.NotNegative(value.GradientAlignment, "FixedWeights.GradientAlignment"),
            OptionCheck.NotNegative(value.LossDecrease, "FixedWeights.LossDecrease"),
            OptionCheck.NotNegative(value.GeneralizationGap, "FixedWeights.GeneralizationGap"));
    }

    /// <summary>Whether the generalization gap is taken after the hypothetical step, where it reaches Φ. Not in the paper.</summary>
    public bool GapAfterStep { get; init; }

    /// <summary>How the Hessian-vector product of the gradient term is taken.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public SecondDerivatives SecondDerivatives { get => _secondDerivatives; init => _secondDerivatives = OptionCheck.Defined(value); }

    /// <summary>Where ∇1, the gradient of the step in thought, comes from.</summary>
    /// <remarks>
    /// With <see cref="FirstGradientSource.LastStep"/>, call <c>MetaUpdate</c> between <c>step</c> and <c>zero_grad</c>, with the step's loss
    /// where the meta-loss has the generalization gap. ∇1 is then what stands in the parameters' gradients, clipped or accumulated as
    /// the step saw it; all else is as with a batch of its own. It does not go together with <see cref="GapAfterStep"/>, which needs that batch
    /// again, nor with <see cref="AuthorsCompatibility"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public FirstGradientSource FirstGradient { get => _firstGradient; init => _firstGradient = OptionCheck.Defined(value); }

    /// <summary>
    /// Whether to do as the authors' published program does where it differs from the paper: the decay divided by 1 − β1^t, gates
    /// that never learn, a hypothetical step from the moments as they stand and without a gradient for β, a validation batch of
    /// its own for the generalization gap, gradients, buffers and random state left as the meta-update moved them, a leading number
    /// in a name not seen, and Enhanced columns for BasicPlus. For comparisons only.
    /// </summary>
    public bool AuthorsCompatibility { get; init; }

    /// <summary>What computes a step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public StepKernelKind Kernel { get => _kernel; init => _kernel = OptionCheck.Defined(value); }

    /// <summary>
    /// Whether the gradients live in memory of the optimizer's, so that a step allocates nothing and asks torch for nothing.
    /// </summary>
    /// <remarks>
    /// <para>The optimizer's <c>zero_grad()</c> then lays a zeroed buffer under each contiguous float32 or float64 parameter on the CPU;
    /// the backward pass adds to it. So every such parameter has a gradient: one that takes no part in the loss is updated with zeros,
    /// as with <c>zero_grad(set_to_none: false)</c> in torch.</para>
    /// <para>Between <c>zero_grad()</c> and <c>step()</c> gradients may be changed in place (clipped, scaled), but a gradient that
    /// already holds something must not be replaced, neither by assignment nor by a backward pass with <c>create_graph</c>: the step
    /// would not see it. A gradient that is set to null or replaced before anything was added to it is seen, and so is everything
    /// when the step does not follow the optimizer's own <c>zero_grad()</c>, at the cost of asking torch.</para>
    /// </remarks>
    public bool OwnsGradients { get; init; }

    /// <summary>Checks what a setter cannot: settings that do not go together.</summary>
    /// <exception cref="ArgumentException">Two settings contradict each other.</exception>
    internal void Check()
    {
        if (AuthorsCompatibility)
        {
            string[] others =
            [
                .. Conductor != ConductorKind.Attention ? [nameof(Conductor)] : (string[])[],
                .. FactorScale != FactorScale.Linear ? [nameof(FactorScale)] : (string[])[],
                .. AlphaCentering != FactorCentering.None ? [nameof(AlphaCentering)] : (string[])[],
                .. BetaCentering != FactorCentering.None ? [nameof(BetaCentering)] : (string[])[],
                .. Online != OnlineGradient.Off ? [nameof(Online)] : (string[])[],
            ];
            if (others.Length > 0)
            {
                throw new ArgumentException(
                    $"{nameof(AuthorsCompatibility)} does as the authors' program does, which has no {string.Join(" and no ", others)}: leave these as they are, or leave it out.");
            }
        }

        if (FirstGradient != FirstGradientSource.LastStep)
        {
            return;
        }

        string? other = GapAfterStep ? nameof(GapAfterStep) : AuthorsCompatibility ? nameof(AuthorsCompatibility) : null;
        if (other is not null)
        {
            throw new ArgumentException(
                $"{nameof(FirstGradient)} must be {FirstGradientSource.TrainingBatch} where {other} is set; it is {FirstGradient}.");
        }
    }

    /// <summary>Whether the next gradient is asked about more than the last step.</summary>
    internal bool HasHorizon => Online != OnlineGradient.Off && OnlineHorizon > 1;

    /// <summary>The meta schedule in steps: when the first meta-update may come, and the period.</summary>
    /// <exception cref="ArgumentException">Something counts in epochs, and <see cref="StepsPerEpoch"/> is not given.</exception>
    internal (long Warmup, long Period) Schedule()
    {
        if (StepsPerEpoch is null && (WarmupEpochs > 0 || MetaPeriodEpochs is not null))
        {
            throw new ArgumentException($"{nameof(StepsPerEpoch)} must be given where {nameof(WarmupEpochs)} or {nameof(MetaPeriodEpochs)} is; it is not.");
        }

        long epoch = StepsPerEpoch ?? 0;
        return (
            Math.Max(WarmupSteps, (long)Math.Round(WarmupEpochs * epoch, MidpointRounding.AwayFromZero)),
            MetaPeriodEpochs is { } epochs ? Math.Max(1, (long)Math.Round(epochs * epoch, MidpointRounding.AwayFromZero)) : MetaPeriod);
    }
}
