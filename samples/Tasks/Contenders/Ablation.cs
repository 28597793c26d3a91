namespace MetaAdamW.Tasks.Contenders;

/// <summary>Rows of an ablation by the name of a set. A new row is a name in one of them.</summary>
internal static class Ablation
{
    /// <summary>The sets, in the order in which they run.</summary>
    public static IReadOnlyDictionary<string, string[]> Sets { get; } = new Dictionary<string, string[]>
    {
        // from AdamW to a Φ that learns, a step at a time
        ["steps"] =
        [
            "adamw", "random-factors", "published", "metaadamw", "metaadamw+unsaturated", "learning", "learning+fixed+cosine",
            "online+cosine+free", "online+cosine", "online+cosine+mean-preserving", "online", "direct",
        ],

        // the paper's table
        ["paper"] =
        [
            "adamw", "published",
            "published+one-group", "published+module-groups",
            "published+basic", "published+basicplus", "published+enhanced", "published+normalized", "published+flip-gating",
            "published+gradient", "published+loss-decrease", "published+gap", "published+no-huw", "published+equal-priorities",
            "published+half-period", "published+double-period", "published+half-layers", "published+double-layers",
            "published+half-width", "published+double-width",
        ],

        // what each feature is good for, where Φ learns in each step, and what all of them are: the direct conductor sees none
        ["features"] =
        [
            "adamw", "published", "online", "direct",
            "online+no-gradient", "online+no-first-moment", "online+no-parameter", "online+no-cosine", "online+no-second-moment", "online+no-time",
        ],
    };

    /// <summary>The rows of some names of sets and contenders, each row once.</summary>
    /// <exception cref="UserException">There is no such set or contender.</exception>
    public static IReadOnlyList<Contender> Rows(IEnumerable<string> names)
        => [.. names.SelectMany(name => Sets.GetValueOrDefault(name, [name])).Distinct().Select(Contender.Find)];
}
