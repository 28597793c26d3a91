namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sets all elements to a value.</summary>
        /// <returns>This tensor.</returns>
        public Tensor fill_(Scalar value) => Aten.fill_(this, value);

        /// <summary>Makes this tensor use the memory, the shape and the strides of another.</summary>
        /// <returns>This tensor.</returns>
        public Tensor set_(Tensor source) => Aten.set_(this, source);

        /// <summary>Takes over the elements of another tensor, broadcast and converted.</summary>
        /// <returns>This tensor.</returns>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.copy_(this, source, nonBlocking);

        /// <summary>The slices of a dimension that index names, as a copy.</summary>
        public Tensor index_select(long dim, Tensor index) => Aten.index_select(this, dim, index);

        /// <summary>One slice of a dimension.</summary>
        public Tensor select(long dim, long index) => Aten.select(this, dim, index);

        /// <summary>The elements that index names, counted through all dimensions.</summary>
        public Tensor take(Tensor index) => Aten.take(this, index);

        /// <summary>The indices of the elements that aren't 0, one row each.</summary>
        public Tensor argwhere() => Aten.argwhere(this);

        /// <summary>The elements of a dimension that indices name, broadcast.</summary>
        public Tensor take_along_dim(Tensor indices) => Aten.take_along_dim(this, indices);

        /// <summary>The elements of a dimension that indices name, broadcast.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray(), device: device));

        /// <summary>The elements of a dimension that indices name, broadcast.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Aten.take_along_dim(this, indices, dim);

        /// <summary>The elements of a dimension that indices name, broadcast.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray(), device: device), dim);

        /// <summary>Adds slices of source, times alpha, to those that index names.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Aten.index_add(this, dim, index, source, alpha);

        /// <summary>Adds slices of source, times alpha, to those that index names.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Aten.index_add_(this, dim, index, source, alpha);

        /// <summary>Copies slices of source to those that index names.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Aten.index_copy(this, dim, index, source);

        /// <summary>Copies slices of source to those that index names.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.index_copy_(this, dim, index, source);

        /// <summary>Sets the slices that index names to a value.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Aten.index_fill(this, dim, index, value);

        /// <summary>Sets the slices that index names to a value.</summary>
        /// <returns>This tensor.</returns>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.index_fill_(this, dim, index, value);

        /// <summary>Sets the elements where the mask holds to a value.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.masked_fill(this, mask, value);

        /// <summary>Sets the elements where the mask holds to a value.</summary>
        /// <returns>This tensor.</returns>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.masked_fill_(this, mask, value);

        /// <summary>Writes the elements of a tensor, in turn, to where the mask holds.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.masked_scatter(this, mask, value);

        /// <summary>Writes the elements of a tensor, in turn, to where the mask holds.</summary>
        /// <returns>This tensor.</returns>
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Aten.masked_scatter_(this, mask, value);

        /// <summary>The elements where the mask holds, as one dimension.</summary>
        public Tensor masked_select(Tensor mask) => Aten.masked_select(this, mask);

        /// <summary>Sets all elements to 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor zero_() => Aten.zero_(this);

        /// <summary>Writes src's elements to the places of a dimension that index names.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.scatter(this, dim, index, src);

        /// <summary>Writes src's elements to the places of a dimension that index names.</summary>
        /// <returns>This tensor.</returns>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.scatter_(this, dim, index, src);

        /// <summary>Adds src's elements to the places of a dimension that index names.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.scatter_add(this, dim, index, src);

        /// <summary>Adds src's elements to the places of a dimension that index names.</summary>
        /// <returns>This tensor.</returns>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.scatter_add_(this, dim, index, src);

        /// <summary>A copy with a diagonal replaced.</summary>
        public Tensor diagonal_scatter(Tensor src, long offset = 0L, long dim1 = 0L, long dim2 = 1L) =>
            Aten.diagonal_scatter(this, src, offset, dim1, dim2);

        /// <summary>A copy with one slice of a dimension replaced.</summary>
        public Tensor select_scatter(Tensor src, long dim, long index) => Aten.select_scatter(this, src, dim, index);

        /// <summary>A copy with some slices of a dimension replaced.</summary>
        public Tensor slice_scatter(Tensor src, long dim = 0L, long? start = null, long? end = null, long step = 1L) =>
            Aten.slice_scatter(this, src, dim, start, end, step);

        /// <summary>The elements of a dimension that index names, for each place of its own.</summary>
        public Tensor gather(long dim, Tensor index) => Aten.gather(this, dim, index);

        /// <summary>Some neighbouring slices of a dimension, as a view.</summary>
        public Tensor narrow(long dim, long start, long length) => Aten.narrow(this, dim, start, length);

        /// <summary>The indices of the elements that aren't 0, one row each.</summary>
        public Tensor nonzero() => Aten.nonzero(this);

        /// <summary>Slices of a dimension from start to finish (not included), as a view.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Aten.slice(this, dim, start, finish, step);
    }
}
