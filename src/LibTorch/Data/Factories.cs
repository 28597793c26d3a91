using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        public static partial class data
        {
            /// <summary>Makes a data set of the rows of some tensors. The memory is shared, not copied.</summary>
            /// <param name="tensors">Tensors with the same first dimension.</param>
            /// <exception cref="ArgumentNullException">There is no tensor.</exception>
            /// <exception cref="ArgumentException">The first dimensions differ.</exception>
            public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);

            /// <inheritdoc cref="Modules.DataLoader(Dataset, int, IEnumerable{long}, Device, int, bool, bool, bool)"/>
            /// <returns>The loader.</returns>
            public static DataLoader DataLoader(
                Dataset dataset,
                int batchSize, IEnumerable<long> shuffler,
                Device? device = null,
                int num_worker = 1, bool drop_last = false,
                bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <inheritdoc cref="Modules.DataLoader(Dataset, int, bool, Device, int?, int, bool, bool, bool)"/>
            /// <returns>The loader.</returns>
            public static DataLoader DataLoader(
                Dataset dataset,
                int batchSize, bool shuffle = false,
                Device? device = null, int? seed = null,
                int num_worker = 1, bool drop_last = false,
                bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <inheritdoc cref="IterableDataLoader(IterableDataset, int, IEnumerable{long}, Device, int, bool, bool, bool)"/>
            /// <returns>The loader.</returns>
            public static IterableDataLoader DataLoader(
                IterableDataset dataset,
                int batchSize, IEnumerable<long> shuffler,
                Device? device = null,
                int num_worker = 1, bool drop_last = false,
                bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <inheritdoc cref="IterableDataLoader(IterableDataset, int, bool, Device, int?, int, bool, bool, bool)"/>
            /// <returns>The loader.</returns>
            public static IterableDataLoader DataLoader(
                IterableDataset dataset,
                int batchSize, bool shuffle = false,
                Device? device = null, int? seed = null,
                int num_worker = 1, bool drop_last = false,
                bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);
        }
    }
}
