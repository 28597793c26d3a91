using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>One layer of a Transformer encoder: post-norm, the sequence in the first dimension.</summary>
/// <remarks>
/// Parameters: self_attn.* (see <see cref="MultiheadAttention"/>), linear1.*, linear2.*, norm1.*, norm2.*. The layer itself has no
/// submodules, as in TorchSharp.
/// </remarks>
public sealed class TransformerEncoderLayer : Module<Tensor, Tensor>, InnerLayer.IOwner
{
    private readonly InnerEncoderLayer layer;

    internal TransformerEncoderLayer(TransformerShape shape) : base(nameof(TransformerEncoderLayer))
    {
        Shape = shape;
        layer = new(this, "", shape);
    }

    internal TransformerShape Shape { get; }

    /// <summary>Runs the layer without masks.</summary>
    /// <param name="src">[S, N, E].</param>
    public override Tensor forward(Tensor src) => layer.Forward(src, null, null);

    /// <summary>Runs the layer.</summary>
    /// <param name="src">[S, N, E].</param>
    /// <param name="src_mask">[S, S]: true where a place is not seen, or what is added to the scores; or null.</param>
    /// <param name="src_key_padding_mask">[N, S], true where a place does not count; or null.</param>
    public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) => layer.Forward(src, src_mask, src_key_padding_mask);

    /// <inheritdoc cref="call(Tensor, Tensor?, Tensor?)"/>
    public Tensor call(Tensor src, Tensor? src_mask) => layer.Forward(src, src_mask, null);

    Parameter? InnerLayer.IOwner.Own(string name) => OwnParameter(name);

    void InnerLayer.IOwner.Register(string name, Parameter parameter) => register_parameter(name, parameter);
}

/// <summary>A stack of encoder layers.</summary>
/// <remarks>Parameters: layers.{i}.*. All layers start as copies of the one that is given, which stays apart.</remarks>
public sealed class TransformerEncoder : Module<Tensor, Tensor?, Tensor?, Tensor>, InnerLayer.IOwner
{
    private readonly InnerEncoderLayer[] layers;

    internal TransformerEncoder(TransformerEncoderLayer layer, long count) : base(nameof(TransformerEncoder))
    {
        layers = new InnerEncoderLayer[count];
        for (var i = 0; i < layers.Length; i++) layers[i] = new(this, $"layers.{i}.", layer.Shape);
        TransformerStack.CopyToLayers([.. layer.named_parameters()], this, count);
    }

    /// <summary>What is applied between the two linear maps.</summary>
    public enum Activations
    {
        /// <summary>A ReLU.</summary>
        ReLU = 0,

        /// <summary>A GELU.</summary>
        GELU = 1,
    }

    /// <summary>Runs the layers.</summary>
    /// <param name="src">[S, N, E].</param>
    /// <param name="src_mask">[S, S]: true where a place is not seen, or what is added to the scores; or null.</param>
    /// <param name="src_key_padding_mask">[N, S], true where a place does not count; or null.</param>
    public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var x = src.Share();
        foreach (var layer in layers) x = layer.Forward(x, src_mask, src_key_padding_mask);
        return x.MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor src, Tensor? src_mask) => call(src, src_mask, null);

    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor src) => call(src, null, null);

    Parameter? InnerLayer.IOwner.Own(string name) => OwnParameter(name);

    void InnerLayer.IOwner.Register(string name, Parameter parameter) => register_parameter(name, parameter);
}

/// <summary>One layer of a Transformer decoder: post-norm, the sequence in the first dimension.</summary>
/// <remarks>
/// Parameters: self_attn.*, multihead_attn.* (see <see cref="MultiheadAttention"/>), linear1.*, linear2.*, norm1.*, norm2.*,
/// norm3.*. The layer itself has no submodules, as in TorchSharp.
/// </remarks>
public sealed class TransformerDecoderLayer : Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, InnerLayer.IOwner
{
    private readonly InnerDecoderLayer layer;

    internal TransformerDecoderLayer(TransformerShape shape) : base(nameof(TransformerDecoderLayer))
    {
        Shape = shape;
        layer = new(this, "", shape);
    }

    internal TransformerShape Shape { get; }

    /// <summary>Runs the layer.</summary>
    /// <param name="tgt">[T, N, E].</param>
    /// <param name="memory">What the encoder gave, [S, N, E].</param>
    /// <param name="tgt_mask">[T, T]: true where a place is not seen, or what is added to the scores; or null.</param>
    /// <param name="memory_mask">[T, S], likewise.</param>
    /// <param name="tgt_key_padding_mask">[N, T], true where a place does not count; or null.</param>
    /// <param name="memory_key_padding_mask">[N, S], likewise.</param>
    public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask, Tensor? tgt_key_padding_mask, Tensor? memory_key_padding_mask)
        => layer.Forward(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    /// <inheritdoc cref="forward"/>
    public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        => base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

    Parameter? InnerLayer.IOwner.Own(string name) => OwnParameter(name);

    void InnerLayer.IOwner.Register(string name, Parameter parameter) => register_parameter(name, parameter);
}

/// <summary>A stack of decoder layers.</summary>
/// <remarks>Parameters: layers.{i}.*. All layers start as copies of the one that is given, which stays apart.</remarks>
public sealed class TransformerDecoder : Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, InnerLayer.IOwner
{
    private readonly InnerDecoderLayer[] layers;

    internal TransformerDecoder(TransformerDecoderLayer layer, long count) : base(nameof(TransformerDecoder))
    {
        layers = new InnerDecoderLayer[count];
        for (var i = 0; i < layers.Length; i++) layers[i] = new(this, $"layers.{i}.", layer.Shape);
        TransformerStack.CopyToLayers([.. layer.named_parameters()], this, count);
    }

    /// <inheritdoc cref="TransformerDecoderLayer.forward"/>
    public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
    {
        using var scope = NewDisposeScope();
        var x = tgt.Share();
        foreach (var layer in layers) x = layer.Forward(x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
        return x.MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="TransformerDecoderLayer.forward"/>
    public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        => base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

    /// <inheritdoc cref="TransformerDecoderLayer.forward"/>
    public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

    Parameter? InnerLayer.IOwner.Own(string name) => OwnParameter(name);

    void InnerLayer.IOwner.Register(string name, Parameter parameter) => register_parameter(name, parameter);
}

/// <summary>A Transformer: encoder and decoder, each with a normalisation at its end.</summary>
/// <remarks>
/// Parameters: encoder.layers.{i}.*, encoder.norm.*, decoder.layers.{i}.*, decoder.norm.*; matrices start Xavier-uniform.
/// </remarks>
public sealed class Transformer : Module<Tensor, Tensor, Tensor>, InnerLayer.IOwner
{
    private readonly long width;
    private readonly InnerEncoderLayer[] encoder;
    private readonly InnerLayerNorm encoderNorm;
    private readonly InnerDecoderLayer[] decoder;
    private readonly InnerLayerNorm decoderNorm;

    internal Transformer(TransformerShape shape, long encoderLayers, long decoderLayers) : base(nameof(Transformer))
    {
        width = shape.Width;
        encoder = new InnerEncoderLayer[encoderLayers];
        for (var i = 0; i < encoder.Length; i++) encoder[i] = new(this, $"encoder.layers.{i}.", shape);
        encoderNorm = new(this, "encoder.norm.", shape.Width);
        decoder = new InnerDecoderLayer[decoderLayers];
        for (var i = 0; i < decoder.Length; i++) decoder[i] = new(this, $"decoder.layers.{i}.", shape);
        decoderNorm = new(this, "decoder.norm.", shape.Width);
        foreach (var parameter in parameters())
        {
            if (parameter.ndim > 1) init.xavier_uniform_(parameter);
        }
    }

    /// <summary>Runs encoder and decoder without masks.</summary>
    /// <param name="src">[S, N, E].</param>
    /// <param name="tgt">[T, N, E].</param>
    public override Tensor forward(Tensor src, Tensor tgt) => call(src, tgt, null);

    /// <summary>Runs encoder and decoder.</summary>
    /// <param name="src">[S, N, E].</param>
    /// <param name="tgt">[T, N, E].</param>
    /// <param name="src_mask">[S, S]: true where a place is not seen, or what is added to the scores; or null.</param>
    /// <param name="tgt_mask">[T, T], likewise.</param>
    /// <param name="memory_mask">[T, S], likewise.</param>
    /// <param name="src_key_padding_mask">[N, S], true where a place does not count; or null.</param>
    /// <param name="tgt_key_padding_mask">[N, T], likewise.</param>
    /// <param name="memory_key_padding_mask">[N, S], likewise.</param>
    public Tensor call(Tensor src, Tensor tgt, Tensor? src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
    {
        if (src.ndim != 3 || tgt.ndim != 3 || src.shape[1] != tgt.shape[1]) throw new ArgumentException("src and tgt should have 3 dimensions and equal batch size", nameof(src));
        if (src.shape[2] != width || tgt.shape[2] != width) throw new ArgumentException($"src and tgt should have the feature dimension of {width}", nameof(src));

        using var scope = NewDisposeScope();
        var memory = src;
        foreach (var layer in encoder) memory = layer.Forward(memory, src_mask, src_key_padding_mask);
        memory = encoderNorm.Forward(memory);
        var x = tgt;
        foreach (var layer in decoder) x = layer.Forward(x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
        return decoderNorm.Forward(x).MoveToOuterDisposeScope();
    }

    Parameter? InnerLayer.IOwner.Own(string name) => OwnParameter(name);

    void InnerLayer.IOwner.Register(string name, Parameter parameter) => register_parameter(name, parameter);
}
