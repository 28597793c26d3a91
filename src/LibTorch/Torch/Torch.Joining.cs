using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one after the other along a dimension that they have.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Aten.cat(tensors, dim);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Aten.cat(tensors, dim);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Aten.cat(Span(tensors), dim);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Aten.cat(tensors, dim);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor concat(Tensor[] tensors, long dim = 0) => Aten.cat(tensors, dim);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => Aten.cat(Span(tensors), dim);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => Aten.cat(tensors, axis);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => Aten.cat(tensors, axis);

    /// <inheritdoc cref="cat(ReadOnlySpan{Tensor}, long)"/>
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => Aten.cat(Span(tensors), axis);

    /// <summary>Tensors of one shape, along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.stack(Span(tensors), dim);

    /// <summary>Tensors one after the other along the second dimension (the first of vectors).</summary>
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Aten.hstack(tensors);

    /// <inheritdoc cref="hstack(ReadOnlySpan{Tensor})"/>
    public static Tensor hstack(params Tensor[] tensors) => Aten.hstack(tensors);

    /// <inheritdoc cref="hstack(ReadOnlySpan{Tensor})"/>
    public static Tensor hstack(IList<Tensor> tensors) => Aten.hstack(Span(tensors));

    /// <inheritdoc cref="hstack(ReadOnlySpan{Tensor})"/>
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Aten.hstack(Span(tensors));

    /// <summary>Tensors one after the other along the first dimension; a vector counts as a row.</summary>
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Aten.vstack(tensors);

    /// <inheritdoc cref="vstack(ReadOnlySpan{Tensor})"/>
    public static Tensor vstack(Tensor[] tensors) => Aten.vstack(tensors);

    /// <inheritdoc cref="vstack(ReadOnlySpan{Tensor})"/>
    public static Tensor vstack(IList<Tensor> tensors) => Aten.vstack(Span(tensors));

    /// <inheritdoc cref="vstack(ReadOnlySpan{Tensor})"/>
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => Aten.vstack(tensors);

    /// <inheritdoc cref="vstack(ReadOnlySpan{Tensor})"/>
    public static Tensor row_stack(params Tensor[] tensors) => Aten.vstack(tensors);

    /// <inheritdoc cref="vstack(ReadOnlySpan{Tensor})"/>
    public static Tensor row_stack(IList<Tensor> tensors) => Aten.vstack(Span(tensors));

    /// <summary>Tensors one after the other along the second dimension; a vector counts as a column.</summary>
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => Aten.column_stack(tensors);

    /// <inheritdoc cref="column_stack(ReadOnlySpan{Tensor})"/>
    public static Tensor column_stack(params Tensor[] tensors) => Aten.column_stack(tensors);

    /// <inheritdoc cref="column_stack(ReadOnlySpan{Tensor})"/>
    public static Tensor column_stack(IList<Tensor> tensors) => Aten.column_stack(Span(tensors));

    /// <summary>Tensors one after the other along the third dimension.</summary>
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => Aten.dstack(tensors);

    /// <inheritdoc cref="dstack(ReadOnlySpan{Tensor})"/>
    public static Tensor dstack(params Tensor[] tensors) => Aten.dstack(tensors);

    /// <inheritdoc cref="dstack(ReadOnlySpan{Tensor})"/>
    public static Tensor dstack(IList<Tensor> tensors) => Aten.dstack(Span(tensors));

    /// <inheritdoc cref="dstack(ReadOnlySpan{Tensor})"/>
    public static Tensor dstack(IEnumerable<Tensor> tensors) => Aten.dstack(Span(tensors));

    /// <summary>The block-diagonal matrix of matrices.</summary>
    public static Tensor block_diag(params Tensor[] tensors) => Aten.block_diag(tensors);

    /// <summary>Tensors, each expanded to the shape that they have in common.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.broadcast_tensors(tensors);

    /// <summary>The shape that tensors of these shapes are broadcast to.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Size broadcast_shapes(params long[][] shapes)
    {
        var result = new long[shapes.Length == 0 ? 0 : shapes.Max(static shape => shape.Length)];
        Array.Fill(result, 1);
        foreach (long[] shape in shapes) {
            for (int i = 0; i < shape.Length; i++) {
                ref long size = ref result[result.Length - shape.Length + i];
                if (shape[i] < 0 || (shape[i] != 1 && size != 1 && shape[i] != size))
                    throw new ArgumentException("Shape mismatch: objects cannot be broadcast to a single shape.", nameof(shapes));
                if (shape[i] != 1)
                    size = shape[i];
            }
        }
        return new Size(result);
    }

    /// <summary>All combinations of the elements of vectors.</summary>
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => Aten.cartesian_prod(tensors);

    /// <inheritdoc cref="cartesian_prod(ReadOnlySpan{Tensor})"/>
    public static Tensor cartesian_prod(params Tensor[] tensors) => Aten.cartesian_prod(tensors);

    /// <inheritdoc cref="cartesian_prod(ReadOnlySpan{Tensor})"/>
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Aten.cartesian_prod(Span(tensors));

    /// <summary>All ways to pick r elements of a vector.</summary>
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) => Aten.combinations(input, r, with_replacement);

    /// <summary>The coordinates of a grid whose axes are vectors.</summary>
    /// <param name="tensors">The axes.</param>
    /// <param name="indexing"><c>ij</c>: dimensions in the order of the axes; <c>xy</c>: the first two in each other's place.</param>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Aten.meshgrid(Span(tensors), indexing);

    /// <inheritdoc cref="Tensor.atleast_1d()"/>
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => Array.ConvertAll(input, static t => t.atleast_1d());

    /// <inheritdoc cref="Tensor.atleast_2d()"/>
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => Array.ConvertAll(input, static t => t.atleast_2d());

    /// <inheritdoc cref="Tensor.atleast_3d()"/>
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => Array.ConvertAll(input, static t => t.atleast_3d());

    /// <summary>The indices of the elements that aren't 0, one tensor for each dimension.</summary>
    public static Tensor[] where(Tensor condition) => Aten.where(condition);

    internal static ReadOnlySpan<Tensor> Span(IEnumerable<Tensor> tensors) => tensors switch {
        Tensor[] array => new ReadOnlySpan<Tensor>(array), // an array of parameters is one, too; a Span of it would be refused
        List<Tensor> list => CollectionsMarshal.AsSpan(list),
        _ => tensors.ToArray(),
    };
}
