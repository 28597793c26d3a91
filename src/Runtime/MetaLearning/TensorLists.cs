using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Sums over lists of tensors, read back in one go.</summary>
internal static class TensorLists
{
    /// <summary>The dot product of each pair, in double; 0 where either is missing.</summary>
    public static double[] Dots(IReadOnlyList<Tensor?> x, IReadOnlyList<Tensor?> y)
    {
        int[] present = [.. Enumerable.Range(0, x.Count).Where(i => x[i] is not null && y[i] is not null)];
        double[] dots = new double[x.Count];
        if (present.Length == 0)
        {
            return dots;
        }

        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor sums = stack([.. present.Select(i => x[i]!.to(ScalarType.Float64).mul(y[i]!.to(ScalarType.Float64)).sum())]);
        double[] values = sums.cpu().data<double>().ToArray();
        for (int i = 0; i < present.Length; i++)
        {
            dots[present[i]] = values[i];
        }

        return dots;
    }
}
