namespace MetaAdamW;

/// <summary>
/// Lets a conductor on the host learn from each step: the gradient of the next batch's loss says how that loss depends on the factors
/// of the step before, exactly and without a pass over the model,
/// ∂/∂α_g = −Σ η·⟨∇, u + β_g·λ·θ⟩ and ∂/∂β_g = −α_g·Σ η·λ·⟨∇, θ⟩ over the group's parameters, with the direction u of that step and θ as it was
/// before. Not in the paper.
/// </summary>
/// <remarks>With a horizon H of more than a step, η·u + β·η·λ·θ is summed over the last steps, with weights that decay by 1 − 1/H.</remarks>
internal sealed class OnlineLearner
{
    private readonly ParameterSlot[] _slots;
    private readonly FactorMap _map;
    private readonly HostConductor _conductor;
    private readonly MetaAdamWOptions _options;
    private readonly double[] _raw;
    private readonly double[] _slopes;
    private readonly double[] _gradientSquares;
    private readonly double[] _directionSquares;
    private readonly SignalStatistics _signal;

    /// <param name="slots">The parameters.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="width">The width of a row of features.</param>
    /// <param name="map">How raw values become factors.</param>
    /// <param name="conductor">What learns.</param>
    /// <param name="options">How it learns.</param>
    public OnlineLearner(ParameterSlot[] slots, int groups, int width, FactorMap map, HostConductor conductor, MetaAdamWOptions options)
    {
        _slots = slots;
        _map = map;
        _conductor = conductor;
        _options = options;
        _raw = new double[groups * ConductorModule.Outputs];
        _slopes = new double[groups * ConductorModule.Outputs];
        _gradientSquares = new double[groups];
        _directionSquares = new double[groups];
        _signal = new SignalStatistics(_slopes.Length);
        Last = new LastStep(slots.Length, groups, width);
        Next = new LastStep(slots.Length, groups, width);
    }

    /// <summary>The step that is learned from.</summary>
    public LastStep Last { get; private set; }

    /// <summary>The step at hand; whoever makes it fills this in.</summary>
    public LastStep Next { get; private set; }

    /// <summary>What was done so far.</summary>
    public OnlineCounts Counts { get; private set; } = new(0, 0, 0);

    /// <summary>What is needed to go on from here, beside the factors, the conductor and its moments.</summary>
    public OnlineProgress Progress
    {
        get => new()
        {
            Counts = Counts,
            LastUpdate = [.. Last.Moved.Select((moved, i) => moved ? CheckpointUpdate.Of(Last.Rates[i]) : null)],
            Features = [.. Last.Features],
            Moving = [.. Last.Moving],
            Signal = _signal.State,
        };

        set
        {
            Counts = value.Counts;
            _signal.Continue(value.Signal);
            Forget();
            if (value.LastUpdate.Length != _slots.Length || value.Features.Length != Last.Features.Length)
            {
                // Groups have joined: the gradient of the next step is measured by nothing.
                return;
            }

            Last.Keep(value.Features, value.Moving);
            foreach ((CheckpointUpdate? update, int slot) in value.LastUpdate.Select((update, slot) => (update, slot)))
            {
                if (update is not null)
                {
                    Last.Moved[slot] = true;
                    Last.Rates[slot] = update.Rates;
                }
            }
        }
    }

    /// <summary>Forgets the last step.</summary>
    public void Forget() => Array.Clear(Last.Moved);

    /// <summary>Makes the step at hand the last.</summary>
    public void Advance() => (Last, Next) = (Next, Last);

    /// <summary>Whether there is a step to learn from.</summary>
    public bool HasLast => Last.Moved.AsSpan().Contains(true);

    /// <summary>
    /// Maps features to raw factors, and those of the last step too. The weights may have moved since they made that: what counts is how the present ones
    /// would have made it.
    /// </summary>
    public void Evaluate(double[] features, double[] raw) => _conductor.Evaluate(features, raw, Last.Features, _raw);

    /// <summary>Moves the conductor by what the gradient of the step at hand says of the last step.</summary>
    /// <remarks>There is a last step, and <see cref="Evaluate"/> went through it.</remarks>
    /// <param name="found">What both passes of the step at hand found; the gradient is finite.</param>
    /// <param name="observed">Whether it is to be told what was found.</param>
    /// <returns>What was found; null where nobody wants to know.</returns>
    public OnlineRecord? Learn(ReadOnlySpan<ParameterStatistics> found, bool observed)
    {
        Differentiate(found);
        _signal.Take(_slopes);
        double[]? byAlpha = observed ? Column(0) : null, byBeta = observed ? Column(1) : null;
        if (_options.OnlineSignalLimit is { } limit)
        {
            for (int i = 0; i < _slopes.Length; i++)
            {
                _slopes[i] = _signal.Of(i) >= limit ? _slopes[i] : 0;
            }
        }

        _map.Differentiate(_raw, Last.Moving, _slopes);
        double norm = _conductor.Differentiate(Last.Features, _slopes), change = 0;
        bool finite = double.IsFinite(norm), above = norm > _options.MetaGradientLimit;
        Counts = new OnlineCounts(
            Counts.Updates + (finite ? 1 : 0), Counts.Skipped + (finite ? 0 : 1), Counts.Clipped + (finite && above ? 1 : 0));
        if (finite)
        {
            change = _conductor.Step(above ? _options.MetaGradientLimit!.Value / norm : 1, _options.OnlineLearningRate, Counts.Updates, observed);
        }

        return !observed ? null : new OnlineRecord
        {
            ByAlpha = byAlpha!,
            ByBeta = byBeta!,
            SignalToNoise = [.. Enumerable.Range(0, _gradientSquares.Length).Select(g => _signal.Of(g * ConductorModule.Outputs))],
            TotalSignalToNoise = _signal.OfAll(),
            GradientNorm = norm,
            RelativeChange = change,
            Skipped = !finite,
        };
    }

    /// <summary>The derivatives of the loss by α and β of the last step.</summary>
    private void Differentiate(ReadOnlySpan<ParameterStatistics> found)
    {
        Array.Clear(_slopes);
        Array.Clear(_gradientSquares);
        Array.Clear(_directionSquares);
        foreach (ParameterSlot slot in _slots)
        {
            if (!Last.Moved[slot.Index] || slot.Gradient is null)
            {
                continue;
            }

            ref readonly ParameterStatistics at = ref found[slot.Index];
            ref readonly UpdateRates rates = ref Last.Rates[slot.Index];
            int row = slot.Group * ConductorModule.Outputs;

            // A loss that is maximised counts with the other sign, as in the moments.
            double size = rates.Maximize ? -rates.LearningRate : rates.LearningRate, decay = rates.Maximize ? -rates.DecayRate : rates.DecayRate;
            double alongValue = decay * at.LastUpdate.GradientDotPrevious;
            _gradientSquares[slot.Group] += at.GradientSquares;
            if (_options.HasHorizon)
            {
                // The rates are in the trace already. The parameter hardly moves in so few steps: it counts as often as there are.
                _slopes[row] -= Math.Sign(size) * at.LastUpdate.GradientDotDirection;
                _slopes[row + 1] -= Last.Alpha[slot.Group] * alongValue * _options.OnlineHorizon;
                _directionSquares[slot.Group] += at.LastUpdate.DirectionSquares;
            }
            else
            {
                _slopes[row] -= (size * at.LastUpdate.GradientDotDirection) + (Last.Beta[slot.Group] * alongValue);
                _slopes[row + 1] -= Last.Alpha[slot.Group] * alongValue;
                _directionSquares[slot.Group] += size * size * at.LastUpdate.DirectionSquares;
            }
        }

        if (_options.Online != OnlineGradient.Raw)
        {
            DivideByNorms();
        }

        if (_options.Online == OnlineGradient.Relative)
        {
            Compare(Last.Alpha, 0);
            Compare(Last.Beta, 1);
        }
    }

    private void DivideByNorms()
    {
        for (int g = 0; g < _gradientSquares.Length; g++)
        {
            double norms = Math.Sqrt(_gradientSquares[g]) * Math.Sqrt(_directionSquares[g]);
            double scale = norms > 0 ? 1 / norms : 0;
            _slopes[g * ConductorModule.Outputs] *= scale;
            _slopes[(g * ConductorModule.Outputs) + 1] *= scale;
        }
    }

    /// <summary>Takes from the derivatives by the logarithms of a factor their mean over the groups that moved.</summary>
    private void Compare(double[] factor, int column)
    {
        double sum = 0;
        int groups = 0;
        for (int g = 0; g < factor.Length; g++)
        {
            sum += _slopes[(g * ConductorModule.Outputs) + column] * factor[g];
            groups += _directionSquares[g] > 0 ? 1 : 0;
        }

        for (int g = 0; g < factor.Length; g++)
        {
            if (_directionSquares[g] > 0 && factor[g] > 0)
            {
                _slopes[(g * ConductorModule.Outputs) + column] -= sum / groups / factor[g];
            }
        }
    }

    private double[] Column(int column) => [.. Enumerable.Range(0, _gradientSquares.Length).Select(g => _slopes[(g * ConductorModule.Outputs) + column])];
}

/// <summary>The numbers of online updates: made, left out because the gradient was not finite, and scaled down to the limit.</summary>
internal readonly record struct OnlineCounts(long Updates, long Skipped, long Clipped);

/// <summary>How far online learning is, for checkpoints.</summary>
internal sealed record OnlineProgress
{
    public required OnlineCounts Counts { get; init; }

    /// <summary>The rates of each parameter in the last update; null where it did not move.</summary>
    public required CheckpointUpdate?[] LastUpdate { get; init; }

    /// <summary>F of the last step.</summary>
    public required double[] Features { get; init; }

    /// <summary>The number of elements of each group that moved in it.</summary>
    public required double[] Moving { get; init; }

    /// <summary>The running statistics of the derivatives.</summary>
    public required double[] Signal { get; init; }
}

/// <summary>The rates of a parameter in an update, in a checkpoint.</summary>
internal sealed record CheckpointUpdate(
    double LearningRate, double WeightDecay, double Beta1, double Beta2, double Epsilon, long Step, bool Maximize)
{
    /// <summary>The rates. Online learning does not go with the authors' way, which divides the decay.</summary>
    internal UpdateRates Rates => new(LearningRate, WeightDecay, Beta1, Beta2, Epsilon, Step, DividesDecay: false, Maximize);

    public static CheckpointUpdate Of(in UpdateRates r) => new(r.LearningRate, r.WeightDecay, r.Beta1, r.Beta2, r.Epsilon, r.Step, r.Maximize);
}
