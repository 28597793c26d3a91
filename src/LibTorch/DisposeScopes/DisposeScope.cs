namespace TorchSharp;

/// <summary>
/// Owns the tensors (and packed sequences) that its thread creates while it is the innermost scope, and disposes them with
/// itself. Get one from torch.NewDisposeScope().
/// </summary>
/// <remarks>
/// A scope belongs to the thread that opened it, but a tensor that it owns may be disposed on any thread. Unlike TorchSharp,
/// DisposeEverythingBut does not adopt objects that the scope did not own.
/// </remarks>
public sealed class DisposeScope : IDisposable
{
    // Guards `owned`: a tensor of this scope may be disposed on another thread.
    private readonly object gate = new();
    private readonly HashSet<IDisposable> owned = new(ReferenceEqualityComparer.Instance);
    private DisposeScopeManager? manager;

    internal DisposeScope(DisposeScopeManager disposeScopeManager)
    {
        manager = disposeScopeManager;
        OuterScope = disposeScopeManager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>What the scope owns now, as a copy.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public IReadOnlyList<IDisposable> DisposablesView {
        get {
            _ = Manager;
            return Snapshot();
        }
    }

    /// <summary>How many objects the scope owns now.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public int DisposablesCount {
        get {
            _ = Manager;
            lock (gate)
                return owned.Count;
        }
    }

    private DisposeScopeManager Manager => manager ?? throw new ObjectDisposedException(GetType().FullName);

    /// <summary>Hands an object to the enclosing scope; without one, to nobody.</summary>
    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    /// <returns>The object.</returns>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        MoveToOther(OuterScope, [disposable]);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable
    {
        MoveToOther(OuterScope, [first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        MoveToOther(OuterScope, [first, second, third]);
        return (first, second, third);
    }

    /// <summary>Hands objects to the enclosing scope; without one, to nobody.</summary>
    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Hands objects to the enclosing scope; without one, to nobody.</summary>
    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    /// <returns>The object.</returns>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        MoveToOther(scope, [disposable]);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable
    {
        MoveToOther(scope, [first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        MoveToOther(scope, [first, second, third]);
        return (first, second, third);
    }

    /// <inheritdoc cref="MoveToOther(DisposeScope?, IEnumerable{IDisposable})"/>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Hands objects to another scope; those that this scope does not own stay where they are.</summary>
    /// <param name="scope">The new owner; null detaches the objects.</param>
    /// <param name="disposables">The objects.</param>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        _ = Manager;
        if (scope is null) {
            Detach(disposables);
            return;
        }
        foreach (IDisposable disposable in disposables) {
            if (Release(disposable) is { } item)
                scope.Adopt(item);
        }
    }

    /// <inheritdoc cref="Detach(IEnumerable{IDisposable})"/>
    /// <returns>The object.</returns>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    /// <inheritdoc cref="Detach(IEnumerable{IDisposable})"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable
    {
        Detach([first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="Detach(IEnumerable{IDisposable})"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Detach([first, second, third]);
        return (first, second, third);
    }

    /// <inheritdoc cref="Detach(IEnumerable{IDisposable})"/>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Lets objects live beyond every scope; those that this scope does not own stay where they are.</summary>
    /// <param name="disposables">The objects.</param>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        ThreadDisposeScopeStatistics statistics = Manager.StatisticsInstance;
        foreach (IDisposable disposable in disposables) {
            if (Release(disposable) is { } item)
                item.CountersOf(statistics).DetachedFromScopeCount++;
        }
    }

    /// <summary>Takes over an object, from its scope if it has one.</summary>
    /// <inheritdoc cref="Attach(IEnumerable{IDisposable})"/>
    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    /// <summary>Takes over objects, from their scopes if they have one.</summary>
    /// <inheritdoc cref="Attach(IEnumerable{IDisposable})"/>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes over objects, from their scopes if they have one.</summary>
    /// <returns>The objects.</returns>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    /// <exception cref="InvalidOperationException">An object is neither a tensor nor a packed sequence.</exception>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        ThreadDisposeScopeStatistics statistics = Manager.StatisticsInstance;
        var result = new List<IDisposable>();
        foreach (IDisposable disposable in disposables) {
            if (disposable is not IScoped item)
                throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
            if (item.OwningDisposeScope != this) {
                item.OwningDisposeScope?.Release(item);
                Adopt(item);
                item.CountersOf(statistics).AttachedToScopeCount++;
            }
            result.Add(disposable);
        }
        return result;
    }

    /// <summary>Disposes everything that the scope owns, and keeps the scope open.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    /// <summary>Disposes everything that the scope owns but the given objects, which it keeps until it is disposed itself.</summary>
    /// <param name="inKeep">The objects to keep.</param>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in Snapshot()) {
            if (!keep.Contains(disposable))
                disposable.Dispose();
        }
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    /// <param name="keep">The objects to keep.</param>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    /// <param name="keep">The object to keep.</param>
    /// <returns>The object.</returns>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    /// <returns>The objects.</returns>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Disposes everything that the scope owns and closes the scope. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (manager is not { } ending)
            return;
        DisposeEverything();
        ending.RemoveDisposeScope(this);
        manager = null;
    }

    /// <summary>Tells the scope that an object was disposed elsewhere; tensors and packed sequences do so themselves.</summary>
    /// <param name="disposable">The disposed object.</param>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        Release(disposable);
    }

    /// <summary>Whether the scope owns an object.</summary>
    /// <param name="disposable">The object.</param>
    public bool Contains(IDisposable disposable)
    {
        lock (gate)
            return owned.Contains(disposable);
    }

    /// <summary>Gives the original's place in its scope, if it has one, to a replacement.</summary>
    internal static void ReplaceWith(IScoped original, IScoped replacement)
    {
        if (original.OwningDisposeScope is { } scope && scope.Release(original) is not null) {
            replacement.OwningDisposeScope?.Release(replacement);
            scope.Adopt(replacement);
        }
    }

    /// <summary>Gives up everything and closes the scope.</summary>
    /// <returns>What the scope owned; nobody owns it now.</returns>
    internal IReadOnlyList<IDisposable> DetachAllAndDispose()
    {
        IDisposable[] all = Snapshot();
        Detach(all);
        Dispose();
        return all;
    }

    /// <summary>Makes this scope the owner of an object that has none.</summary>
    internal void Adopt(IScoped item)
    {
        lock (gate)
            owned.Add(item);
        item.OwningDisposeScope = this;
    }

    /// <summary>Gives an object up.</summary>
    /// <returns>The object, or null when the scope did not own it.</returns>
    private IScoped? Release(IDisposable disposable)
    {
        lock (gate) {
            if (!owned.Remove(disposable))
                return null;
        }
        var item = (IScoped)disposable;
        item.OwningDisposeScope = null;
        return item;
    }

    private IDisposable[] Snapshot()
    {
        lock (gate)
            return [.. owned];
    }
}
