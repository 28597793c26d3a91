using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What a Transformer layer applies between its two linear maps.</summary>
        public enum Activations
        {
            /// <summary>A ReLU.</summary>
            ReLU = 0,

            /// <summary>A GELU.</summary>
            GELU = 1,
        }

        /// <inheritdoc cref="Modules.MultiheadAttention"/>
        /// <param name="embedded_dim">The width E.</param>
        /// <param name="num_heads">The number of heads, which divides it.</param>
        /// <param name="dropout">The probability of dropout of the weights, while training.</param>
        /// <param name="bias">Whether the linear maps have biases.</param>
        /// <param name="add_bias_kv">Whether one learned key and value is appended.</param>
        /// <param name="add_zero_attn">Whether one key and value of zeros is appended.</param>
        /// <param name="kdim">The width of the keys; E by default.</param>
        /// <param name="vdim">The width of the values; E by default.</param>
        public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null)
            => new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);

        /// <inheritdoc cref="Modules.TransformerEncoderLayer"/>
        /// <param name="d_model">The width of the model.</param>
        /// <param name="nhead">The number of heads, which divides it.</param>
        /// <param name="dim_feedforward">The width between the two linear maps.</param>
        /// <param name="dropout">The probability of dropout.</param>
        /// <param name="activation">What is applied between the two linear maps.</param>
        public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU)
            => new(new(d_model, nhead, dim_feedforward, dropout, activation));

        /// <inheritdoc cref="Modules.TransformerEncoder"/>
        /// <param name="encoder_layer">The layer that is copied.</param>
        /// <param name="num_layers">The number of copies.</param>
        public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) => new(encoder_layer, num_layers);

        /// <inheritdoc cref="Modules.TransformerDecoderLayer"/>
        /// <param name="d_model">The width of the model.</param>
        /// <param name="nhead">The number of heads, which divides it.</param>
        /// <param name="dim_feedforward">The width between the two linear maps.</param>
        /// <param name="dropout">The probability of dropout.</param>
        /// <param name="activation">What is applied between the two linear maps.</param>
        public static TransformerDecoderLayer TransformerDecoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU)
            => new(new(d_model, nhead, dim_feedforward, dropout, activation));

        /// <inheritdoc cref="Modules.TransformerDecoder"/>
        /// <param name="decoder_layer">The layer that is copied.</param>
        /// <param name="num_layers">The number of copies.</param>
        public static TransformerDecoder TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers) => new(decoder_layer, num_layers);

        /// <inheritdoc cref="Modules.Transformer"/>
        /// <param name="d_model">The width of the model.</param>
        /// <param name="nhead">The number of heads, which divides it.</param>
        /// <param name="num_encoder_layers">The number of encoder layers.</param>
        /// <param name="num_decoder_layers">The number of decoder layers.</param>
        /// <param name="dim_feedforward">The width between the two linear maps.</param>
        /// <param name="dropout">The probability of dropout.</param>
        /// <param name="activation">What is applied between the two linear maps.</param>
        public static Transformer Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6, long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU)
            => new(new(d_model, nhead, dim_feedforward, dropout, activation), num_encoder_layers, num_decoder_layers);
    }
}
