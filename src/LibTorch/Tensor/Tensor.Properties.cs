using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The extent of each dimension.</summary>
        public long[] shape
        {
            get
            {
                TensorInfo info = Info;
                long[] sizes = new ReadOnlySpan<long>(info.Sizes, (int)info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        /// <summary>The number of dimensions.</summary>
        public long Dimensions => Info.Dimensions;

        /// <summary>The number of dimensions.</summary>
        public long dim() => Info.Dimensions;

        /// <summary>The number of dimensions.</summary>
        public long ndim => Info.Dimensions;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => Info.Elements;

        /// <summary>The number of elements.</summary>
        public long numel() => Info.Elements;

        /// <summary>The bytes of one element.</summary>
        public long ElementSize => SizeOf(dtype);

        /// <summary>The bytes of one element.</summary>
        public long element_size() => ElementSize;

        /// <summary>The type of the elements.</summary>
        public ScalarType dtype => (ScalarType)Info.ScalarType;

        /// <summary>Where the elements are.</summary>
        public Device device
        {
            get
            {
                TensorInfo info = Info;
                return info.DeviceType == (int)DeviceType.CPU ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        /// <summary>The kind of device that the elements are on.</summary>
        public DeviceType device_type => (DeviceType)Info.DeviceType;

        /// <summary>Which device of its kind; -1 for the processor.</summary>
        public int device_index => Info.DeviceIndex;

        /// <summary>Whether the tensor has a shape but no elements.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether the elements are on the processor.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the elements are on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the elements are whole numbers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the elements are real floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the elements are complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>Whether the elements are quantized.</summary>
        public bool is_quantized() => torch.is_quantized(dtype);

        /// <summary>How far apart neighbours are in each dimension, in elements.</summary>
        /// <exception cref="InvalidOperationException">The layout has no strides.</exception>
        public long[] stride()
        {
            TensorInfo info = Info;
            if (info.Strides is null && info.Dimensions > 0)
                throw new InvalidOperationException("A tensor of this layout has no strides.");
            long[] strides = new ReadOnlySpan<long>(info.Strides, (int)info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        /// <summary>The extent of a dimension.</summary>
        /// <param name="dim">Which; negative counts from the end.</param>
        /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
        public long size(int dim)
        {
            TensorInfo info = Info;
            int index = dim < 0 ? dim + (int)info.Dimensions : dim;
            if (index < 0 || index >= info.Dimensions)
                throw new IndexOutOfRangeException($"Dimension {dim} of a tensor of {info.Dimensions}.");
            long size = info.Sizes[index];
            GC.KeepAlive(this);
            return size;
        }

        /// <summary>Whether the elements lie in the order of their indices, without gaps.</summary>
        public bool is_contiguous()
        {
            TensorInfo info = Info;
            return IsContiguous(in info);
        }

        private bool IsContiguous(in TensorInfo info)
        {
            if (info.Strides is null)
                return info.Dimensions == 0;
            bool contiguous = true;
            long expected = 1;
            for (long i = info.Dimensions - 1; i >= 0; i--) {
                contiguous &= info.Sizes[i] == 1 || info.Strides[i] == expected;
                expected *= info.Sizes[i];
            }
            GC.KeepAlive(this);
            return contiguous || info.Elements == 0;
        }

        /// <summary>The extent of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>How far apart neighbours in a dimension are, in elements.</summary>
        public long stride(int dim)
        {
            long[] strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        /// <summary>Whether only elements that aren't 0 are stored.</summary>
        public bool is_sparse => Info.Layout == (int)layout.sparse_coo;

        /// <summary>Where the first element is in the storage, in elements.</summary>
        public long storage_offset()
        {
            void* first;
            long size;
            Native.Check(Native.mt_tensor_storage(Handle, &first, &size));
            return ((byte*)Data - (byte*)first) / ElementSize;
        }

        /// <summary>The storage, which tensors may share. Of another element type than T, that of a converted copy.</summary>
        public Storage<T> storage<T>() where T : unmanaged => new(to(ToScalarType(typeof(T))));

        /// <summary>Whether this is a conjugated view.</summary>
        public bool is_conj() => Aten.is_conj(this);

        /// <summary>Whether this is a negated view.</summary>
        public bool is_neg() => Aten.is_neg(this);

        /// <summary>Whether the one element isn't 0.</summary>
        /// <exception cref="InvalidOperationException">There isn't exactly one element.</exception>
        public bool is_nonzero() =>
            numel() == 1 ? ToScalar().ToBoolean() : throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");

        /// <summary>The real parts, as a view; the tensor itself if it is real.</summary>
        public Tensor real => Aten.real(this);

        /// <summary>The imaginary parts, as a view.</summary>
        public Tensor imag => Aten.imag(this);

        /// <summary>The dimensions in reverse order.</summary>
        public Tensor T => Aten.numpy_T(this);

        /// <summary>The conjugated transposed matrix.</summary>
        public Tensor H => Aten.matrix_H(this);

        /// <summary>The last two dimensions in each other's place.</summary>
        public Tensor mT => Aten.mT(this);

        /// <summary>The last two dimensions in each other's place, conjugated.</summary>
        public Tensor mH => Aten.mH(this);

        /// <summary>Of a sparse tensor, the indices of the elements that are stored.</summary>
        public Tensor SparseIndices => Aten._indices(this);

        /// <summary>Of a sparse tensor, the elements that are stored.</summary>
        public Tensor SparseValues => Aten._values(this);

        internal TensorInfo Info
        {
            get
            {
                TensorInfo info;
                Native.Check(Native.mt_tensor_info(Handle, &info));
                GC.KeepAlive(this);
                return info;
            }
        }

        /// <summary>The address of the first element.</summary>
        internal void* Data
        {
            get
            {
                void* data;
                Native.Check(Native.mt_tensor_data(Handle, &data));
                GC.KeepAlive(this);
                return data;
            }
        }
    }
}
