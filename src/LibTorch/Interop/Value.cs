using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Interop;

/// <summary>The kinds of a <see cref="Value"/>; see native/abi.h.</summary>
internal enum Tag
{
    None, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String, Device, Generator,
    Complex, Tuple, List, ScalarType,
}

/// <summary>What native/abi.h says of a tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public long* Sizes;
    public long* Strides;
    public long Dimensions;
    public long Elements;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int Layout;
}

/// <summary>
/// An argument or a result of a native call, 16 bytes as native/abi.h declares it. Arguments borrow what they point to; results
/// own it, and each of them is to be taken exactly once.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Value
{
    /// <summary>Lists of tensors up to this length get their handles on the stack.</summary>
    internal const int OnStack = 32;

    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Real;
    [FieldOffset(8)] public void* Pointer;

    public readonly bool Boolean => Integer != 0;

    public static Value Of(torch.Tensor tensor) => Pointing(Tag.Tensor, (void*)tensor.Handle, 0);
    public static Value OfOptional(torch.Tensor? tensor) => tensor is null ? default : Of(tensor);
    public static Value Of(long value) => new() { Tag = Tag.Int, Integer = value };
    public static Value Of(long? value) => value is { } given ? Of(given) : default;
    public static Value Of(double value) => new() { Tag = Tag.Double, Real = value };
    public static Value Of(double? value) => value is { } given ? Of(given) : default;
    public static Value Of(bool value) => new() { Tag = Tag.Bool, Integer = value ? 1 : 0 };
    public static Value Of(bool? value) => value is { } given ? Of(given) : default;
    public static Value Of(Scalar scalar) => scalar.Value;
    public static Value OfOptional(Scalar? scalar) => scalar is null ? default : scalar.Value;
    public static Value Of(torch.ScalarType type) => new() { Tag = Tag.ScalarType, Integer = (long)type };
    public static Value Of(torch.ScalarType? type) => type is { } given ? Of(given) : default;
    public static Value Of(torch.Device device) => new() { Tag = Tag.Device, Integer = (long)device.type, Count = device.index };
    public static Value OfOptional(torch.Device? device) => device is null ? default : Of(device);
    public static Value OfOptional(torch.Generator? generator) =>
        generator is null ? default : Pointing(Tag.Generator, (void*)generator.Handle, 0);

    public static Value Tensors(nint* handles, int count) => Pointing(Tag.TensorList, handles, count);
    public static Value OptionalTensors(nint* handles, int count) => Pointing(Tag.OptionalTensorList, handles, count);
    public static Value Integers(long* items, int count) => Pointing(Tag.IntList, items, count);
    public static Value Reals(double* items, int count) => Pointing(Tag.DoubleList, items, count);
    public static Value Booleans(bool* items, int count) => Pointing(Tag.BoolList, items, count);
    public static Value Text(byte* utf8, int count) => Pointing(Tag.String, utf8, count);
    public static Value OptionalText(byte* utf8, byte[]? text) => text is null ? default : Text(utf8, text.Length);

    /// <summary>Writes the handles of tensors; zero for null.</summary>
    /// <exception cref="InvalidOperationException">A tensor was disposed.</exception>
    public static void CopyHandles(ReadOnlySpan<torch.Tensor?> tensors, Span<nint> handles)
    {
        for (int i = 0; i < tensors.Length; i++)
            handles[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
    }

    /// <summary>Keeps the tensors reachable up to this call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive(ReadOnlySpan<torch.Tensor?> tensors) => _ = tensors;

    public readonly torch.Tensor TakeTensor() => new((nint)Pointer);

    public readonly torch.Tensor[] TakeTensors()
    {
        var tensors = new torch.Tensor[Count];
        for (int i = 0; i < Count; i++)
            tensors[i] = new torch.Tensor(((nint*)Pointer)[i]);
        Native.mt_free(Pointer);
        return tensors;
    }

    public readonly Scalar TakeScalar()
    {
        switch (Tag) {
        case Tag.Int:
            return Integer;
        case Tag.Double:
            return Real;
        case Tag.Bool:
            return Boolean;
        case Tag.Complex:
            var parts = (double*)Pointer;
            var complex = new Complex(parts[0], parts[1]);
            Native.mt_free(parts);
            return complex;
        default:
            throw new InvalidOperationException($"The result is no number but {Tag}.");
        }
    }

    public readonly string TakeText()
    {
        string text = Encoding.UTF8.GetString((byte*)Pointer, Count);
        Native.mt_free(Pointer);
        return text;
    }

    private static Value Pointing(Tag tag, void* pointer, int count) => new() { Tag = tag, Count = count, Pointer = pointer };
}
