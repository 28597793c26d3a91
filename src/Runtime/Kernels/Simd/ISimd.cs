using System.Numerics;
using System.Runtime.CompilerServices;

namespace MetaAdamW;

/// <summary>
/// A vector of the kernels' loops. One loop is written once over this interface; the compiler makes one for each width, in which
/// every member is an instruction.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal unsafe interface ISimd<TSelf, T>
    : IAdditionOperators<TSelf, TSelf, TSelf>,
        ISubtractionOperators<TSelf, TSelf, TSelf>,
        IMultiplyOperators<TSelf, TSelf, TSelf>,
        IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>Reads elements that need no alignment.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Makes all elements the same.</summary>
    static abstract TSelf Fill(T value);

    /// <summary>a·b + c; rounded once where the machine has an instruction for it.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>One number times each element of b, plus c; the machine may take the number straight from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf MultiplyAdd(T* a, TSelf b, TSelf c) => TSelf.MultiplyAdd(TSelf.Fill(*a), b, c);

    /// <summary>The square root of each element.</summary>
    static abstract TSelf SquareRoot(TSelf x);

    /// <summary>
    /// a/(√x·scale + shift) for x ≥ 0. In float32 it may come from the machine's estimates, right to 2⁻¹⁰ (AVX) or 2⁻¹³ (AVX-512), and to less of √x where
    /// that vanishes beside the shift: for sums over many elements, where an exact root and an exact quotient would cost more than all else.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf EstimateQuotient(TSelf a, TSelf x, TSelf scale, TSelf shift) => a / TSelf.MultiplyAdd(TSelf.SquareRoot(x), scale, shift);

    /// <summary>The larger of each pair; which one is taken where one is NaN, is not said.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>Each element of x where that of <paramref name="sign"/> is above zero, else zero.</summary>
    static abstract TSelf WherePositive(TSelf sign, TSelf x);

    /// <summary>The sum of the elements.</summary>
    static abstract T Sum(TSelf x);

    /// <summary>The number of elements that are zero, of either sign.</summary>
    static abstract int Zeros(TSelf x);

    /// <summary>Each element times 2 to the power of a whole number, exactly. The result must be a normal number.</summary>
    static abstract TSelf Scale(TSelf x, TSelf power);

    /// <summary>Writes the elements.</summary>
    void Store(T* target);
}
