using MetaAdamW.Generators.Model;

namespace MetaAdamW.Generators.Parsing;

/// <summary>A parameter of a layer of <c>TorchSharp.Modules</c>.</summary>
/// <param name="Name">Dotted name below the layer; a part may be <c>*</c> where a count of layers is not constant.</param>
/// <param name="Kind">Kind of the layer that owns it.</param>
/// <param name="Rank">Number of dimensions, or null where it is not constant.</param>
/// <param name="Count">Number of elements, or null where it is not constant.</param>
/// <param name="Present">Whether it exists; null where a flag that decides it is not constant.</param>
internal readonly record struct LayerParameter(string Name, LayerKind Kind, int? Rank, long? Count, bool? Present = true);

/// <summary>The arguments of a layer's factory: constants, or null where the compiler can't know.</summary>
internal interface ILayerArguments
{
    long? Integer(string name, long? absent = null);

    bool? Flag(string name, bool absent);

    /// <summary>Whether the argument was left out or is null; null where that is not known.</summary>
    bool? IsNull(string name);

    /// <summary>Product of a size that is one number (taken <paramref name="dimensions"/> times), a tuple or an array.</summary>
    long? Volume(string name, int dimensions);

    /// <summary>The layer that is passed, for layers that are stacked of others.</summary>
    ILayerArguments? Layer(string name);
}

/// <summary>
/// The parameters of every layer in <c>TorchSharp.Modules</c>, in the order in which the layer registers them: the one place
/// that knows their names.
/// </summary>
internal static class LayerCatalogue
{
    private static readonly Dictionary<string, Func<ILayerArguments, IEnumerable<LayerParameter>>> Layers = new(StringComparer.Ordinal)
    {
        ["Linear"] = Linear,
        ["Bilinear"] = Bilinear,
        ["Conv1d"] = a => Convolution(a, 1),
        ["Conv2d"] = a => Convolution(a, 2),
        ["Conv3d"] = a => Convolution(a, 3),
        ["ConvTranspose1d"] = a => Convolution(a, 1),
        ["ConvTranspose2d"] = a => Convolution(a, 2),
        ["ConvTranspose3d"] = a => Convolution(a, 3),
        ["BatchNorm1d"] = a => Norm(a, "num_features", affineByDefault: true),
        ["BatchNorm2d"] = a => Norm(a, "num_features", affineByDefault: true),
        ["BatchNorm3d"] = a => Norm(a, "num_features", affineByDefault: true),
        ["InstanceNorm1d"] = a => Norm(a, "num_features", affineByDefault: false),
        ["InstanceNorm2d"] = a => Norm(a, "num_features", affineByDefault: false),
        ["InstanceNorm3d"] = a => Norm(a, "num_features", affineByDefault: false),
        ["GroupNorm"] = a => Norm(a, "num_channels", affineByDefault: true),
        ["LayerNorm"] = LayerNorm,
        ["PReLU"] = a => [new("weight", LayerKind.Other, 1, a.Integer("num_parameters"))],
        ["Embedding"] = Embedding,
        ["EmbeddingBag"] = Embedding,
        ["RNN"] = a => Recurrent(a, gates: 1),
        ["GRU"] = a => Recurrent(a, gates: 3),
        ["LSTM"] = a => Recurrent(a, gates: 4),
        ["RNNCell"] = a => RecurrentCell(a, gates: 1),
        ["GRUCell"] = a => RecurrentCell(a, gates: 3),
        ["LSTMCell"] = a => RecurrentCell(a, gates: 4),
        ["MultiheadAttention"] = MultiheadAttention,
        ["TransformerEncoderLayer"] = a => EncoderLayer(a, ""),
        ["TransformerDecoderLayer"] = a => DecoderLayer(a, ""),
        ["TransformerEncoder"] = a => Stack(a.Layer("encoder_layer"), a.Integer("num_layers"), "layers", EncoderLayer),
        ["TransformerDecoder"] = a => Stack(a.Layer("decoder_layer"), a.Integer("num_layers"), "layers", DecoderLayer),
        ["Transformer"] = Transformer,
    };

    /// <summary>The layers that hold parameters, by type name.</summary>
    public static IEnumerable<string> Names => Layers.Keys;

    /// <summary>The argument of a layer's factory that one of the layer's properties tells: mostly that of its own name.</summary>
    public static string ArgumentOf(string property) => property switch
    {
        "in_features" => "inputSize",
        "out_features" => "outputSize",
        _ => property,
    };

    public static bool Contains(string type) => Layers.ContainsKey(type);

    /// <summary>The parameters of one layer; those that its flags surely leave out are not among them.</summary>
    public static IEnumerable<LayerParameter> ParametersOf(string type, ILayerArguments arguments) =>
        Layers.TryGetValue(type, out var layer) ? layer(arguments).Where(p => p.Present != false) : [];

    private static IEnumerable<LayerParameter> Linear(ILayerArguments a)
    {
        // The second factory takes the parameters themselves.
        bool? givenBias = Not(a.IsNull("bias"));
        bool wraps = a.IsNull("weight") == false;
        yield return new("weight", LayerKind.Linear, 2, Product(a.Integer("inputSize"), a.Integer("outputSize")));
        yield return new("bias", LayerKind.Linear, 1, a.Integer("outputSize"), wraps ? givenBias : a.Flag("hasBias", true));
    }

    private static IEnumerable<LayerParameter> Bilinear(ILayerArguments a)
    {
        yield return new("weight", LayerKind.Other, 3, Product(a.Integer("in1_features"), a.Integer("in2_features"), a.Integer("out_features")));
        yield return new("bias", LayerKind.Other, 1, a.Integer("out_features"), a.Flag("hasBias", true));
    }

    private static IEnumerable<LayerParameter> Convolution(ILayerArguments a, int dimensions)
    {
        long? weights = Product(a.Integer("in_channels"), a.Integer("out_channels"), a.Volume("kernel_size", dimensions));
        long? groups = a.Integer("groups", 1);
        yield return new("weight", LayerKind.Other, dimensions + 2, groups is > 0 ? weights / groups : null);
        yield return new("bias", LayerKind.Other, 1, a.Integer("out_channels"), a.Flag("bias", true));
    }

    private static IEnumerable<LayerParameter> Norm(ILayerArguments a, string size, bool affineByDefault)
    {
        bool? affine = a.Flag("affine", affineByDefault);
        yield return new("weight", LayerKind.Other, 1, a.Integer(size), affine);
        yield return new("bias", LayerKind.Other, 1, a.Integer(size), affine);
    }

    private static IEnumerable<LayerParameter> LayerNorm(ILayerArguments a)
    {
        bool? affine = a.Flag("elementwise_affine", true);
        long? count = a.Volume("normalized_shape", 1);
        int? rank = a.Integer("normalized_shape") is null ? null : 1;
        yield return new("weight", LayerKind.LayerNorm, rank, count, affine);
        yield return new("bias", LayerKind.LayerNorm, rank, count, And(affine, a.Flag("bias", true)));
    }

    private static IEnumerable<LayerParameter> Embedding(ILayerArguments a) =>
        [new("weight", LayerKind.Embedding, 2, Product(a.Integer("num_embeddings"), a.Integer("embedding_dims")))];

    private static IEnumerable<LayerParameter> Recurrent(ILayerArguments a, int gates)
    {
        long? layers = a.Integer("numLayers", 1);
        bool? bidirectional = a.Flag("bidirectional", false);
        bool? bias = a.Flag("bias", true);
        if (layers is not (>= 0 and <= 1024) || bidirectional is null)
        {
            // The names carry the layer's number, so there is no telling them one by one.
            yield return new("*", LayerKind.Other, null, null);
            yield break;
        }

        long? hidden = a.Integer("hiddenSize");
        int directions = bidirectional.Value ? 2 : 1;
        for (int layer = 0; layer < layers; layer++)
        {
            long? input = layer == 0 ? a.Integer("inputSize") : hidden * directions;
            for (int direction = 0; direction < directions; direction++)
            {
                string suffix = "_l" + Invariant(layer) + (direction == 1 ? "_reverse" : "");
                yield return new("weight_ih" + suffix, LayerKind.Other, 2, Product(gates, hidden, input));
                yield return new("weight_hh" + suffix, LayerKind.Other, 2, Product(gates, hidden, hidden));
                yield return new("bias_ih" + suffix, LayerKind.Other, 1, gates * hidden, bias);
                yield return new("bias_hh" + suffix, LayerKind.Other, 1, gates * hidden, bias);
            }
        }
    }

    private static IEnumerable<LayerParameter> RecurrentCell(ILayerArguments a, int gates)
    {
        long? hidden = a.Integer("hiddenSize");
        bool? bias = a.Flag("bias", true);
        yield return new("weight_ih", LayerKind.Other, 2, Product(gates, hidden, a.Integer("inputSize")));
        yield return new("weight_hh", LayerKind.Other, 2, Product(gates, hidden, hidden));
        yield return new("bias_ih", LayerKind.Other, 1, gates * hidden, bias);
        yield return new("bias_hh", LayerKind.Other, 1, gates * hidden, bias);
    }

    private static IEnumerable<LayerParameter> MultiheadAttention(ILayerArguments a)
    {
        long? width = a.Integer("embedded_dim");
        bool? bias = a.Flag("bias", true);
        bool? extra = a.Flag("add_bias_kv", false);
        bool? sameKey = And(SameWidth("kdim"), SameWidth("vdim"));
        yield return new("in_proj_weight", LayerKind.Attention, 2, Product(3, width, width), sameKey);
        yield return new("q_proj_weight", LayerKind.Attention, 2, Product(width, width), Not(sameKey));
        yield return new("k_proj_weight", LayerKind.Attention, 2, Product(width, Width("kdim")), Not(sameKey));
        yield return new("v_proj_weight", LayerKind.Attention, 2, Product(width, Width("vdim")), Not(sameKey));
        yield return new("in_proj_bias", LayerKind.Attention, 1, 3 * width, bias);
        yield return new("bias_k", LayerKind.Attention, 3, width, extra);
        yield return new("bias_v", LayerKind.Attention, 3, width, extra);
        yield return new("out_proj.weight", LayerKind.Attention, 2, Product(width, width));
        yield return new("out_proj.bias", LayerKind.Attention, 1, width, bias);

        long? Width(string name) => a.IsNull(name) == true ? width : a.Integer(name);

        bool? SameWidth(string name) =>
            a.IsNull(name) == true ? true : width is { } w && a.Integer(name) is { } other ? w == other : null;
    }

    private static IEnumerable<LayerParameter> EncoderLayer(ILayerArguments? a, string prefix)
    {
        (long? width, long? inner) = LayerWidths(a);
        return
        [
            .. SelfAttention(prefix + "self_attn.", width),
            .. FeedForward(prefix, width, inner),
            .. Norms(prefix, width, 2),
        ];
    }

    private static IEnumerable<LayerParameter> DecoderLayer(ILayerArguments? a, string prefix)
    {
        (long? width, long? inner) = LayerWidths(a);
        return
        [
            .. SelfAttention(prefix + "self_attn.", width),
            .. SelfAttention(prefix + "multihead_attn.", width),
            .. FeedForward(prefix, width, inner),
            .. Norms(prefix, width, 3),
        ];
    }

    private static (long? Width, long? Inner) LayerWidths(ILayerArguments? a) =>
        (a?.Integer("d_model", 512), a?.Integer("dim_feedforward", 2048));

    private static IEnumerable<LayerParameter> SelfAttention(string prefix, long? width) =>
    [
        new(prefix + "in_proj_weight", LayerKind.Attention, 2, Product(3, width, width)),
        new(prefix + "in_proj_bias", LayerKind.Attention, 1, 3 * width),
        new(prefix + "out_proj.weight", LayerKind.Attention, 2, Product(width, width)),
        new(prefix + "out_proj.bias", LayerKind.Attention, 1, width),
    ];

    private static IEnumerable<LayerParameter> FeedForward(string prefix, long? width, long? inner) =>
    [
        new(prefix + "linear1.weight", LayerKind.Linear, 2, Product(width, inner)),
        new(prefix + "linear1.bias", LayerKind.Linear, 1, inner),
        new(prefix + "linear2.weight", LayerKind.Linear, 2, Product(width, inner)),
        new(prefix + "linear2.bias", LayerKind.Linear, 1, width),
    ];

    private static IEnumerable<LayerParameter> Norms(string prefix, long? width, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            foreach (LayerParameter p in FinalNorm($"{prefix}norm{Invariant(i)}.", width))
            {
                yield return p;
            }
        }
    }

    private static IEnumerable<LayerParameter> FinalNorm(string prefix, long? width) =>
    [
        new(prefix + "weight", LayerKind.LayerNorm, 1, width),
        new(prefix + "bias", LayerKind.LayerNorm, 1, width),
    ];

    private static IEnumerable<LayerParameter> Stack(
        ILayerArguments? layer, long? count, string prefix, Func<ILayerArguments?, string, IEnumerable<LayerParameter>> parametersOf) =>
        count is >= 0 and <= 1024
            ? Enumerable.Range(0, (int)count.Value).SelectMany(i => parametersOf(layer, $"{prefix}.{Invariant(i)}."))
            : parametersOf(layer, prefix + ".*.");

    private static IEnumerable<LayerParameter> Transformer(ILayerArguments a)
    {
        long? width = a.Integer("d_model", 512);
        return
        [
            .. Stack(a, a.Integer("num_encoder_layers", 6), "encoder.layers", EncoderLayer),
            .. FinalNorm("encoder.norm.", width),
            .. Stack(a, a.Integer("num_decoder_layers", 6), "decoder.layers", DecoderLayer),
            .. FinalNorm("decoder.norm.", width),
        ];
    }

    private static long? Product(params long?[] factors)
    {
        long? product = 1;
        foreach (long? factor in factors)
        {
            product *= factor;
        }

        return product;
    }

    private static bool? Not(bool? value) => value is null ? null : !value;

    private static bool? And(bool? left, bool? right) => left & right;

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
