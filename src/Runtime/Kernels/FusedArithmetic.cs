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

    /// <summary>Section 1: m, v and p in one pass.</summary>
    public abstract void Update(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c);

    /// <summary>The same, with the squares of what was found in p and of what p and v have become.</summary>
    public abstract UpdateSquares UpdateAndMeasure(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c);

    /// <summary>The same, and what g says of the update that left m, v and p as they are found, which was made with other numbers.</summary>
    /// <remarks>
    /// In float32 the directions of that update may come from estimates, each right to a thousandth at least: the update itself is short of time for roots
    /// and divisions, not for memory, and what the sums are for, the derivative by a factor, is mostly the noise of a batch.
    /// </remarks>
    public abstract UpdateSquares UpdateAndMeasureLast(
        T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c, in UpdateCoefficients<T> last, out LastUpdateSums sums);

    /// <summary>
    /// The same with the trace z of the last directions instead of the last one: what g says of it, and then z ← kept·z + η·(u + β·λ·p).
    /// </summary>
    public abstract UpdateSquares UpdateAndTrace(T* g, T* m, T* p, T* v, T* z, int count, in UpdateCoefficients<T> c, out LastUpdateSums sums);
}

/// <summary>What an update sees of p and v on its way.</summary>
/// <param name="ParameterBefore">‖p‖² as it was found.</param>
/// <param name="Parameter">‖p‖² as it was written.</param>
/// <param name="SecondMoment">‖v‖² as it was written.</param>
internal record struct UpdateSquares(double ParameterBefore, double Parameter, double SecondMoment);

/// <summary>What the gradient says of the update before, as the loops find it. There the correction of m is in the step size, not in the direction d = m/(√v̂+ε).</summary>
/// <param name="GradientDotDirection">⟨g, d⟩.</param>
/// <param name="GradientDotParameter">⟨g, p⟩ with the parameter that the update left.</param>
/// <param name="DirectionSquares">‖d‖².</param>
internal record struct LastUpdateSums(double GradientDotDirection, double GradientDotParameter, double DirectionSquares)
{
    public void Add(in LastUpdateSums other)
    {
        GradientDotDirection += other.GradientDotDirection;
        GradientDotParameter += other.GradientDotParameter;
        DirectionSquares += other.DirectionSquares;
    }

    /// <summary>The same where d was the trace of the directions, and what is asked about the parameter is asked about it as it is.</summary>
    public readonly LastUpdateStatistics OfTrace => new(GradientDotDirection, GradientDotParameter, DirectionSquares);

    /// <summary>The same with the direction u = d/(1 − β1^t) and, as p = shrink·θ − step·d, with the parameter θ before the update.</summary>
    public readonly LastUpdateStatistics Of<T>(in UpdateCoefficients<T> last)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            GradientDotDirection / last.Correction1,
            (GradientDotParameter + (double.CreateTruncating(last.StepSize) * GradientDotDirection)) / double.CreateTruncating(last.Shrink),
            DirectionSquares / (last.Correction1 * last.Correction1));
}

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

    public override void Update(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c) => Update<Off, Off, Off>(g, m, p, v, null, count, in c, in c, out _);

    public override UpdateSquares UpdateAndMeasure(T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c) =>
        Update<On, Off, Off>(g, m, p, v, null, count, in c, in c, out _);

    public override UpdateSquares UpdateAndMeasureLast(
        T* g, T* m, T* p, T* v, int count, in UpdateCoefficients<T> c, in UpdateCoefficients<T> last, out LastUpdateSums sums) =>
        Update<On, On, Off>(g, m, p, v, null, count, in c, in last, out sums);

    public override UpdateSquares UpdateAndTrace(T* g, T* m, T* p, T* v, T* z, int count, in UpdateCoefficients<T> c, out LastUpdateSums sums) =>
        Update<On, Off, On>(g, m, p, v, z, count, in c, in c, out sums);

    private static UpdateSquares Update<TSums, TLast, TTrace>(
        T* g, T* m, T* p, T* v, T* z, int count, in UpdateCoefficients<T> c, in UpdateCoefficients<T> last, out LastUpdateSums sums)
        where TSums : struct, ISwitch
        where TLast : struct, ISwitch
        where TTrace : struct, ISwitch
    {
        UpdateSquares squares = default;
        sums = default;
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = UpdatePart<TVector, TSums, TLast, TTrace>(start, end, g, m, p, v, z, in c, in last, ref squares, ref sums);
            i = UpdatePart<Simd128<T>, TSums, TLast, TTrace>(i, end, g, m, p, v, z, in c, in last, ref squares, ref sums);
            UpdatePart<SimdScalar<T>, TSums, TLast, TTrace>(i, end, g, m, p, v, z, in c, in last, ref squares, ref sums);
        }

        return squares;
    }

    private static int UpdatePart<V, TSums, TLast, TTrace>(
        int i, int end, T* g, T* m, T* p, T* v, T* z, in UpdateCoefficients<T> c, in UpdateCoefficients<T> last, ref UpdateSquares squares, ref LastUpdateSums sums)
        where V : struct, ISimd<V, T>
        where TSums : struct, ISwitch
        where TLast : struct, ISwitch
        where TTrace : struct, ISwitch
    {
        if (i > end - V.Count)
        {
            return i;
        }

        V shrink = V.Fill(c.Shrink), stepSize = V.Fill(-c.StepSize), rootScale = V.Fill(c.RootScale), epsilon = V.Fill(c.Epsilon);
        V beta1 = V.Fill(c.Beta1), take1 = V.Fill(c.Take1), beta2 = V.Fill(c.Beta2), take2 = V.Fill(c.Take2);
        V lastRootScale = V.Fill(last.RootScale), lastEpsilon = V.Fill(last.Epsilon);
        V kept = V.Fill(c.TraceKept), traceDirection = V.Fill(c.TraceDirection), traceValue = V.Fill(c.TraceValue);
        V before = default, after = default, second = default, along = default, alongParameter = default, directionSquares = default;
        for (; i <= end - V.Count; i += V.Count)
        {
            V gi = V.Load(g + i), m0 = V.Load(m + i), v0 = V.Load(v + i), pi = V.Load(p + i);
            V mi = V.MultiplyAdd(m0, beta1, gi * take1);
            V vi = V.MultiplyAdd(v0, beta2, gi * gi * take2);
            V direction = mi / V.MultiplyAdd(V.SquareRoot(vi), rootScale, epsilon);
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

            if (TLast.IsOn)
            {
                V lastDirection = V.EstimateQuotient(m0, v0, lastRootScale, lastEpsilon);
                along = V.MultiplyAdd(gi, lastDirection, along);
                alongParameter = V.MultiplyAdd(gi, pi, alongParameter);
                directionSquares = V.MultiplyAdd(lastDirection, lastDirection, directionSquares);
            }

            if (TTrace.IsOn)
            {
                V zi = V.Load(z + i);
                along = V.MultiplyAdd(gi, zi, along);
                alongParameter = V.MultiplyAdd(gi, pi, alongParameter);
                directionSquares = V.MultiplyAdd(zi, zi, directionSquares);
                V.MultiplyAdd(kept, zi, V.MultiplyAdd(traceDirection, direction, traceValue * pi)).Store(z + i);
            }
        }

        if (TSums.IsOn)
        {
            squares.ParameterBefore += double.CreateTruncating(V.Sum(before));
            squares.Parameter += double.CreateTruncating(V.Sum(after));
            squares.SecondMoment += double.CreateTruncating(V.Sum(second));
        }

        if (TLast.IsOn || TTrace.IsOn)
        {
            sums.GradientDotDirection += double.CreateTruncating(V.Sum(along));
            sums.GradientDotParameter += double.CreateTruncating(V.Sum(alongParameter));
            sums.DirectionSquares += double.CreateTruncating(V.Sum(directionSquares));
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
