using System.Collections;
using System.Runtime.ExceptionServices;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>Makes batches of a data set's items. Each enumeration is one epoch.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="S">The type of a batch.</typeparam>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <summary>Creates a loader that visits the items in a given order.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="batchSize">The number of items in a batch, at least 1.</param>
    /// <param name="collate_fn">Makes a batch, on the given device, of items.</param>
    /// <param name="shuffler">The numbers of the items in the order of their use; enumerated once each epoch.</param>
    /// <param name="device">The device of the batches; null for the CPU.</param>
    /// <param name="num_worker">The number of threads that get items.</param>
    /// <param name="drop_last">Whether to leave out a last batch that is not full.</param>
    /// <param name="disposeBatch">
    /// Whether a batch is disposed when the next is asked for, or the enumeration ends. Otherwise the batches' tensors belong
    /// to the caller, outside every dispose scope.
    /// </param>
    /// <param name="disposeDataset">Whether to dispose the data set with the loader.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    public DataLoader(
        Dataset<T> dataset,
        int batchSize,
        Func<IEnumerable<T>, Device, S> collate_fn,
        IEnumerable<long> shuffler,
        Device? device = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        this.dataset = dataset;
        batch_size = batchSize;
        this.drop_last = drop_last;
        Device = device ?? CPU;
        sampler = shuffler;
        num_workers = Math.Max(num_worker, 1);
        this.collate_fn = collate_fn;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    /// <summary>Creates a loader that visits the items in order, or in a random order.</summary>
    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, IEnumerable{long}, Device, int, bool, bool, bool)"/>
    /// <param name="dataset">The data set.</param>
    /// <param name="batchSize">The number of items in a batch, at least 1.</param>
    /// <param name="collate_fn">Makes a batch, on the given device, of items.</param>
    /// <param name="shuffle">Whether to visit the items in a random order.</param>
    /// <param name="device">The device of the batches; null for the CPU.</param>
    /// <param name="seed">The seed of the random order, which is then the same in each epoch; null for a new order each time.</param>
    /// <param name="num_worker">The number of threads that get items.</param>
    /// <param name="drop_last">Whether to leave out a last batch that is not full.</param>
    /// <param name="disposeBatch">
    /// Whether a batch is disposed when the next is asked for, or the enumeration ends. Otherwise the batches' tensors belong
    /// to the caller, outside every dispose scope.
    /// </param>
    /// <param name="disposeDataset">Whether to dispose the data set with the loader.</param>
    public DataLoader(
        Dataset<T> dataset,
        int batchSize,
        Func<IEnumerable<T>, Device, S> collate_fn,
        bool shuffle = false,
        Device? device = null,
        int? seed = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? new FisherYatesShuffler(dataset.Count, seed) : UpTo(dataset.Count),
            device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>The data set.</summary>
    public Dataset<T> dataset { get; }

    /// <summary>The number of items in a batch.</summary>
    public int batch_size { get; }

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool drop_last { get; }

    /// <summary>The numbers of the items in the order of their use.</summary>
    public IEnumerable<long> sampler { get; }

    /// <summary>The number of threads that get items.</summary>
    public int num_workers { get; }

    /// <summary>Makes a batch of items.</summary>
    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    /// <summary>The device of the batches.</summary>
    public Device Device { get; }

    /// <summary>Whether a batch is disposed when the next is asked for.</summary>
    public bool DisposeBatch { get; }

    /// <summary>Whether the data set is disposed with the loader.</summary>
    public bool DisposeDataset { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    /// <summary>Begins an epoch.</summary>
    public IEnumerator<S> GetEnumerator() => new Epoch(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes the data set, unless told not to.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the data set, unless told not to.</summary>
    /// <param name="disposing">False when called by a finalizer, which must leave managed objects alone.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset)
            dataset.Dispose();
    }

    private static IEnumerable<long> UpTo(long count)
    {
        for (long i = 0; i < count; i++)
            yield return i;
    }

    private sealed class Epoch(DataLoader<T, S> loader) : IEnumerator<S>
    {
        private IEnumerator<long> order = loader.sampler.GetEnumerator();
        private IReadOnlyList<IDisposable> batchTensors = [];
        private S? current;

        public S Current => current!;

        object IEnumerator.Current => current!;

        public bool MoveNext()
        {
            Release(ref batchTensors);
            long[] indices = [.. NextIndices()];
            if (indices.Length == 0 || (loader.drop_last && indices.Length < loader.batch_size))
                return false;

            var items = new T[indices.Length];
            var itemTensors = new IReadOnlyList<IDisposable>[indices.Length];
            try {
                Get(indices, items, itemTensors);
                // The batch outlives this call, so no scope may own it.
                using DisposeScope scope = NewDisposeScope();
                current = loader.collate_fn(items, loader.Device);
                IReadOnlyList<IDisposable> created = scope.DetachAllAndDispose();
                if (loader.DisposeBatch)
                    batchTensors = created;
            } finally {
                for (int i = 0; i < itemTensors.Length; i++) {
                    if (itemTensors[i] is not null)
                        Release(ref itemTensors[i]);
                }
            }
            return true;
        }

        public void Reset()
        {
            Dispose();
            order = loader.sampler.GetEnumerator();
        }

        public void Dispose()
        {
            order.Dispose();
            Release(ref batchTensors);
        }

        private static void Release(ref IReadOnlyList<IDisposable> tensors)
        {
            foreach (IDisposable tensor in tensors)
                tensor.Dispose();
            tensors = [];
        }

        private IEnumerable<long> NextIndices()
        {
            for (int i = 0; i < loader.batch_size && order.MoveNext(); i++)
                yield return order.Current;
        }

        private void Get(long[] indices, T[] items, IReadOnlyList<IDisposable>[] itemTensors)
        {
            if (loader.num_workers == 1) {
                for (int i = 0; i < indices.Length; i++)
                    GetOne(i);
                return;
            }
            try {
                Parallel.For(0, indices.Length, new ParallelOptions { MaxDegreeOfParallelism = loader.num_workers }, GetOne);
            } catch (AggregateException exception) {
                // As with one worker: the data set's own exception.
                ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }

            void GetOne(int i)
            {
                using DisposeScope scope = NewDisposeScope();
                items[i] = loader.dataset.GetTensor(indices[i]);
                itemTensors[i] = scope.DetachAllAndDispose();
            }
        }
    }
}
