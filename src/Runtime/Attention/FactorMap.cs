using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// How a conductor's raw outputs become factors (arXiv:2605.04055, section 3.4): α and β around 1, in an interval that each group may have
/// of its own, λ1 and λ2 between 0 and 1. Not in the paper: a logarithmic scale, and a mean over the groups that is kept.
/// </summary>
internal sealed class FactorMap
{
    private const int Modulating = 2;

    private readonly double[] _ranges;
    private readonly bool _logarithmic;
    private readonly FactorCentering[] _centering;
    private readonly double[] _factors;

    /// <param name="groups">The groups, whose own ranges go before the optimizer's.</param>
    /// <param name="options">The optimizer's ranges, scale and means.</param>
    /// <exception cref="ArgumentException">A factor whose logarithm is averaged can come to zero.</exception>
    public FactorMap(IReadOnlyList<BoundGroup> groups, MetaAdamWOptions options)
    {
        _ranges = [.. groups.SelectMany(g => (double[])[g.Options.AlphaRange ?? options.AlphaRange, g.Options.BetaRange ?? options.BetaRange, 1, 1])];
        _logarithmic = options.FactorScale == FactorScale.Logarithmic;
        _centering = [options.AlphaCentering, options.BetaCentering];
        _factors = new double[_ranges.Length];
        for (int i = 0; i < _ranges.Length && !_logarithmic; i++)
        {
            (int group, int column) = Math.DivRem(i, ConductorModule.Outputs);
            if (column < Modulating && _centering[column] != FactorCentering.None && _ranges[i] >= 2)
            {
                string option = column == 0 ? nameof(MetaAdamWOptions.AlphaRange) : nameof(MetaAdamWOptions.BetaRange);
                throw new ArgumentException(
                    $"{option} is 2 in group '{groups[group].Name}', so its factor can come to 0, which has no logarithm to average: make the range smaller, "
                    + $"or set {nameof(MetaAdamWOptions.FactorScale)} to {FactorScale.Logarithmic}.");
            }
        }
    }

    /// <summary>The number of elements of each group that a step updates: those of the parameters that have a gradient.</summary>
    public static void CountMoving(ParameterSlot[] slots, Span<double> moving)
    {
        moving.Clear();
        foreach (ParameterSlot slot in slots)
        {
            if (slot.Gradient is not null)
            {
                moving[slot.Group] += slot.Count;
            }
        }
    }

    /// <summary>The factors of all groups from their raw values, G × 4, in place.</summary>
    /// <param name="raw">The raw values, then the factors.</param>
    /// <param name="moving">What <see cref="CountMoving"/> found.</param>
    public void Apply(Span<double> raw, ReadOnlySpan<double> moving)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            bool modulates = i % ConductorModule.Outputs < Modulating;
            raw[i] = modulates && _logarithmic ? Math.Exp(LogarithmOf(raw[i], i))
                : modulates ? 1 + (_ranges[i] * (Logistic(raw[i]) - 0.5))
                : Logistic(raw[i]);
        }

        for (int column = 0; column < Modulating; column++)
        {
            if (WeightOfAll(column, moving) is > 0 and { } whole)
            {
                double mean = 0;
                for (int g = 0; g < moving.Length; g++)
                {
                    mean += WeightOf(column, moving[g]) / whole * Math.Log(raw[(g * ConductorModule.Outputs) + column]);
                }

                double scale = Math.Exp(-mean);
                for (int i = column; i < raw.Length; i += ConductorModule.Outputs)
                {
                    raw[i] *= scale;
                }
            }
        }
    }

    /// <summary>The derivatives by the raw values, from those by the factors, G × 4, in place.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="moving">What <see cref="CountMoving"/> found when they became factors.</param>
    /// <param name="slopes">The derivatives by the factors, then by the raw values.</param>
    public void Differentiate(ReadOnlySpan<double> raw, ReadOnlySpan<double> moving, Span<double> slopes)
    {
        // By the logarithms: subtracting the mean then takes the mean slope from each.
        Span<double> factors = _factors;
        raw.CopyTo(factors);
        Apply(factors, moving);
        for (int column = 0; column < Modulating; column++)
        {
            double sum = 0, whole = WeightOfAll(column, moving);
            for (int i = column; i < slopes.Length; i += ConductorModule.Outputs)
            {
                slopes[i] *= factors[i];
                sum += slopes[i];
            }

            for (int g = 0; g < moving.Length && whole > 0; g++)
            {
                slopes[(g * ConductorModule.Outputs) + column] -= WeightOf(column, moving[g]) / whole * sum;
            }
        }

        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] *= SlopeOf(raw[i], i);
        }
    }

    /// <summary>
    /// The share of the α and β with a range that depend on their raw numbers by less than a tenth of what they do at 1; 0 where none has a range.
    /// </summary>
    public double Saturation(ReadOnlySpan<double> raw)
    {
        int free = 0, saturated = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (i % ConductorModule.Outputs < Modulating && _ranges[i] > 0)
            {
                double share = Logistic(raw[i]), steepness = _logarithmic ? 1 - Square(Math.Tanh(raw[i] / _ranges[i])) : 4 * share * (1 - share);
                free++;
                saturated += steepness < 0.1 ? 1 : 0;
            }
        }

        return free > 0 ? (double)saturated / free : 0;
    }

    /// <summary>The map as tensors on a device.</summary>
    public FactorTensors On(Device device, ScalarType dtype) => new(_ranges, _logarithmic, _centering, device, dtype);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Square(double x) => x * x;

    private double LogarithmOf(double raw, int place) => _ranges[place] == 0 ? 0 : _ranges[place] * Math.Tanh(raw / _ranges[place]);

    /// <summary>d log f/d raw of α and β before their mean is subtracted, d f/d raw of λ1 and λ2.</summary>
    private double SlopeOf(double raw, int place)
    {
        double range = _ranges[place], share = Logistic(raw), slope = share * (1 - share);
        return place % ConductorModule.Outputs >= Modulating ? slope
            : range == 0 ? 0
            : _logarithmic ? 1 - Square(Math.Tanh(raw / range))
            : range * slope / (1 + (range * (share - 0.5)));
    }

    private double WeightOf(int column, double moving) => _centering[column] switch
    {
        FactorCentering.ByCount => moving,
        FactorCentering.Equal => moving > 0 ? 1 : 0,
        _ => 0,
    };

    private double WeightOfAll(int column, ReadOnlySpan<double> moving)
    {
        double sum = 0;
        foreach (double count in moving)
        {
            sum += WeightOf(column, count);
        }

        return sum;
    }
}

/// <summary>A <see cref="FactorMap"/> as operators over tensors, with a graph where gradients are wanted.</summary>
internal sealed class FactorTensors : IDisposable
{
    private readonly Tensor _ranges;
    private readonly Tensor _lowest;
    private readonly Tensor _divisors;
    private readonly bool _logarithmic;
    private readonly FactorCentering[] _centering;

    public FactorTensors(double[] ranges, bool logarithmic, FactorCentering[] centering, Device device, ScalarType dtype)
    {
        using DisposeScope scope = NewDisposeScope();
        _logarithmic = logarithmic;
        _centering = centering;
        _ranges = Table(ranges);
        _lowest = Table([.. ranges.Select((range, i) => i % ConductorModule.Outputs < 2 ? 1 - (range / 2) : 0)]);
        _divisors = Table([.. ranges.Select(range => range == 0 ? 1 : range)]);

        Tensor Table(double[] values) => Mirror.Upload(values, device, dtype, -1, ConductorModule.Outputs).DetachFromDisposeScope();
    }

    /// <summary>The factors from the raw values, both G × 4.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="moving">What <see cref="FactorMap.CountMoving"/> found, G.</param>
    public Tensor Apply(Tensor raw, Tensor moving)
    {
        Tensor linear = raw.sigmoid().mul(_ranges).add(_lowest);
        Tensor[] columns = [.. linear.unbind(1)];
        Tensor scaled = raw.div(_divisors).tanh().mul(_ranges);
        bool changed = false;
        for (int column = 0; column < _centering.Length; column++)
        {
            bool centred = _centering[column] != FactorCentering.None;
            if (_logarithmic || centred)
            {
                Tensor logarithm = _logarithmic ? scaled.select(1, column) : columns[column].log();
                columns[column] = (centred ? logarithm.sub(MeanOf(logarithm, moving, _centering[column])) : logarithm).exp();
                changed = true;
            }
        }

        return changed ? stack(columns, 1) : linear;
    }

    public void Dispose()
    {
        _ranges.Dispose();
        _lowest.Dispose();
        _divisors.Dispose();
    }

    /// <summary>The mean over the groups; 0 where nothing moves.</summary>
    private static Tensor MeanOf(Tensor logarithm, Tensor moving, FactorCentering centering)
    {
        Tensor weights = centering == FactorCentering.ByCount ? moving : moving.gt(0).to(logarithm.dtype);
        return weights.mul(logarithm).sum().div(weights.sum().clamp_min(1));
    }
}
