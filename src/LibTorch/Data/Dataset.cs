namespace TorchSharp;

public static partial class torch
{
    /// <summary>Utilities.</summary>
    public static partial class utils
    {
        /// <summary>Data sets and loaders.</summary>
        public static partial class data
        {
            /// <summary>A data set whose items are named tensors.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>
            {
            }

            /// <summary>A data set whose items are lists of tensors.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>
            {
            }

            /// <summary>A data set with random access.</summary>
            /// <typeparam name="T">The type of an item.</typeparam>
            public abstract class Dataset<T> : IDisposable
            {
                /// <summary>The number of items.</summary>
                public abstract long Count { get; }

                /// <summary>
                /// An item. Loaders call this from several threads at a time when they have several workers, and dispose the
                /// tensors that the call creates once they are part of a batch.
                /// </summary>
                /// <param name="index">The item's number, from 0.</param>
                public abstract T GetTensor(long index);

                /// <summary>Releases what the data set holds.</summary>
                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                /// <summary>Releases what the data set holds.</summary>
                /// <param name="disposing">False when called by a finalizer, which must leave managed objects alone.</param>
                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }
}
