using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Sums over lists of tensors.</summary>
internal static class TensorLists
{
    /// <summary>The dot product of each pair, in double; 0 where either is missing.</summary>
    public static double[] Dots(IReadOnlyList<Tensor?> x, IReadOnlyList<Tensor?> y)
    {
        double[] dots = new double[x.Count];
        var others = new List<int>();
        for (int i = 0; i < dots.Length; i++)
        {
            if (x[i] is not { } a || y[i] is not { } b)
            {
                continue;
            }

            if (FlatMemory.Takes(a, b))
            {
                dots[i] = a.dtype == ScalarType.Float32 ? FlatDot<float>(a, b) : FlatDot<double>(a, b);
            }
            else
            {
                others.Add(i);
            }
        }

        if (others.Count > 0)
        {
            // Read back in one go.
            using IDisposable noGrad = no_grad();
            using DisposeScope scope = NewDisposeScope();
            using Tensor sums = stack([.. others.Select(i => Dot(x[i]!, y[i]!))]).cpu();
            foreach ((int i, double dot) in others.Zip(sums.data<double>().ToArray()))
            {
                dots[i] = dot;
            }
        }

        return dots;
    }

    /// <summary>One dot product as a scalar of double; the products of half-precision numbers are taken in single.</summary>
    public static Tensor Dot(Tensor x, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        bool half = x.dtype is ScalarType.Float16 or ScalarType.BFloat16;
        Tensor left = half ? x.to(ScalarType.Float32) : x;
        return left.mul(y).sum(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    private static unsafe double FlatDot<T>(Tensor x, Tensor y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        (nint a, nint b) = (TensorMemory.AddressOf(x), TensorMemory.AddressOf(y));
        double dot = FlatMemory.Sum(
            x.numel(), sizeof(T), (offset, count) => (HypotheticalArithmetic<T>.Dot((T*)(a + offset), (T*)(b + offset), count), 0)).First;
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return dot;
    }
}
