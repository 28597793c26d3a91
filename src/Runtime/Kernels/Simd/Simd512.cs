using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MetaAdamW;

/// <inheritdoc cref="ISimd{TSelf, T}"/>
internal readonly unsafe struct Simd512<T>(Vector512<T> value) : ISimd<Simd512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> _value = value;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator +(Simd512<T> left, Simd512<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator -(Simd512<T> left, Simd512<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator *(Simd512<T> left, Simd512<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator /(Simd512<T> left, Simd512<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Fill(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> SquareRoot(Simd512<T> x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> EstimateQuotient(Simd512<T> a, Simd512<T> x, Simd512<T> scale, Simd512<T> shift)
    {
        if (!Avx512F.IsSupported || typeof(T) != typeof(float))
        {
            return a / MultiplyAdd(SquareRoot(x), scale, shift);
        }

        // The inverse of the root stays finite where x is 0: 0 times it is 0.
        Vector512<float> square = x._value.AsSingle();
        Vector512<float> root = square * Avx512F.Min(Avx512F.ReciprocalSqrt14(square), Vector512.Create(1e19f));
        Vector512<float> inverse = Avx512F.Reciprocal14(Avx512F.FusedMultiplyAdd(root, scale._value.AsSingle(), shift._value.AsSingle()));
        return new((a._value.AsSingle() * inverse).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Max(Simd512<T> x, Simd512<T> y) => new(Vector512.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> WherePositive(Simd512<T> sign, Simd512<T> x) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(sign._value, Vector512<T>.Zero), x._value, Vector512<T>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd512<T> x) => Vector512.Sum(x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Zeros(Simd512<T> x) => BitOperations.PopCount(Vector512.Equals(x._value, Vector512<T>.Zero).ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Scale(Simd512<T> x, Simd512<T> power) => typeof(T) == typeof(float)
        ? new((x._value.AsInt32() + Vector512.ShiftLeft(Vector512.ConvertToInt32(power._value.AsSingle()), 23)).As<int, T>())
        : new((x._value.AsInt64() + Vector512.ShiftLeft(Vector512.ConvertToInt64(power._value.AsDouble()), 52)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> MultiplyAdd(Simd512<T> a, Simd512<T> b, Simd512<T> c)
    {
        if (Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            return new(Avx512F.FusedMultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>());
        }

        if (Avx512F.IsSupported && typeof(T) == typeof(double))
        {
            return new(Avx512F.FusedMultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());
        }

        return new((a._value * b._value) + c._value);
    }

    // Written out in one expression: only then is the number part of the instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> MultiplyAdd(T* a, Simd512<T> b, Simd512<T> c)
    {
        if (Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            return new(Avx512F.FusedMultiplyAdd(b._value.AsSingle(), Vector512.Create(*(float*)a), c._value.AsSingle()).As<float, T>());
        }

        if (Avx512F.IsSupported && typeof(T) == typeof(double))
        {
            return new(Avx512F.FusedMultiplyAdd(b._value.AsDouble(), Vector512.Create(*(double*)a), c._value.AsDouble()).As<double, T>());
        }

        return MultiplyAdd(Fill(*a), b, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* target) => _value.Store(target);
}
