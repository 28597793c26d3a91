namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Sets elements to 0 at random and scales the others by 1 / (1 - p).</summary>
            /// <param name="input">The input.</param>
            /// <param name="p">The probability of a 0.</param>
            /// <param name="training">False passes the input through.</param>
            /// <param name="inplace">Whether the input is overwritten.</param>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => inplace ? Aten.dropout_(input, p, training).Share() : Aten.dropout(input, p, training);

            /// <summary>Sets whole channels of [N, C, L] or [C, L] to 0.</summary>
            /// <inheritdoc cref="dropout"/>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => ChannelDropout(input, 2, p, training, inplace);

            /// <summary>Sets whole channels of [N, C, H, W] to 0.</summary>
            /// <inheritdoc cref="dropout"/>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => ChannelDropout(input, 0, p, training, inplace);

            /// <summary>Sets whole channels of [N, C, D, H, W] or [C, D, H, W] to 0.</summary>
            /// <inheritdoc cref="dropout"/>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => ChannelDropout(input, 4, p, training, inplace);

            /// <summary>Dropout to the negative limit of SELU, scaled and shifted so that mean and variance stay.</summary>
            /// <inheritdoc cref="dropout"/>
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
                => inplace ? Aten.alpha_dropout_(input, p, training).Share() : Aten.alpha_dropout(input, p, training);

            /// <summary><see cref="alpha_dropout"/> of whole channels.</summary>
            /// <inheritdoc cref="dropout"/>
            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
                => inplace ? Aten.feature_alpha_dropout_(input, p, training).Share() : Aten.feature_alpha_dropout(input, p, training);

            private static Tensor ChannelDropout(Tensor input, int dimensionsWithoutBatch, double p, bool training, bool inplace)
            {
                if (input.ndim != dimensionsWithoutBatch)
                {
                    return inplace ? Aten.feature_dropout_(input, p, training).Share() : Aten.feature_dropout(input, p, training);
                }

                // The operator takes the first dimension for the batch.
                using var batch = Aten.unsqueeze(input, 0);
                using var result = Aten.feature_dropout(batch, p, training);
                return inplace ? Aten.copy_(input, Aten.squeeze(result, 0)).Share() : Aten.squeeze(result, 0);
            }
        }
    }
}
