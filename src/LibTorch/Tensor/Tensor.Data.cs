using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>Access to the elements; of a tensor on another device, to those of a copy.</summary>
        /// <typeparam name="T">The elements' C# type.</typeparam>
        /// <exception cref="ArgumentException">The elements are of another type.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : Aten.to(this, CPU, dtype));
        }

        /// <summary>The element of a tensor that has one.</summary>
        /// <typeparam name="T">The element's C# type.</typeparam>
        /// <exception cref="ArgumentException">There isn't exactly one element, or it is of another type.</exception>
        public T item<T>() where T : unmanaged
        {
            Interop.TensorInfo info = Info;
            if (info.Elements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            ValidateType(typeof(T));
            if (info.DeviceType == (int)DeviceType.CPU) {
                T value = *(T*)Data;
                GC.KeepAlive(this);
                return value;
            }
            using Tensor copy = Aten.to(this, CPU, dtype);
            return *(T*)copy.Data;
        }

        /// <summary>The element of a tensor that has one, as a number of its kind.</summary>
        public Scalar ToScalar() => Aten._local_scalar_dense(this);

        /// <summary>The memory of the elements. It is the tensor's: keep that undisposed, and reachable, while you use it.</summary>
        /// <exception cref="InvalidOperationException">The tensor isn't contiguous, or not on the processor.</exception>
        /// <exception cref="ArgumentException">It is larger than a span can be, or (when set) of another size than the value.</exception>
        public Span<byte> bytes
        {
            get
            {
                long size = ContiguousBytes();
                return size <= int.MaxValue ? new Span<byte>(Data, (int)size) : throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            }
            set
            {
                if (ContiguousBytes() != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(new Span<byte>(Data, value.Length));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Writes the memory of the elements, of whatever size, to a stream.</summary>
        /// <param name="stream">Where to.</param>
        /// <param name="bufferSize">The most bytes to write at once.</param>
        /// <exception cref="InvalidOperationException">The tensor isn't contiguous, or not on the processor.</exception>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            long left = ContiguousBytes();
            // The elements are where they are; what a larger piece costs is nothing.
            int piece = Math.Max(bufferSize, 1 << 20);
            for (byte* from = (byte*)Data; left > 0; left -= piece, from += piece)
                stream.Write(new ReadOnlySpan<byte>(from, (int)Math.Min(left, piece)));
            GC.KeepAlive(this);
        }

        /// <summary>Fills the memory of the elements from a stream.</summary>
        /// <param name="stream">Where from.</param>
        /// <param name="bufferSize">The most bytes to read at once.</param>
        /// <exception cref="EndOfStreamException">The stream ends before.</exception>
        /// <exception cref="InvalidOperationException">The tensor isn't contiguous, or not on the processor.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            long left = ContiguousBytes();
            int piece = Math.Max(bufferSize, 1 << 20);
            for (byte* to = (byte*)Data; left > 0; left -= piece, to += piece)
                stream.ReadExactly(new Span<byte>(to, (int)Math.Min(left, piece)));
            GC.KeepAlive(this);
        }

        internal void ThrowIfInvalid() => _ = Handle;

        internal void ValidateType(Type type)
        {
            ScalarType own = dtype;
            if (ToScalarType(type) != own)
                throw new ArgumentException($"{type.Name} is not compatible with {own}");
        }

        private long ContiguousBytes()
        {
            Interop.TensorInfo info = Info;
            if (!IsContiguous(in info))
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (info.DeviceType != (int)DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            return info.Elements * SizeOf((ScalarType)info.ScalarType);
        }
    }
}
