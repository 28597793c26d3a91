namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether all elements are not 0, of all or over a dimension.</summary>
        public Tensor all() => Aten.all(this);

        /// <summary>Whether all elements are not 0, of all or over a dimension.</summary>
        public Tensor all(long dim, bool keepdim = false) => Aten.all(this, dim, keepdim);

        /// <summary>The largest element over dimensions; the gradient goes to all that are equal to it.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        /// <summary>The largest element over dimensions; the gradient goes to all that are equal to it.</summary>
        public Tensor amax(params long[] dims) => Aten.amax(this, dims);

        /// <summary>The largest element over dimensions; the gradient goes to all that are equal to it.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Aten.amax(this, dims, keepdim));

        /// <summary>The smallest element over dimensions; the gradient goes to all that are equal to it.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Aten.amin(this, dims, keepdim));

        /// <summary>The smallest element over dimensions; the gradient goes to all that are equal to it.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        /// <summary>The smallest element over dimensions; the gradient goes to all that are equal to it.</summary>
        public Tensor amin(params long[] dims) => Aten.amin(this, dims);

        /// <summary>The smallest and the largest element, of all or over a dimension.</summary>
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Aten.aminmax(this, dim, keepdim);

        /// <summary>Whether an element is not 0, of all or over a dimension.</summary>
        public Tensor any() => Aten.any(this);

        /// <summary>Whether an element is not 0, of all or over a dimension.</summary>
        public Tensor any(long dim, bool keepdim = false) => Aten.any(this, dim, keepdim);

        /// <summary>The index of the largest element, of all or over a dimension.</summary>
        public Tensor argmax() => Aten.argmax(this);

        /// <summary>The index of the largest element, of all or over a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Aten.argmax(this, dim, keepdim);

        /// <summary>The index of the smallest element, of all or over a dimension.</summary>
        public Tensor argmin() => Aten.argmin(this);

        /// <summary>The index of the smallest element, of all or over a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Aten.argmin(this, dim, keepdim);

        /// <summary>The indices that sort a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Aten.argsort(this, dim, descending);

        /// <summary>The number of elements that aren't 0, of all or over dimensions.</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Aten.count_nonzero(this) : Aten.count_nonzero(this, (ReadOnlySpan<long>)dims);

        /// <summary>The covariance of variables (rows).</summary>
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => Aten.cov(this, correction, fweights, aweights);

        /// <summary>The correlation of variables (rows).</summary>
        public Tensor corrcoef() => Aten.corrcoef(this);

        /// <summary>The bucket, between sorted boundaries, of each element.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Aten.bucketize(this, boundaries, outInt32, right);

        /// <summary>How often each whole number from 0 on occurs; weighted if weights are given.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Aten.bincount(this, weights, minlength);

        /// <summary>The differences of neighbours, n times.</summary>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => Aten.diff(this, n, dim, prepend, append);

        /// <summary>The sum of the diagonal.</summary>
        public Tensor trace() => Aten.trace(this);

        /// <summary>The k largest (or smallest) elements of a dimension, with their indices.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.topk(this, k, dim, largest, sorted);

        /// <summary>The k-th smallest element of a dimension, with its index.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Aten.kthvalue(this, k, dim ?? -1, keepdim);

        /// <summary>The largest element of all; or of each row of a dimension, with its index; or the larger one of two tensors.</summary>
        public Tensor max() => Aten.max(this);

        /// <summary>The largest element of all; or of each row of a dimension, with its index; or the larger one of two tensors.</summary>
        public Tensor max(Tensor other) => Aten.maximum(this, other);

        /// <summary>The largest element of all; or of each row of a dimension, with its index; or the larger one of two tensors.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Aten.max(this, dim, keepdim);

        /// <summary>The mean, of all elements or over dimensions.</summary>
        public Tensor mean() => Aten.mean(this);

        /// <summary>The mean, of all elements or over dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Aten.mean(this, dimensions, keepdim, type);

        /// <summary>The quantiles q, in [0, 1], of all elements when dim is -1, else over a dimension, between neighbours in proportion.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Aten.quantile(this, q, dim == -1 ? null : dim, keepdim);

        /// <summary>The quantiles q of the elements that aren't NaN, of all when dim is -1, else over a dimension.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Aten.nanquantile(this, q, dim == -1 ? null : dim, keepdim);

        /// <summary>The most frequent value of each row of a dimension, with an index of it.</summary>
        public (Tensor values, Tensor indices) mode(long dim = -1L, bool keepdim = false) => Aten.mode(this, dim, keepdim);

        /// <summary>The middle element; of two the lower.</summary>
        public Tensor median() => Aten.median(this);

        /// <summary>The smallest element of all; or of each row of a dimension, with its index; or the smaller one of two tensors.</summary>
        public Tensor min() => Aten.min(this);

        /// <summary>The smallest element of all; or of each row of a dimension, with its index; or the smaller one of two tensors.</summary>
        public Tensor min(Tensor other) => Aten.minimum(this, other);

        /// <summary>The smallest element of all; or of each row of a dimension, with its index; or the smaller one of two tensors.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Aten.min(this, dim, keepdim);

        /// <summary>The first dimension in order.</summary>
        public Tensor msort() => Aten.msort(this);

        /// <summary>A dimension in order, with the indices that sort it.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.sort(this, stable, dim, descending);

        /// <summary>The p-norm of the difference.</summary>
        public Tensor dist(Tensor other, float p = 2.0f) => Aten.dist(this, other, p);

        /// <summary>The p-norm, of all elements or over a dimension.</summary>
        public Tensor norm(float p = 2.0f) => Aten.norm(this, p);

        /// <summary>The p-norm, of all elements or over a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Aten.norm(this, p, [dim], keepdim);

        /// <summary>Each row of a dimension, scaled down to have a p-norm of at most maxnorm.</summary>
        public Tensor renorm(float p, long dim, float maxnorm) => Aten.renorm(this, p, dim, maxnorm);

        /// <summary>The standard deviation, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor std(bool unbiased = true) => Aten.std(this, unbiased);

        /// <summary>The standard deviation, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Std(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The standard deviation, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Std(dimensions, unbiased, keepdim, type);

        /// <summary>The standard deviation, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Std([dim], unbiased, keepdim, type);

        /// <summary>The standard deviation, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Std([dim.Item1, dim.Item2], unbiased, keepdim, type);

        /// <summary>The standard deviation, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Std([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>The variance, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor var(bool unbiased = true) => Aten.var(this, unbiased);

        /// <summary>The variance, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Var(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The variance, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Var(dimensions, unbiased, keepdim, type);

        /// <summary>The variance, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Var([dim], unbiased, keepdim, type);

        /// <summary>The variance, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Var([dim.Item1, dim.Item2], unbiased, keepdim, type);

        /// <summary>The variance, of all elements or over dimensions; divided by the count less 1 unless unbiased is false.</summary>
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Var([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean, of all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Aten.std_mean(this, unbiased);

        /// <summary>The standard deviation and the mean, of all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            StdMean(dimensions, unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean, of all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            StdMean(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean, of all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            StdMean([dim], unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean, of all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            StdMean([dim.Item1, dim.Item2], unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean, of all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            StdMean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>The variance and the mean, of all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => Aten.var_mean(this, unbiased);

        /// <summary>The variance (which TorchSharp calls std here) and the mean over dimensions.</summary>
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarMean(dimensions, unbiased, keepdim, type);

        /// <summary>The variance (which TorchSharp calls std here) and the mean over dimensions.</summary>
        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarMean(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The variance and the mean, of all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarMean([dim], unbiased, keepdim, type);

        /// <summary>The variance and the mean, of all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarMean([dim.Item1, dim.Item2], unbiased, keepdim, type);

        /// <summary>The variance and the mean, of all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarMean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        /// <summary>The product, of all elements or over a dimension.</summary>
        public Tensor prod(ScalarType? type = null) => Aten.prod(this, type);

        /// <summary>The product, of all elements or over a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Aten.prod(this, dim, keepdim, type);

        /// <summary>The sum, of all elements or over dimensions.</summary>
        public Tensor sum(ScalarType? type = null) => Aten.sum(this, type);

        /// <summary>The sum, of all elements or over dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Aten.sum(this, dim, keepdim, type);

        /// <summary>The sum, of all elements or over dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Aten.sum(this, dim.ToArray(), keepdim, type);

        /// <summary>The sum, of all elements or over dimensions.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Aten.sum(this, [dim], keepdim, type);

        /// <summary>The sum, of all elements or over dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Aten.sum(this, [dim0, dim1], keepdim, type);

        /// <summary>The sum, of all elements or over dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Aten.sum(this, [dim0, dim1, dim2], keepdim, type);

        /// <summary>The mean of the elements that aren't NaN.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            Aten.nanmean(this, dim is { } one ? [one] : null, keepdim, dtype);

        /// <summary>The middle element of those that aren't NaN.</summary>
        public Tensor nanmedian() => Aten.nanmedian(this);

        /// <summary>The sum of the elements that aren't NaN.</summary>
        public Tensor nansum() => Aten.nansum(this);

        /// <summary>The largest elements up to each of a dimension, with their indices.</summary>
        public (Tensor values, Tensor indexes) cummax(long dim) => Aten.cummax(this, dim);

        /// <summary>The smallest elements up to each of a dimension, with their indices.</summary>
        public (Tensor values, Tensor indexes) cummin(long dim) => Aten.cummin(this, dim);

        /// <summary>The sums up to each element of a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Aten.cumsum(this, dim, type);

        /// <summary>The products up to each element of a dimension.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) => Aten.cumprod(this, dim, type);

        /// <summary>How many elements fall into each of equal bins from min to max; from the smallest to the largest element if both are 0.</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Aten.histc(this, bins, min, max);

        /// <summary>The logarithm of the sums of exponentials up to each element of a dimension.</summary>
        public Tensor logcumsumexp(long dim) => Aten.logcumsumexp(this, dim);

        /// <summary>The logarithm of the sum of the exponentials over a dimension.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Aten.logsumexp(this, [dim], keepdim);

        /// <summary>The integrals up to each element of a dimension by the trapezoidal rule.</summary>
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Aten.cumulative_trapezoid(this, dx, dim);

        /// <summary>The integrals up to each element of a dimension by the trapezoidal rule.</summary>
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Aten.cumulative_trapezoid(this, x, dim);

        /// <summary>The integral over a dimension by the trapezoidal rule.</summary>
        public Tensor trapezoid(double dx = 1, long dim = -1) => Aten.trapezoid(this, dx, dim);

        /// <summary>The integral over a dimension by the trapezoidal rule.</summary>
        public Tensor trapezoid(Tensor x, long dim = -1) => Aten.trapezoid(this, x, dim);
    }
}
