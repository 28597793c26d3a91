using System.Numerics;
using System.Runtime.CompilerServices;

namespace MetaAdamW;

/// <summary>The exponential function of each element of a vector, for x ≤ 0.</summary>
/// <remarks>
/// <para>float64: <see cref="Math.Exp"/> of each element.</para>
/// <para>float32: x = n·ln 2 + r with |r| ≤ ½·ln 2, e^r by its Taylor polynomial of degree 7, the last power of two by the exponent.
/// The relative error is at most 2e-7 (1.7 units in the last place): the polynomial's 7e-9 and roundings. Below −87, where the
/// result nears the smallest normal number 1.2e-38, e^−87 is returned. NaN stays NaN.</para>
/// </remarks>
internal static unsafe class SimdExponential<T, TVector>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct, ISimd<TVector, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x) => typeof(T) == typeof(float) ? ByPolynomial(x) : OneByOne(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ByPolynomial(TVector x)
    {
        TVector inRange = TVector.Max(x, Constant(-87));

        // Added to 1.5·2^23, a number loses its fraction.
        TVector magic = Constant(12582912);
        TVector n = TVector.MultiplyAdd(inRange, Constant(1.44269504088896), magic) - magic;
        TVector r = TVector.MultiplyAdd(n, Constant(-0.693145751953125), inRange);
        r = TVector.MultiplyAdd(n, Constant(-1.42860682030941723212e-6), r);
        TVector sum = TVector.MultiplyAdd(Constant(1 / 5040.0), r, Constant(1 / 720.0));
        sum = TVector.MultiplyAdd(sum, r, Constant(1 / 120.0));
        sum = TVector.MultiplyAdd(sum, r, Constant(1 / 24.0));
        sum = TVector.MultiplyAdd(sum, r, Constant(1 / 6.0));
        sum = TVector.MultiplyAdd(sum, r, Constant(1 / 2.0));
        sum = TVector.MultiplyAdd(sum, r, Constant(1));
        sum = TVector.MultiplyAdd(sum, r, Constant(1));

        // The difference is 0, or NaN: the exponent's arithmetic alone would lose it.
        return TVector.Scale(sum, n) + (x - x);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector OneByOne(TVector x)
    {
        T* elements = stackalloc T[TVector.Count];
        x.Store(elements);
        for (int i = 0; i < TVector.Count; i++)
        {
            elements[i] = T.Exp(elements[i]);
        }

        return TVector.Load(elements);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Constant(double value) => TVector.Fill(T.CreateTruncating(value));
}
