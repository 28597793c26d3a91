using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The path of parameters that are all float32 or float64, contiguous and on the CPU: fused kernels, features and the conductor in C#, without a
/// single torch operator.
/// </summary>
internal sealed class HostPath : StepPath
{
    private readonly FeatureExtractor _extractor;
    private readonly HostConductor _conductor;
    private readonly OnlineLearner? _online;
    private readonly StepKernel[] _kernels;
    private readonly ParameterStatistics[] _statistics;
    private readonly GroupStatistics[] _groupStatistics;
    private readonly UpdateRates[] _rates;
    private readonly double[] _moving;
    private readonly GroupReduction _reduction;
    private readonly FactorMap _map;
    private bool _finite;
    private OnlineRecord? _learned;

    public HostPath(
        BoundGroups groups, ParameterSlot[] slots, FeatureExtractor extractor, ConductorModule conductor, FactorMap map, MetaAdamWOptions options)
        : base(slots)
    {
        _extractor = extractor;
        _map = map;
        bool learns = options.Online != OnlineGradient.Off;
        _conductor = HostConductor.For(conductor, groups.Count, learns, options.OnlineRule);
        _online = learns ? new OnlineLearner(slots, groups.Count, extractor.Width, map, _conductor, options) : null;
        _kernels = StepKernel.For(slots, measured: true, 1 - (1 / options.OnlineHorizon));
        foreach (ParameterSlot slot in slots)
        {
            slot.State.CountIn(null);
        }

        _statistics = new ParameterStatistics[slots.Length];
        _rates = new UpdateRates[slots.Length];
        _moving = new double[groups.Count];
        _groupStatistics = new GroupStatistics[groups.Count];
        _reduction = new GroupReduction(groups, slots, extractor.Needs, options.LogarithmicFeatures);
        Features = new double[groups.Count * extractor.Width];
        Raw = new double[groups.Count * ConductorModule.Outputs];
        Factors = new double[groups.Count * ConductorModule.Outputs];
        Alpha = new double[groups.Count];
        Beta = new double[groups.Count];
        Array.Fill(Alpha, 1);
        Array.Fill(Beta, 1);
    }

    public override string Name => string.Join(" and ", _kernels.Select(kernel => kernel.Name));

    public override double[] Features { get; }

    public override double[] Raw { get; }

    public override double[] Factors { get; }

    public override double[] Alpha { get; }

    public override double[] Beta { get; }

    public override long SkippedSteps { get; set; }

    public override long HeldSteps { get; set; }

    public override bool GradientsAreFinite => _finite;

    public override OnlineRecord? Learned => _learned;

    public override IReadOnlyList<Tensor> OnlineMoments => _conductor.Moments;

    public override OnlineProgress? Progress
    {
        get => _online?.Progress;
        set
        {
            if (_online is null)
            {
                return;
            }

            _online.Forget();
            if (value is not null)
            {
                _online.Progress = value;
                Alpha.CopyTo(_online.Last.Alpha, 0);
                Beta.CopyTo(_online.Last.Beta, 0);
            }

            foreach (StepKernel kernel in _kernels)
            {
                kernel.Recall(_online.Last.Moved, _online.Last.Rates, Alpha, Beta);
            }
        }
    }

    public override void Prepare()
    {
        _conductor.Prepare();
        foreach (StepKernel kernel in _kernels)
        {
            kernel.Prepare();
        }
    }

    public override void Forget()
    {
        foreach (StepKernel kernel in _kernels)
        {
            kernel.Forget();
        }
    }

    public override void Measure(bool ofMaximized)
    {
        foreach (StepKernel kernel in _kernels)
        {
            kernel.Measure(_extractor.Needs, _statistics);
        }

        _finite = true;
        foreach (ParameterSlot slot in Slots)
        {
            ref ParameterStatistics found = ref _statistics[slot.Index];
            _finite &= double.IsFinite(found.GradientSquares);
            if (ofMaximized && slot.Owner.Options.Maximize!.Value)
            {
                found.GradientDotFirstMoment *= -1;
            }
        }
    }

    public override void Extract(double time)
    {
        _reduction.Reduce(_statistics, _groupStatistics);
        Array.Clear(Features);
        _extractor.Extract(_groupStatistics, time, Features);
    }

    public override void Modulate(bool learns)
    {
        if (!_finite)
        {
            return;
        }

        if (learns && _online!.HasLast)
        {
            _online.Evaluate(Features, Raw);
        }
        else
        {
            _conductor.Evaluate(Features, Raw);
        }

        foreach (double raw in Raw)
        {
            if (!double.IsFinite(raw))
            {
                HeldSteps++;
                _online?.Next.Keep(_online.Last.Features, _online.Last.Moving);
                return;
            }
        }

        FactorMap.CountMoving(Slots, _moving);
        _online?.Next.Keep(Features, _moving);
        Raw.CopyTo(Factors, 0);
        _map.Apply(Factors, _moving);
        for (int g = 0; g < Alpha.Length; g++)
        {
            Alpha[g] = Factors[g * ConductorModule.Outputs];
            Beta[g] = Factors[(g * ConductorModule.Outputs) + 1];
        }
    }

    public override void Update(bool learns, bool observed)
    {
        _learned = null;
        if (!_finite)
        {
            SkippedSteps++;
            return;
        }

        UpdateRates[] rates = _online?.Next.Rates ?? _rates;
        foreach (ParameterSlot slot in Slots)
        {
            if (slot.Gradient is not null)
            {
                slot.State.Step++;
                rates[slot.Index] = slot.RatesAt(slot.State.Step);
            }
        }

        foreach (StepKernel kernel in _kernels)
        {
            kernel.Update(rates, Alpha, Beta, learns ? _statistics : default);
        }

        if (_online is not null)
        {
            EndStep(_online, learns, observed);
        }
    }

    private void EndStep(OnlineLearner online, bool learns, bool observed)
    {
        Alpha.CopyTo(online.Next.Alpha, 0);
        Beta.CopyTo(online.Next.Beta, 0);
        foreach (ParameterSlot slot in Slots)
        {
            online.Next.Moved[slot.Index] = slot.Gradient is not null;
        }

        _learned = learns && online.HasLast ? online.Learn(_statistics, observed) : null;
        online.Advance();
    }

    public override Tensor FeaturesFor(ScalarType dtype, Device device)
    {
        using Tensor flat = tensor(Features, dtype: dtype, device: device);
        return flat.reshape(-1, _extractor.Width);
    }

    public override void SetFactors(IReadOnlyList<double> alpha, IReadOnlyList<double> beta)
    {
        for (int g = 0; g < Math.Min(alpha.Count, Alpha.Length); g++)
        {
            (Alpha[g], Beta[g]) = (alpha[g], beta[g]);
        }
    }

    public override void RefreshConductor() => _conductor.Refresh();

    public override void Dispose()
    {
        _conductor.Dispose();
        foreach (StepKernel kernel in _kernels)
        {
            kernel.Dispose();
        }
    }
}
