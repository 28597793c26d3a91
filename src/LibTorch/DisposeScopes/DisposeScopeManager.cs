namespace TorchSharp;

/// <summary>
/// Keeps the stack of <see cref="DisposeScope"/>s of one thread. Scopes are a thread's own: a tensor is owned by the
/// innermost scope of the thread that creates it.
/// </summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? threadSingleton;

    internal static DisposeScopeManager ThreadSingleton => threadSingleton ??= new DisposeScopeManager();

    /// <summary>The counters of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    /// <summary>To be called once by the constructor of a scoped object.</summary>
    /// <returns>The scope that now owns it, or null when the thread has none.</returns>
    internal DisposeScope? RegisterOnCurrentDisposeScope(IScoped item)
    {
        LifetimeStatistics counters = item.CountersOf(StatisticsInstance);
        if (CurrentDisposeScope is not { } scope) {
            counters.CreatedOutsideScopeCount++;
            return null;
        }
        counters.CreatedInScopeCount++;
        scope.Adopt(item);
        return scope;
    }

    /// <summary>To be called once by the Dispose of a scoped object, not by its finalizer, before it leaves its scope.</summary>
    internal void DisposingOnCurrentScope(IScoped item)
    {
        LifetimeStatistics counters = item.CountersOf(StatisticsInstance);
        if (item.OwningDisposeScope is null)
            counters.DisposedOutsideScopeCount++;
        else
            counters.DisposedInScopeCount++;
    }

    /// <summary>Takes a scope out of the stack; scopes may be disposed in any order.</summary>
    internal void RemoveDisposeScope(DisposeScope disposeScope)
    {
        if (ReferenceEquals(CurrentDisposeScope, disposeScope)) {
            CurrentDisposeScope = disposeScope.OuterScope;
            return;
        }
        for (DisposeScope? scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope) {
            if (ReferenceEquals(scope.OuterScope, disposeScope)) {
                scope.OuterScope = disposeScope.OuterScope;
                return;
            }
        }
    }
}
