namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The product summed over the last dimensions of this tensor and the first of another.</summary>
        /// <param name="b">The other tensor.</param>
        /// <param name="dims">How many dimensions are summed over.</param>
        /// <remarks>TorchSharp pairs the first dimensions of both, and fails on its own array; this is what PyTorch does.</remarks>
        public Tensor tensordot(Tensor b, long dims = 2)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dims);
            var first = new long[dims];
            var last = new long[dims];
            for (int i = 0; i < dims; i++) {
                first[i] = i;
                last[i] = i - dims;
            }
            return Aten.tensordot(this, b, last, first);
        }

        /// <summary>The numbers of successes in as many trials as the elements say, with these probabilities.</summary>
        public Tensor binomial(Tensor prob, Generator? generator = null) => Aten.binomial(this, prob, generator);

        /// <summary>The indices of the elements that aren't 0, one tensor for each dimension.</summary>
        public IList<Tensor> nonzero_as_list()
        {
            using Tensor indices = nonzero();
            return indices.chunk(indices.size(1), dim: 1);
        }

        /// <inheritdoc cref="kthvalue(long, long?, bool)"/>
        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);

        /// <inheritdoc cref="torch.block_diag(Tensor[])"/>
        public static Tensor block_diag(params Tensor[] tensors) => torch.block_diag(tensors);

        /// <inheritdoc cref="gelu()"/>
        /// <param name="approximate">Whether by way of tanh.</param>
        public Tensor gelu(Modules.GELU.Approximate approximate) => Aten.gelu(this, approximate.ToString());

        /// <inheritdoc cref="gelu_()"/>
        /// <param name="approximate">Whether by way of tanh.</param>
        public Tensor gelu_(Modules.GELU.Approximate approximate) => Aten.gelu_(this, approximate.ToString());
    }
}
