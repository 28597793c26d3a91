namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What training needs besides modules.</summary>
        public static partial class utils
        {
            /// <summary>Sequences of several lengths.</summary>
            public static partial class rnn
            {
                /// <summary>
                /// Sequences of several lengths without padding: the first steps of all, then the second steps of those that have one,
                /// and so on, longest sequences first.
                /// </summary>
                public sealed class PackedSequence : IDisposable, IScoped
                {
                    /// <summary>The steps, of shape [all steps, ...].</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences have a first step, a second, and so on; in main memory.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Which sequence each of the sorted ones was; empty when they were given in order.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>Where each sequence is among the sorted ones; empty when they were given in order.</summary>
                    public readonly Tensor unsorted_indices;

                    private int disposed;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sortedIndices, Tensor? unsortedIndices)
                    {
                        this.data = data.DetachFromDisposeScope();
                        batch_sizes = batchSizes.DetachFromDisposeScope();
                        sorted_indices = (sortedIndices ?? new Tensor(0)).DetachFromDisposeScope();
                        unsorted_indices = (unsortedIndices ?? new Tensor(0)).DetachFromDisposeScope();
                        OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
                    }

                    internal DisposeScope? OwningDisposeScope { get; private set; }

                    DisposeScope? IScoped.OwningDisposeScope { get => OwningDisposeScope; set => OwningDisposeScope = value; }

                    LifetimeStatistics IScoped.CountersOf(ThreadDisposeScopeStatistics statistics) => statistics.PackedSequenceStatistics;

                    /// <summary>Disposes the four tensors; further calls do nothing.</summary>
                    public void Dispose()
                    {
                        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices.Dispose();
                        unsorted_indices.Dispose();
                        DisposeScopeManager.ThreadSingleton.DisposingOnCurrentScope(this);
                        OwningDisposeScope?.MarkAsDisposed(this);
                    }

                    /// <summary>Gives the sequences to the enclosing dispose scope; without one, to nobody.</summary>
                    /// <returns>This object.</returns>
                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        OwningDisposeScope?.MoveToOuter(this);
                        return this;
                    }

                    /// <summary>Takes the sequences out of their dispose scope.</summary>
                    /// <returns>This object.</returns>
                    public PackedSequence DetachFromDisposeScope()
                    {
                        OwningDisposeScope?.Detach(this);
                        return this;
                    }

                    /// <summary>Gives the sequences to the dispose scope of others.</summary>
                    /// <returns>This object.</returns>
                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

                    /// <summary>Gives the sequences to another dispose scope; to nobody when null.</summary>
                    /// <returns>This object.</returns>
                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        if (OwningDisposeScope is { } owner) owner.MoveToOther(other, this);
                        else other?.Attach(this);
                        return this;
                    }

                    /// <summary>Other steps of the same sequences.</summary>
                    internal PackedSequence With(Tensor steps) => new(
                        steps,
                        batch_sizes.Share(),
                        sorted_indices.IsInvalid ? null : sorted_indices.Share(),
                        unsorted_indices.IsInvalid ? null : unsorted_indices.Share());

                    /// <summary>A state [layers, sequences, ...] in the order of the packed sequences.</summary>
                    internal Tensor Sorted(Tensor state) => sorted_indices.IsInvalid ? state : Aten.index_select(state, 1, sorted_indices);

                    /// <summary>A state [layers, sequences, ...] in the order of the sequences as they were given.</summary>
                    internal Tensor Unsorted(Tensor state) => unsorted_indices.IsInvalid ? state : Aten.index_select(state, 1, unsorted_indices);
                }
            }
        }
    }
}
