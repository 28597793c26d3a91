using static System.FormattableString;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>What MetaAdamW adds to AdamW.</summary>
/// <param name="Options">Φ and how it learns. Rate, decay and number of steps are the recipe's and the run's.</param>
internal sealed record Modulation(MetaAdamWOptions Options)
{
    /// <summary>Whether Φ learns; else it stays as it starts.</summary>
    public bool Learns { get; init; } = true;

    /// <summary>The settings in words, for the report.</summary>
    public IReadOnlyList<Setting> Describe() =>
    [
        new("meta-update", Learns ? $"every {Options.MetaPeriod} steps after {Options.WarmupEpochs} epoch{(Options.WarmupEpochs == 1 ? "" : "s")}" : "none"),
        new("Φ", $"{Options.Layers} encoder layers, feed-forward width {Options.FeedForwardWidth}" +
            $"{(Options.LogarithmicFeatures ? ", logarithmic features" : "")}{(Options.FinalNorm ? ", final norm" : "")}"),
        new("Φ starts", Options.IdentityStart ? "as the identity" : "at random"),
        .. Learns
            ? new Setting[] { new("Φ learns with", Invariant($"{(Options.MetaRule == MetaLearningRule.Adam ? "Adam" : "gradient descent")}, rate {Options.MetaLearningRate}")) }
            : [],
    ];
}
