namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The distinct elements, or the distinct slices of a dimension.</summary>
        /// <param name="sorted">Whether the elements are in order.</param>
        /// <param name="return_inverse">Whether to return the place of each element among them.</param>
        /// <param name="return_counts">Whether to return how often each occurs.</param>
        /// <param name="dim">The dimension; all elements when null.</param>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(dim is { } one ? Aten.unique_dim(this, one, sorted, return_inverse, return_counts) : Aten._unique2(this, sorted, return_inverse, return_counts),
                return_inverse, return_counts);

        /// <summary>The elements, or the slices of a dimension, without those that are equal to the one before.</summary>
        /// <param name="return_inverse">Whether to return the place of each element among them.</param>
        /// <param name="return_counts">Whether to return how many each stands for.</param>
        /// <param name="dim">The dimension; all elements when null.</param>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(Aten.unique_consecutive(this, return_inverse, return_counts, dim), return_inverse, return_counts);

        private static (Tensor, Tensor?, Tensor?) Asked((Tensor Output, Tensor Inverse, Tensor Counts) all, bool inverse, bool counts)
        {
            if (!inverse)
                all.Inverse.Dispose();
            if (!counts)
                all.Counts.Dispose();
            return (all.Output, inverse ? all.Inverse : null, counts ? all.Counts : null);
        }
    }

    /// <inheritdoc cref="Tensor.unique(bool, bool, bool, int?)"/>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    /// <inheritdoc cref="Tensor.unique_consecutive(bool, bool, int?)"/>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(Tensor input, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique_consecutive(return_inverse, return_counts, dim);
}
