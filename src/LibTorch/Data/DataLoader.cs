using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>Makes batches of a data set with named tensors.</summary>
public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, IEnumerable{long}, Device?, int, bool, bool, bool)"/>
    public DataLoader(
        Dataset dataset,
        int batchSize, IEnumerable<long> shuffler,
        Device? device = null,
        int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, bool, Device?, int?, int, bool, bool, bool)"/>
    public DataLoader(
        Dataset dataset,
        int batchSize, bool shuffle = false,
        Device? device = null, int? seed = null,
        int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    private static Dictionary<string, Tensor> Collate(IEnumerable<Dictionary<string, Tensor>> items, Device device)
    {
        Dictionary<string, Tensor>[] all = [.. items];
        return all[0].Keys.ToDictionary(name => name, name => Batch.Stack(all.Select(item => item[name]), device));
    }
}

/// <summary>Makes batches of a data set with lists of tensors.</summary>
public class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
{
    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, IEnumerable{long}, Device?, int, bool, bool, bool)"/>
    public IterableDataLoader(
        IterableDataset dataset,
        int batchSize, IEnumerable<long> shuffler,
        Device? device = null,
        int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, bool, Device?, int?, int, bool, bool, bool)"/>
    public IterableDataLoader(
        IterableDataset dataset,
        int batchSize, bool shuffle = false,
        Device? device = null, int? seed = null,
        int num_worker = 1, bool drop_last = false,
        bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    private static IList<Tensor> Collate(IEnumerable<IList<Tensor>> items, Device device)
    {
        IList<Tensor>[] all = [.. items];
        return [.. Enumerable.Range(0, all[0].Count).Select(i => Batch.Stack(all.Select(item => item[i]), device))];
    }
}

file static class Batch
{
    /// <summary>Stacks tensors along a new first dimension, on a device, leaving no other tensor behind.</summary>
    public static Tensor Stack(IEnumerable<Tensor> tensors, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Aten.to(Aten.stack([.. tensors]), device: device));
    }
}
