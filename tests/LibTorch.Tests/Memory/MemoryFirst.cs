using Xunit.Abstractions;

[assembly: TestCollectionOrderer("MetaAdamW.LibTorch.Tests.Memory.MemoryFirst", "MetaAdamW.LibTorch.Tests")]

namespace MetaAdamW.LibTorch.Tests.Memory;

/// <summary>
/// Runs the soak tests before all others: they measure the process, and thousands of tests leave it with code to compile again
/// and memory to give back at a time of its own.
/// </summary>
public sealed class MemoryFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(c => c.DisplayName.Contains(nameof(SoakTests), StringComparison.Ordinal));
}
