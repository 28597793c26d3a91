using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// A pre-norm Transformer encoder layer: x + attention(norm(x)), then x + W₂·relu(W₁·norm(x)), with dropout after the
/// attention weights, after relu and before each sum.
/// </summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly SelfAttention attention;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly double dropout;

    /// <param name="width">Features of a position.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="inner">Width of the feed-forward part.</param>
    /// <param name="dropout">Share of values left out in training.</param>
    public EncoderLayer(long width, long heads, long inner, double dropout) : base(nameof(EncoderLayer))
    {
        this.dropout = dropout;
        attention = new SelfAttention(width, heads, dropout);
        norm1 = LayerNorm(width);
        norm2 = LayerNorm(width);
        linear1 = Initial.Linear(width, inner);
        linear2 = Initial.Linear(inner, width);
        RegisterComponents();
    }

    /// <summary>(batch, T, width) to the same shape.</summary>
    public override Tensor forward(Tensor x) => Encode(x, x.shape[1]);

    /// <summary>
    /// The last <paramref name="wanted"/> positions of <see cref="forward"/> alone: where nothing reads the others, their
    /// queries and their feed-forward part need no work.
    /// </summary>
    public Tensor Encode(Tensor x, long wanted)
    {
        var context = norm1.forward(x);
        var y = Last(x, wanted) + Drop(attention.forward(Last(context, wanted), context));
        return y + Drop(linear2.forward(Drop(functional.relu(linear1.forward(norm2.forward(y)), inplace: true))));
    }

    private Tensor Drop(Tensor x) => Dropout.Apply(x, dropout, training);

    private static Tensor Last(Tensor x, long positions)
        => positions == x.shape[1] ? x : x.narrow(1, x.shape[1] - positions, positions);
}
