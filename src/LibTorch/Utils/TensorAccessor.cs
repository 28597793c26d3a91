using System.Collections;

namespace TorchSharp.Utils;

/// <summary>
/// Reads and writes the elements of a tensor on the processor, in the order of its indices, whatever its strides are. It keeps
/// the tensor object reachable, but not from being disposed: don't use it after that.
/// </summary>
/// <typeparam name="T">The elements' C# type.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly T* elements;
    private readonly long[] sizes;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        this.tensor = tensor;
        elements = (T*)tensor.Data;
        sizes = tensor.shape;
        strides = tensor.stride();
        Count = tensor.numel();

        contiguous = true;
        long expected = 1;
        for (int i = sizes.Length - 1; i >= 0; i--) {
            contiguous &= sizes[i] == 1 || strides[i] == expected;
            expected *= sizes[i];
        }
    }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>False: the elements can be set.</summary>
    public bool IsReadOnly => false;

    /// <summary>An element.</summary>
    /// <param name="indices">Its index in each dimension, or a single one that counts all elements.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public T this[params long[] indices]
    {
        get
        {
            tensor.ThrowIfInvalid();
            return elements[Offset(indices)];
        }
        set
        {
            tensor.ThrowIfInvalid();
            elements[Offset(indices)] = value;
        }
    }

    /// <summary>All elements.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>All elements, in an array with the tensor's dimensions; one of a single element for a tensor without any.</summary>
    public Array ToNDArray()
    {
        if (sizes.Length < 2)
            return ToArray();
        Array result = Array.CreateInstance(typeof(T), sizes);
        ref byte start = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result);
        CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref start), result.Length));
        return result;
    }

    /// <summary>Copies elements until there are no more or the array is full.</summary>
    /// <param name="array">Where to.</param>
    /// <param name="arrayIndex">Where the first one goes.</param>
    /// <param name="tensorIndex">Which is the first one.</param>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyTo(T[], int, long)"/>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> target = array[arrayIndex..];
        int count = Fitting(target.Length, tensorIndex);
        if (contiguous) {
            new ReadOnlySpan<T>(elements + tensorIndex, count).CopyTo(target);
        }
        else {
            var walk = new Walk(this, tensorIndex);
            for (int i = 0; i < count; i++)
                target[i] = elements[walk.Next()];
        }
        GC.KeepAlive(tensor);
    }

    /// <summary>Sets elements until there are no more or the array is at its end.</summary>
    /// <param name="array">Where from.</param>
    /// <param name="arrayIndex">Which is the first one.</param>
    /// <param name="tensorIndex">Where it goes.</param>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(new ReadOnlySpan<T>(array), arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyFrom(T[], int, long)"/>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ReadOnlySpan<T> source = array[arrayIndex..];
        int count = Fitting(source.Length, tensorIndex);
        if (contiguous) {
            source[..count].CopyTo(new Span<T>(elements + tensorIndex, count));
        }
        else {
            var walk = new Walk(this, tensorIndex);
            for (int i = 0; i < count; i++)
                elements[walk.Next()] = source[i];
        }
        GC.KeepAlive(tensor);
    }

    /// <summary>Whether both have the same number of elements, and those are equal in turn.</summary>
    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.SequenceEqual(right);

    /// <summary>Whether they differ in number or in an element.</summary>
    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        // Chunks, since an iterator can hold no pointers.
        var buffer = new T[Math.Min(Count, 1024)];
        for (long start = 0; start < Count; start += buffer.Length) {
            CopyTo(buffer, 0, start);
            for (int i = 0; i < buffer.Length && start + i < Count; i++)
                yield return buffer[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Does nothing: the tensor is not the accessor's.</summary>
    public void Dispose() { }

    private int Fitting(int room, long first)
    {
        tensor.ThrowIfInvalid();
        ArgumentOutOfRangeException.ThrowIfNegative(first, "tensorIndex");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Count, "tensorIndex");
        return (int)Math.Min(room, Count - first);
    }

    private long Offset(long[] indices)
    {
        long offset = 0;
        if (indices.Length == 1 && sizes.Length != 1) {
            long index = indices[0];
            if (index < 0 || index >= Count)
                throw new IndexOutOfRangeException($"Element {index} of {Count}.");
            for (int i = sizes.Length - 1; i >= 0; i--) {
                (index, long place) = Math.DivRem(index, sizes[i]);
                offset += place * strides[i];
            }
            return offset;
        }
        if (indices.Length != sizes.Length)
            throw new IndexOutOfRangeException($"{indices.Length} indices for {sizes.Length} dimensions.");
        for (int i = 0; i < indices.Length; i++) {
            if (indices[i] < 0 || indices[i] >= sizes[i])
                throw new IndexOutOfRangeException($"Index {indices[i]} of {sizes[i]} in dimension {i}.");
            offset += indices[i] * strides[i];
        }
        return offset;
    }

    // Counts the indices up like an odometer.
    private ref struct Walk
    {
        private readonly long[] sizes;
        private readonly long[] strides;
        private readonly long[] indices;
        private long offset;

        public Walk(TensorAccessor<T> accessor, long first)
        {
            sizes = accessor.sizes;
            strides = accessor.strides;
            indices = new long[sizes.Length];
            for (int i = sizes.Length - 1; i >= 0 && accessor.Count > 0; i--) {
                (first, indices[i]) = Math.DivRem(first, sizes[i]);
                offset += indices[i] * strides[i];
            }
        }

        public long Next()
        {
            long current = offset;
            for (int i = sizes.Length - 1; i >= 0; i--) {
                offset += strides[i];
                if (++indices[i] < sizes[i])
                    break;
                offset -= strides[i] * sizes[i];
                indices[i] = 0;
            }
            return current;
        }
    }
}
