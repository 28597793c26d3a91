namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Normalises the last dimensions of each sample to mean 0 and variance 1, then scales and shifts.</summary>
            /// <param name="input">The input.</param>
            /// <param name="normalized_shape">The sizes of the dimensions that are normalised together.</param>
            /// <param name="weight">The scales, of that shape, or null.</param>
            /// <param name="bias">The shifts, of that shape, or null.</param>
            /// <param name="eps">What is added to the variance.</param>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
                => Aten.layer_norm(input, normalized_shape, weight, bias, eps, true);

            /// <summary>Normalises groups of channels of each sample, then scales and shifts each channel.</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
                => Aten.group_norm(input, num_groups, weight, bias, eps, true);

            /// <summary>Normalises each channel over the batch, or with running statistics.</summary>
            /// <param name="input">The input, with the channels in dimension 1.</param>
            /// <param name="running_mean">The running means, or null; updated while training.</param>
            /// <param name="running_var">The running variances, or null; updated while training.</param>
            /// <param name="weight">The scales, or null.</param>
            /// <param name="bias">The shifts, or null.</param>
            /// <param name="training">Whether to use the batch's own statistics.</param>
            /// <param name="momentum">The weight of the batch in the running statistics.</param>
            /// <param name="eps">What is added to the variance.</param>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
                => Aten.batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Normalises each channel of each sample.</summary>
            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5)
                => Aten.instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            /// <summary>Divides by the norm along a dimension, at least eps.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var scope = NewDisposeScope();
                var norm = Aten.linalg_vector_norm(input, p, [dim], true, null);
                return Aten.div(input, Aten.expand_as(Aten.clamp_min(norm, eps), input)).MoveToOuterDisposeScope();
            }

            /// <summary>Divides each channel by a power of the mean square of its neighbours.</summary>
            /// <param name="input">The input, with the channels in dimension 1.</param>
            /// <param name="size">The number of neighbouring channels.</param>
            /// <param name="alpha">The factor of the mean square.</param>
            /// <param name="beta">The exponent.</param>
            /// <param name="k">What is added to the mean square.</param>
            /// <exception cref="ArgumentException">The input has fewer than 3 dimensions.</exception>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
            {
                if (input.ndim < 3) throw new ArgumentException($"Expected 3D or higher dimensionality input (got {input.ndim} dimensions)");

                using var scope = NewDisposeScope();
                var shape = input.shape;
                // One spatial dimension and one dummy channel: the mean over neighbouring channels is then an average pooling.
                var squares = Aten.reshape(Aten.mul(input, input), [shape[0], 1, shape[1], shape[2], -1]);
                var padded = Aten.constant_pad_nd(squares, [0, 0, 0, 0, size / 2, (size - 1) / 2], 0);
                var means = Aten.avg_pool3d(padded, [size, 1, 1], [1, 1, 1], [0, 0, 0], false, true, null);
                var divisor = Aten.pow(Aten.add(Aten.mul(Aten.reshape(means, shape), alpha), k), beta);
                return Aten.div(input, divisor).MoveToOuterDisposeScope();
            }
        }
    }
}
