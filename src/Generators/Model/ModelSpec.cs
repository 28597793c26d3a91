namespace MetaAdamW.Generators.Model;

/// <summary>Everything that the emitter needs to write the other half of one model class.</summary>
/// <remarks>
/// Caching contract: this record and all that it holds are compared by value and hold no symbol, no syntax and no
/// compilation, so an edit that changes nothing here makes the compiler do nothing.
/// </remarks>
internal sealed record ModelSpec
{
    /// <summary>The namespace, or the empty string for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The class and the types that it is nested in, outermost first, each as it is declared.</summary>
    public required EquatableArray<TypeSpec> Types { get; init; }

    /// <summary>The generated file's name. Names of two classes may differ in case only.</summary>
    public required string HintName { get; init; }

    /// <summary>The groups that attributes name, in the order of their first parameter.</summary>
    public required EquatableArray<GroupSpec> Groups { get; init; }

    /// <summary>The table's entries, in the order of the live model's parameters.</summary>
    public required EquatableArray<ParameterSpec> Parameters { get; init; }

    /// <summary>What the documentation shows: all groups, those of the fine-grained rule too.</summary>
    public required EquatableArray<GroupSummary> Summary { get; init; }

    public required FeatureSpec Features { get; init; }

    public required PrioritiesSpec Priorities { get; init; }

    /// <summary>The tasks of homoscedastic uncertainty weighting, or null where the class declares none that can be served.</summary>
    public required HuwSpec? Huw { get; init; }

    public string Name => Types[Types.Count - 1].Name;
}

/// <summary>One type as its partial declaration repeats it: <c>class</c>, <c>Net</c>, <c>&lt;T&gt;</c>.</summary>
internal sealed record TypeSpec(string Keyword, string Name, string TypeParameters, bool IsSealed);

/// <summary>One group with the options that its attribute gives.</summary>
internal sealed record GroupSpec(string Name, GroupOptions Options);

/// <summary>Options of a group; null leaves an option to the optimizer.</summary>
internal sealed record GroupOptions
{
    public static GroupOptions None { get; } = new();

    public double LearningRateScale { get; init; } = 1;

    public double? WeightDecay { get; init; }

    public double? Beta1 { get; init; }

    public double? Beta2 { get; init; }

    public double? AlphaRange { get; init; }

    public double? BetaRange { get; init; }

    public bool Frozen { get; init; }
}

/// <summary>One parameter, or all the parameters that a pattern stands for.</summary>
/// <param name="Pattern">The dotted name: <c>*</c> stands for one whole part, <c>**</c> for the rest.</param>
/// <param name="Layer">Kind of the layer that owns the parameter.</param>
/// <param name="Group">The group that an attribute names, or null where the fine-grained rule decides.</param>
/// <param name="Count">Number of elements of each parameter, where it is a constant.</param>
/// <param name="Optional">Whether the model may be without it.</param>
/// <param name="Repeat">How many parameters the pattern stands for; null where that is not known.</param>
/// <param name="DeclaredBy">The member or the class that carries the attribute, or null where the fine-grained rule decides.</param>
internal sealed record ParameterSpec(string Pattern, LayerKind Layer, string? Group, long? Count, bool Optional, int? Repeat, string? DeclaredBy);

/// <summary>One group as the documentation lists it.</summary>
/// <remarks>The name is null for the parameters whose group shows on the live model only.</remarks>
internal sealed record GroupSummary(string? Name, GroupOptions Options, EquatableArray<ParameterSpec> Parameters);

/// <summary>Kinds of layers, as in the attributes' assembly.</summary>
internal enum LayerKind
{
    Embedding,
    Attention,
    FeedForward,
    LayerNorm,
    Linear,
    Other,
}

internal enum FeatureSet
{
    Basic,
    BasicPlus,
    Enhanced,
}

/// <summary>What <c>[Features]</c> says; widths and heads as written, 0 where they follow from the columns.</summary>
internal sealed record FeatureSpec
{
    /// <summary>Learned values that Enhanced appends to each group's row.</summary>
    private const int EnhancedEmbedding = 4;

    public static FeatureSpec Default { get; } = new();

    public FeatureSet Set { get; init; } = FeatureSet.Basic;

    public bool TimeStep { get; init; } = true;

    public bool SecondMoment { get; init; } = true;

    public bool Normalized { get; init; }

    public bool Gating { get; init; }

    public int DeclaredWidth { get; init; }

    public int DeclaredHeads { get; init; }

    public int EmbeddingWidth => Set == FeatureSet.Enhanced ? EnhancedEmbedding : 0;

    /// <summary>Number of values in a row that mean something: the set's columns, the time, the embedding.</summary>
    public int ColumnCount => Set switch
    {
        FeatureSet.Basic => 4 + (SecondMoment ? 1 : 0),
        FeatureSet.BasicPlus => 8 + (SecondMoment ? 2 : 0),
        _ => 9 + EnhancedEmbedding,
    } + (TimeStep ? 1 : 0);

    public int Heads => DeclaredHeads > 0 ? DeclaredHeads : DeclaredWidth > 0 ? DeclaredWidth : ColumnCount;

    public int Width => DeclaredWidth > 0 ? DeclaredWidth : (ColumnCount + Heads - 1) / Heads * Heads;

    /// <summary>Whether an extractor can be written: the row holds all columns and the heads divide it.</summary>
    public bool IsConsistent =>
        DeclaredHeads >= 0 && DeclaredWidth >= 0 && Width >= ColumnCount && Width % Heads == 0;
}

/// <summary>Priorities of the three terms of the meta-loss.</summary>
internal sealed record PrioritiesSpec(double GradientAlignment = 1, double LossDecrease = 1, double GeneralizationGap = 1);

/// <summary>The tasks of a class and the parameters that their methods share.</summary>
internal sealed record HuwSpec(EquatableArray<TaskSpec> Tasks, EquatableArray<TaskParameterSpec> Parameters, string Accessibility);

/// <summary>One task: a method or a property that gives its loss.</summary>
internal sealed record TaskSpec(string Name, string Member, bool IsMethod, bool TakesParameters, bool IsClassification, double Priority);

/// <summary>One parameter of the losses: its type, fully qualified, and its name.</summary>
internal sealed record TaskParameterSpec(string Type, string Name);
