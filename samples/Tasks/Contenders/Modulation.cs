using static System.FormattableString;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>What shares an α and a β.</summary>
internal enum Grouping
{
    /// <summary>What the model declares.</summary>
    Declared,

    /// <summary>The paper's fine-grained rule.</summary>
    Fine,

    /// <summary>All parameters: the paper's 'original' grouping of a model that is given to the optimizer as one group.</summary>
    One,

    /// <summary>The parameters of a layer, as its weight and its bias.</summary>
    Module,
}

/// <summary>What MetaAdamW adds to AdamW. What is null or not said is as the model declares it.</summary>
/// <param name="Options">Φ and how it learns. Rate, decay and number of steps are the recipe's and the run's.</param>
internal sealed record Modulation(MetaAdamWOptions Options)
{
    /// <summary>Whether Φ learns; else it stays as it starts.</summary>
    public bool Learns { get; init; } = true;

    public Grouping Grouping { get; init; }

    public FeatureSet? Features { get; init; }

    /// <summary>Whether the statistics are standardised across the groups.</summary>
    public bool? Normalized { get; init; }

    /// <summary>Whether the model's choice of a gate is turned round.</summary>
    public bool FlipGating { get; init; }

    /// <summary>What is in the names of the features that are blank.</summary>
    public string? Blank { get; init; }

    /// <summary>Whether the three terms of the meta-loss have the same priority.</summary>
    public bool EqualPriorities { get; init; }

    /// <summary>Creates the optimizer of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="declared">Its generated <c>CreateMetaAdamW</c>.</param>
    /// <param name="options">The options, complete.</param>
    public MetaAdamWOptimizer Create(nn.Module model, Func<MetaAdamWOptions, MetaAdamWOptimizer> declared, MetaAdamWOptions options)
    {
        var optimizer = declared(options);
        if (this == new Modulation(Options) { Learns = Learns })
            return optimizer;
        using (optimizer)
            return new(Groups(model, optimizer.Groups), Extractor(optimizer.Features), EqualPriorities ? new() : optimizer.Priorities, options);
    }

    /// <summary>The settings in words, for the report.</summary>
    public IReadOnlyList<Setting> Describe() =>
    [
        new("meta-update", Learns ? $"every {Options.MetaPeriod} steps after {Options.WarmupEpochs} epoch{(Options.WarmupEpochs == 1 ? "" : "s")}" : "none"),
        new("conductor", Options.Conductor == ConductorKind.Direct ? "a factor of its own for each group" : "Φ"),
        new("Φ", $"{Options.Layers} encoder layers, feed-forward width {Options.FeedForwardWidth}" +
            $"{(Options.LogarithmicFeatures ? ", logarithmic features" : "")}{(Options.FinalNorm ? ", final norm" : "")}"),
        new("Φ starts", Options.IdentityStart ? "as the identity" : "at random"),
        new("factors", Invariant($"{(Options.FactorScale == FactorScale.Logarithmic ? "logarithmic" : "linear")}, range of α {Options.AlphaRange}, of β {Options.BetaRange}") +
            Options.AlphaCentering switch
            {
                FactorCentering.ByCount => ", mean kept by counts",
                FactorCentering.Equal => ", mean kept, groups alike",
                _ => "",
            }),
        new("learns online", Options.Online switch
        {
            OnlineGradient.Off => "no",
            OnlineGradient.Raw => Online("by the derivatives as they are"),
            OnlineGradient.Cosine => Online("by cosines"),
            _ => Online("by how the cosines of groups differ"),
        }),
        .. Learns
            ? new Setting[] { new("Φ learns with", Invariant($"{(Options.MetaRule == MetaLearningRule.Adam ? "Adam" : "gradient descent")}, rate {Options.MetaLearningRate}")) }
            : [],
    ];

    private string Online(string what) => Invariant(
        $"{what}, every {Options.OnlinePeriod} steps, {(Options.OnlineRule == MetaLearningRule.Adam ? "Adam" : "gradient descent")}, rate {Options.OnlineLearningRate}");

    private BoundGroups Groups(nn.Module model, BoundGroups declared) => Grouping switch
    {
        Grouping.Fine => BoundGroups.FineGrained(model),
        Grouping.One => BoundGroups.Original(("all", model.named_parameters())),
        Grouping.Module => BoundGroups.Original([.. model.named_parameters()
            .GroupBy(p => p.name[..Math.Max(0, p.name.LastIndexOf('.'))], (layer, parameters) => (layer, parameters))]),
        _ => declared,
    };

    private FeatureExtractor Extractor(FeatureExtractor declared)
    {
        var choice = declared.Choice!;
        var features = Features is null && Normalized is null && !FlipGating
            ? declared
            : FeatureExtractor.Create(
                Features ?? choice.Set, choice.TimeStep, choice.SecondMoment, Normalized ?? choice.Normalized, declared.Gating != FlipGating);
        return Blank is null ? features : new BlankedFeatures(features, Blank);
    }
}
