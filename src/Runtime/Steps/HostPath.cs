using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The path of parameters that are all float32 or float64, contiguous and on the CPU: fused kernels, features and Φ in C#, without a
/// single torch operator.
/// </summary>
internal sealed class HostPath : StepPath
{
    private readonly FeatureExtractor _extractor;
    private readonly AttentionEvaluator _evaluator;
    private readonly StepKernel[] _kernels;
    private readonly ParameterStatistics[] _statistics;
    private readonly GroupStatistics[] _groupStatistics;
    private readonly UpdateRates[] _rates;
    private readonly GroupReduction _reduction;
    private readonly FactorMap _map;
    private bool _finite;

    public HostPath(
        BoundGroups groups, ParameterSlot[] slots, FeatureExtractor extractor, AttentionModule attention, FactorMap map, MetaAdamWOptions options)
        : base(slots)
    {
        _extractor = extractor;
        _map = map;
        _evaluator = AttentionEvaluator.For(attention, groups.Count);
        _kernels = StepKernel.For(slots, measured: true);
        foreach (ParameterSlot slot in slots)
        {
            slot.State.CountIn(null);
        }

        _statistics = new ParameterStatistics[slots.Length];
        _rates = new UpdateRates[slots.Length];
        _groupStatistics = new GroupStatistics[groups.Count];
        _reduction = new GroupReduction(groups, slots, extractor.Needs, options.LogarithmicFeatures);
        Features = new double[groups.Count * extractor.Width];
        Factors = new double[groups.Count * AttentionModule.Outputs];
        Alpha = new double[groups.Count];
        Beta = new double[groups.Count];
        Array.Fill(Alpha, 1);
        Array.Fill(Beta, 1);
    }

    public override string Name => string.Join(" and ", _kernels.Select(kernel => kernel.Name));

    public override double[] Features { get; }

    public override double[] Factors { get; }

    public override double[] Alpha { get; }

    public override double[] Beta { get; }

    public override long SkippedSteps { get; set; }

    public override long HeldSteps { get; set; }

    public override bool GradientsAreFinite => _finite;

    public override void Prepare()
    {
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

    public override void Modulate()
    {
        if (!_finite)
        {
            return;
        }

        _evaluator.Evaluate(Features, Factors);
        foreach (double raw in Factors)
        {
            if (!double.IsFinite(raw))
            {
                HeldSteps++;
                return;
            }
        }

        _map.Apply(Factors);
        for (int g = 0; g < Alpha.Length; g++)
        {
            Alpha[g] = Factors[g * AttentionModule.Outputs];
            Beta[g] = Factors[(g * AttentionModule.Outputs) + 1];
        }
    }

    public override void Update()
    {
        if (!_finite)
        {
            SkippedSteps++;
            return;
        }

        foreach (ParameterSlot slot in Slots)
        {
            if (slot.Gradient is not null)
            {
                slot.State.Step++;
                _rates[slot.Index] = slot.RatesAt(slot.State.Step);
            }
        }

        foreach (StepKernel kernel in _kernels)
        {
            kernel.Update(_rates, Alpha, Beta);
        }
    }

    public override Tensor FeaturesFor(AttentionModule attention)
    {
        Tensor weight = attention.Output.weight;
        using Tensor flat = tensor(Features, dtype: weight.dtype, device: weight.device);
        return flat.reshape(-1, attention.Width);
    }

    public override void SetFactors(IReadOnlyList<double> alpha, IReadOnlyList<double> beta)
    {
        for (int g = 0; g < Math.Min(alpha.Count, Alpha.Length); g++)
        {
            (Alpha[g], Beta[g]) = (alpha[g], beta[g]);
        }
    }

    public override void RefreshAttention() => _evaluator.Refresh();

    public override void Dispose()
    {
        foreach (StepKernel kernel in _kernels)
        {
            kernel.Dispose();
        }
    }
}
