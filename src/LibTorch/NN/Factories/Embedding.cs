using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Embedding"/>
        /// <param name="num_embeddings">The number of entries.</param>
        /// <param name="embedding_dims">The length of each.</param>
        /// <param name="padding_idx">An entry that starts as zeros and gets no gradient; none by default.</param>
        /// <param name="max_norm">Entries with a larger norm are shrunk, in place, when looked up; off by default.</param>
        /// <param name="norm_type">The degree of that norm.</param>
        /// <param name="scale_grad_by_freq">Whether gradients are divided by how often the entry occurs in the batch.</param>
        /// <param name="sparse">Whether the gradient is a sparse tensor.</param>
        /// <param name="device">Where the table is; the default device by default.</param>
        /// <param name="dtype">Its element type; the default type by default.</param>
        public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            => new(Modules.Embedding.Table(num_embeddings, embedding_dims, padding_idx, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <inheritdoc cref="Modules.Embedding"/>
        /// <param name="embeddings">The table, of shape [entries, dimensions]; its elements are shared until they are moved or converted.</param>
        /// <param name="freeze">Whether the table is not trained.</param>
        /// <param name="padding_idx">An entry that gets no gradient; none by default.</param>
        /// <param name="max_norm">Entries with a larger norm are shrunk, in place, when looked up; off by default.</param>
        /// <param name="norm_type">The degree of that norm.</param>
        /// <param name="scale_grad_by_freq">Whether gradients are divided by how often the entry occurs in the batch.</param>
        /// <param name="sparse">Whether the gradient is a sparse tensor.</param>
        /// <param name="device">Where to move the table; nowhere by default.</param>
        /// <param name="dtype">What to convert it to; nothing by default.</param>
        public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            => new(Pretrained(embeddings, freeze, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <inheritdoc cref="Modules.EmbeddingBag"/>
        public static EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null)
            => new(Modules.Embedding.Table(num_embeddings, embedding_dims, padding_index < 0 ? null : padding_index, device, dtype), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);

        /// <inheritdoc cref="Modules.EmbeddingBag"/>
        public static EmbeddingBag EmbeddingBag_from_pretrained(Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null)
            => new(Pretrained(embeddings, freeze, device, dtype), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);

        private static Parameter Pretrained(Tensor embeddings, bool freeze, Device? device, ScalarType? dtype)
        {
            if (embeddings.ndim != 2) throw new ArgumentException("Embeddings parameter is expected to be 2-dimensional", nameof(embeddings));
            using var shared = Aten.detach(embeddings);
            return new Parameter(Aten.to(shared, device ?? shared.device, dtype ?? shared.dtype), !freeze);
        }
    }
}
