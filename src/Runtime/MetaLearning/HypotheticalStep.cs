using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The step that the meta-update takes in thought (arXiv:2605.04055, section 3.5): θ'_p = p − η·α_g·(u + β_g·λ·p), with
/// u = m̂'/(√v̂' + ε) from moments that take in ∇1. It is affine in α and β, so the derivatives of any function of θ' by them are
/// dot products with its derivative by θ'.
/// </summary>
/// <remarks>u is computed anew where it is needed rather than kept: a pass over memory is cheap, a copy of the model's size is not.</remarks>
internal sealed class HypotheticalStep
{
    private readonly ParameterSlot[] _slots;
    private readonly UpdateRates[] _rates;
    private readonly IReadOnlyList<Tensor> _values;
    private readonly double[] _factors;
    private readonly bool _momentsAsTheyStand;
    private readonly bool _flat;

    /// <summary>Describes a step.</summary>
    /// <param name="slots">The parameters; each slot's gradient is its part of ∇1, and must stay as long as the step is used.</param>
    /// <param name="rates">The rates that the next step would have.</param>
    /// <param name="values">θ, one tensor for each slot.</param>
    /// <param name="factors">α, β, λ1, λ2 of each group.</param>
    /// <param name="options">R3 and R4: the authors leave ∇1 out of the moments, and let no gradient through β.</param>
    public HypotheticalStep(ParameterSlot[] slots, UpdateRates[] rates, IReadOnlyList<Tensor> values, double[] factors, MetaAdamWOptions options)
    {
        _slots = slots;
        _rates = rates;
        _values = values;
        _factors = factors;
        _momentsAsTheyStand = options.AuthorsCompatibility;
        _flat = options.Kernel != StepKernelKind.Foreach;
    }

    /// <summary>Writes θ' into the parameters.</summary>
    public void Apply() => Write(mirror: false);

    /// <summary>Mirrors the parameters at θ': p ← 2·θ' − p.</summary>
    public void Mirror() => Write(mirror: true);

    /// <summary>The derivatives by α and β of each group, from those by θ'.</summary>
    /// <param name="derivatives">c = ∂L/∂θ', one tensor for each slot, or null for zeros.</param>
    /// <param name="weight">The factor that they count with.</param>
    /// <param name="result">One row of four for each group; the first two columns are added to.</param>
    public void AddDerivatives(IReadOnlyList<Tensor?> derivatives, double weight, Span<double> result)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var pending = new List<(ParameterSlot Slot, Tensor Dots)>();
        foreach (ParameterSlot slot in _slots)
        {
            if (slot.Gradient is null || derivatives[slot.Index] is not { } derivative)
            {
                continue;
            }

            if (!IsFlat(slot, derivative))
            {
                pending.Add((slot, Dots(slot, derivative)));
                continue;
            }

            (double direction, double value) = derivative.dtype == ScalarType.Float32 ? FlatDots<float>(slot, derivative) : FlatDots<double>(slot, derivative);
            Add(slot, direction, value, weight, result);
        }

        if (pending.Count > 0)
        {
            // Read back in one go.
            double[] dots = stack([.. pending.Select(p => p.Dots)]).cpu().data<double>().ToArray();
            for (int i = 0; i < pending.Count; i++)
            {
                Add(pending[i].Slot, dots[2 * i], dots[(2 * i) + 1], weight, result);
            }
        }
    }

    private void Add(ParameterSlot slot, double alongDirection, double alongValue, double weight, Span<double> result)
    {
        UpdateRates r = _rates[slot.Index];
        int row = slot.Group * ConductorModule.Outputs;
        (double alpha, double beta) = (_factors[row], _factors[row + 1]);
        result[row] -= weight * r.LearningRate * (alongDirection + (beta * r.WeightDecay * alongValue));
        if (!_momentsAsTheyStand)
        {
            result[row + 1] -= weight * r.LearningRate * alpha * r.WeightDecay * alongValue;
        }
    }

    private void Write(bool mirror)
    {
        using IDisposable noGrad = no_grad();
        foreach (ParameterSlot slot in _slots)
        {
            if (slot.Gradient is null)
            {
                if (mirror)
                {
                    using Tensor twice = _values[slot.Index].mul(2);
                    slot.Parameter.neg_().add_(twice);
                }

                continue;
            }

            UpdateRates r = _rates[slot.Index];
            int row = slot.Group * ConductorModule.Outputs;
            (double alpha, double beta) = (_factors[row], _factors[row + 1]);
            double shrink = 1 - (r.LearningRate * alpha * beta * r.WeightDecay);
            double size = r.LearningRate * alpha;
            if (!IsFlat(slot, slot.Parameter))
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor u = DirectionOf(slot);
                Tensor stepped = _values[slot.Index].to(u.dtype).mul(shrink).add_(u, alpha: -size);
                slot.Parameter.copy_(mirror ? stepped.mul_(2).sub_(slot.Parameter) : stepped);
            }
            else if (slot.Parameter.dtype == ScalarType.Float32)
            {
                FlatStep<float>(slot, (float)shrink, (float)size, mirror);
            }
            else
            {
                FlatStep(slot, shrink, size, mirror);
            }
        }
    }

    private bool IsFlat(ParameterSlot slot, Tensor other) =>
        _flat && FlatMemory.Takes(other, slot.Parameter, slot.Gradient!, slot.State.FirstMoment, slot.State.Second, _values[slot.Index]);

    private unsafe void FlatStep<T>(ParameterSlot slot, T shrink, T size, bool mirror)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var at = new Addresses(slot, slot.Parameter, _values[slot.Index]);
        var c = new HypotheticalArithmetic<T>.Coefficients(in _rates[slot.Index], _momentsAsTheyStand);
        FlatMemory.Sum(slot.Count, sizeof(T), (offset, count) =>
        {
            HypotheticalArithmetic<T>.Step(
                (T*)(at.First + offset), (T*)(at.Value + offset), (T*)(at.Gradient + offset), (T*)(at.M + offset), (T*)(at.V + offset), count, in c, shrink, size, mirror);
            return default;
        });
        GC.KeepAlive(slot);
    }

    private unsafe (double AlongDirection, double AlongValue) FlatDots<T>(ParameterSlot slot, Tensor derivative)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var at = new Addresses(slot, derivative, _values[slot.Index]);
        var c = new HypotheticalArithmetic<T>.Coefficients(in _rates[slot.Index], _momentsAsTheyStand);
        (double, double) dots = FlatMemory.Sum(slot.Count, sizeof(T), (offset, count) => HypotheticalArithmetic<T>.Dots(
            (T*)(at.First + offset), (T*)(at.Value + offset), (T*)(at.Gradient + offset), (T*)(at.M + offset), (T*)(at.V + offset), count, in c));
        GC.KeepAlive(slot);
        GC.KeepAlive(derivative);
        return dots;
    }

    private Tensor Dots(ParameterSlot slot, Tensor derivative)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor u = DirectionOf(slot);
        Tensor c = derivative.to(u.dtype);
        return stack([TensorLists.Dot(c, u), TensorLists.Dot(c, _values[slot.Index].to(u.dtype))]).MoveToOuterDisposeScope();
    }

    /// <summary>u, by torch operators.</summary>
    private Tensor DirectionOf(ParameterSlot slot)
    {
        UpdateRates r = _rates[slot.Index];
        Tensor m = slot.State.FirstMoment, v = slot.State.Second;
        if (!_momentsAsTheyStand)
        {
            Tensor g = slot.Gradient!.to(m.dtype);
            m = m.mul(r.Beta1).add_(g, alpha: 1 - r.Beta1);
            v = v.mul(r.Beta2).addcmul_(g, g, 1 - r.Beta2);
        }

        return m.div(v.sqrt().div_(r.Correction2Root).add_(r.Epsilon)).div_(r.Correction1);
    }

    private readonly struct Addresses(ParameterSlot slot, Tensor first, Tensor value)
    {
        public nint First { get; } = TensorMemory.AddressOf(first);

        public nint Value { get; } = TensorMemory.AddressOf(value);

        public nint Gradient { get; } = TensorMemory.AddressOf(slot.Gradient!);

        public nint M { get; } = TensorMemory.AddressOf(slot.State.FirstMoment);

        public nint V { get; } = TensorMemory.AddressOf(slot.State.Second);
    }
}
