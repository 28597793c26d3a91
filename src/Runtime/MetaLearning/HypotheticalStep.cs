using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The step that the meta-update takes in thought (arXiv:2605.04055, section 3.5): θ'_p = p − η·α_g·(u + β_g·λ·p), with
/// u = m̂'/(√v̂' + ε) from moments that take in ∇1. It is affine in α and β, so the derivatives of any function of θ' by them are
/// dot products with its derivative by θ'.
/// </summary>
internal sealed class HypotheticalStep : IDisposable
{
    private readonly ParameterSlot[] _slots;
    private readonly UpdateRates[] _rates;
    private readonly Tensor?[] _directions;

    /// <summary>Computes the directions u.</summary>
    /// <param name="slots">The parameters; each slot's gradient is its part of ∇1.</param>
    /// <param name="rates">The rates that the next step would have.</param>
    /// <param name="momentsAsTheyStand">R3: the authors leave ∇1 out of the moments.</param>
    public HypotheticalStep(ParameterSlot[] slots, UpdateRates[] rates, bool momentsAsTheyStand)
    {
        _slots = slots;
        _rates = rates;
        _directions = new Tensor?[slots.Length];
        using IDisposable noGrad = no_grad();
        foreach (ParameterSlot slot in slots.Where(slot => slot.Gradient is not null))
        {
            using DisposeScope scope = NewDisposeScope();
            UpdateRates r = rates[slot.Index];
            Tensor m = slot.State.FirstMoment, v = slot.State.Second;
            if (!momentsAsTheyStand)
            {
                Tensor g = slot.Gradient!.to(m.dtype);
                m = m.mul(r.Beta1).add_(g, alpha: 1 - r.Beta1);
                v = v.mul(r.Beta2).addcmul_(g, g, 1 - r.Beta2);
            }

            Tensor denominator = v.sqrt().div_(r.Correction2Root).add_(r.Epsilon);
            _directions[slot.Index] = m.div(denominator).div_(r.Correction1).DetachFromDisposeScope();
        }
    }

    /// <summary>Writes θ' into the parameters.</summary>
    /// <param name="values">θ, one tensor for each slot.</param>
    /// <param name="factors">α, β, λ1, λ2 of each group.</param>
    public void Apply(IReadOnlyList<Tensor> values, ReadOnlySpan<double> factors)
    {
        using IDisposable noGrad = no_grad();
        foreach (ParameterSlot slot in _slots)
        {
            if (_directions[slot.Index] is not { } u)
            {
                continue;
            }

            using DisposeScope scope = NewDisposeScope();
            UpdateRates r = _rates[slot.Index];
            (double alpha, double beta) = (factors[slot.Group * AttentionModule.Outputs], factors[(slot.Group * AttentionModule.Outputs) + 1]);
            Tensor theta = values[slot.Index].to(u.dtype);
            slot.Parameter.copy_(theta.mul(1 - (r.LearningRate * alpha * beta * r.WeightDecay)).add_(u, alpha: -r.LearningRate * alpha));
        }
    }

    /// <summary>The derivatives by α and β of each group, from those by θ'.</summary>
    /// <param name="values">θ, one tensor for each slot.</param>
    /// <param name="derivatives">c = ∂L/∂θ', one tensor for each slot, or null for zeros.</param>
    /// <param name="factors">α, β, λ1, λ2 of each group.</param>
    /// <param name="betaIsNumber">R4: the authors let no gradient through β.</param>
    /// <param name="result">One row of four for each group; the first two columns are added to.</param>
    public void AddDerivatives(
        IReadOnlyList<Tensor> values, IReadOnlyList<Tensor?> derivatives, ReadOnlySpan<double> factors, bool betaIsNumber, Span<double> result)
    {
        double[] alongDirection = TensorLists.Dots(derivatives, _directions);
        double[] alongValue = TensorLists.Dots(derivatives, [.. _directions.Select((u, i) => u is null ? null : values[i])]);
        foreach (ParameterSlot slot in _slots)
        {
            UpdateRates r = _rates[slot.Index];
            int row = slot.Group * AttentionModule.Outputs;
            (double alpha, double beta) = (factors[row], factors[row + 1]);
            result[row] -= r.LearningRate * (alongDirection[slot.Index] + (beta * r.WeightDecay * alongValue[slot.Index]));
            if (!betaIsNumber)
            {
                result[row + 1] -= r.LearningRate * alpha * r.WeightDecay * alongValue[slot.Index];
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor? direction in _directions)
        {
            direction?.Dispose();
        }
    }
}
