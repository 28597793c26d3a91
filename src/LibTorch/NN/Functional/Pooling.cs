namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The greatest value in a sliding window over sequences.</summary>
            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => Aten.max_pool1d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The greatest values in a sliding window over sequences, and where they were found.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => Aten.max_pool1d_with_indices(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The greatest value in a sliding window over images.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => Aten.max_pool2d(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>The greatest value in a sliding window over images.</summary>
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => Aten.max_pool2d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            /// <summary>The greatest value in a sliding window over images.</summary>
            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false)
                => Aten.max_pool2d(input, Sizes(kernel_size), Sizes(stride ?? kernel_size), padding is { } sides ? Sizes(sides) : [0], dilation is { } steps ? Sizes(steps) : [1], ceil_mode);

            /// <summary>The greatest values in a sliding window over images, and where in each channel they were found.</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => Aten.max_pool2d_with_indices(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>The greatest value in a sliding window over volumes.</summary>
            public static Tensor max_pool3d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => Aten.max_pool3d(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>The greatest values in a sliding window over volumes, and where in each channel they were found.</summary>
            public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false)
                => Aten.max_pool3d_with_indices(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>The mean in a sliding window over sequences.</summary>
            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true)
                => Aten.avg_pool1d(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], ceil_mode, count_include_pad);

            /// <summary>The mean in a sliding window over images.</summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Aten.avg_pool2d(input, kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean in a sliding window over images.</summary>
            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Aten.avg_pool2d(input, [kernel_size], [stride ?? kernel_size], [padding], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean in a sliding window over images.</summary>
            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Aten.avg_pool2d(input, Sizes(kernel_size), Sizes(stride ?? kernel_size), padding is { } sides ? Sizes(sides) : [0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean in a sliding window over volumes.</summary>
            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
                => Aten.avg_pool3d(input, kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means of windows over sequences, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size)
                => Aten.adaptive_avg_pool1d(input, [output_size]);

            /// <summary>Means of windows over images, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size)
                => Aten.adaptive_avg_pool2d(input, output_size);

            /// <summary>Means of windows over images, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size)
                => Aten.adaptive_avg_pool2d(input, Sizes(output_size));

            /// <summary>Means of windows over images, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size)
                => Aten.adaptive_avg_pool2d(input, [output_size, output_size]);

            /// <summary>Means of windows over volumes, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size)
                => Aten.adaptive_avg_pool3d(input, output_size);

            /// <summary>Means of windows over volumes, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size)
                => Aten.adaptive_avg_pool3d(input, Sizes(output_size));

            /// <summary>Means of windows over volumes, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size)
                => Aten.adaptive_avg_pool3d(input, [output_size, output_size, output_size]);

            /// <summary>Maxima of windows over sequences, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size)
                => First(Aten.adaptive_max_pool1d(input, [output_size]));

            /// <summary>Maxima of windows over sequences, as large as gives an output of fixed size, and where in each channel they were found.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size)
                => Aten.adaptive_max_pool1d(input, [output_size]);

            /// <summary>Maxima of windows over images, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
                => First(Aten.adaptive_max_pool2d(input, output_size));

            /// <summary>Maxima of windows over images, as large as gives an output of fixed size, and where in each channel they were found.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size)
                => Aten.adaptive_max_pool2d(input, output_size);

            /// <summary>Maxima of windows over volumes, as large as gives an output of fixed size.</summary>
            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size)
                => First(Aten.adaptive_max_pool3d(input, output_size));

            /// <summary>Maxima of windows over volumes, as large as gives an output of fixed size, and where in each channel they were found.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size)
                => Aten.adaptive_max_pool3d(input, output_size);

            /// <summary>The p-norm in a sliding window over sequences.</summary>
            public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var means = avg_pool1d(Aten.pow(input, norm_type), kernel_size, stride, 0, ceil_mode);
                return NormOf(means, norm_type, kernel_size).MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm in a sliding window over images.</summary>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var means = avg_pool2d(Aten.pow(input, norm_type), kernel_size, stride, null, ceil_mode);
                return NormOf(means, norm_type, kernel_size.Length == 1 ? kernel_size[0] * kernel_size[0] : kernel_size[0] * kernel_size[1]).MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm in a sliding window over images.</summary>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
                => lp_pool2d(input, norm_type, [kernel_size, kernel_size], stride is { } step ? [step, step] : null, ceil_mode);

            // |x| as sign(x) relu(|x|): the root of a negative sum of odd powers is 0, and its gradient too.
            private static Tensor NormOf(Tensor means, double degree, long elements)
                => Aten.pow(Aten.mul(Aten.mul(Aten.sign(means), Aten.relu(Aten.abs(means))), elements), 1 / degree);

            private static Tensor First((Tensor Values, Tensor Indices) both)
            {
                both.Indices.Dispose();
                return both.Values;
            }
        }

        private static long[] Sizes((long, long) sizes) => [sizes.Item1, sizes.Item2];

        private static long[] Sizes((long, long, long) sizes) => [sizes.Item1, sizes.Item2, sizes.Item3];
    }
}
