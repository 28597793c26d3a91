namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>x Wᵀ + b on the last dimension.</summary>
            /// <param name="input">x, of shape [..., in].</param>
            /// <param name="weights">W, of shape [out, in].</param>
            /// <param name="bias">b, of shape [out], or null.</param>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.linear(input, weights, bias);

            /// <summary>x₁ᵀ A x₂ + b on the last dimensions.</summary>
            /// <param name="input1">x₁, of shape [..., in1].</param>
            /// <param name="input2">x₂, of shape [..., in2].</param>
            /// <param name="weight">A, of shape [out, in1, in2].</param>
            /// <param name="bias">b, of shape [out], or null.</param>
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) => Aten.bilinear(input1, input2, weight, bias);

            /// <summary>Whole numbers as rows of zeros with a single 1.</summary>
            /// <param name="x">64-bit whole numbers from 0.</param>
            /// <param name="num_classes">The length of a row; the greatest number plus 1 by default.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.one_hot(x, num_classes);

            /// <summary>The cosine of the angle between two inputs along a dimension.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Aten.cosine_similarity(x1, x2, dim, eps);

            /// <summary>The p-norm of the difference along the last dimension.</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keepdim = false)
                => Aten.pairwise_distance(input1, input2, p, eps, keepdim);

            /// <summary>Rearranges [N, C r², H, W] into [N, C, H r, W r].</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Aten.pixel_shuffle(input, upscale_factor);

            /// <summary>Rearranges [N, C, H r, W r] into [N, C r², H, W].</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => Aten.pixel_unshuffle(input, downscale_factor);
        }
    }
}
