namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            // libtorch 1.13 has the operator under its private name, with the weights as a second result; 2.0 renamed it.
            private static readonly bool AttentionIsPublic = !__version__.StartsWith("1.", StringComparison.Ordinal);

            /// <summary>softmax(q kᵀ / √E + mask) v.</summary>
            /// <param name="query">q, of shape [N, ..., L, E].</param>
            /// <param name="key">k, of shape [N, ..., S, E].</param>
            /// <param name="value">v, of shape [N, ..., S, V].</param>
            /// <param name="attn_mask">What is added to the scores, or true where they count; of shape [N, ..., L, S], or null.</param>
            /// <param name="p">The probability of dropout of the weights.</param>
            /// <param name="is_casual">Whether a query sees only the keys up to its own place. (The name is TorchSharp's.)</param>
            /// <returns>A tensor of shape [N, ..., L, V].</returns>
            /// <exception cref="ArgumentException">A mask and <paramref name="is_casual"/> are both given.</exception>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.", nameof(p));
                if (is_casual && attn_mask is not null) throw new ArgumentException("Casual attention masking cannot pass a mask.", nameof(attn_mask));

                if (AttentionIsPublic) return Aten.scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual);
                return First(Aten._scaled_dot_product_attention(query, key, value, attn_mask, p, false, is_casual));
            }
        }
    }
}
