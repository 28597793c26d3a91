using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MetaAdamW;

/// <inheritdoc cref="ISimd{TSelf, T}"/>
internal readonly unsafe struct Simd256<T>(Vector256<T> value) : ISimd<Simd256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> _value = value;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator +(Simd256<T> left, Simd256<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator -(Simd256<T> left, Simd256<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator *(Simd256<T> left, Simd256<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator /(Simd256<T> left, Simd256<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Fill(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> SquareRoot(Simd256<T> x) => new(Vector256.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> EstimateQuotient(Simd256<T> a, Simd256<T> x, Simd256<T> scale, Simd256<T> shift)
    {
        if (!Fma.IsSupported || typeof(T) != typeof(float))
        {
            return a / MultiplyAdd(SquareRoot(x), scale, shift);
        }

        // The inverse of the root stays finite where x is 0: 0 times it is 0.
        Vector256<float> square = x._value.AsSingle();
        Vector256<float> root = square * Avx.Min(Avx.ReciprocalSqrt(square), Vector256.Create(1e19f));
        Vector256<float> inverse = Avx.Reciprocal(Fma.MultiplyAdd(root, scale._value.AsSingle(), shift._value.AsSingle()));
        return new((a._value.AsSingle() * inverse).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Max(Simd256<T> x, Simd256<T> y) => new(Vector256.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> WherePositive(Simd256<T> sign, Simd256<T> x) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(sign._value, Vector256<T>.Zero), x._value, Vector256<T>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd256<T> x) => Vector256.Sum(x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Zeros(Simd256<T> x) => BitOperations.PopCount(Vector256.Equals(x._value, Vector256<T>.Zero).ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Scale(Simd256<T> x, Simd256<T> power) => typeof(T) == typeof(float)
        ? new((x._value.AsInt32() + Vector256.ShiftLeft(Vector256.ConvertToInt32(power._value.AsSingle()), 23)).As<int, T>())
        : new((x._value.AsInt64() + Vector256.ShiftLeft(Vector256.ConvertToInt64(power._value.AsDouble()), 52)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> MultiplyAdd(Simd256<T> a, Simd256<T> b, Simd256<T> c)
    {
        if (Fma.IsSupported && typeof(T) == typeof(float))
        {
            return new(Fma.MultiplyAdd(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>());
        }

        if (Fma.IsSupported && typeof(T) == typeof(double))
        {
            return new(Fma.MultiplyAdd(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>());
        }

        return new((a._value * b._value) + c._value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* target) => _value.Store(target);
}
