using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    /// <summary>How a bag of vectors becomes one.</summary>
    public enum EmbeddingBagMode
    {
        /// <summary>Their sum.</summary>
        Sum = 0,

        /// <summary>Their mean.</summary>
        Mean = 1,

        /// <summary>The greatest of each dimension.</summary>
        Max = 2,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>A table of vectors, looked up by bags of numbers; each bag gives the sum, mean or maximum of its vectors.</summary>
    public sealed class EmbeddingBag : Module<Tensor, Tensor?, Tensor?, Tensor>
    {
        private readonly double? maximalNorm;
        private readonly double normDegree;
        private readonly bool scaleByFrequency;
        private readonly EmbeddingBagMode mode;
        private readonly bool sparse;
        private readonly bool includeLastOffset;
        private readonly long padding;

        internal EmbeddingBag(Parameter weight, double? max_norm, double norm_type, bool scale_grad_by_freq, EmbeddingBagMode mode, bool sparse, bool include_last_offset, long padding_index)
            : base(nameof(EmbeddingBag))
        {
            maximalNorm = max_norm;
            normDegree = norm_type;
            scaleByFrequency = scale_grad_by_freq;
            this.mode = mode;
            this.sparse = sparse;
            includeLastOffset = include_last_offset;
            padding = padding_index;
            this.weight = weight;
        }

        /// <summary>The table, of shape [entries, dimensions]. Setting disposes the former parameter.</summary>
        public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

        /// <summary>Looks up bags.</summary>
        /// <param name="input">Numbers of shape [bags, size], or of shape [all] with offsets.</param>
        /// <param name="offsets">Where each bag begins, for the second shape; else null.</param>
        /// <param name="perSampleWeights">The factor of each vector, for sums; of the shape of the input, or null.</param>
        /// <returns>One vector a bag.</returns>
        public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
        {
            if (input.ndim == 2 && offsets is not null) throw new ArgumentException("Argument 'offsets' must be null if the 'input' is two-dimensional.", nameof(offsets));
            if (input.ndim == 1 && offsets is null) throw new ArgumentException("Argument 'offsets' must not be null if the 'input' is one-dimensional.", nameof(offsets));

            using var scope = NewDisposeScope();
            var flat = Aten.reshape(input, [-1]);
            var starts = offsets ?? arange(0, input.numel(), input.shape[1], input.dtype, input.device);
            var factors = perSampleWeights is null ? null : Aten.reshape(perSampleWeights, [-1]);
            if (maximalNorm is { } limit)
            {
                using var ungraded = no_grad();
                Aten.embedding_renorm_(weight, flat, limit, normDegree);
            }
            var (result, _, _, _) = Aten.embedding_bag(weight, flat, starts, scaleByFrequency, (long)mode, sparse, factors, includeLastOffset, padding < 0 ? null : padding);
            return result.MoveToOuterDisposeScope();
        }

        /// <inheritdoc cref="forward"/>
        public Tensor call(Tensor input, Tensor offsets) => call(input, offsets, null);

        /// <inheritdoc cref="forward"/>
        public Tensor call(Tensor input) => call(input, null, null);
    }
}
