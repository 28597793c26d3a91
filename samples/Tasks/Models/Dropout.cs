using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// Dropout: each value is left out with some probability, the others grow so that the mean stays.
/// </summary>
/// <remarks>
/// On processors libtorch draws one Bernoulli number after the other, which takes about as long as the matrix products of a
/// small Transformer. Here the mask of float32 tensors is computed instead: element i is kept if a hash of i and of one number
/// from torch's generator says so, many elements at a time. Seeds and saved generator states work as with torch's own.
/// </remarks>
internal static class Dropout
{
    /// <summary>Applies dropout.</summary>
    /// <param name="x">The values.</param>
    /// <param name="p">Probability of being left out, in [0, 1).</param>
    /// <param name="training">Whether to; otherwise <paramref name="x"/> is returned.</param>
    public static Tensor Apply(Tensor x, double p, bool training)
    {
        if (!training || p == 0)
            return x;
        if (x.device_type != DeviceType.CPU || x.dtype != ScalarType.Float32)
            return nn.functional.dropout(x, p, training);

        using var seed = randint(0, long.MaxValue, [1], ScalarType.Int64);
        var mask = empty(x.shape);
        Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), (ulong)seed.item<long>(), p);
        return x * mask;
    }

    /// <summary>Writes 0 with probability <paramref name="p"/> and 1 / (1 − p) else.</summary>
    internal static void Fill(Span<float> mask, ulong seed, double p)
    {
        var threshold = (uint)(p * 4294967296.0);
        var scale = (float)(1 / (1 - p));
        var (low, high) = ((uint)seed, (uint)(seed >> 32));

        var i = 0;
        var lanes = Vector256<uint>.Indices;
        for (; i <= mask.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            var kept = Vector256.GreaterThanOrEqual(Hash(lanes + Vector256.Create((uint)i), low, high), Vector256.Create(threshold));
            (kept.AsSingle() & Vector256.Create(scale)).CopyTo(mask[i..]);
        }
        for (; i < mask.Length; i++)
            mask[i] = Hash(Vector256.Create((uint)i), low, high).ToScalar() >= threshold ? scale : 0;
    }

    /// <summary>Two rounds of a 32-bit hash that changes half of the bits when one bit of its input changes.</summary>
    private static Vector256<uint> Hash(Vector256<uint> x, uint low, uint high)
        => Mix(Mix(x ^ Vector256.Create(low)) + Vector256.Create(high));

    private static Vector256<uint> Mix(Vector256<uint> x)
    {
        x ^= x >>> 16;
        x *= 0x21f0aaad;
        x ^= x >>> 15;
        x *= 0xd35a2d97;
        return x ^ (x >>> 15);
    }
}
