using System.Globalization;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>What a row of an ablation changes in a recipe.</summary>
/// <param name="Name">Its name: "no-time", or "layers=4".</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Apply">The change.</param>
internal sealed record Change(string Name, string Title, Func<Recipe, Recipe> Apply)
{
    /// <summary>The changes that are on or off.</summary>
    public static IReadOnlyList<Change> Switches { get; } =
    [
        // how Φ starts and learns
        Options("identity", "identity start", o => o with { IdentityStart = true }),
        Options("unsaturated", "log features, final norm", o => o with { LogarithmicFeatures = true, FinalNorm = true }),
        Options("adam", "Adam for Φ", o => o with { MetaRule = MetaLearningRule.Adam, MetaLearningRate = 1e-3 }),
        Phi("fixed", "no meta-update", m => m with { Learns = false }),
        Options("cosine", "online, by cosines", o => o with { Online = OnlineGradient.Cosine }),
        Options("relative", "online, groups compared", o => o with { Online = OnlineGradient.Relative }),
        Options("raw", "online, by raw derivatives", o => o with { Online = OnlineGradient.Raw }),
        Options("log-factors", "log factors", o => o with { FactorScale = FactorScale.Logarithmic }),
        Options("mean-preserving", "mean kept, groups alike", o => o with { AlphaCentering = FactorCentering.Equal, BetaCentering = FactorCentering.Equal }),
        Options("mean-by-counts", "mean kept by counts", o => o with { AlphaCentering = FactorCentering.ByCount, BetaCentering = FactorCentering.ByCount }),
        Options("free", "free factors", o => o with { AlphaCentering = FactorCentering.None, BetaCentering = FactorCentering.None }),
        Options("direct", "direct conductor", o => o with { Conductor = ConductorKind.Direct }),
        Options("no-alpha", "α = 1", o => o with { AlphaRange = 0 }),
        Options("no-beta", "β = 1", o => o with { BetaRange = 0 }),

        // what Φ sees
        Phi("fine-groups", "fine groups", m => m with { Grouping = Grouping.Fine }),
        Phi("one-group", "one group", m => m with { Grouping = Grouping.One }),
        Phi("module-groups", "a group for each layer", m => m with { Grouping = Grouping.Module }),
        Phi("basic", "Basic features", m => m with { Features = FeatureSet.Basic }),
        Phi("basicplus", "BasicPlus features", m => m with { Features = FeatureSet.BasicPlus }),
        Phi("enhanced", "Enhanced features", m => m with { Features = FeatureSet.Enhanced }),
        Phi("normalized", "standardised features", m => m with { Normalized = true }),
        Phi("flip-gating", "gate on where it was off, off where on", m => m with { FlipGating = true }),
        Phi("no-gradient", "without ‖∇‖", m => m with { Blank = "‖∇‖" }),
        Phi("no-first-moment", "without ‖m‖", m => m with { Blank = "‖m‖" }),
        Phi("no-parameter", "without ‖p‖", m => m with { Blank = "‖p‖" }),
        Phi("no-cosine", "without cos(∇, m)", m => m with { Blank = "cos" }),
        Phi("no-second-moment", "without ‖v‖", m => m with { Blank = "‖v‖" }),
        Phi("no-time", "without time", m => m with { Blank = "time" }),

        // what Φ strives for
        Options("gradient", "gradient term alone", o => o with { Objective = MetaObjectiveKind.Gradient }),
        Options("loss-decrease", "loss decrease alone", o => o with { Objective = MetaObjectiveKind.LossDecrease }),
        Options("gap", "generalization gap alone", o => o with { Objective = MetaObjectiveKind.GeneralizationGap }),
        Options("no-huw", "plain sum of the terms", o => o with { Weighting = MetaWeighting.Sum }),
        Phi("equal-priorities", "equal priorities", m => m with { EqualPriorities = true }),

        // how often, how large
        Options("half-period", "K / 2", o => o with { MetaPeriod = Math.Max(1, o.MetaPeriod / 2) }),
        Options("double-period", "2 K", o => o with { MetaPeriod = 2 * o.MetaPeriod }),
        Options("half-layers", "L / 2", o => o with { Layers = Math.Max(1, o.Layers / 2) }),
        Options("double-layers", "2 L", o => o with { Layers = 2 * o.Layers }),
        Options("half-width", "D_ff / 2", o => o with { FeedForwardWidth = Math.Max(1, o.FeedForwardWidth / 2) }),
        Options("double-width", "2 D_ff", o => o with { FeedForwardWidth = 2 * o.FeedForwardWidth }),
    ];

    /// <summary>Whether it sets the learning rate.</summary>
    public bool SetsRate => Name.StartsWith("rate=", StringComparison.Ordinal);

    /// <summary>The changes that take a number, and the least that it may be.</summary>
    private static IReadOnlyDictionary<string, (double Least, Func<double, string, Change> Create)> Numbers { get; } =
        new Dictionary<string, (double, Func<double, string, Change>)>
        {
            ["rate"] = (double.Epsilon, (value, name) => new(name, $"rate {Text(value)}", r => r with { LearningRate = value })),
            ["decay"] = (0, (value, name) => new(name, $"decay {Text(value)}", r => r with { WeightDecay = value })),
            ["meta-rate"] = (double.Epsilon, (value, name) => Options(name, $"Φ's rate {Text(value)}", o => o with { MetaLearningRate = value })),
            ["online-rate"] = (double.Epsilon, (value, name) => Options(name, $"online rate {Text(value)}", o => o with { OnlineLearningRate = value })),
            ["online-period"] = (1, (value, name) => Options(name, $"online every {Text(value)} steps", o => o with { OnlinePeriod = (long)value })),
            ["horizon"] = (1, (value, name) => Options(name, $"horizon of {Text(value)} steps", o => o with { OnlineHorizon = value })),
            ["signal-limit"] = (0, (value, name) => Options(name, $"signal above {Text(value)}", o => o with { OnlineSignalLimit = value })),
            ["range"] = (0, (value, name) => Options(name, $"range {Text(value)}", o => o with { AlphaRange = o.AlphaRange > 0 ? value : 0, BetaRange = o.BetaRange > 0 ? value : 0 })),
            ["warmup"] = (0, (value, name) => Options(name, $"{Text(value)} epochs before Φ learns", o => o with { WarmupEpochs = value })),
            ["period"] = (1, (value, name) => Options(name, $"K = {Text(value)}", o => o with { MetaPeriod = (long)value })),
            ["layers"] = (1, (value, name) => Options(name, $"L = {Text(value)}", o => o with { Layers = (int)value })),
            ["width"] = (1, (value, name) => Options(name, $"D_ff = {Text(value)}", o => o with { FeedForwardWidth = (int)value })),
        };

    /// <summary>The names of the changes that take a number: "layers" for "layers=4".</summary>
    public static IEnumerable<string> Kinds => Numbers.Keys;

    /// <summary>Another learning rate.</summary>
    public static Change Rate(double rate) => Numbers["rate"].Create(rate, $"rate={Text(rate)}");

    /// <summary>The change of a name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static Change Find(string name)
    {
        if (Switches.FirstOrDefault(change => change.Name == name) is { } found)
            return found;
        if (name.Split('=') is not [var kind, var number] || !Numbers.TryGetValue(kind, out var change))
            throw new UserException(
                $"unknown change '{name}'; there are {string.Join(", ", Switches.Select(c => c.Name).Concat(Kinds.Select(kind => $"{kind}=NUMBER")))}");
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value >= change.Least) || value > int.MaxValue
            || change.Least == 1 && value % 1 != 0)
            throw new UserException($"'{name}': '{number}' is no {(change.Least == 1 ? "whole number from 1" : change.Least == 0 ? "number from 0" : "positive number")}");
        return change.Create(value, $"{kind}={Text(value)}");
    }

    private static Change Options(string name, string title, Func<MetaAdamWOptions, MetaAdamWOptions> apply)
        => Phi(name, title, m =>
        {
            try
            {
                return m with { Options = apply(m.Options) };
            }
            catch (ArgumentException e)
            {
                throw new UserException($"'{name}': {e.Message.Split(" (Parameter")[0].TrimEnd('.')}", e);
            }
        });

    private static Change Phi(string name, string title, Func<Modulation, Modulation> apply)
        => new(name, title, recipe => recipe with
        {
            Modulation = apply(recipe.Modulation ?? throw new UserException($"'{name}' changes Φ; what it is added to has none")),
        });

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
