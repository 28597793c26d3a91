namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The functions take one size for all spatial dimensions or one for each; null stands for 1, and 0 for paddings.</summary>
        public static partial class functional
        {
            /// <summary>A convolution over [N, C, L] or [C, L].</summary>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1)
                => Aten.conv1d(input, weight, bias, [stride ?? 1], [padding ?? 0], [dilation ?? 1], groups);

            /// <summary>A convolution over [N, C, L] or [C, L], with the padding given by kind.</summary>
            public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1)
                => Aten.conv1d(input, weight, bias, [stride ?? 1], NameOf(padding), [dilation ?? 1], groups);

            /// <summary>A convolution over [N, C, H, W] or [C, H, W].</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1)
                => Aten.conv2d(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>A convolution over [N, C, H, W] or [C, H, W], with the padding given by kind.</summary>
            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1)
                => Aten.conv2d(input, weight, bias, strides ?? [1], NameOf(padding), dilation ?? [1], groups);

            /// <summary>A convolution over [N, C, D, H, W] or [C, D, H, W].</summary>
            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1)
                => Aten.conv3d(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>A convolution over [N, C, D, H, W] or [C, D, H, W], with the padding given by kind.</summary>
            public static Tensor conv3d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1)
                => Aten.conv3d(input, weight, bias, strides ?? [1], NameOf(padding), dilation ?? [1], groups);

            /// <summary>A transposed convolution over [N, C, L] or [C, L].</summary>
            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1)
                => Aten.conv_transpose1d(input, weight, bias, [stride ?? 1], [padding ?? 0], [output_padding ?? 0], groups, [dilation ?? 1]);

            /// <summary>A transposed convolution over [N, C, H, W] or [C, H, W].</summary>
            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1)
                => Aten.conv_transpose2d(input, weight, bias, strides ?? [1], padding ?? [0], output_padding ?? [0], groups, dilation ?? [1]);

            /// <summary>A transposed convolution over [N, C, D, H, W] or [C, D, H, W].</summary>
            public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1)
                => Aten.conv_transpose3d(input, weight, bias, strides ?? [1], padding ?? [0], output_padding ?? [0], groups, dilation ?? [1]);

            private static string NameOf(Padding padding) => padding == Padding.Same ? "same" : "valid";
        }
    }
}
