using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Loading;

namespace MetaAdamW.Tasks.Commands;

/// <summary>What the command line of <c>train</c>, <c>compare</c> or <c>ablate</c> asks for.</summary>
internal sealed record RunOptions
{
    public required string Task { get; init; }

    /// <summary>What to run, in order.</summary>
    public required IReadOnlyList<Contender> Contenders { get; init; }

    /// <summary>Whether it ends with the table of an ablation.</summary>
    public bool IsAblation { get; init; }

    public string? Data { get; init; }

    /// <summary>What a translation's vocabulary is made from; null: as published.</summary>
    public VocabularySource? Vocabulary { get; init; }

    /// <summary>Epochs at most; null: the task's.</summary>
    public int? Epochs { get; init; }

    /// <summary>Training examples at most; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>The first seed.</summary>
    public long Seed { get; init; }

    /// <summary>Number of seeds, from <see cref="Seed"/> on.</summary>
    public int Seeds { get; init; }

    /// <summary>"auto", "cpu" or "cuda".</summary>
    public string Device { get; init; } = "auto";

    public string? Out { get; init; }

    public bool Resume { get; init; }

    /// <summary>Whether only the final table is wanted.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether the results go to standard output as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The command line as typed, for the report.</summary>
    public required string Typed { get; init; }
}
