using System.Numerics;

namespace TorchSharp;

/// <summary>What TorchSharp adds to tensors from outside: reading single elements, files, and C# arrays as tensors.</summary>
public static partial class TensorExtensionMethods
{
#pragma warning disable CS1591 // The single element of a tensor, as the type that the name says.
    public static Half ToHalf(this torch.Tensor value) => value.ToScalar().ToHalf();
    public static BFloat16 ToBFloat16(this torch.Tensor value) => value.ToScalar().ToBFloat16();
    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static sbyte ToSByte(this torch.Tensor value) => value.ToScalar().ToSByte();
    public static byte ToByte(this torch.Tensor value) => value.ToScalar().ToByte();
    public static short ToInt16(this torch.Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();
    public static (float Real, float Imaginary) ToComplexFloat32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();
    public static Complex ToComplexFloat64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();
    public static (float Real, float Imaginary) ToComplex32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();
    public static Complex ToComplex64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();
#pragma warning restore CS1591

    /// <summary>A tensor of an array's elements.</summary>
    /// <param name="rawArray">The elements.</param>
    /// <param name="dimensions">The shape.</param>
    /// <param name="doCopy">Whether the elements are copied, not shared.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        torch.Tensor shared = torch.from_array(rawArray);
        torch.Tensor result;
        using (shared)
            result = doCopy ? Aten.clone(shared) : Aten.alias(shared);
        using (result)
            return Aten.view(result, dimensions).requires_grad_(requires_grad);
    }

    /// <summary>A tensor without dimensions.</summary>
    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : struct
    {
        using torch.Tensor shared = torch.from_array(new[] { scalar });
        using torch.Tensor element = Aten.squeeze(shared);
        return Aten.to(element, device ?? torch.get_default_device(), element.dtype, copy: true).requires_grad_(requires_grad);
    }

    /// <summary>The shape, for tensors none of whose dimensions is longer than an int can say.</summary>
    public static ReadOnlySpan<int> IntShape(this torch.Tensor tensor) => Array.ConvertAll(tensor.shape, static size => checked((int)size));

    /// <summary>The bytes of one element.</summary>
    public static int ElementSize(this torch.ScalarType type) => torch.SizeOf(type);

    /// <summary>How many elements a shape has.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, static (product, size) => product * size);
}
