using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// L_grad = (1/G)·Σ_g (λ1_g·‖∇2_g‖² − λ2_g·cos(∇1_g, ∇2_g)), over the concatenated gradients of each group
/// (arXiv:2605.04055, section 3.5), and its derivatives by λ1, λ2 and ∇2.
/// </summary>
internal sealed class GradientTerm
{
    private const double SmallestNorms = 1e-8;

    private readonly ParameterSlot[] _slots;
    private readonly IReadOnlyList<Tensor?> _gradients1;
    private readonly IReadOnlyList<Tensor?> _gradients2;
    private readonly double[] _factors;
    private readonly double[] _squares1;
    private readonly double[] _squares2;
    private readonly double[] _dots;

    /// <param name="slots">The parameters.</param>
    /// <param name="gradients1">∇1, by slot.</param>
    /// <param name="gradients2">∇2, by slot.</param>
    /// <param name="factors">α, β, λ1, λ2 of each group.</param>
    public GradientTerm(ParameterSlot[] slots, IReadOnlyList<Tensor?> gradients1, IReadOnlyList<Tensor?> gradients2, double[] factors)
    {
        _slots = slots;
        _gradients1 = gradients1;
        _gradients2 = gradients2;
        _factors = factors;
        _squares1 = ByGroup(TensorLists.Dots(gradients1, gradients1));
        _squares2 = ByGroup(TensorLists.Dots(gradients2, gradients2));
        _dots = ByGroup(TensorLists.Dots(gradients1, gradients2));
    }

    /// <summary>L_grad.</summary>
    public double Value => Enumerable.Range(0, Groups).Sum(g => (Lambda1(g) * _squares2[g]) - (Lambda2(g) * Cosine(g))) / Groups;

    private int Groups => _factors.Length / ConductorModule.Outputs;

    /// <summary>Adds the derivatives by λ1 and λ2 of each group, times a weight.</summary>
    public void AddDerivatives(double weight, Span<double> result)
    {
        for (int g = 0; g < Groups; g++)
        {
            result[(g * ConductorModule.Outputs) + 2] += weight / Groups * _squares2[g];
            result[(g * ConductorModule.Outputs) + 3] -= weight / Groups * Cosine(g);
        }
    }

    /// <summary>w = ∂L_grad/∂∇2, by slot; null where ∇2 is missing. The caller owns the tensors.</summary>
    /// <param name="inPlace">Whether w may take ∇2's place; where ∇2 has a graph it may not.</param>
    public Tensor?[] ByGradient2(bool inPlace)
    {
        using IDisposable noGrad = no_grad();
        var result = new Tensor?[_slots.Length];
        foreach (ParameterSlot slot in _slots)
        {
            if (_gradients2[slot.Index] is not { } g2)
            {
                continue;
            }

            int g = slot.Group;
            double norms = Math.Sqrt(_squares1[g]) * Math.Sqrt(_squares2[g]);
            bool bounded = norms < SmallestNorms;

            // Below the bound the cosine is the dot product over a constant.
            double own = ((2 * Lambda1(g)) + (bounded ? 0 : Lambda2(g) * Cosine(g) / _squares2[g])) / Groups;
            Tensor w = inPlace ? g2 : g2.detach().clone().DetachFromDisposeScope();
            using DisposeScope scope = NewDisposeScope();
            w.mul_(own);
            if (_gradients1[slot.Index] is { } g1)
            {
                w.add_(g1, alpha: -Lambda2(g) / Math.Max(norms, SmallestNorms) / Groups);
            }

            result[slot.Index] = w;
        }

        return result;
    }

    private double Cosine(int g) => _dots[g] / Math.Max(Math.Sqrt(_squares1[g]) * Math.Sqrt(_squares2[g]), SmallestNorms);

    private double Lambda1(int g) => _factors[(g * ConductorModule.Outputs) + 2];

    private double Lambda2(int g) => _factors[(g * ConductorModule.Outputs) + 3];

    private double[] ByGroup(double[] perSlot)
    {
        double[] sums = new double[Groups];
        foreach (ParameterSlot slot in _slots)
        {
            sums[slot.Group] += perSlot[slot.Index];
        }

        return sums;
    }
}
