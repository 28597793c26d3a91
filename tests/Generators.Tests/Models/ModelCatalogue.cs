namespace MetaAdamW.Tests.Models;

/// <summary>A model in source, named after what it shows. Its class is called <c>Net</c> and has a constructor without parameters.</summary>
/// <param name="Name">What the model shows.</param>
/// <param name="Source">The source, without usings.</param>
public sealed record TestModel(string Name, string Source)
{
    /// <summary>Whether the compiler can know everything: no wildcard for the rest, all counts, nothing optional.</summary>
    public bool IsExact { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Models that show each way in which TorchSharp comes to parameters.</summary>
internal static partial class ModelCatalogue
{
    private static readonly Lazy<IReadOnlyList<TestModel>> Models = new(() => [.. Layers(), .. Structures(), .. Groups(), .. SequenceNetworks(), .. VisionNetworks(), .. Idioms(), .. Computations(), .. Arithmetic()]);

    public static IReadOnlyList<TestModel> All => Models.Value;
}
