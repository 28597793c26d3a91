using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// A Transformer encoder layer: attention, then W₂·relu(W₁·x), each added to its input, with dropout after the attention
/// weights, after relu and before each sum. The LayerNorms stand before each part, or after each sum.
/// </summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor?, Tensor>
{
    private readonly Attention attention;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly double dropout;
    private readonly bool normFirst;

    /// <param name="width">Features of a position.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="inner">Width of the feed-forward part.</param>
    /// <param name="dropout">Share of values left out in training.</param>
    /// <param name="normFirst">Pre-norm, x + part(norm(x)); else post-norm as in the first Transformer, norm(x + part(x)).</param>
    public EncoderLayer(long width, long heads, long inner, double dropout, bool normFirst = true) : base(nameof(EncoderLayer))
    {
        this.dropout = dropout;
        this.normFirst = normFirst;
        attention = new Attention(width, heads, dropout);
        norm1 = LayerNorm(width);
        norm2 = LayerNorm(width);
        linear1 = Initial.Linear(width, inner);
        linear2 = Initial.Linear(inner, width);
        RegisterComponents();
    }

    /// <summary>(batch, T, width) to the same shape.</summary>
    /// <param name="x">The sequences.</param>
    /// <param name="mask">As for <see cref="Attention.forward"/>.</param>
    public override Tensor forward(Tensor x, Tensor? mask = null) => Encode(x, x.shape[1], mask);

    /// <summary>
    /// The last <paramref name="wanted"/> positions of <see cref="forward"/> alone: where nothing reads the others, their
    /// queries and their feed-forward part need no work.
    /// </summary>
    public Tensor Encode(Tensor x, long wanted, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();   // what the backward pass does not need goes at once
        if (normFirst)
        {
            var context = norm1.forward(x);
            var y = Last(x, wanted) + Drop(attention.forward(Last(context, wanted), context, mask));
            return (y + FeedForward(norm2.forward(y))).MoveToOuterDisposeScope();
        }
        var z = Last(x, wanted);
        z = norm1.forward(z + Drop(attention.forward(z, x, mask)));
        return norm2.forward(z + FeedForward(z)).MoveToOuterDisposeScope();
    }

    private Tensor FeedForward(Tensor x) => Drop(linear2.forward(Drop(functional.relu(linear1.forward(x), inplace: true))));

    private Tensor Drop(Tensor x) => Dropout.Apply(x, dropout, training);

    private static Tensor Last(Tensor x, long positions)
        => positions == x.shape[1] ? x : x.narrow(1, x.shape[1] - positions, positions);
}
