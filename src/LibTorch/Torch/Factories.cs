using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    private static Device default_device = CPU;

    private static ScalarType DefaultType => (ScalarType)Native.mt_default_dtype();

    /// <summary>The element type of factories that are told none; Float32 at first.</summary>
    public static ScalarType get_default_dtype() => DefaultType;

    /// <summary>Sets the element type of factories that are told none.</summary>
    /// <exception cref="ArgumentException">The type isn't a floating-point one.</exception>
    public static void set_default_dtype(ScalarType dtype)
    {
        if (Enum.IsDefined(dtype) && !is_floating_point(dtype))
            throw new ArgumentException($"only floating-point types are supported as the default type, not {dtype}", nameof(dtype));
        Native.Check(Native.mt_set_default_dtype((int)dtype));
    }

    /// <summary>The device of factories that are told none; the processor at first.</summary>
    public static Device get_default_device() => default_device;

    /// <summary>Sets the device of factories that are told none.</summary>
    public static void set_default_device(Device device) => default_device = device;

    /// <summary>The numbers start, start + step, ... below (or, with a negative step, above) stop.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The end, which is not part of the sequence.</param>
    /// <param name="step">The distance of neighbours.</param>
    /// <param name="dtype">The element type; when null, Int64 if all three are whole, else the default one.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ScalarType type = dtype ?? (is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type) ? ScalarType.Int64 : DefaultType);
        return Finish(Aten.arange(start, stop, step, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="arange(Scalar, Scalar, Scalar, ScalarType?, Device, bool)"/>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <inheritdoc cref="arange(Scalar, Scalar, Scalar, ScalarType?, Device, bool)"/>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>A matrix with ones on the diagonal and zeros elsewhere.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns; as many as rows when -1.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return Finish(Aten.eye(rows, columns == -1 ? rows : columns, dtype ?? DefaultType, null, device ?? default_device), requires_grad);
    }

    /// <summary>A tensor of a C# array of any rank. On the processor and without a change of type they share their elements, unless they are complex.</summary>
    /// <param name="rawArray">The array; it stays where it is in memory as long as the tensor lives.</param>
    /// <param name="device">Where; the processor when null.</param>
    /// <exception cref="NotSupportedException">Torch has no such element type.</exception>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    /// <inheritdoc cref="from_array(Array, Device)"/>
    /// <param name="dtype">The element type; the array's when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        var sizes = new long[rawArray.Rank];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = rawArray.GetLongLength(i);
        ScalarType type = ToScalarType(rawArray.GetType().GetElementType()!);
        return Finish(Convert(Over(rawArray, type, sizes, 0), dtype, device), requires_grad);
    }

    /// <inheritdoc cref="from_array(Array, ScalarType?, Device, bool, string[])"/>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    /// <summary>The tensor itself, or its copy of another type or on another device.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null)
    {
        Tensor result = Aten.alias(data);
        return Convert(result, dtype, device ?? data.device);
    }

    /// <summary>A tensor of one dimension over the elements of an array, which they share unless they are complex.</summary>
    /// <param name="rawArray">The array; it stays where it is in memory as long as the tensor lives.</param>
    /// <param name="dtype">The element type; another than the array's makes a copy.</param>
    /// <param name="count">How many elements; all that are left when negative.</param>
    /// <param name="offset">The elements to skip.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <exception cref="ArgumentException">The offset is outside of the array.</exception>
    /// <exception cref="IndexOutOfRangeException">The array has not so many elements.</exception>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}", nameof(offset));
        if (count < 0)
            count = rawArray.LongLength - offset;
        if (count > rawArray.LongLength - offset)
            throw new IndexOutOfRangeException($"element count is too large: {count}");
        ScalarType type = ToScalarType(rawArray.GetType().GetElementType()!);
        return Finish(Convert(Over(rawArray, type, [count], offset), dtype, CPU), requires_grad);
    }

    private static Tensor FromGrid<T>(Array rawArray, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        var sizes = new long[rawArray.Rank];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = rawArray.GetLongLength(i);
        ReadOnlySpan<T> elements = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(rawArray)), rawArray.Length);
        return FromElements(elements, sizes, dtype, device, requires_grad, names);
    }

    private static Tensor FromList<T>(IList<T> list, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged =>
        FromElements<T>(list switch {
            T[] array => array,
            List<T> growing => CollectionsMarshal.AsSpan(growing),
            _ => list.ToArray(),
        }, dimensions, dtype, device, requires_grad, names);

    private static Tensor FromElements<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        NoNames(names);
        long count = 1;
        foreach (long size in dimensions)
            count = checked(count * size);
        if (count > elements.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        Tensor made = Aten.empty(dimensions, ToScalarType(typeof(T)), null, CPU);
        elements[..(int)count].CopyTo(new Span<T>(made.Data, (int)count));
        return Finish(Convert(made, dtype, device), requires_grad);
    }

    // Takes the tensor over: what it returns is it, or a new one in its place.
    private static Tensor Convert(Tensor tensor, ScalarType? dtype, Device? device)
    {
        Device place = device ?? default_device;
        if ((dtype is null || dtype == tensor.dtype) && place.type == tensor.device_type && (place.index < 0 || place.index == tensor.device_index))
            return tensor;
        using (tensor)
            return Aten.to(tensor, place, dtype ?? tensor.dtype);
    }

    private static Tensor Over(Array array, ScalarType type, ReadOnlySpan<long> sizes, long offset)
    {
        if (type == ScalarType.ComplexFloat64) {
            // Arrays begin at multiples of 8, but libtorch reads such numbers at multiples of 16 alone: they are copied.
            Tensor copy = Aten.empty(sizes, type, null, CPU);
            ref Complex first = ref Unsafe.As<byte, Complex>(ref MemoryMarshal.GetArrayDataReference(array));
            MemoryMarshal.CreateReadOnlySpan(ref first, array.Length).Slice((int)offset, (int)copy.numel()).CopyTo(new Span<Complex>(copy.Data, (int)copy.numel()));
            return copy;
        }
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        nint result;
        fixed (long* pointer = sizes)
            Native.Check(Native.mt_from_blob((byte*)pin.AddrOfPinnedObject() + offset * SizeOf(type), pointer, sizes.Length, (int)type, &Unpin, GCHandle.ToIntPtr(pin), &result));
        return new Tensor(result);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint handle) => GCHandle.FromIntPtr(handle).Free();
}
