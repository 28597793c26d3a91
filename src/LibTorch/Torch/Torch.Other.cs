namespace TorchSharp;

public static partial class torch
{
    /// <summary>A sum of products over indices, in Einstein's notation.</summary>
    /// <param name="equation">Such as <c>bij,bjk->bik</c>.</param>
    /// <param name="tensors">The factors.</param>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.einsum(equation, tensors);

    /// <summary>The product of matrices, in the cheapest order.</summary>
    public static Tensor chain_matmul(params Tensor[] matrices) => Aten.linalg_multi_dot(matrices);

    /// <summary>The sign and the logarithm of the absolute value of the determinant.</summary>
    public static (Tensor res, Tensor logabsdet) slogdet(Tensor A) => Aten.linalg_slogdet(A);

    /// <summary>The distances between two sets of vectors.</summary>
    /// <param name="x1">The first set: ... x P x M.</param>
    /// <param name="x2">The second set: ... x R x M.</param>
    /// <param name="p">Which norm.</param>
    /// <returns>... x P x R.</returns>
    /// <param name="compute_mode">Whether Euclidean distances may go by way of a matrix product: faster, less exact.</param>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        p < 0 ? throw new ArgumentException("p must be non-negative", nameof(p)) : Aten.cdist(x1, x2, p, (long)compute_mode);

    /// <summary>Evenly spaced numbers.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The last.</param>
    /// <param name="steps">How many.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.linspace(start, end, steps, dtype ?? DefaultType, null, device ?? default_device), requires_grad);

    /// <summary>Powers with evenly spaced exponents.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="end">The last exponent.</param>
    /// <param name="steps">How many.</param>
    /// <param name="base">The base.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.logspace(start, end, steps, @base, dtype ?? DefaultType, null, device ?? default_device), requires_grad);

    /// <summary>A tensor whose elements are whatever the memory held, with strides of its own.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="strides">How far apart neighbours are in each dimension, in elements.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return Finish(Aten.empty_strided(size, strides, dtype ?? DefaultType, null, device ?? default_device), requires_grad);
    }

    /// <summary>A complex tensor of its parts.</summary>
    public static Tensor complex(Tensor real, Tensor imag) => Aten.complex(real, imag);

    /// <summary>A complex tensor of its absolute values and arguments.</summary>
    public static Tensor polar(Tensor abs, Tensor angle) => Aten.polar(abs, angle);

    /// <summary>The real parts, as a view.</summary>
    public static Tensor real(Tensor input) => input.real;

    /// <summary>The imaginary parts, as a view.</summary>
    public static Tensor imag(Tensor input) => input.imag;

    /// <summary>The indices of the lower triangle of a matrix.</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0L, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.tril_indices(row, col, offset, dtype, null, device ?? default_device);

    /// <summary>The indices of the upper triangle of a matrix.</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0L, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.triu_indices(row, col, offset, dtype, null, device ?? default_device);

    /// <inheritdoc cref="Tensor.clone()"/>
    public static Tensor clone(Tensor input) => input.clone();

    /// <summary>Where values would be inserted into a sorted sequence.</summary>
    /// <param name="sorted_sequence">The sequence, sorted along the last dimension.</param>
    /// <param name="values">The values.</param>
    /// <param name="out_int32">Whether the places are of type Int32.</param>
    /// <param name="right">Whether a value goes after those that are equal to it.</param>
    /// <param name="sorter">The indices that sort the sequence, where it isn't sorted.</param>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Aten.searchsorted(sorted_sequence, values, out_int32, right, sorter: sorter);

    /// <inheritdoc cref="searchsorted(Tensor, Tensor, bool, bool, Tensor)"/>
    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor? sorter) =>
        Aten.searchsorted(sorted_sequence, values, out_int32, right, sorter: sorter);

    /// <inheritdoc cref="Tensor.trapezoid(Tensor, long)"/>
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);

    /// <inheritdoc cref="Tensor.trapezoid(double, long)"/>
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);

    /// <summary>The 2-norm of all elements.</summary>
    public static Tensor norm(Tensor input) => input.norm();

    /// <inheritdoc cref="Tensor.gather(long, Tensor)"/>
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => Aten.gather(input, dim, index, sparse_grad);

    /// <inheritdoc cref="Tensor.movedim(long[], long[])"/>
    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    /// <inheritdoc cref="Tensor.movedim(long[], long[])"/>
    public static Tensor moveaxis(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    /// <inheritdoc cref="Tensor.movedim(long[], long[])"/>
    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) =>
        input.movedim([source.Item1, source.Item2], [destination.Item1, destination.Item2]);

    /// <inheritdoc cref="Tensor.movedim(long[], long[])"/>
    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination) =>
        input.movedim([source.Item1, source.Item2, source.Item3], [destination.Item1, destination.Item2, destination.Item3]);

    /// <inheritdoc cref="Tensor.movedim(long[], long[])"/>
    public static Tensor moveaxis(Tensor input, (long, long, long, long) source, (long, long, long, long) destination) =>
        input.movedim([source.Item1, source.Item2, source.Item3, source.Item4], [destination.Item1, destination.Item2, destination.Item3, destination.Item4]);

    /// <inheritdoc cref="Tensor.hsplit(long[])"/>
    public static Tensor[] hsplit(Tensor input, (long, long) indices_or_sections) =>
        input.hsplit(indices_or_sections.Item1, indices_or_sections.Item2);

    /// <inheritdoc cref="Tensor.hsplit(long[])"/>
    public static Tensor[] hsplit(Tensor input, (long, long, long) indices_or_sections) =>
        input.hsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3);

    /// <inheritdoc cref="Tensor.hsplit(long[])"/>
    public static Tensor[] hsplit(Tensor input, (long, long, long, long) indices_or_sections) =>
        input.hsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4);

    /// <inheritdoc cref="Tensor.unflatten(long, long[])"/>
    public static Tensor unflatten(Tensor input, long dim, Size sizes) => input.unflatten(dim, sizes.Shape);

    /// <inheritdoc cref="Tensor.tensordot(Tensor, long)"/>
    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2) => a.tensordot(b, dims);

    /// <inheritdoc cref="Tensor.cholesky(bool)"/>
    public static Tensor cholesky(Tensor input) => input.cholesky();

    /// <inheritdoc cref="Tensor.mul_(Tensor)"/>
    public static Tensor multiply_(Tensor left, Tensor right) => left.mul_(right);

    /// <inheritdoc cref="Tensor.mul_(Scalar)"/>
    public static Tensor multiply_(Tensor left, Scalar right) => left.mul_(right);

    /// <inheritdoc cref="Tensor.div_(Scalar, RoundingMode)"/>
    public static Tensor divide_(Tensor left, Scalar right) => left.div_(right);

    /// <inheritdoc cref="Tensor.neg_()"/>
    public static Tensor negative_(Tensor input) => input.neg_();

    /// <inheritdoc cref="Tensor.binomial(Tensor, Generator)"/>
    public static Tensor binomial(Tensor count, Tensor probs, Generator? generator = null) => count.binomial(probs, generator);

    /// <summary>The first columns of a product of Householder reflections.</summary>
    public static Tensor orgqr(Tensor input, Tensor tau) => linalg.householder_product(input, tau);

    /// <summary>A tensor of which only these elements are stored.</summary>
    /// <param name="indices">A column for each element.</param>
    /// <param name="values">The elements.</param>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the values' when null.</param>
    /// <param name="device">Where; the values' when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        return Finish(Aten.sparse_coo_tensor(indices, values, size, dtype ?? values.dtype, (int)layout.sparse_coo, device ?? values.device), requires_grad);
    }

    /// <inheritdoc cref="sparse_coo_tensor"/>
    public static Tensor sparse(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        sparse_coo_tensor(indices, values, size, dtype, device, requires_grad, names);

    /// <summary>Whether a tensor is a conjugated view.</summary>
    public static bool is_conj(Tensor input) => input.is_conj();

    /// <summary>Whether an object is a storage.</summary>
    public static bool is_storage(object obj) => obj is Storage;

    /// <summary>Whether an object is a tensor.</summary>
    public static bool is_tensor(object obj) => obj is Tensor;

    /// <summary>Whether a tensor's elements are complex numbers.</summary>
    public static bool is_complex(Tensor input) => input.is_complex();

    /// <summary>Whether a tensor's elements are real floating-point numbers.</summary>
    public static bool is_floating_point(Tensor input) => input.is_floating_point();

    /// <summary>Whether the one element of a tensor isn't 0.</summary>
    public static bool is_nonzero(Tensor input) => input.is_nonzero();

    /// <summary>The number of elements.</summary>
    public static long numel(Tensor input) => input.numel();

    /// <summary>The element type that arithmetic with both tensors has.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => Promoted(tensor1, tensor2);

    /// <summary>The smaller element type that holds the numbers of both.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2)
    {
        using Tensor first = Aten.empty([0], type1, null, CPU), second = Aten.empty([0], type2, null, CPU);
        return Promoted(first, second);
    }

    /// <summary>Whether numbers of one element type may be stored as another without losing their kind.</summary>
    public static bool can_cast(ScalarType from, ScalarType to) =>
        (!is_complex(from) || is_complex(to))
        && (!is_floating_point(from) || is_floating_point(to) || is_complex(to))
        && (from == ScalarType.Bool || to != ScalarType.Bool);

    /// <summary>Sets the element type, of a tensor's, of factories that are told none.</summary>
    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    /// <summary>Sets the device of factories that are told none.</summary>
    public static void set_default_device(string device) => set_default_device(new Device(device));

    // ATen's own rule, asked of an operator on empty tensors: type promotion has too many corners to repeat.
    private static ScalarType Promoted(Tensor first, Tensor second)
    {
        using Tensor a = Aten.new_empty(first, first.dim() == 0 ? [] : [0]), b = Aten.new_empty(second, second.dim() == 0 ? [] : [0]);
        if (a.dtype == ScalarType.Bool && b.dtype == ScalarType.Bool)
            return ScalarType.Bool;
        using Tensor sum = Aten.add(a, b);
        return sum.dtype;
    }

    /// <summary>Limits of a floating-point type.</summary>
    public struct FInfo
    {
#pragma warning disable CS1591 // Torch's own names.
        public int bits;
        public double eps;
        public double max;
        public double min;
        public double tiny;
        public double smallest_normal;
        public double resolution;
#pragma warning restore CS1591
    }

    /// <summary>The limits of the default element type.</summary>
    public static FInfo finfo() => finfo(DefaultType);

    /// <summary>The limits of a floating-point type; of a complex one, those of its parts.</summary>
    /// <exception cref="ArgumentException">The type is neither.</exception>
    public static FInfo finfo(ScalarType dtype) => dtype switch {
        ScalarType.BFloat16 => Limits(16, 7, -126, 127, 1e-2),
        ScalarType.Float16 => Limits(16, 10, -14, 15, 1e-3),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Limits(32, 23, -126, 127, 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Limits(64, 52, -1022, 1023, 1e-15),
        _ => throw new ArgumentException("'dtype' must be floating point or complex", nameof(dtype)),
    };

    /// <summary>The greatest number of a whole-number type.</summary>
    /// <exception cref="ArgumentException">The type is another.</exception>
    public static long max_int_value(ScalarType type) => type switch {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => throw new ArgumentException("Not an integral type", nameof(type)),
    };

    private static FInfo Limits(int bits, int fraction, int least, int greatest, double resolution)
    {
        double epsilon = Math.ScaleB(1, -fraction);
        double max = Math.ScaleB(2 - epsilon, greatest);
        double normal = Math.ScaleB(1, least);
        return new FInfo { bits = bits, eps = epsilon, max = max, min = -max, tiny = normal, smallest_normal = normal, resolution = resolution };
    }
}
