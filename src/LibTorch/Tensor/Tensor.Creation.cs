namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <inheritdoc cref="new_zeros(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros((ReadOnlySpan<long>)size, dtype, device, requires_grad);

        /// <summary>A tensor of zeros; of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.zeros(size, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <inheritdoc cref="new_zeros(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros((ReadOnlySpan<long>)[size], dtype, device, requires_grad);

        /// <inheritdoc cref="new_zeros(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);

        /// <inheritdoc cref="new_zeros(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);

        /// <inheritdoc cref="new_zeros(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_zeros((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

        /// <summary>A tensor of ones; of this tensor's type and on its device unless others are given.</summary>
        private Tensor new_ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.ones(size, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <inheritdoc cref="new_ones(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones((ReadOnlySpan<long>)[size], dtype, device, requires_grad);

        /// <inheritdoc cref="new_ones(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);

        /// <inheritdoc cref="new_ones(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);

        /// <inheritdoc cref="new_ones(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_ones((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

        /// <inheritdoc cref="new_empty(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty((ReadOnlySpan<long>)size, dtype, device, requires_grad);

        /// <summary>A tensor of whatever the memory held; of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.empty(size, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <inheritdoc cref="new_empty(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty((ReadOnlySpan<long>)[size], dtype, device, requires_grad);

        /// <inheritdoc cref="new_empty(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);

        /// <inheritdoc cref="new_empty(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);

        /// <inheritdoc cref="new_empty(ReadOnlySpan{long}, ScalarType?, Device, bool)"/>
        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_empty((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

        /// <inheritdoc cref="new_full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool)"/>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full((ReadOnlySpan<long>)size, value, dtype, device, requires_grad);

        /// <summary>A tensor of one value; of this tensor's type and on its device unless others are given.</summary>
        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.full(size, value, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <inheritdoc cref="new_full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool)"/>
        public Tensor new_full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full((ReadOnlySpan<long>)[size], value, dtype, device, requires_grad);

        /// <inheritdoc cref="new_full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool)"/>
        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full((ReadOnlySpan<long>)[rows, columns], value, dtype, device, requires_grad);

        /// <inheritdoc cref="new_full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool)"/>
        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full((ReadOnlySpan<long>)[dim0, dim1, dim2], value, dtype, device, requires_grad);

        /// <inheritdoc cref="new_full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool)"/>
        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], value, dtype, device, requires_grad);

        /// <summary>A tensor of zeros, of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.zeros_like(this, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <summary>A tensor of ones, of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.ones_like(this, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <summary>A tensor of whatever the memory held, of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.empty_like(this, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <summary>A tensor of one value, of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.full_like(this, value, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <summary>A tensor of numbers drawn evenly from [0, 1), of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.rand_like(this, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <summary>A tensor of numbers of the standard normal distribution, of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.randn_like(this, dtype ?? this.dtype, null, device ?? this.device), requires_grad);

        /// <summary>A tensor of whole numbers drawn evenly from [low, high), of this tensor's shape; of its type and on its device unless others are given.</summary>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Aten.randint_like(this, low, high, dtype ?? this.dtype, null, device ?? this.device), requires_grad);
    }

    /// <inheritdoc cref="Tensor.zeros_like(ScalarType?, Device, bool)"/>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return input.zeros_like(dtype, device, requires_grad);
    }

    /// <inheritdoc cref="Tensor.ones_like(ScalarType?, Device, bool)"/>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return input.ones_like(dtype, device, requires_grad);
    }

    /// <inheritdoc cref="Tensor.empty_like(ScalarType?, Device, bool)"/>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return input.empty_like(dtype, device, requires_grad);
    }

    /// <inheritdoc cref="Tensor.full_like(Scalar, ScalarType?, Device, bool)"/>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return input.full_like(value, dtype, device, requires_grad);
    }

    /// <inheritdoc cref="Tensor.rand_like(ScalarType?, Device, bool)"/>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    /// <inheritdoc cref="Tensor.randn_like(ScalarType?, Device, bool)"/>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    /// <inheritdoc cref="Tensor.randint_like(long, long, ScalarType?, Device, bool)"/>
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randint_like(low, high, dtype, device, requires_grad);
}
