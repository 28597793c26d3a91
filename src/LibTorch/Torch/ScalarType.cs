using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element types of tensors, with ATen's numbers.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>8 bits, unsigned.</summary>
        Byte = 0,
        /// <summary>8 bits, signed.</summary>
        Int8 = 1,
        /// <summary>16 bits, signed.</summary>
        Int16 = 2,
        /// <summary>32 bits, signed.</summary>
        Int32 = 3,
        /// <summary>64 bits, signed.</summary>
        Int64 = 4,
        /// <summary>IEEE 754 half precision.</summary>
        Float16 = 5,
        /// <summary>IEEE 754 single precision.</summary>
        Float32 = 6,
        /// <summary>IEEE 754 double precision.</summary>
        Float64 = 7,
        /// <summary>Two single-precision numbers.</summary>
        ComplexFloat32 = 9,
        /// <summary>Two double-precision numbers.</summary>
        ComplexFloat64 = 10,
        /// <summary>A truth value in a byte.</summary>
        Bool = 11,
        /// <summary>Quantized to 8 bits, signed.</summary>
        QInt8 = 12,
        /// <summary>Quantized to 8 bits, unsigned.</summary>
        QUInt8 = 13,
        /// <summary>Quantized to 32 bits.</summary>
        QInt32 = 14,
        /// <summary>The upper half of a single-precision number.</summary>
        BFloat16 = 15,
    }

#pragma warning disable CS1591, CA2211 // Torch's own names; fields that can be assigned, as in TorchSharp.
    public static ScalarType @bool = ScalarType.Bool;

    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;

    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;

    public static ScalarType complex64 = ScalarType.ComplexFloat32;
    public static ScalarType complex128 = ScalarType.ComplexFloat64;

    public static ScalarType @short = ScalarType.Int16;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType @long = ScalarType.Int64;

    public static ScalarType half = ScalarType.Float16;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType @double = ScalarType.Float64;

    public static ScalarType cfloat = ScalarType.ComplexFloat32;
    public static ScalarType cdouble = ScalarType.ComplexFloat64;

    public static ScalarType qint8 = ScalarType.QInt8;
    public static ScalarType quint8 = ScalarType.QUInt8;
    public static ScalarType qint32 = ScalarType.QInt32;
#pragma warning restore CS1591, CA2211

    /// <summary>Whether the type holds whole numbers; truth values count as such.</summary>
    public static bool is_integral(ScalarType type) => type is
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

    /// <summary>Whether the type holds real floating-point numbers.</summary>
    public static bool is_floating_point(ScalarType type) => type is
        ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Whether the type holds complex numbers.</summary>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>Whether the type is quantized.</summary>
    public static bool is_quantized(ScalarType type) => type is ScalarType.QInt8 or ScalarType.QUInt8 or ScalarType.QInt32;

    /// <summary>Whether a tensor holds whole numbers.</summary>
    public static bool is_integral(Tensor t) => is_integral(t.dtype);

    /// <summary>The element type whose C# counterpart is the given type.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static ScalarType ToScalarType(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof(BFloat16) ? ScalarType.BFloat16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : throw new NotSupportedException($"The type {type.FullName} is not supported.");

    /// <summary>The bytes of one element.</summary>
    internal static int SizeOf(ScalarType type) => type switch {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"The element type {type} is not supported."),
    };
}
