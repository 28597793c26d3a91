using System.Numerics;

namespace MetaAdamW;

/// <summary>The inner loops of the fused kernels, over plain memory.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract unsafe class FusedArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly FusedArithmetic<T>[] s_all =
    [
        new FusedArithmetic<T, Simd512<T>>(SimdWidth.Bits512),
        new FusedArithmetic<T, Simd256<T>>(SimdWidth.Bits256),
        new FusedArithmetic<T, Simd128<T>>(SimdWidth.Bits128),
        new FusedArithmetic<T, SimdScalar<T>>(SimdWidth.Scalar),
    ];

    /// <summary>The loops in the width that this process takes.</summary>
    public static FusedArithmetic<T> Best { get; } = Of(SimdCapability.Width);

    public abstract SimdWidth Width { get; }

    public static FusedArithmetic<T> Of(SimdWidth width) => Array.Find(s_all, loops => loops.Width == width)!;

    /// <summary>‖g‖², ⟨g, m⟩ and ‖m‖².</summary>
    public abstract (double GradientSquares, double Dot, double FirstMomentSquares) Measure(T* g, T* m, int count);

    /// <summary>
    /// The sum of squares. It is the same to the last bit as the one that <see cref="Update"/> takes of the same values.
    /// </summary>
    public abstract double SquaresOf(T* x, int count);

    /// <summary>The number of elements that are zero.</summary>
    public abstract long ZerosOf(T* x, int count);

    /// <summary>
    /// The same to the last bit, and what g says of the update that left m, v and p: ⟨g, u⟩, ⟨g, θ⟩ and ‖u‖², with u = m̂/(√v̂+ε) and θ the parameter
    /// before it. What is found must be zeros before.
    /// </summary>
    public abstract void MeasureLast(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c, ref ParameterStatistics found);

    /// <summary>Section 1: m, v and p in one pass.</summary>
    public abstract void Update(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c);

    /// <summary>The same, with the squares of what was found in p and of what p and v have become.</summary>
    public abstract UpdateSquares UpdateAndMeasure(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c);
}

/// <summary>What an update sees of p and v on its way.</summary>
/// <param name="ParameterBefore">‖p‖² as it was found.</param>
/// <param name="Parameter">‖p‖² as it was written.</param>
/// <param name="SecondMoment">‖v‖² as it was written.</param>
internal record struct UpdateSquares(double ParameterBefore, double Parameter, double SecondMoment);

/// <inheritdoc/>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TVector">The vector that the bulk of an array is taken in; the rest is taken in narrower ones.</typeparam>
internal sealed unsafe class FusedArithmetic<T, TVector>(SimdWidth width) : FusedArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct, ISimd<TVector, T>
{
    /// <summary>
    /// Sums are taken in T over so many elements at most, and in double above. The error of a sum grows with the number of additions
    /// in a lane: 256, whatever the width.
    /// </summary>
    private static int Block => 256 * TVector.Count;

    private interface ISwitch
    {
        static abstract bool IsOn { get; }
    }

    public override SimdWidth Width { get; } = width;

    public override (double GradientSquares, double Dot, double FirstMomentSquares) Measure(T* g, T* m, int count)
    {
        double gg = 0, gm = 0, mm = 0;
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = Part<TVector>(start, end, g, m, ref gg, ref gm, ref mm);
            i = Part<Simd128<T>>(i, end, g, m, ref gg, ref gm, ref mm);
            Part<SimdScalar<T>>(i, end, g, m, ref gg, ref gm, ref mm);
        }

        return (gg, gm, mm);

        static int Part<V>(int i, int end, T* g, T* m, ref double gg, ref double gm, ref double mm)
            where V : struct, ISimd<V, T>
        {
            if (i > end - V.Count)
            {
                return i;
            }

            // Two sums of each kind: an addition waits for the one before it, a load does not.
            V gg0 = default, gm0 = default, mm0 = default, gg1 = default, gm1 = default, mm1 = default;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                V g0 = V.Load(g + i), g1 = V.Load(g + i + V.Count), m0 = V.Load(m + i), m1 = V.Load(m + i + V.Count);
                gg0 = V.MultiplyAdd(g0, g0, gg0);
                gg1 = V.MultiplyAdd(g1, g1, gg1);
                gm0 = V.MultiplyAdd(g0, m0, gm0);
                gm1 = V.MultiplyAdd(g1, m1, gm1);
                mm0 = V.MultiplyAdd(m0, m0, mm0);
                mm1 = V.MultiplyAdd(m1, m1, mm1);
            }

            for (; i <= end - V.Count; i += V.Count)
            {
                V gi = V.Load(g + i), mi = V.Load(m + i);
                gg0 = V.MultiplyAdd(gi, gi, gg0);
                gm0 = V.MultiplyAdd(gi, mi, gm0);
                mm0 = V.MultiplyAdd(mi, mi, mm0);
            }

            gg += double.CreateTruncating(V.Sum(gg0 + gg1));
            gm += double.CreateTruncating(V.Sum(gm0 + gm1));
            mm += double.CreateTruncating(V.Sum(mm0 + mm1));
            return i;
        }
    }

    public override double SquaresOf(T* x, int count)
    {
        double squares = 0;
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = Part<TVector>(start, end, x, ref squares);
            i = Part<Simd128<T>>(i, end, x, ref squares);
            Part<SimdScalar<T>>(i, end, x, ref squares);
        }

        return squares;

        static int Part<V>(int i, int end, T* x, ref double squares)
            where V : struct, ISimd<V, T>
        {
            if (i > end - V.Count)
            {
                return i;
            }

            V sum = default;
            for (; i <= end - V.Count; i += V.Count)
            {
                V xi = V.Load(x + i);
                sum = V.MultiplyAdd(xi, xi, sum);
            }

            squares += double.CreateTruncating(V.Sum(sum));
            return i;
        }
    }

    public override long ZerosOf(T* x, int count)
    {
        long zeros = 0;
        int i = Part<TVector>(0, count, x, ref zeros);
        i = Part<Simd128<T>>(i, count, x, ref zeros);
        Part<SimdScalar<T>>(i, count, x, ref zeros);
        return zeros;

        static int Part<V>(int i, int end, T* x, ref long zeros)
            where V : struct, ISimd<V, T>
        {
            for (; i <= end - V.Count; i += V.Count)
            {
                zeros += V.Zeros(V.Load(x + i));
            }

            return i;
        }
    }

    public override void MeasureLast(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c, ref ParameterStatistics found)
    {
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = Part<TVector>(start, end, g, m, p, v, in c, ref found);
            i = Part<Simd128<T>>(i, end, g, m, p, v, in c, ref found);
            Part<SimdScalar<T>>(i, end, g, m, p, v, in c, ref found);
        }

        // p = shrink·θ − step·u, so ⟨g, θ⟩ needs no θ.
        found.GradientDotPrevious = (found.GradientDotPrevious + (double.CreateTruncating(c.StepSize) * found.GradientDotDirection)) / double.CreateTruncating(c.Shrink);
        found.GradientDotDirection /= c.Correction1;
        found.DirectionSquares /= c.Correction1 * c.Correction1;

        // The direction here is m/(√v̂+ε), as in the update: the correction of m is in the step size.
        static int Part<V>(int i, int end, T* g, T* m, T* p, T* v, in UpdateCoefficients<T> c, ref ParameterStatistics found)
            where V : struct, ISimd<V, T>
        {
            if (i > end - V.Count)
            {
                return i;
            }

            V rootScale = V.Fill(c.RootScale), epsilon = V.Fill(c.Epsilon);
            V gg0 = default, gm0 = default, mm0 = default, gd0 = default, gp0 = default, dd0 = default;
            V gg1 = default, gm1 = default, mm1 = default, gd1 = default, gp1 = default, dd1 = default;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                V g0 = V.Load(g + i), g1 = V.Load(g + i + V.Count), m0 = V.Load(m + i), m1 = V.Load(m + i + V.Count);
                V d0 = m0 / V.MultiplyAdd(V.SquareRoot(V.Load(v + i)), rootScale, epsilon);
                V d1 = m1 / V.MultiplyAdd(V.SquareRoot(V.Load(v + i + V.Count)), rootScale, epsilon);
                gg0 = V.MultiplyAdd(g0, g0, gg0);
                gg1 = V.MultiplyAdd(g1, g1, gg1);
                gm0 = V.MultiplyAdd(g0, m0, gm0);
                gm1 = V.MultiplyAdd(g1, m1, gm1);
                mm0 = V.MultiplyAdd(m0, m0, mm0);
                mm1 = V.MultiplyAdd(m1, m1, mm1);
                gd0 = V.MultiplyAdd(g0, d0, gd0);
                gd1 = V.MultiplyAdd(g1, d1, gd1);
                gp0 = V.MultiplyAdd(g0, V.Load(p + i), gp0);
                gp1 = V.MultiplyAdd(g1, V.Load(p + i + V.Count), gp1);
                dd0 = V.MultiplyAdd(d0, d0, dd0);
                dd1 = V.MultiplyAdd(d1, d1, dd1);
            }

            for (; i <= end - V.Count; i += V.Count)
            {
                V gi = V.Load(g + i), mi = V.Load(m + i), di = mi / V.MultiplyAdd(V.SquareRoot(V.Load(v + i)), rootScale, epsilon);
                gg0 = V.MultiplyAdd(gi, gi, gg0);
                gm0 = V.MultiplyAdd(gi, mi, gm0);
                mm0 = V.MultiplyAdd(mi, mi, mm0);
                gd0 = V.MultiplyAdd(gi, di, gd0);
                gp0 = V.MultiplyAdd(gi, V.Load(p + i), gp0);
                dd0 = V.MultiplyAdd(di, di, dd0);
            }

            found.GradientSquares += double.CreateTruncating(V.Sum(gg0 + gg1));
            found.GradientDotFirstMoment += double.CreateTruncating(V.Sum(gm0 + gm1));
            found.FirstMomentSquares += double.CreateTruncating(V.Sum(mm0 + mm1));
            found.GradientDotDirection += double.CreateTruncating(V.Sum(gd0 + gd1));
            found.GradientDotPrevious += double.CreateTruncating(V.Sum(gp0 + gp1));
            found.DirectionSquares += double.CreateTruncating(V.Sum(dd0 + dd1));
            return i;
        }
    }

    public override void Update(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c) => Update<Off>(g, m, p, v, count, in c);

    public override UpdateSquares UpdateAndMeasure(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c) =>
        Update<On>(g, m, p, v, count, in c);

    private static UpdateSquares Update<TSums>(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c)
        where TSums : struct, ISwitch
    {
        UpdateSquares squares = default;
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = UpdatePart<TVector, TSums>(start, end, g, m, p, v, in c, ref squares);
            i = UpdatePart<Simd128<T>, TSums>(i, end, g, m, p, v, in c, ref squares);
            UpdatePart<SimdScalar<T>, TSums>(i, end, g, m, p, v, in c, ref squares);
        }

        return squares;
    }

    private static int UpdatePart<V, TSums>(
        int i, int end, T* g, T* m, T* p, T* v, in UpdateCoefficients<T> c, ref UpdateSquares squares)
        where V : struct, ISimd<V, T>
        where TSums : struct, ISwitch
    {
        if (i > end - V.Count)
        {
            return i;
        }

        V shrink = V.Fill(c.Shrink), stepSize = V.Fill(-c.StepSize), rootScale = V.Fill(c.RootScale), epsilon = V.Fill(c.Epsilon);
        V beta1 = V.Fill(c.Beta1), take1 = V.Fill(c.Take1), beta2 = V.Fill(c.Beta2), take2 = V.Fill(c.Take2);
        V before = default, after = default, second = default;
        for (; i <= end - V.Count; i += V.Count)
        {
            V gi = V.Load(g + i);
            V mi = V.MultiplyAdd(V.Load(m + i), beta1, gi * take1);
            V vi = V.MultiplyAdd(V.Load(v + i), beta2, gi * gi * take2);
            V direction = mi / V.MultiplyAdd(V.SquareRoot(vi), rootScale, epsilon);
            V pi = V.Load(p + i);
            V moved = V.MultiplyAdd(stepSize, direction, pi * shrink);
            mi.Store(m + i);
            vi.Store(v + i);
            moved.Store(p + i);
            if (TSums.IsOn)
            {
                before = V.MultiplyAdd(pi, pi, before);
                after = V.MultiplyAdd(moved, moved, after);
                second = V.MultiplyAdd(vi, vi, second);
            }
        }

        if (TSums.IsOn)
        {
            squares.ParameterBefore += double.CreateTruncating(V.Sum(before));
            squares.Parameter += double.CreateTruncating(V.Sum(after));
            squares.SecondMoment += double.CreateTruncating(V.Sum(second));
        }

        return i;
    }

    private readonly struct On : ISwitch
    {
        public static bool IsOn => true;
    }

    private readonly struct Off : ISwitch
    {
        public static bool IsOn => false;
    }
}
