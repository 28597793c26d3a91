namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The Vandermonde matrix of a vector.</summary>
        public Tensor vander(long N = -1, bool increasing = false) => Aten.vander(this, N == -1 ? null : N, increasing);

        /// <summary>A view with the given sizes and strides, in elements.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Aten.as_strided(this, size, strides, storageOffset);

        /// <summary>The same elements in another shape; -1 stands for what is left. A copy where it must be.</summary>
        public Tensor reshape(params long[] shape) => Aten.reshape(this, shape);

        /// <summary>The dimensions from start_dim to end_dim as one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.flatten(this, start_dim, end_dim);

        /// <summary>A dimension as several.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => Aten.unflatten(this, dim, sizes);

        /// <summary>A dimension as several.</summary>
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        /// <summary>Without a dimension of size 1, or without all of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Aten.squeeze(this, one) : Aten.squeeze(this);

        /// <summary>In place: without a dimension of size 1, or without all of them.</summary>
        /// <returns>This tensor.</returns>
        public Tensor squeeze_(long? dim = null) => dim is { } one ? Aten.squeeze_(this, one) : Aten.squeeze_(this);

        /// <summary>The transposed matrix.</summary>
        public Tensor t() => Aten.t(this);

        /// <summary>Two dimensions in each other's place.</summary>
        public Tensor transpose(long dim0, long dim1) => Aten.transpose(this, dim0, dim1);

        /// <summary>In place: two dimensions in each other's place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor transpose_(long dim0, long dim1) => Aten.transpose_(this, dim0, dim1);

        /// <summary>The conjugated transposed matrix.</summary>
        public Tensor adjoint() => Aten.adjoint(this);

        /// <summary>The lower triangle of matrices, up to a diagonal; 0 elsewhere.</summary>
        public Tensor tril(long diagonal = 0) => Aten.tril(this, diagonal);

        /// <summary>In place: the lower triangle of matrices, up to a diagonal; 0 elsewhere.</summary>
        /// <returns>This tensor.</returns>
        public Tensor tril_(long diagonal = 0) => Aten.tril_(this, diagonal);

        /// <summary>The upper triangle of matrices, from a diagonal on; 0 elsewhere.</summary>
        public Tensor triu(long diagonal = 0) => Aten.triu(this, diagonal);

        /// <summary>In place: the upper triangle of matrices, from a diagonal on; 0 elsewhere.</summary>
        /// <returns>This tensor.</returns>
        public Tensor triu_(long diagonal = 0) => Aten.triu_(this, diagonal);

        /// <summary>Two dimensions in each other's place.</summary>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Two dimensions in each other's place.</summary>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>The same elements in another shape; -1 stands for what is left. An error where that needs a copy.</summary>
        public Tensor view(params long[] shape) => Aten.view(this, shape);

        /// <summary>The same elements in the shape of another tensor.</summary>
        public Tensor view_as(Tensor other) => Aten.view_as(this, other);

        /// <summary>A real tensor whose last dimension is of size 2 as a complex one.</summary>
        public Tensor view_as_complex() => Aten.view_as_complex(this);

        /// <summary>A complex tensor as a real one with one dimension, of size 2, more.</summary>
        public Tensor view_as_real() => Aten.view_as_real(this);

        /// <summary>The whole tensor that many times along each dimension; missing numbers are 1.</summary>
        public Tensor tile(long[] reps) => Aten.tile(this, reps);

        /// <summary>All dimensions as one.</summary>
        public Tensor ravel() => Aten.ravel(this);

        /// <summary>The diagonal of a matrix, or the matrix with this diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Aten.diag(this, diagonal);

        /// <summary>Matrices with these diagonals.</summary>
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => Aten.diag_embed(this, offset, dim1, dim2);

        /// <summary>The matrix with the elements, as one dimension, on its diagonal.</summary>
        public Tensor diagflat(long offset = 0) => Aten.diagflat(this, offset);

        /// <summary>The diagonal of two dimensions, as a view and last dimension.</summary>
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Aten.diagonal(this, offset, dim1, dim2);

        /// <summary>The slices of a dimension.</summary>
        public Tensor[] unbind(long dimension = 0L) => Aten.unbind(this, dimension);

        /// <summary>All windows of a size in a dimension, as a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => Aten.unfold(this, dimension, size, step);

        /// <summary>Pieces of a size, or of sizes, along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0) => Aten.split(this, size, dim);

        /// <summary>Pieces of a size, or of sizes, along a dimension; the last may be smaller.</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Aten.split_with_sizes(this, sizes, dim);

        /// <summary>Pieces of a size, or of sizes, along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.split_with_sizes(this, sizes, dim);

        /// <summary>Pieces of a size, or of sizes, along a dimension; the last may be smaller.</summary>
        public Tensor[] split(params long[] sizes) => Aten.split_with_sizes(this, sizes);

        /// <summary>That many pieces, or pieces that begin at indices, along a dimension.</summary>
        public Tensor[] tensor_split(long size, long dim = 0L) => Aten.tensor_split(this, size, dim);

        /// <summary>That many pieces, or pieces that begin at indices, along a dimension.</summary>
        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => Aten.tensor_split(this, sizes, dim);

        /// <summary>That many pieces, or pieces that begin at indices, along a dimension.</summary>
        public Tensor[] tensor_split(Tensor indices, long dim = 0L) => Aten.tensor_split(this, indices, dim);

        /// <summary>That many pieces, or pieces that begin at indices, along the first dimension.</summary>
        public Tensor[] vsplit(long size) => Aten.vsplit(this, size);

        /// <summary>That many pieces, or pieces that begin at indices, along the first dimension.</summary>
        public Tensor[] vsplit(params long[] sizes) => Aten.vsplit(this, sizes);

        /// <summary>That many pieces, or pieces that begin at indices, along the first dimension.</summary>
        public Tensor[] vsplit(Tensor indices) => tensor_split(indices, 0);

        /// <summary>That many pieces, or pieces that begin at indices, along the second dimension (the first of a vector).</summary>
        public Tensor[] hsplit(long size) => Aten.hsplit(this, size);

        /// <summary>That many pieces, or pieces that begin at indices, along the second dimension (the first of a vector).</summary>
        public Tensor[] hsplit(params long[] sizes) => Aten.hsplit(this, sizes);

        /// <summary>That many pieces, or pieces that begin at indices, along the second dimension (the first of a vector).</summary>
        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, 1);

        /// <summary>That many pieces, or pieces that begin at indices, along the third dimension.</summary>
        public Tensor[] dsplit(long size) => Aten.dsplit(this, size);

        /// <summary>That many pieces, or pieces that begin at indices, along the third dimension.</summary>
        public Tensor[] dsplit((long, long) indices_or_sections) => Aten.dsplit(this, [indices_or_sections.Item1, indices_or_sections.Item2]);

        /// <summary>That many pieces, or pieces that begin at indices, along the third dimension.</summary>
        public Tensor[] dsplit((long, long, long) indices_or_sections) =>
            Aten.dsplit(this, [indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3]);

        /// <summary>That many pieces, or pieces that begin at indices, along the third dimension.</summary>
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            Aten.dsplit(this, [indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4]);

        /// <summary>That many pieces, or pieces that begin at indices, along the third dimension.</summary>
        public Tensor[] dsplit(params long[] sizes) => Aten.dsplit(this, sizes);

        /// <summary>That many pieces, or pieces that begin at indices, along the third dimension.</summary>
        public Tensor[] dsplit(Tensor indices) => tensor_split(indices, 2);

        /// <summary>That many pieces along a dimension; the last may be smaller.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => Aten.chunk(this, chunks, dim);

        /// <summary>Dimensions of size 1 repeated without a copy; -1 leaves a dimension as it is.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Aten.expand(this, sizes, isImplicit);

        /// <summary>Dimensions of size 1 repeated without a copy; -1 leaves a dimension as it is.</summary>
        public Tensor expand(Size sizes, bool isImplicit = false) => Aten.expand(this, sizes.Shape, isImplicit);

        /// <summary>Dimensions of size 1 repeated without a copy; -1 leaves a dimension as it is.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.expand(this, sizes, isImplicit);

        /// <summary>Dimensions of size 1 repeated without a copy; -1 leaves a dimension as it is.</summary>
        public Tensor expand(params long[] sizes) => Aten.expand(this, sizes);

        /// <summary>Dimensions of size 1 repeated, to the shape of another tensor.</summary>
        public Tensor expand_as(Tensor other) => Aten.expand_as(this, other);

        /// <summary>The whole tensor that many times along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Aten.repeat(this, sizes);

        /// <summary>Each element that many times.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave(this, repeats, dim, output_size: output_size);

        /// <summary>Each element that many times.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave(this, repeats, dim, output_size: output_size);

        /// <summary>Dimensions of size 1 repeated to a shape.</summary>
        public Tensor broadcast_to(params long[] shape) => Aten.broadcast_to(this, shape);

        /// <summary>Dimensions at other places.</summary>
        public Tensor movedim(long[] source, long[] destination) => Aten.movedim(this, source, destination);

        /// <summary>Dimensions at other places.</summary>
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Aten.permute(this, permutation);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => Aten.permute(this, permutation.ToArray());

        /// <summary>Dimensions in reverse order.</summary>
        public Tensor flip(params long[] dims) => Aten.flip(this, dims);

        /// <summary>The second dimension in reverse order.</summary>
        public Tensor fliplr() => Aten.fliplr(this);

        /// <summary>The first dimension in reverse order.</summary>
        public Tensor flipud() => Aten.flipud(this);

        /// <summary>Elements moved along dimensions; those that leave at one end come in at the other.</summary>
        public Tensor roll(long shifts, long? dims = null) => dims is { } dim ? Aten.roll(this, [shifts], [dim]) : Aten.roll(this, [shifts]);

        /// <summary>Elements moved along dimensions; those that leave at one end come in at the other.</summary>
        public Tensor roll((long, long) shifts, (long, long) dims) => Aten.roll(this, [shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        /// <summary>Elements moved along dimensions; those that leave at one end come in at the other.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Aten.roll(this, shifts, dims);

        /// <summary>Elements moved along dimensions; those that leave at one end come in at the other.</summary>
        public Tensor roll(long[] shifts) => Aten.roll(this, shifts, [0]);

        /// <summary>Elements moved along dimensions; those that leave at one end come in at the other.</summary>
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            Aten.roll(this, [shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        /// <summary>Elements moved along dimensions; those that leave at one end come in at the other.</summary>
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Aten.roll(this, shifts, dims);

        /// <summary>Rotated by quarters of a turn in the plane of two dimensions.</summary>
        public Tensor rot90(long k = 1, (long, long)? dims = null) => Aten.rot90(this, k, dims is { } plane ? [plane.Item1, plane.Item2] : [0, 1]);

        /// <summary>With a dimension of size 1 more.</summary>
        public Tensor unsqueeze(long dim) => Aten.unsqueeze(this, dim);

        /// <summary>In place: with a dimension of size 1 more.</summary>
        /// <returns>This tensor.</returns>
        public Tensor unsqueeze_(long dim) => Aten.unsqueeze_(this, dim);

        /// <summary>With one dimension at least.</summary>
        public Tensor atleast_1d() => Aten.atleast_1d(this);

        /// <summary>With two dimensions at least.</summary>
        public Tensor atleast_2d() => Aten.atleast_2d(this);

        /// <summary>With three dimensions at least.</summary>
        public Tensor atleast_3d() => Aten.atleast_3d(this);
    }
}
