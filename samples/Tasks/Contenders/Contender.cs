using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>One way to optimise, as comparisons, file names and results know it.</summary>
/// <param name="Name">Its name on the command line and in files: "adamw", "published+no-time".</param>
/// <param name="Title">Its name in tables and charts: "AdamW".</param>
/// <param name="Recipe">How it optimises a task with these settings.</param>
internal sealed record Contender(string Name, string Title, Func<TaskSettings, Recipe> Recipe)
{
    /// <summary>AdamW with the task's rate and decay, as in the paper.</summary>
    public static Contender AdamW { get; } = new("adamw", "AdamW",
        task => new() { LearningRate = task.LearningRate, WeightDecay = task.WeightDecay, Schedule = task.Schedule });

    /// <summary>MetaAdamW with the same rate and decay, and the task's Φ, which starts as the identity.</summary>
    public static Contender MetaAdamW { get; } = new("metaadamw", "MetaAdamW",
        task => AdamW.Recipe(task) with { Modulation = new(task.Meta with { IdentityStart = true }) });

    /// <summary>AdamW with warm-up and cosine decay, at the best rate of a sweep.</summary>
    public static Contender AdamWCosine { get; } = new("adamw-cosine", "AdamW, warm-up and cosine",
        task => AdamW.Recipe(task) with { Schedule = task.Schedule ?? new(WarmupShare: 0.05) }) { RateFactors = [0.3, 1, 3, 10] };

    /// <summary>NadamW with AlgoPerf's calibration of its self-tuning baseline; the model's dropout stays.</summary>
    public static Contender NadamW { get; } = new("nadamw", "NadamW",
        _ => new() { LearningRate = 0.00175, WeightDecay = 0.0812, Betas = (1 - 0.0673, 0.99552), Schedule = new(WarmupShare: 0.02), LooksAhead = true });

    /// <summary>AdamW with rates and decays that are set by hand for each kind of parameter.</summary>
    public static Contender AdamWGroups { get; } = new("adamw-groups", "AdamW, groups by hand",
        task => AdamW.Recipe(task) with { HasHandSetGroups = true });

    /// <summary>MetaAdamW exactly as published: Φ starts at random and goes down its gradient.</summary>
    public static Contender Published { get; } = new("published", "MetaAdamW as published",
        task => AdamW.Recipe(task) with { Modulation = new(TaskSettings.Published(task.Meta.MetaPeriod, task.Meta.Layers, task.Meta.FeedForwardWidth)) });

    /// <summary>AdamW with a random factor for each group that hardly changes: what the published start amounts to.</summary>
    public static Contender RandomFactors { get; } = Published.With("fixed") with { Name = "random-factors", Title = "random fixed factors" };

    /// <summary>MetaAdamW with a Φ that moves.</summary>
    public static Contender Learning { get; } = Published.With("identity", "unsaturated", "adam")
        with { Name = "learning", Title = "MetaAdamW, learning Φ" };

    /// <summary>A Φ that learns from each step how groups differ, and keeps their mean rate: <see cref="MetaAdamWOptions.Default"/> with the task's Φ.</summary>
    public static Contender Online { get; } = new("online", "MetaAdamW, online", task => AdamW.Recipe(task) with
    {
        Modulation = new(MetaAdamWOptions.Default with
        {
            Layers = task.Meta.Layers, FeedForwardWidth = task.Meta.FeedForwardWidth, MetaPeriod = task.Meta.MetaPeriod, WarmupEpochs = task.Meta.WarmupEpochs,
        }) { Learns = false },
    });

    /// <summary>The same with a factor of its own for each group instead of Φ.</summary>
    public static Contender Direct { get; } = Online.With("direct") with { Name = "direct", Title = "direct conductor" };

    /// <summary>The contenders that have a name of their own.</summary>
    public static IReadOnlyList<Contender> All { get; } =
        [AdamW, MetaAdamW, AdamWCosine, NadamW, AdamWGroups, RandomFactors, Published, Learning, Online, Direct];

    /// <summary>What the task's rate is multiplied by in the sweep that chooses the rate; empty: there is none.</summary>
    public IReadOnlyList<double> RateFactors { get; init; } = [];

    /// <summary>The contender of a name: one with a name of its own, and changes, as in "published+no-time+layers=4".</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static Contender Find(string name)
    {
        var parts = name.Split('+');
        var contender = All.FirstOrDefault(contender => contender.Name == parts[0])
            ?? throw new UserException($"unknown optimizer '{parts[0]}'; there are {string.Join(", ", All.Select(contender => contender.Name))}");
        contender = contender.With(parts[1..]);
        contender.Recipe(new());   // a change that does not fit is an error now
        return contender;
    }

    /// <summary>The same with a change.</summary>
    public Contender With(Change change) => new($"{Name}+{change.Name}", $"{Title}, {change.Title}", task => change.Apply(Recipe(task)))
    {
        RateFactors = change.SetsRate ? [] : RateFactors,
    };

    private Contender With(params IEnumerable<string> changes) => changes.Select(Change.Find).Aggregate(this, (changed, change) => changed.With(change));

    /// <summary>The same, with the rate that a sweep has chosen.</summary>
    public Contender At(double rate) => this with { Recipe = task => Recipe(task) with { LearningRate = rate }, RateFactors = [] };
}
