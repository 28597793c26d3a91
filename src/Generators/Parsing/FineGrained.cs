using System.Globalization;
using MetaAdamW.Generators.Model;

namespace MetaAdamW.Generators.Parsing;

/// <summary>
/// The fine-grained rule (arXiv:2605.04055, section 3.2): layer type, depth bucket, bias. It is decided here where the whole
/// name is known; the rest is decided on the live model.
/// </summary>
internal sealed class FineGrained
{
    private readonly long? deepest;

    public FineGrained(IReadOnlyCollection<ParameterRow> rows)
    {
        // The bucket is relative to the largest number in the model, so one name that is open leaves them all open.
        long largest = rows.Where(r => !r.IsPattern && !r.IsOptional).Max(r => DepthOf(r.Path)) ?? 0;
        bool isKnown = rows.All(r => !r.IsPattern && !(r.IsOptional && DepthOf(r.Path) > largest));
        deepest = isKnown ? largest : null;
    }

    /// <summary>The group's name, or null where the live model has to say.</summary>
    public string? GroupOf(ParameterRow row)
    {
        if (row.IsPattern || (!EndsInBias(row.Path) && row.Rank is null))
        {
            return null;
        }

        long? depth = DepthOf(row.Path);
        if (depth is not null && deepest is null)
        {
            return null;
        }

        string bucket = depth is not { } d || deepest is not > 1 ? "middle"
            : 3 * d < deepest ? "shallow"
            : 3 * d > 2 * deepest ? "deep"
            : "middle";
        string tensor = row.Rank == 1 || EndsInBias(row.Path) ? "bias" : "weight";
        return $"{LayerOf(row)}/{bucket}/{tensor}";
    }

    /// <summary>The first number that stands as a whole part of the name.</summary>
    public static long? DepthOf(string path)
    {
        foreach (string part in path.Split('.'))
        {
            if (part.Length > 0 && part.All(c => c is >= '0' and <= '9')
                && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }
        }

        return null;
    }

    private static bool EndsInBias(string path) => path.EndsWith("bias", StringComparison.Ordinal);

    private static string LayerOf(ParameterRow row)
    {
        string name = row.Path.ToLowerInvariant();
        return Contains("embed") ? "embedding"
            : Contains("attn") || Contains("attention") ? "attention"
            : Contains("ffn") || Contains("mlp") || Contains("feed_forward") ? "ffn"
            : Contains("norm") ? "layernorm"
            : row.Layer switch
            {
                LayerKind.Embedding => "embedding",
                LayerKind.Attention => "attention",
                LayerKind.FeedForward => "ffn",
                LayerKind.LayerNorm => "layernorm",
                LayerKind.Linear => "linear",
                _ => "other",
            };

        bool Contains(string word) => name.Contains(word);
    }
}
