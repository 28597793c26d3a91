namespace MetaAdamW;

/// <summary>The kinds of layers that the fine-grained grouping tells apart (arXiv:2605.04055, section 3.2).</summary>
public enum LayerKind
{
    /// <summary>A table of embeddings.</summary>
    Embedding,

    /// <summary>Attention: queries, keys, values and the output projection.</summary>
    Attention,

    /// <summary>The feed-forward part of a transformer layer.</summary>
    FeedForward,

    /// <summary>A normalisation over features.</summary>
    LayerNorm,

    /// <summary>A linear map.</summary>
    Linear,

    /// <summary>Anything else.</summary>
    Other,
}
