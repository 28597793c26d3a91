namespace MetaAdamW;

/// <summary>Where a parameter stands between the first and the last numbered layer.</summary>
public enum DepthBucket
{
    /// <summary>In the first third.</summary>
    Shallow,

    /// <summary>Between the thirds, or not numbered.</summary>
    Middle,

    /// <summary>In the last third.</summary>
    Deep,
}

/// <summary>
/// The key of the fine-grained grouping (arXiv:2605.04055, section 3.2): layer type, depth bucket, bias or weight.
/// </summary>
/// <param name="Layer">The layer type.</param>
/// <param name="Depth">The depth bucket.</param>
/// <param name="Bias">Whether the parameter has one dimension, or its name ends in 'bias'.</param>
public readonly record struct FineGrainedKey(LayerKind Layer, DepthBucket Depth, bool Bias)
{
    /// <summary>Finds the key of a parameter.</summary>
    /// <param name="name">Its dotted name.</param>
    /// <param name="dimensions">Its number of dimensions.</param>
    /// <param name="moduleKind">The kind of the owning module's type; words in the name go before it.</param>
    /// <param name="deepest">The largest number that stands as a name part anywhere in the model, or null.</param>
    /// <param name="skipLeadingNumber">The authors' reading: a number at the very start of the name is not seen.</param>
    /// <returns>The key.</returns>
    public static FineGrainedKey Of(string name, long dimensions, LayerKind moduleKind, long? deepest, bool skipLeadingNumber = false) =>
        new(LayerOf(name, moduleKind), BucketOf(DepthOf(name, skipLeadingNumber), deepest), IsBias(name, dimensions));

    /// <summary>The layer type by the words in the name, else by the module's type.</summary>
    /// <param name="name">A dotted parameter name.</param>
    /// <param name="moduleKind">The kind of the owning module's type.</param>
    /// <returns>The layer type.</returns>
    public static LayerKind LayerOf(string name, LayerKind moduleKind)
    {
        ArgumentNullException.ThrowIfNull(name);
        return WordIn(name)?.Layer ?? moduleKind;
    }

    /// <summary>The first number that stands as a whole part of the name: 3 in <c>layers.3.attn</c>, none in <c>fc1</c>.</summary>
    /// <param name="name">A dotted parameter name.</param>
    /// <param name="skipLeading">Whether the very first part is not looked at.</param>
    /// <returns>The number, or null.</returns>
    public static long? DepthOf(string name, bool skipLeading = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<char> rest = name;
        for (bool first = true; ; first = false)
        {
            int dot = rest.IndexOf('.');
            ReadOnlySpan<char> part = dot < 0 ? rest : rest[..dot];
            if (!(first && skipLeading) && !part.IsEmpty && !part.ContainsAnyExceptInRange('0', '9') && long.TryParse(part, out long depth))
            {
                return depth;
            }

            if (dot < 0)
            {
                return null;
            }

            rest = rest[(dot + 1)..];
        }
    }

    /// <summary>Whether a parameter counts as a bias: one dimension, or a name that ends in 'bias'.</summary>
    /// <param name="name">A dotted parameter name.</param>
    /// <param name="dimensions">Its number of dimensions.</param>
    /// <returns>True for a bias.</returns>
    public static bool IsBias(string name, long dimensions)
    {
        ArgumentNullException.ThrowIfNull(name);
        return dimensions == 1 || name.EndsWith("bias", StringComparison.Ordinal);
    }

    /// <summary>The group's name: <c>layer/depth/weight</c> or <c>layer/depth/bias</c>.</summary>
    /// <returns>The name. It has slashes, so it never is a name that a user may give.</returns>
    public override string ToString()
    {
        string layer = Layer switch
        {
            LayerKind.Embedding => "embedding",
            LayerKind.Attention => "attention",
            LayerKind.FeedForward => "ffn",
            LayerKind.LayerNorm => "layernorm",
            LayerKind.Linear => "linear",
            _ => "other",
        };
        string depth = Depth switch { DepthBucket.Shallow => "shallow", DepthBucket.Deep => "deep", _ => "middle" };
        return $"{layer}/{depth}/{(Bias ? "bias" : "weight")}";
    }

    /// <summary>What makes each part of the key what it is, in words.</summary>
    internal static string Explain(string name, long dimensions, LayerKind moduleKind, long? deepest, bool skipLeadingNumber)
    {
        string layer = WordIn(name) is { } word ? $"'{word.Word}' in the name"
            : moduleKind == LayerKind.Other ? "no layer type known"
            : $"in {(moduleKind is LayerKind.Embedding or LayerKind.Attention ? "an" : "a")} {moduleKind} layer";
        string depth = DepthOf(name, skipLeadingNumber) is { } number ? $"layer {number} of 0 to {deepest}" : "no layer number";
        string tensor = dimensions == 1 ? "one dimension"
            : IsBias(name, dimensions) ? "a name that ends in 'bias'"
            : $"{dimensions} dimensions";
        string[] key = Of(name, dimensions, moduleKind, deepest, skipLeadingNumber).ToString().Split('/');
        return $"{layer}: {key[0]}; {depth}: {key[1]}; {tensor}: {key[2]}";
    }

    /// <summary>The first of the words that tell a layer's type, in the paper's order, that a name has.</summary>
    private static (string Word, LayerKind Layer)? WordIn(string name)
    {
        foreach ((string Word, LayerKind Layer) entry in Words)
        {
            if (name.Contains(entry.Word, StringComparison.OrdinalIgnoreCase))
            {
                return entry;
            }
        }

        return null;
    }

    private static (string Word, LayerKind Layer)[] Words { get; } =
    [
        ("embed", LayerKind.Embedding),
        ("attn", LayerKind.Attention),
        ("attention", LayerKind.Attention),
        ("ffn", LayerKind.FeedForward),
        ("mlp", LayerKind.FeedForward),
        ("feed_forward", LayerKind.FeedForward),
        ("norm", LayerKind.LayerNorm),
    ];

    private static DepthBucket BucketOf(long? depth, long? deepest) => (depth, deepest) switch
    {
        (null, _) or (_, null or <= 1) => DepthBucket.Middle,
        var (d, last) when 3 * d < last => DepthBucket.Shallow,
        var (d, last) when 3 * d > 2 * last => DepthBucket.Deep,
        _ => DepthBucket.Middle,
    };
}
