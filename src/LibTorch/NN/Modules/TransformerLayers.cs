using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What the layers of a Transformer have in common.</summary>
/// <param name="Width">The width of the model.</param>
/// <param name="Heads">The number of heads of attention.</param>
/// <param name="FeedForward">The width between the two linear maps.</param>
/// <param name="Dropout">The probability of dropout.</param>
/// <param name="Activation">What is applied between the two linear maps.</param>
internal sealed record TransformerShape(long Width, long Heads, long FeedForward, double Dropout, Activations Activation)
{
    public Tensor Activate(Tensor x) => Activation == Activations.GELU ? functional.gelu(x) : functional.relu(x);
}

/// <summary>Self-attention and feed-forward network, each added to its input and then normalised.</summary>
internal sealed class InnerEncoderLayer : InnerLayer
{
    private readonly TransformerShape shape;
    private readonly InnerAttention selfAttention;
    private readonly InnerLinear linear1;
    private readonly InnerLinear linear2;
    private readonly InnerLayerNorm norm1;
    private readonly InnerLayerNorm norm2;

    public InnerEncoderLayer(IOwner owner, string prefix, TransformerShape shape) : base(owner, prefix)
    {
        this.shape = shape;
        selfAttention = new(owner, Named("self_attn."), shape.Width, shape.Heads, shape.Dropout);
        linear1 = new(owner, Named("linear1."), shape.Width, shape.FeedForward);
        linear2 = new(owner, Named("linear2."), shape.FeedForward, shape.Width);
        norm1 = new(owner, Named("norm1."), shape.Width);
        norm2 = new(owner, Named("norm2."), shape.Width);
    }

    public Tensor Forward(Tensor src, Tensor? mask, Tensor? keyPadding)
    {
        using var scope = NewDisposeScope();
        var x = norm1.Forward(Aten.add(src, Dropped(selfAttention.Forward(src, src, src, keyPadding, false, mask).Result)));
        return norm2.Forward(Aten.add(x, Dropped(linear2.Forward(Dropped(shape.Activate(linear1.Forward(x))))))).MoveToOuterDisposeScope();
    }

    private Tensor Dropped(Tensor x) => Training && shape.Dropout > 0 ? functional.dropout(x, shape.Dropout) : x;
}

/// <summary>Self-attention, attention to the memory and feed-forward network, each added to its input and then normalised.</summary>
internal sealed class InnerDecoderLayer : InnerLayer
{
    private readonly TransformerShape shape;
    private readonly InnerAttention selfAttention;
    private readonly InnerAttention memoryAttention;
    private readonly InnerLinear linear1;
    private readonly InnerLinear linear2;
    private readonly InnerLayerNorm norm1;
    private readonly InnerLayerNorm norm2;
    private readonly InnerLayerNorm norm3;

    public InnerDecoderLayer(IOwner owner, string prefix, TransformerShape shape) : base(owner, prefix)
    {
        this.shape = shape;
        selfAttention = new(owner, Named("self_attn."), shape.Width, shape.Heads, shape.Dropout);
        memoryAttention = new(owner, Named("multihead_attn."), shape.Width, shape.Heads, shape.Dropout);
        linear1 = new(owner, Named("linear1."), shape.Width, shape.FeedForward);
        linear2 = new(owner, Named("linear2."), shape.FeedForward, shape.Width);
        norm1 = new(owner, Named("norm1."), shape.Width);
        norm2 = new(owner, Named("norm2."), shape.Width);
        norm3 = new(owner, Named("norm3."), shape.Width);
    }

    public Tensor Forward(Tensor tgt, Tensor memory, Tensor? mask, Tensor? memoryMask, Tensor? keyPadding, Tensor? memoryKeyPadding)
    {
        using var scope = NewDisposeScope();
        var x = norm1.Forward(Aten.add(tgt, Dropped(selfAttention.Forward(tgt, tgt, tgt, keyPadding, false, mask).Result)));
        x = norm2.Forward(Aten.add(x, Dropped(memoryAttention.Forward(x, memory, memory, memoryKeyPadding, false, memoryMask).Result)));
        return norm3.Forward(Aten.add(x, Dropped(linear2.Forward(Dropped(shape.Activate(linear1.Forward(x))))))).MoveToOuterDisposeScope();
    }

    private Tensor Dropped(Tensor x) => Training && shape.Dropout > 0 ? functional.dropout(x, shape.Dropout) : x;
}

/// <summary>A stack of encoder or decoder layers, with a normalisation after the last one or without.</summary>
internal static class TransformerStack
{
    /// <summary>Gives layers the same values as those of another module, as copies of one layer have them.</summary>
    /// <param name="source">The names and values of one layer's parameters.</param>
    /// <param name="owner">The module that has the layers.</param>
    /// <param name="layers">The number of layers, under the prefixes <c>layers.0.</c> and so on.</param>
    public static void CopyToLayers(IReadOnlyList<(string Name, Parameter Value)> source, InnerLayer.IOwner owner, long layers)
    {
        using var ungraded = no_grad();
        for (long layer = 0; layer < layers; layer++)
        {
            foreach (var (name, value) in source) Aten.copy_(owner.Own($"layers.{layer}.{name}")!, value);
        }
    }
}
