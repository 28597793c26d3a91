namespace TorchSharp;

/// <summary>What a <see cref="DisposeScope"/> can own: tensors and packed sequences.</summary>
internal interface IScoped : IDisposable
{
    /// <summary>The scope that disposes this object, or null. Only scopes set it.</summary>
    DisposeScope? OwningDisposeScope { get; set; }

    /// <summary>Picks the counters of this object's kind.</summary>
    LifetimeStatistics CountersOf(ThreadDisposeScopeStatistics statistics);
}
