using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Computes the two passes of a step for the parameters that it was made for: their statistics, then their update
/// (arXiv:2605.04055, section 3.1 and equations 1 to 4). Between the two the features become α and β.
/// </summary>
internal abstract class StepKernel(ParameterSlot[] slots) : IDisposable
{
    /// <summary>The parameters that this kernel computes.</summary>
    public ParameterSlot[] Slots { get; } = slots;

    /// <summary>The name that the optimizer shows.</summary>
    public abstract string Name { get; }

    /// <summary>The kernels of those parameters that <see cref="Fuses"/> says can be taken.</summary>
    /// <param name="slots">The parameters.</param>
    /// <param name="measured">Whether <see cref="Measure"/> is called before each update.</param>
    /// <param name="traceKept">What an update leaves of the trace of the directions, where the parameters' states have one.</param>
    public static StepKernel[] For(ParameterSlot[] slots, bool measured, double traceKept = 0)
    {
        ParameterSlot[] singles = [.. slots.Where(slot => FusedKernel<float>.Takes(slot.Parameter))];
        ParameterSlot[] doubles = [.. slots.Where(slot => FusedKernel<double>.Takes(slot.Parameter))];
        return
        [
            .. singles.Length > 0 ? [new FusedKernel<float>(singles, measured, traceKept)] : (StepKernel[])[],
            .. doubles.Length > 0 ? [new FusedKernel<double>(doubles, measured, traceKept)] : (StepKernel[])[],
        ];
    }

    /// <summary>Whether a fused kernel can take a parameter: contiguous, on the CPU, float32 or float64.</summary>
    public static bool Fuses(Tensor parameter) => FusedKernel<float>.Takes(parameter) || FusedKernel<double>.Takes(parameter);

    /// <summary>Told ahead of a step, before its gradients are gathered.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Told when the state is saved or loaded: what the kernel remembers of earlier steps beside it is forgotten.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>Goes on from updates that were made elsewhere with the state as it is: they are the last updates now.</summary>
    /// <param name="moved">Whether each parameter of the optimizer was updated.</param>
    /// <param name="rates">The rates of those that were.</param>
    /// <param name="alpha">α of each group.</param>
    /// <param name="beta">β of each group.</param>
    public abstract void Recall(ReadOnlySpan<bool> moved, ReadOnlySpan<UpdateRates> rates, ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta);

    /// <summary>Takes the statistics of p, m, v and the slots' gradients; a missing gradient counts as zeros.</summary>
    /// <param name="needs">What is read afterwards; the squares of the gradient are always taken.</param>
    /// <param name="statistics">One element for each parameter of the optimizer; only this kernel's are written.</param>
    public abstract void Measure(StatisticKinds needs, Span<ParameterStatistics> statistics);

    /// <summary>Updates m, v and p of each slot that has a gradient.</summary>
    /// <param name="rates">One element for each parameter of the optimizer.</param>
    /// <param name="alpha">α of each group.</param>
    /// <param name="beta">β of each group.</param>
    /// <param name="statistics">
    /// Where <see cref="ParameterStatistics.LastUpdate"/> of each parameter is set, which costs no byte of memory more, since all that it depends on
    /// is read anyway; empty where nobody wants it.
    /// </param>
    public abstract void Update(
        ReadOnlySpan<UpdateRates> rates, ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, Span<ParameterStatistics> statistics = default);

    public virtual void Dispose()
    {
    }
}
