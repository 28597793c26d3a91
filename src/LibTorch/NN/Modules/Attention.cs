using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// A layer inside a module that keeps all its parameters itself, under dotted names, as TorchSharp's native layers do.
/// </summary>
/// <param name="owner">The module that has the parameters.</param>
/// <param name="prefix">What stands before their names, dot included.</param>
internal abstract class InnerLayer(InnerLayer.IOwner owner, string prefix)
{
    /// <summary>A module as its inner layers see it.</summary>
    public interface IOwner
    {
        /// <summary>The parameter of that name, or null.</summary>
        Parameter? Own(string name);

        /// <summary>Registers a new parameter.</summary>
        void Register(string name, Parameter parameter);

        /// <summary>Whether dropout is active.</summary>
        bool training { get; }
    }

    /// <summary>Whether dropout is active.</summary>
    protected bool Training => owner.training;

    /// <summary>The full name of a parameter.</summary>
    protected string Named(string name) => prefix + name;

    /// <summary>The parameter of that full name.</summary>
    protected Parameter Required(string fullName) => owner.Own(fullName)!;

    /// <summary>The parameter of that full name, or null.</summary>
    protected Parameter? Optional(string fullName) => owner.Own(fullName);

    /// <summary>Registers a new, uninitialised parameter.</summary>
    protected Parameter New(string fullName, params long[] shape)
    {
        var parameter = new Parameter(empty(shape));
        parameter.DetachFromDisposeScope();
        owner.Register(fullName, parameter);
        return parameter;
    }
}

/// <summary>An affine map inside a module.</summary>
internal sealed class InnerLinear : InnerLayer
{
    private readonly string weight;
    private readonly string bias;

    public InnerLinear(IOwner owner, string prefix, long inputs, long outputs, bool hasBias = true) : base(owner, prefix)
    {
        weight = Named("weight");
        bias = Named("bias");
        Initialization.Affine(New(weight, outputs, inputs), hasBias ? New(bias, outputs) : null);
    }

    public Parameter Weight => Required(weight);

    public Parameter? Bias => Optional(bias);

    public Tensor Forward(Tensor input) => functional.linear(input, Weight, Bias);
}

/// <summary>A layer normalisation inside a module.</summary>
internal sealed class InnerLayerNorm : InnerLayer
{
    private readonly string weight;
    private readonly string bias;
    private readonly long[] shape;

    public InnerLayerNorm(IOwner owner, string prefix, long width) : base(owner, prefix)
    {
        weight = Named("weight");
        bias = Named("bias");
        shape = [width];
        Initialization.Normalization(New(weight, width), New(bias, width));
    }

    public Tensor Forward(Tensor input) => functional.layer_norm(input, shape, Required(weight), Optional(bias));
}

/// <summary>Multi-head attention inside a module.</summary>
internal sealed class InnerAttention : InnerLayer
{
    private readonly long width;
    private readonly long heads;
    private readonly double dropout;
    private readonly bool addZero;
    private readonly bool packed;
    private readonly string inWeight;
    private readonly string inBias;
    private readonly string queryWeight;
    private readonly string keyWeight;
    private readonly string valueWeight;
    private readonly string keyBias;
    private readonly string valueBias;
    private readonly InnerLinear output;

    public InnerAttention(IOwner owner, string prefix, long width, long heads, double dropout, bool bias = true, bool addBiases = false, bool addZero = false, long? keyWidth = null, long? valueWidth = null)
        : base(owner, prefix)
    {
        if (heads <= 0 || width % heads != 0) throw new ArgumentException($"embed_dim must be divisible by num_heads: {width} and {heads}", nameof(heads));

        this.width = width;
        this.heads = heads;
        this.dropout = dropout;
        this.addZero = addZero;
        packed = (keyWidth ?? width) == width && (valueWidth ?? width) == width;
        inWeight = Named("in_proj_weight");
        inBias = Named("in_proj_bias");
        queryWeight = Named("q_proj_weight");
        keyWeight = Named("k_proj_weight");
        valueWeight = Named("v_proj_weight");
        keyBias = Named("bias_k");
        valueBias = Named("bias_v");

        Parameter[] weights = packed
            ? [New(inWeight, 3 * width, width)]
            : [New(queryWeight, width, width), New(keyWeight, width, keyWidth ?? width), New(valueWeight, width, valueWidth ?? width)];
        var inputBias = bias ? New(inBias, 3 * width) : null;
        Parameter[] added = addBiases ? [New(keyBias, 1, 1, width), New(valueBias, 1, 1, width)] : [];
        output = new InnerLinear(owner, Named("out_proj."), width, width, bias);

        foreach (var weight in weights) init.xavier_uniform_(weight);
        if (inputBias is not null) init.zeros_(inputBias);
        if (output.Bias is { } outputBias) init.zeros_(outputBias);
        foreach (var parameter in added) init.xavier_normal_(parameter);
    }

    /// <summary>Attends. Everything but the results belongs to the current dispose scope.</summary>
    /// <param name="query">[L, N, E].</param>
    /// <param name="key">[S, N, E or key width].</param>
    /// <param name="value">[S, N, E or value width].</param>
    /// <param name="keyPadding">[N, S]: true, not zero, or -∞ where a key does not count; or null.</param>
    /// <param name="needWeights">Whether the weights are wanted.</param>
    /// <param name="mask">[L, S] or [N heads, L, S]: true where a key does not count, or what is added to the scores; or null.</param>
    /// <returns>[L, N, E], and the weights [N, L, S], averaged over the heads, or null.</returns>
    public (Tensor Result, Tensor? Weights) Forward(Tensor query, Tensor key, Tensor value, Tensor? keyPadding, bool needWeights, Tensor? mask)
    {
        if (query.ndim != 3) throw new ArgumentException($"query must have 3 dimensions, got {query.ndim}", nameof(query));
        var (length, batch) = (query.shape[0], query.shape[1]);
        var headWidth = width / heads;
        var (q, k, v) = Projected(query, key, value);

        if (Optional(keyBias) is { } addedKey)
        {
            k = Aten.cat([k, Aten.expand(addedKey, [1, batch, width], false)], 0);
            v = Aten.cat([v, Aten.expand(Required(valueBias), [1, batch, width], false)], 0);
            mask = WithOneMore(mask);
            keyPadding = WithOneMore(keyPadding);
        }

        q = Heads(q);
        k = Heads(k);
        v = Heads(v);
        if (addZero)
        {
            var nothing = zeros([batch * heads, 1, headWidth], k.dtype, k.device);
            k = Aten.cat([k, nothing], 1);
            v = Aten.cat([v, nothing], 1);
            mask = WithOneMore(mask);
            keyPadding = WithOneMore(keyPadding);
        }

        var keys = k.shape[1];
        var scores = Aten.bmm(Aten.mul(q, 1 / Math.Sqrt(headWidth)), Aten.transpose(k, 1, 2));
        if (mask is not null) scores = Masked(scores, mask.ndim == 2 ? Aten.unsqueeze(mask, 0) : mask);
        if (keyPadding is not null)
        {
            var padding = Aten.reshape(keyPadding, [batch, 1, 1, keys]);
            scores = Aten.view(Masked(Aten.view(scores, [batch, heads, length, keys]), padding), [batch * heads, length, keys]);
        }

        var weights = Aten.softmax(scores, -1);
        var dropped = dropout > 0 && Training ? Aten.dropout(weights, dropout, true) : weights;
        var joined = Aten.reshape(Aten.transpose(Aten.bmm(dropped, v), 0, 1), [length, batch, width]);
        return (output.Forward(joined), needWeights ? Aten.mean(Aten.view(dropped, [batch, heads, length, keys]), [1L]) : null);

        Tensor Heads(Tensor x) => Aten.transpose(Aten.reshape(x, [x.shape[0], batch * heads, headWidth]), 0, 1);
    }

    private (Tensor, Tensor, Tensor) Projected(Tensor query, Tensor key, Tensor value)
    {
        var bias = Optional(inBias);
        if (!packed)
        {
            var biases = bias is null ? [null, null, null] : (Tensor?[])Aten.chunk(bias, 3, 0);
            return (functional.linear(query, Required(queryWeight), biases[0]), functional.linear(key, Required(keyWeight), biases[1]), functional.linear(value, Required(valueWeight), biases[2]));
        }

        var weight = Required(inWeight);
        if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var all = Aten.chunk(functional.linear(query, weight, bias), 3, -1);
            return (all[0], all[1], all[2]);
        }

        var w = Aten.chunk(weight, 3, 0);
        var b = bias is null ? [null, null, null] : (Tensor?[])Aten.chunk(bias, 3, 0);
        return (functional.linear(query, w[0], b[0]), functional.linear(key, w[1], b[1]), functional.linear(value, w[2], b[2]));
    }

    private static Tensor Masked(Tensor scores, Tensor mask)
    {
        if (is_floating_point(mask.dtype)) return Aten.add(scores, mask);
        var hidden = mask.dtype == ScalarType.Bool ? mask : Aten.ne(mask, 0);
        return Aten.masked_fill(scores, hidden, double.NegativeInfinity);
    }

    private static Tensor? WithOneMore(Tensor? mask) => mask is null ? null : Aten.constant_pad_nd(mask, [0, 1], 0);
}

/// <summary>Attention of several heads, each over its part of the width.</summary>
/// <remarks>
/// Parameters: in_proj_weight [3 E, E] (or q_proj_weight, k_proj_weight and v_proj_weight where keys or values have another width),
/// in_proj_bias, bias_k, bias_v, out_proj.weight, out_proj.bias. The layer itself has no submodules.
/// </remarks>
public sealed class MultiheadAttention : Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>, InnerLayer.IOwner
{
    private readonly InnerAttention attention;

    internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn, long? kdim, long? vdim) : base(nameof(MultiheadAttention))
        => attention = new InnerAttention(this, "", embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);

    /// <summary>Attends.</summary>
    /// <param name="query">[L, N, E].</param>
    /// <param name="key">[S, N, E or kdim].</param>
    /// <param name="value">[S, N, E or vdim].</param>
    /// <param name="key_padding_mask">[N, S], true where a key does not count; or null.</param>
    /// <param name="need_weights">Whether the weights are wanted.</param>
    /// <param name="attn_mask">[L, S] or [N heads, L, S]: true where a key does not count, or what is added to the scores; or null.</param>
    /// <returns>The result [L, N, E] and the weights [N, L, S], averaged over the heads; without them an invalid tensor.</returns>
    public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        using var scope = NewDisposeScope();
        var (result, weights) = attention.Forward(query, key, value, key_padding_mask, need_weights, attn_mask);
        return Tuple.Create(result.MoveToOuterDisposeScope(), weights?.MoveToOuterDisposeScope() ?? new Tensor(0));
    }

    /// <inheritdoc cref="forward"/>
    public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null)
        => base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    Parameter? InnerLayer.IOwner.Own(string name) => OwnParameter(name);

    void InnerLayer.IOwner.Register(string name, Parameter parameter) => register_parameter(name, parameter);
}
