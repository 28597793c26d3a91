namespace TorchSharp;

// Each factory once, and the ways in which TorchSharp lets the shape be written.
public static partial class torch
{
    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)size, dtype, device, requires_grad, names);

    /// <summary>A tensor whose elements are whatever the memory held.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = dtype ?? DefaultType;
        return Finish(Aten.empty(size, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[size], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[size], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <inheritdoc cref="empty(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor empty(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)size, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = dtype ?? DefaultType;
        return Finish(Aten.zeros(size, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[size], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[size], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <inheritdoc cref="zeros(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor zeros(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)size, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = dtype ?? DefaultType;
        return Finish(Aten.ones(size, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[size], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[size], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <inheritdoc cref="ones(ReadOnlySpan{long}, ScalarType?, Device, bool, string[])"/>
    public static Tensor ones(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)size, value, dtype, device, requires_grad, names);

    /// <summary>A tensor that has one value everywhere.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = dtype ?? DefaultType;
        return Finish(Aten.full(size, value, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[size], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[rows, columns], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[dim0, dim1, dim2], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(int size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[size], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(int rows, int columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[rows, columns], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(int dim0, int dim1, int dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[dim0, dim1, dim2], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="full(ReadOnlySpan{long}, Scalar, ScalarType?, Device, bool, string[])"/>
    public static Tensor full(int dim0, int dim1, int dim2, int dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], value, dtype, device, requires_grad, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)size, dtype, device, requires_grad, generator, names);

    /// <summary>Numbers drawn evenly from [0, 1).</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="generator">The stream to draw from; the device's default one when null.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    /// <exception cref="ArgumentException">The type is one of whole numbers.</exception>
    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = RealType(dtype);
        return Finish(Aten.rand(size, generator, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[size], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[size], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="rand(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor rand(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)size, dtype, device, requires_grad, generator, names);

    /// <summary>Numbers drawn from the normal distribution of mean 0 and variance 1.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="generator">The stream to draw from; the device's default one when null.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    /// <exception cref="ArgumentException">The type is one of whole numbers.</exception>
    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = RealType(dtype);
        return Finish(Aten.randn(size, generator, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[size], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[size], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randn(ReadOnlySpan{long}, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randn(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn((ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    private static Tensor Finish(Tensor tensor, bool requires_grad) => requires_grad ? tensor.requires_grad_() : tensor;

    private static void NoNames(string[]? names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Dimensions have no names here.");
    }

    private static ScalarType RealType(ScalarType? dtype)
    {
        ScalarType type = dtype ?? DefaultType;
        return is_integral(type)
            ? throw new ArgumentException($"Random real numbers can't be of type {type}: it must be floating point or complex.", nameof(dtype))
            : type;
    }
}
