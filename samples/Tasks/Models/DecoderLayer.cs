using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// A decoder layer of the first Transformer (post-norm): attention to the words so far, attention to what the encoder
/// remembers, then W₂·relu(W₁·x), each added to its input and normalised.
/// </summary>
internal sealed class DecoderLayer : Module<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    private readonly Attention attention;
    private readonly Attention memoryAttention;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly LayerNorm norm3;
    private readonly Linear linear1;
    private readonly Linear linear2;
    private readonly double dropout;

    /// <param name="width">Features of a position.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="inner">Width of the feed-forward part.</param>
    /// <param name="dropout">Share of values left out in training.</param>
    public DecoderLayer(long width, long heads, long inner, double dropout) : base(nameof(DecoderLayer))
    {
        this.dropout = dropout;
        attention = new Attention(width, heads, dropout);
        memoryAttention = new Attention(width, heads, dropout);
        norm1 = LayerNorm(width);
        norm2 = LayerNorm(width);
        norm3 = LayerNorm(width);
        linear1 = Initial.Linear(width, inner);
        linear2 = Initial.Linear(inner, width);
        RegisterComponents();
    }

    /// <summary>(batch, T, width) to the same shape.</summary>
    /// <param name="x">The words so far.</param>
    /// <param name="memory">What the encoder made of the source: (batch, S, width).</param>
    /// <param name="causal">Mask that hides later words: (T, T).</param>
    /// <param name="padding">Mask that hides the source's padding: (batch, 1, S).</param>
    public override Tensor forward(Tensor x, Tensor memory, Tensor causal, Tensor padding)
    {
        using var scope = NewDisposeScope();
        x = norm1.forward(x + Drop(attention.forward(x, x, causal)));
        x = norm2.forward(x + Drop(memoryAttention.forward(x, memory, padding)));
        return norm3.forward(x + Drop(linear2.forward(Drop(functional.relu(linear1.forward(x), inplace: true))))).MoveToOuterDisposeScope();
    }

    private Tensor Drop(Tensor x) => Dropout.Apply(x, dropout, training);
}
