using System.Numerics;

namespace MetaAdamW;

/// <summary>The inner loops of the meta-update, over plain memory: the step in thought, and dot products in double.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal static unsafe class HypotheticalArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The numbers that u of one parameter depends on.</summary>
    public readonly struct Coefficients(in UpdateRates rates, bool momentsAsTheyStand)
    {
        public Vector<T> Beta1 { get; } = new(T.CreateChecked(momentsAsTheyStand ? 1 : rates.Beta1));

        public Vector<T> Take1 { get; } = new(T.CreateChecked(momentsAsTheyStand ? 0 : 1 - rates.Beta1));

        public Vector<T> Beta2 { get; } = new(T.CreateChecked(momentsAsTheyStand ? 1 : rates.Beta2));

        public Vector<T> Take2 { get; } = new(T.CreateChecked(momentsAsTheyStand ? 0 : 1 - rates.Beta2));

        public Vector<T> RootScale { get; } = new(T.CreateChecked(1 / rates.Correction2Root));

        public Vector<T> Epsilon { get; } = new(T.CreateChecked(rates.Epsilon));

        public Vector<T> Scale { get; } = new(T.CreateChecked(1 / rates.Correction1));
    }

    /// <summary>p ← shrink·θ − size·u, or its mirror image: p ← 2·(shrink·θ − size·u) − p.</summary>
    public static void Step(T* p, T* theta, T* g, T* m, T* v, int count, in Coefficients c, T shrink, T size, bool mirror)
    {
        var two = new Vector<T>(T.One + T.One);
        for (int i = 0; i < count; i += Vector<T>.Count)
        {
            int n = Math.Min(Vector<T>.Count, count - i);
            Vector<T> at = (Load(theta + i, n) * shrink) - (Direction(g + i, m + i, v + i, n, in c) * size);
            Store(mirror ? (at * two) - Load(p + i, n) : at, p + i, n);
        }
    }

    /// <summary>⟨c, u⟩ and ⟨c, θ⟩.</summary>
    public static (double AlongDirection, double AlongValue) Dots(T* derivative, T* theta, T* g, T* m, T* v, int count, in Coefficients c)
    {
        Vector<double> direction = default, value = default;
        for (int i = 0; i < count; i += Vector<T>.Count)
        {
            int n = Math.Min(Vector<T>.Count, count - i);
            Vector<T> d = Load(derivative + i, n);
            AddProducts(ref direction, d, Direction(g + i, m + i, v + i, n, in c));
            AddProducts(ref value, d, Load(theta + i, n));
        }

        return (Vector.Sum(direction), Vector.Sum(value));
    }

    /// <summary>⟨x, y⟩.</summary>
    public static double Dot(T* x, T* y, int count)
    {
        Vector<double> sum = default;
        for (int i = 0; i < count; i += Vector<T>.Count)
        {
            int n = Math.Min(Vector<T>.Count, count - i);
            AddProducts(ref sum, Load(x + i, n), Load(y + i, n));
        }

        return Vector.Sum(sum);
    }

    private static Vector<T> Direction(T* g, T* m, T* v, int n, in Coefficients c)
    {
        Vector<T> gi = Load(g, n);
        Vector<T> mi = (Load(m, n) * c.Beta1) + (gi * c.Take1);
        Vector<T> vi = (Load(v, n) * c.Beta2) + (gi * gi * c.Take2);
        return mi / ((Vector.SquareRoot(vi) * c.RootScale) + c.Epsilon) * c.Scale;
    }

    private static void AddProducts(ref Vector<double> sum, Vector<T> x, Vector<T> y)
    {
        if (typeof(T) == typeof(double))
        {
            sum += Vector.AsVectorDouble(x) * Vector.AsVectorDouble(y);
            return;
        }

        Vector.Widen(Vector.AsVectorSingle(x), out Vector<double> x0, out Vector<double> x1);
        Vector.Widen(Vector.AsVectorSingle(y), out Vector<double> y0, out Vector<double> y1);
        sum += (x0 * y0) + (x1 * y1);
    }

    /// <summary>The last elements of an array are fewer than a vector: zeros fill it up.</summary>
    private static Vector<T> Load(T* x, int n)
    {
        if (n == Vector<T>.Count)
        {
            return Vector.Load(x);
        }

        Span<T> padded = stackalloc T[Vector<T>.Count];
        padded.Clear();
        new ReadOnlySpan<T>(x, n).CopyTo(padded);
        return new Vector<T>(padded);
    }

    private static void Store(Vector<T> value, T* x, int n)
    {
        if (n == Vector<T>.Count)
        {
            Vector.Store(value, x);
            return;
        }

        for (int i = 0; i < n; i++)
        {
            x[i] = value[i];
        }
    }
}
