using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The upper half of a single-precision number: 8 bits of exponent, 7 of fraction.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BFloat16 : IComparable<BFloat16>, IEquatable<BFloat16>, IComparable, IFormattable
{
    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <summary>The nearest value; of two as near, the one with an even last bit.</summary>
    public BFloat16(float f)
    {
        uint single = BitConverter.SingleToUInt32Bits(f);
        bits = float.IsNaN(f)
            ? (ushort)(single >> 16 | 0x0040)
            : (ushort)(single + 0x7FFF + (single >> 16 & 1) >> 16);
    }

    /// <summary>The value with the given bits.</summary>
    public static BFloat16 FromRawValue(ushort rawValue) => new(rawValue);

    /// <summary>The same value in single precision; exact.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)bits << 16);

#pragma warning disable CS1591 // Arithmetic is done in single precision and rounded; the rest says what it does.
    public static readonly BFloat16 Zero = new((ushort)0x0000);
    public static readonly BFloat16 One = new((ushort)0x3F80);
    public static readonly BFloat16 NaN = new((ushort)0x7FC0);
    public static readonly BFloat16 PositiveInfinity = new((ushort)0x7F80);
    public static readonly BFloat16 NegativeInfinity = new((ushort)0xFF80);
    public static readonly BFloat16 MaxValue = new((ushort)0x7F7F);
    public static readonly BFloat16 MinValue = new((ushort)0xFF7F);
    public static readonly BFloat16 SmallestSubnormal = new((ushort)0x0001);
    public static readonly BFloat16 Epsilon = SmallestSubnormal;
    public static readonly BFloat16 MinNormal = new((ushort)0x0080);

    public static explicit operator float(BFloat16 bf) => bf.ToSingle();
    public static explicit operator double(BFloat16 bf) => bf.ToSingle();
    public static explicit operator BFloat16(float f) => new(f);
    public static explicit operator BFloat16(double d) => new((float)d);

    public static BFloat16 operator +(BFloat16 a, BFloat16 b) => new(a.ToSingle() + b.ToSingle());
    public static BFloat16 operator -(BFloat16 a, BFloat16 b) => new(a.ToSingle() - b.ToSingle());
    public static BFloat16 operator *(BFloat16 a, BFloat16 b) => new(a.ToSingle() * b.ToSingle());
    public static BFloat16 operator /(BFloat16 a, BFloat16 b) => new(a.ToSingle() / b.ToSingle());
    public static BFloat16 operator %(BFloat16 a, BFloat16 b) => new(a.ToSingle() % b.ToSingle());
    public static BFloat16 operator -(BFloat16 a) => new(-a.ToSingle());

    public static bool operator ==(BFloat16 a, BFloat16 b) => a.ToSingle() == b.ToSingle();
    public static bool operator !=(BFloat16 a, BFloat16 b) => a.ToSingle() != b.ToSingle();
    public static bool operator <(BFloat16 a, BFloat16 b) => a.ToSingle() < b.ToSingle();
    public static bool operator >(BFloat16 a, BFloat16 b) => a.ToSingle() > b.ToSingle();
    public static bool operator <=(BFloat16 a, BFloat16 b) => a.ToSingle() <= b.ToSingle();
    public static bool operator >=(BFloat16 a, BFloat16 b) => a.ToSingle() >= b.ToSingle();

    public static bool IsNaN(BFloat16 bf) => float.IsNaN(bf.ToSingle());
    public static bool IsInfinity(BFloat16 bf) => float.IsInfinity(bf.ToSingle());
    public static bool IsPositiveInfinity(BFloat16 bf) => float.IsPositiveInfinity(bf.ToSingle());
    public static bool IsNegativeInfinity(BFloat16 bf) => float.IsNegativeInfinity(bf.ToSingle());
    public static bool IsFinite(BFloat16 bf) => float.IsFinite(bf.ToSingle());

    // Not operator ==: two NaN are equal here, so that the value can be a key.
    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);
    public override int GetHashCode() => ToSingle().GetHashCode();

    public int CompareTo(BFloat16 other) => ToSingle().CompareTo(other.ToSingle());
    public int CompareTo(object? obj) => obj switch {
        null => 1,
        BFloat16 other => CompareTo(other),
        _ => throw new ArgumentException("The object is no BFloat16.", nameof(obj)),
    };

    public override string ToString() => ToSingle().ToString();
    public string ToString(string? format, IFormatProvider? formatProvider) => ToSingle().ToString(format, formatProvider);
#pragma warning restore CS1591
}
