using System.Collections;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The memory that one or more tensors use.</summary>
    public abstract unsafe class Storage
    {
        private protected readonly Tensor tensor; // keeps the memory

        private protected Storage(Tensor tensor) => this.tensor = tensor;

        /// <summary>The bytes of one element.</summary>
        public abstract int element_size();

        /// <summary>The address of the first byte.</summary>
        public IntPtr data_ptr() => (nint)Memory.Start;

        /// <summary>The size in bytes.</summary>
        public ulong nbytes() => (ulong)Memory.Size;

#pragma warning disable CS1591 // The storage of a copy in the type that the name says.
        public Storage<bool> @bool() => tensor.storage<bool>();
        public Storage<byte> @byte() => tensor.storage<byte>();
        public Storage<int> @int() => tensor.storage<int>();
        public Storage<long> @long() => tensor.storage<long>();
        public Storage<float> @float() => tensor.storage<float>();
        public Storage<double> @double() => tensor.storage<double>();
        public Storage<(float, float)> complex_float() => tensor.storage<(float, float)>();
        public Storage<System.Numerics.Complex> complex_double() => tensor.storage<System.Numerics.Complex>();
#pragma warning restore CS1591

        private protected (nint Start, long Size) Memory
        {
            get
            {
                void* start;
                long size;
                Native.Check(Native.mt_tensor_storage(tensor.Handle, &start, &size));
                GC.KeepAlive(tensor);
                return ((nint)start, size);
            }
        }
    }

    /// <summary>The memory that one or more tensors use, as elements.</summary>
    /// <typeparam name="T">The elements' C# type.</typeparam>
    public sealed unsafe class Storage<T> : Storage, IDisposable, IEnumerable<T> where T : unmanaged
    {
        internal Storage(Tensor tensor) : base(tensor) { }

        /// <summary>The number of elements.</summary>
        public int Count => checked((int)(Memory.Size / sizeof(T)));

        /// <summary>False: the elements can be set.</summary>
        public bool IsReadOnly => false;

        /// <summary>Where the memory is.</summary>
        public Device device => tensor.device;

        /// <summary>An element.</summary>
        /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
        /// <exception cref="InvalidOperationException">The memory isn't the processor's.</exception>
        public T this[int index]
        {
            get => Elements[index];
            set => Elements[index] = value;
        }

        private Span<T> Elements => tensor.device_type == DeviceType.CPU
            ? new((void*)Memory.Start, Count)
            : throw new InvalidOperationException("Reading data from non-CPU memory is not supported.");

        /// <inheritdoc/>
        public override int element_size() => sizeof(T);

        /// <summary>The storage of a copy on a CUDA device.</summary>
        public Storage<T> cuda(Device? device = null) => tensor.cuda(device).storage<T>();

        /// <summary>The storage of a copy on the processor.</summary>
        public Storage<T> cpu() => tensor.cpu().storage<T>();

        /// <summary>All elements.</summary>
        public T[] ToArray() => Elements.ToArray();

        /// <summary>All elements.</summary>
        public IList<T> tolist() => ToArray();

        /// <summary>Sets all elements to a value.</summary>
        public void fill_(T value) => Elements.Fill(value);

        /// <summary>Sets the first elements to those of a list.</summary>
        public void copy_(IList<T> array) => CopyFrom(array, 0);

        /// <summary>Whether an element is equal to this.</summary>
        public bool Contains(T item) => Array.IndexOf(ToArray(), item) >= 0;

        /// <summary>Copies elements until there are no more or the list is full.</summary>
        public void CopyTo(IList<T> array, int arrayIndex)
        {
            Span<T> elements = Elements;
            for (int i = 0; i < elements.Length && i + arrayIndex < array.Count; i++)
                array[i + arrayIndex] = elements[i];
        }

        /// <summary>Sets elements, from the first, until there are no more or the list is at its end.</summary>
        public void CopyFrom(IList<T> array, int arrayIndex)
        {
            Span<T> elements = Elements;
            for (int i = 0; i < elements.Length && i + arrayIndex < array.Count; i++)
                elements[i] = array[i + arrayIndex];
        }

        /// <inheritdoc/>
        public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Does nothing: the memory is the tensors'.</summary>
        public void Dispose() { }
    }
}
