using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Φ (arXiv:2605.04055, section 3.4): a transformer encoder over the groups as a sequence, without positions, in pre-norm form
/// with ReLU and no dropout, and a linear map from each row to (α_raw, β_raw, λ1_raw, λ2_raw).
/// </summary>
/// <remarks>
/// Enhanced features end in a learned embedding of the group, which belongs to Φ; so do the gates γ that scale the columns by σ(γ).
/// </remarks>
public sealed class AttentionModule : ConductorModule
{
    internal AttentionModule(int groups, FeatureExtractor features, MetaAdamWOptions options, ScalarType dtype, Device device)
        : base(nameof(AttentionModule))
    {
        Width = features.Width;
        EmbeddingWidth = features.EmbeddingWidth;
        Heads = options.Heads ?? features.Heads;
        if (Width % Heads != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), Heads, $"{nameof(MetaAdamWOptions.Heads)} must divide the feature width {Width}; it is {Heads}.");
        }

        Layers = new ModuleList<AttentionLayer>(
            [.. Enumerable.Range(0, options.Layers).Select(_ => new AttentionLayer(Width, Heads, options.FeedForwardWidth, dtype, device))]);
        FinalNorm = options.FinalNorm ? nn.LayerNorm([Width], device: device, dtype: dtype) : null;
        Output = nn.Linear(Width, Outputs, device: device, dtype: dtype);
        Gates = features.Gating ? new Parameter(ones(Width, dtype: dtype, device: device)) : null;
        Embeddings = EmbeddingWidth > 0 ? new Parameter(randn(groups, EmbeddingWidth, dtype: dtype, device: device).mul_(0.1)) : null;
        Gates?.DetachFromDisposeScope();
        Embeddings?.DetachFromDisposeScope();

        RegisterComponents();
        nn.init.zeros_(Output.bias!);
        if (options.IdentityStart)
        {
            nn.init.zeros_(Output.weight);
        }
        else
        {
            nn.init.xavier_uniform_(Output.weight);
        }
    }

    /// <summary>The width D of a row.</summary>
    public int Width { get; }

    /// <summary>The number of attention heads.</summary>
    public int Heads { get; }

    /// <summary>The number of embedding columns at the end of a row.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>The encoder's layers.</summary>
    [field: ComponentName(Name = "layers")]
    internal ModuleList<AttentionLayer> Layers { get; }

    /// <summary>The normalisation before the output, where the options ask for it.</summary>
    [field: ComponentName(Name = "final_norm")]
    internal LayerNorm? FinalNorm { get; }

    /// <summary>The map to the raw factors.</summary>
    [field: ComponentName(Name = "output")]
    internal Linear Output { get; }

    /// <summary>γ, or null.</summary>
    [field: ComponentName(Name = "gates")]
    internal Parameter? Gates { get; }

    /// <summary>The embeddings of the groups, G × E, or null.</summary>
    [field: ComponentName(Name = "embeddings")]
    internal Parameter? Embeddings { get; }

    internal override string Role => "attention";

    /// <summary>The embeddings of new groups begin as those of the others did.</summary>
    internal override void Widen(int groups)
    {
        if (Embeddings is { } embeddings && embeddings.shape[0] < groups)
        {
            using Tensor more = randn(groups - embeddings.shape[0], EmbeddingWidth, dtype: embeddings.dtype, device: embeddings.device).mul_(0.1);
            using Tensor all = cat([embeddings.detach(), more], 0);
            embeddings.set_(all);
        }
    }

    /// <summary>Maps features to raw factors.</summary>
    /// <param name="features">F, G × D; the embedding columns are zeros.</param>
    /// <returns>G × 4.</returns>
    public override Tensor forward(Tensor features)
    {
        Tensor x = features;
        if (Embeddings is not null)
        {
            x = cat([x.narrow(1, 0, Width - EmbeddingWidth), Embeddings], 1);
        }

        if (Gates is not null)
        {
            x = x.mul(Gates.sigmoid());
        }

        foreach (AttentionLayer layer in Layers)
        {
            x = layer.call(x);
        }

        return Output.call(FinalNorm?.call(x) ?? x);
    }
}

/// <summary>One pre-norm encoder layer: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class AttentionLayer : nn.Module<Tensor, Tensor>
{
    public AttentionLayer(int width, int heads, int feedForwardWidth, ScalarType dtype, Device device)
        : base(nameof(AttentionLayer))
    {
        Heads = heads;
        Norm1 = nn.LayerNorm([width], device: device, dtype: dtype);
        Projection = nn.Linear(width, 3 * width, device: device, dtype: dtype);
        Merge = nn.Linear(width, width, device: device, dtype: dtype);
        Norm2 = nn.LayerNorm([width], device: device, dtype: dtype);
        Expand = nn.Linear(width, feedForwardWidth, device: device, dtype: dtype);
        Contract = nn.Linear(feedForwardWidth, width, device: device, dtype: dtype);
        foreach (Linear map in (Linear[])[Projection, Merge, Expand, Contract])
        {
            nn.init.xavier_uniform_(map.weight);
        }

        nn.init.zeros_(Projection.bias!);
        nn.init.zeros_(Merge.bias!);
        RegisterComponents();
    }

    public int Heads { get; }

    [field: ComponentName(Name = "norm1")]
    public LayerNorm Norm1 { get; }

    /// <summary>Queries, keys and values, one after the other.</summary>
    [field: ComponentName(Name = "projection")]
    public Linear Projection { get; }

    [field: ComponentName(Name = "merge")]
    public Linear Merge { get; }

    [field: ComponentName(Name = "norm2")]
    public LayerNorm Norm2 { get; }

    [field: ComponentName(Name = "expand")]
    public Linear Expand { get; }

    [field: ComponentName(Name = "contract")]
    public Linear Contract { get; }

    public override Tensor forward(Tensor x)
    {
        x = x.add(Merge.call(Attend(Projection.call(Norm1.call(x)))));
        return x.add(Contract.call(Expand.call(Norm2.call(x)).relu()));
    }

    private Tensor Attend(Tensor projected)
    {
        long groups = projected.shape[0];
        long width = projected.shape[1] / 3;
        long depth = width / Heads;
        Tensor q = PerHead(0), k = PerHead(1), v = PerHead(2);
        Tensor scores = q.matmul(k.transpose(1, 2)).mul(1 / Math.Sqrt(depth)).softmax(-1);
        return scores.matmul(v).transpose(0, 1).reshape(groups, width);

        Tensor PerHead(int part) => projected.narrow(1, part * width, width).reshape(groups, Heads, depth).transpose(0, 1);
    }
}
