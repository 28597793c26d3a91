using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The kernel for any device and floating-point type: torch operators. Half-precision parameters are
/// measured and updated in float32.
/// </summary>
internal sealed class OperatorKernel(ParameterSlot[] slots) : StepKernel(slots)
{
    private readonly Device _device = slots[0].Parameter.device;
    private readonly ParameterSlot[] _filled = [.. slots.Where(slot => slot.Count > 0)];

    public override string Name => $"operators on {_device}";

    public override void Measure(StatisticKinds needs, Span<ParameterStatistics> statistics)
    {
        foreach (ParameterSlot slot in Slots)
        {
            statistics[slot.Index] = new ParameterStatistics { GradientZeros = slot.Count };
        }

        if (_filled.Length == 0)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        bool zeros = needs.HasFlag(StatisticKinds.Zeros);
        ParameterSlot[] moving = [.. _filled.Where(slot => slot.Gradient is not null)];
        Tensor[] first = [.. _filled.Select(slot => slot.State.FirstMoment)];
        Tensor[] gradients = [.. moving.Select(GradientOf)];
        Tensor[] rows =
        [
            Norms([.. _filled.Select(Values)]),
            Norms(first),
            Norms([.. _filled.Select(slot => slot.State.Second)]),
            zeros ? Zeros(first) : torch.zeros(_filled.Length, dtype: ScalarType.Float64, device: _device),
        ];
        double[] all = Read(cat(rows));
        int n = _filled.Length;
        for (int i = 0; i < n; i++)
        {
            ref ParameterStatistics found = ref statistics[_filled[i].Index];
            found.ParameterSquares = all[i] * all[i];
            found.FirstMomentSquares = all[n + i] * all[n + i];
            found.SecondMomentSquares = all[(2 * n) + i] * all[(2 * n) + i];
            found.FirstMomentZeros = (long)all[(3 * n) + i];
        }

        if (moving.Length == 0)
        {
            return;
        }

        n = moving.Length;
        double[] ofGradients = Read(cat(
        [
            Norms(gradients),
            Dots(gradients, [.. moving.Select(slot => slot.State.FirstMoment)]),
            zeros ? Zeros(gradients) : torch.zeros(n, dtype: ScalarType.Float64, device: _device),
        ]));
        for (int i = 0; i < n; i++)
        {
            ref ParameterStatistics found = ref statistics[moving[i].Index];
            found.GradientSquares = ofGradients[i] * ofGradients[i];
            found.GradientDotFirstMoment = ofGradients[n + i];
            found.GradientZeros = (long)ofGradients[(2 * n) + i];
        }
    }

    public override void Update(ReadOnlySpan<UpdateRates> rates, ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        foreach (ParameterSlot slot in _filled.Where(slot => slot.Gradient is not null))
        {
            UpdateRates r = rates[slot.Index];
            (double a, double b) = (alpha[slot.Group], beta[slot.Group]);
            Tensor g = GradientOf(slot), m = slot.State.FirstMoment, v = slot.State.Second, p = Values(slot);
            m.mul_(r.Beta1).add_(g, alpha: r.Maximize ? r.Beta1 - 1 : 1 - r.Beta1);
            v.mul_(r.Beta2).addcmul_(g, g, 1 - r.Beta2);
            Tensor denominator = v.sqrt().div_(r.Correction2Root).add_(r.Epsilon);
            p.mul_(1 - (r.DecayRate * a * b)).addcdiv_(m, denominator, -r.LearningRate * a / r.Correction1);
            if (slot.State.Master is not null)
            {
                slot.Parameter.copy_(p);
            }
        }
    }

    /// <summary>What the update works on: the parameter, or its float32 copy.</summary>
    private static Tensor Values(ParameterSlot slot) => slot.State.Master ?? slot.Parameter;

    private static Tensor GradientOf(ParameterSlot slot) => slot.Gradient!.to(slot.State.FirstMoment.dtype);

    private static Tensor Norms(Tensor[] list) => stack([.. list.Select(x => x.norm().to(ScalarType.Float64))]);

    private static Tensor Dots(Tensor[] x, Tensor[] y) => stack([.. x.Zip(y, (a, b) => a.mul(b).sum(ScalarType.Float64))]);

    private static Tensor Zeros(Tensor[] list) => stack([.. list.Select(x => x.eq(0).sum(ScalarType.Float64))]);

    private static double[] Read(Tensor values) => values.cpu().data<double>().ToArray();
}
