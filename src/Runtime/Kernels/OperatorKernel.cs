using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The kernel for any device and floating-point type: torch operators, called by a script over lists. Half-precision parameters are
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
            Call("norms", [.. _filled.Select(Values)]),
            Call("norms", first),
            Call("norms", [.. _filled.Select(slot => slot.State.SecondMoment)]),
            zeros ? Call("zeros", first) : torch.zeros(_filled.Length, dtype: ScalarType.Float64, device: _device),
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
            Call("norms", gradients),
            Call("dots", gradients, [.. moving.Select(slot => slot.State.FirstMoment)]),
            zeros ? Call("zeros", gradients) : torch.zeros(n, dtype: ScalarType.Float64, device: _device),
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
        foreach (IGrouping<ScalarType, ParameterSlot> type in _filled.Where(slot => slot.Gradient is not null).GroupBy(slot => Values(slot).dtype))
        {
            ParameterSlot[] slots = [.. type];
            double[,] numbers = new double[8, slots.Length];
            for (int i = 0; i < slots.Length; i++)
            {
                UpdateRates r = rates[slots[i].Index];
                (double a, double b) = (alpha[slots[i].Group], beta[slots[i].Group]);
                numbers[0, i] = 1 - (r.DecayRate * a * b);
                numbers[1, i] = r.LearningRate * a / r.Correction1;
                numbers[2, i] = 1 / r.Correction2Root;
                numbers[3, i] = r.Beta1;
                numbers[4, i] = r.Maximize ? r.Beta1 - 1 : 1 - r.Beta1;
                numbers[5, i] = r.Beta2;
                numbers[6, i] = 1 - r.Beta2;
                numbers[7, i] = r.Epsilon;
            }

            OperatorScript.Unit.invoke(
                "update",
                (Tensor[])[.. slots.Select(GradientOf)],
                (Tensor[])[.. slots.Select(slot => slot.State.FirstMoment)],
                (Tensor[])[.. slots.Select(slot => slot.State.SecondMoment)],
                (Tensor[])[.. slots.Select(Values)],
                tensor(numbers, dtype: type.Key, device: _device));
            foreach (ParameterSlot slot in slots)
            {
                if (slot.State.Master is { } master)
                {
                    slot.Parameter.copy_(master);
                }
            }
        }
    }

    /// <summary>What the update works on: the parameter, or its float32 copy.</summary>
    private static Tensor Values(ParameterSlot slot) => slot.State.Master ?? slot.Parameter;

    private static Tensor GradientOf(ParameterSlot slot) => slot.Gradient!.to(slot.State.FirstMoment.dtype);

    private static Tensor Call(string function, Tensor[] list) => (Tensor)OperatorScript.Unit.invoke(function, (object)list);

    private static Tensor Call(string function, Tensor[] first, Tensor[] second) => (Tensor)OperatorScript.Unit.invoke(function, first, second);

    private static double[] Read(Tensor values) => values.cpu().data<double>().ToArray();
}
