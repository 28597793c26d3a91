namespace TorchSharp;

/// <summary>Counts the births and deaths of one kind of object (tensors or packed sequences) on one thread.</summary>
public class LifetimeStatistics
{
    /// <summary>Objects created on this thread while it had no scope.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Objects disposed on this thread while no scope owned them.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Objects created on this thread inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Objects disposed on this thread while a scope owned them.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Objects given to a scope after their creation.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Objects taken out of their scope.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>
    /// Objects created less objects disposed on this thread. An object that only its finalizer released still counts as live.
    /// </summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount - DisposedInScopeCount + (CreatedOutsideScopeCount - DisposedOutsideScopeCount);

    /// <summary>Sets every counter to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <summary>All counters on one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}");
}
