using System.Numerics;

namespace MetaAdamW;

/// <summary>The inner loops of the fused kernel, over plain memory, in vectors of the machine's width.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal static unsafe class FusedArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Sums of squares are taken in T over so many elements at most, and in double above.</summary>
    private const int Block = 4096;

    /// <summary>The numbers of one update, rounded to T once.</summary>
    public readonly struct Coefficients
    {
        public Coefficients(in UpdateRates rates, double alpha, double beta)
        {
            Shrink = T.CreateChecked(1 - (rates.DecayRate * alpha * beta));
            StepSize = T.CreateChecked(rates.LearningRate * alpha / rates.Correction1);
            Beta1 = T.CreateChecked(rates.Beta1);
            Take1 = T.CreateChecked(rates.Maximize ? rates.Beta1 - 1 : 1 - rates.Beta1);
            Beta2 = T.CreateChecked(rates.Beta2);
            Take2 = T.CreateChecked(1 - rates.Beta2);
            RootScale = T.CreateChecked(1 / rates.Correction2Root);
            Epsilon = T.CreateChecked(rates.Epsilon);
        }

        public T Shrink { get; }

        public T StepSize { get; }

        public T Beta1 { get; }

        public T Take1 { get; }

        public T Beta2 { get; }

        public T Take2 { get; }

        public T RootScale { get; }

        public T Epsilon { get; }
    }

    /// <summary>Squares of g, m, p and v, and g·m, in one pass.</summary>
    public static ParameterStatistics Measure(T* g, T* m, T* p, T* v, int count)
    {
        double gg = 0, mm = 0, pp = 0, vv = 0, gm = 0;
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = start;
            Vector<T> sumG = default, sumM = default, sumP = default, sumV = default, sumGM = default;
            for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> gi = Vector.Load(g + i);
                Vector<T> mi = Vector.Load(m + i);
                Vector<T> pi = Vector.Load(p + i);
                Vector<T> vi = Vector.Load(v + i);
                sumG += gi * gi;
                sumM += mi * mi;
                sumP += pi * pi;
                sumV += vi * vi;
                sumGM += gi * mi;
            }

            T restG = Vector.Sum(sumG), restM = Vector.Sum(sumM), restP = Vector.Sum(sumP), restV = Vector.Sum(sumV), restGM = Vector.Sum(sumGM);
            for (; i < end; i++)
            {
                restG += g[i] * g[i];
                restM += m[i] * m[i];
                restP += p[i] * p[i];
                restV += v[i] * v[i];
                restGM += g[i] * m[i];
            }

            gg += double.CreateTruncating(restG);
            mm += double.CreateTruncating(restM);
            pp += double.CreateTruncating(restP);
            vv += double.CreateTruncating(restV);
            gm += double.CreateTruncating(restGM);
        }

        return new ParameterStatistics
        {
            GradientSquares = gg,
            FirstMomentSquares = mm,
            ParameterSquares = pp,
            SecondMomentSquares = vv,
            GradientDotFirstMoment = gm,
        };
    }

    /// <summary>The sum of squares.</summary>
    public static double SquaresOf(T* x, int count)
    {
        double squares = 0;
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            int i = start;
            Vector<T> sum = default;
            for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> xi = Vector.Load(x + i);
                sum += xi * xi;
            }

            T rest = Vector.Sum(sum);
            for (; i < end; i++)
            {
                rest += x[i] * x[i];
            }

            squares += double.CreateTruncating(rest);
        }

        return squares;
    }

    /// <summary>The number of elements that are zero.</summary>
    public static long ZerosOf(T* x, int count) => new ReadOnlySpan<T>(x, count).Count(T.Zero);

    /// <summary>Section 1: m, v and p in one pass.</summary>
    public static void Update(T* g, T* m, T* p, T* v, int count, in Coefficients c)
    {
        var shrink = new Vector<T>(c.Shrink);
        var stepSize = new Vector<T>(c.StepSize);
        var beta1 = new Vector<T>(c.Beta1);
        var take1 = new Vector<T>(c.Take1);
        var beta2 = new Vector<T>(c.Beta2);
        var take2 = new Vector<T>(c.Take2);
        var rootScale = new Vector<T>(c.RootScale);
        var epsilon = new Vector<T>(c.Epsilon);
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> gi = Vector.Load(g + i);
            Vector<T> mi = (Vector.Load(m + i) * beta1) + (gi * take1);
            Vector<T> vi = (Vector.Load(v + i) * beta2) + (gi * gi * take2);
            Vector<T> direction = mi / ((Vector.SquareRoot(vi) * rootScale) + epsilon);
            Vector.Store(mi, m + i);
            Vector.Store(vi, v + i);
            Vector.Store((Vector.Load(p + i) * shrink) - (stepSize * direction), p + i);
        }

        for (; i < count; i++)
        {
            m[i] = (m[i] * c.Beta1) + (g[i] * c.Take1);
            v[i] = (v[i] * c.Beta2) + (g[i] * g[i] * c.Take2);
            p[i] = (p[i] * c.Shrink) - (c.StepSize * (m[i] / ((T.Sqrt(v[i]) * c.RootScale) + c.Epsilon)));
        }
    }
}
