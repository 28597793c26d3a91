using System.Numerics;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number that an operator takes: whole, real, complex or a truth value.</summary>
/// <remarks>It has no native counterpart here, so it costs nothing to keep and need not be disposed.</remarks>
public sealed class Scalar : IDisposable
{
    private readonly long bits;

    // Complex numbers alone; pinned, for the native side gets its address.
    private readonly double[]? parts;

    internal Scalar(long value) : this(torch.ScalarType.Int64, value) { }

    internal Scalar(double value) : this(torch.ScalarType.Float64, BitConverter.DoubleToInt64Bits(value)) { }

    internal Scalar(bool value) : this(torch.ScalarType.Bool, value ? 1 : 0) { }

    internal Scalar(Complex value)
    {
        Type = torch.ScalarType.ComplexFloat64;
        parts = GC.AllocateUninitializedArray<double>(2, pinned: true);
        parts[0] = value.Real;
        parts[1] = value.Imaginary;
    }

    private Scalar(torch.ScalarType type, long bits)
    {
        Type = type;
        this.bits = bits;
    }

    /// <summary>What the number is: Int64, Float64, ComplexFloat64 or Bool, whatever C# type it was made of.</summary>
    public torch.ScalarType Type { get; }

    internal bool IsComplex => parts is not null;

    internal double Real => Type switch {
        torch.ScalarType.Float64 => BitConverter.Int64BitsToDouble(bits),
        torch.ScalarType.ComplexFloat64 => parts![0],
        _ => bits,
    };

    internal double Imaginary => parts is null ? 0 : parts[1];

    internal long Integer => Type is torch.ScalarType.Int64 or torch.ScalarType.Bool ? bits : checked((long)Real);

    internal unsafe Value Value => Type switch {
        torch.ScalarType.Int64 => new() { Tag = Tag.Int, Integer = bits },
        torch.ScalarType.Float64 => new() { Tag = Tag.Double, Integer = bits },
        torch.ScalarType.Bool => new() { Tag = Tag.Bool, Integer = bits },
        _ => new() { Tag = Tag.Complex, Pointer = System.Runtime.CompilerServices.Unsafe.AsPointer(ref parts![0]) },
    };

    /// <summary>Does nothing.</summary>
    public void Dispose() { }

    /// <inheritdoc/>
    public override string ToString() => Type switch {
        torch.ScalarType.Bool => bits != 0 ? "True" : "False",
        torch.ScalarType.Int64 => bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        torch.ScalarType.Float64 => Real.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => new Complex(Real, Imaginary).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

#pragma warning disable CS1591 // Conversions say what they do.
    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(BFloat16 value) => new((double)value.ToSingle());
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(value);
    public static implicit operator Scalar((float, float) value) => new(new Complex(value.Item1, value.Item2));
    public static implicit operator Scalar(Complex value) => new(value);
#pragma warning restore CS1591
}

/// <summary>Conversions between C# numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
#pragma warning disable CS1591 // Conversions say what they do.
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => new BFloat16(value);
    public static Scalar ToScalar(this BFloat16 value) => value;

    public static Half ToHalf(this Scalar value) => (Half)value.RealOnly();
    public static BFloat16 ToBFloat16(this Scalar value) => new((float)value.RealOnly());
    public static float ToSingle(this Scalar value) => (float)value.RealOnly();
    public static double ToDouble(this Scalar value) => value.RealOnly();
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Integer);
    public static byte ToByte(this Scalar value) => checked((byte)value.Integer);
    public static short ToInt16(this Scalar value) => checked((short)value.Integer);
    public static int ToInt32(this Scalar value) => checked((int)value.Integer);
    public static long ToInt64(this Scalar value) => value.Integer;
    public static bool ToBoolean(this Scalar value) => value.Real != 0 || value.Imaginary != 0;
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.Real, (float)value.Imaginary);
    public static Complex ToComplexFloat64(this Scalar value) => new(value.Real, value.Imaginary);
#pragma warning restore CS1591

    private static double RealOnly(this Scalar value) =>
        value.Imaginary == 0 ? value.Real : throw new InvalidOperationException("A complex number has no real value.");
}
