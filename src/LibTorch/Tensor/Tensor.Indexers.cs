using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A part of the tensor: a view where only numbers and ranges are given, a copy where tensors are.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => Aten.select(this, 0, i1);
            set => index_put_(value, i1);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => Select([i1, i2]);
            set => index_put_(value, i1, i2);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => Select([i1, i2, i3]);
            set => index_put_(value, i1, i2, i3);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Select([i1, i2, i3, i4]);
            set => index_put_(value, i1, i2, i3, i4);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => Select([i1, i2, i3, i4, i5]);
            set => index_put_(value, i1, i2, i3, i4, i5);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => Select([i1, i2, i3, i4, i5, i6]);
            set => index_put_(value, i1, i2, i3, i4, i5, i6);
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => Select(indices);
            set => index_put_(value, Array.ConvertAll(indices, static i => TensorIndex.Single(i)));
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params TensorIndex[] indices)
        {
            using var place = new Place(this, indices);
            return place.Tensors.Count == 0 ? place.TakeView() : Aten.index(place.View, place.Tensors.ToArray());
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params Tensor[] indices) => Aten.index(this, indices);

        /// <summary>Sets a part of the tensor.</summary>
        /// <param name="value">The elements, broadcast to the part.</param>
        /// <param name="indices">Which part; see the indexer.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        /// <inheritdoc cref="index_put_(Tensor, TensorIndex[])"/>
        /// <param name="accumulate">Whether the elements are added to those there.</param>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var place = new Place(this, indices);
            // Leading dimensions of size 1 that the part lacks are dropped, as PyTorch does.
            Tensor source = value;
            long extra = value.dim() - place.Dimensions;
            if (extra > 0 && value.shape.AsSpan(0, (int)extra).IndexOfAnyExcept(1) < 0)
                source = Aten.reshape(value, value.shape.AsSpan((int)extra));
            if (place.Tensors.Count > 0)
                Aten.index_put_(place.View, place.Tensors.ToArray(), source, accumulate);
            else if (accumulate)
                Aten.add_(place.View, source);
            else
                Aten.copy_(place.View, source);
            if (!ReferenceEquals(source, value))
                source.Dispose();
            return this;
        }

        /// <inheritdoc cref="index_put_(Tensor, TensorIndex[])"/>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => Aten.index_put_(this, indices, value);

        /// <inheritdoc cref="index_put_(Tensor, TensorIndex[], bool)"/>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => Aten.index_put_(this, indices, value, accumulate);

        /// <inheritdoc cref="index_put_(Tensor, TensorIndex[])"/>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor element = Aten.full([], value, dtype, null, device);
            return index_put_(element, indices, accumulate: false);
        }

        /// <inheritdoc cref="index_put_(Tensor, TensorIndex[])"/>
        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor element = Aten.full([], value, dtype, null, device);
            return Aten.index_put_(this, indices, element);
        }

        private Tensor Select(ReadOnlySpan<long> indices)
        {
            Tensor part = this;
            foreach (long index in indices) {
                Tensor next = Aten.select(part, 0, index);
                if (!ReferenceEquals(part, this))
                    part.Dispose();
                part = next;
            }
            return ReferenceEquals(part, this) ? Aten.alias(this) : part;
        }

        // Where indices lead: first a view that the numbers and ranges make, then tensors that index the view's dimensions.
        private sealed class Place : IDisposable
        {
            private readonly Tensor whole;
            private readonly List<Tensor> temporary = [];

            public Place(Tensor whole, ReadOnlySpan<TensorIndex> indices)
            {
                this.whole = View = whole;
                long taken = 0;
                foreach (TensorIndex index in indices)
                    taken += Taken(index);
                if (taken > whole.dim())
                    throw new ExternalException($"too many indices for tensor of dimension {whole.dim()}");

                long dimension = 0;
                foreach (TensorIndex index in indices)
                    dimension = Apply(index, dimension, whole.dim() - taken);
            }

            public Tensor View { get; private set; }

            public List<Tensor?> Tensors { get; } = [];

            // Of what index_put_ writes to; with several tensors an upper bound, which is all that its caller needs.
            public long Dimensions => View.dim() + Tensors.Sum(t => t is null ? 0 : IsMask(t) ? 1 - t.dim() : t.dim() - 1);

            public Tensor TakeView()
            {
                Tensor view = View;
                View = whole;
                return ReferenceEquals(view, whole) ? Aten.alias(whole) : view;
            }

            public void Dispose()
            {
                Replace(whole);
                foreach (Tensor tensor in temporary)
                    tensor.Dispose();
            }

            private static long Taken(TensorIndex index) => index.kind switch {
                TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                TensorIndex.Kind.Tensor => IsMask(index.tensor!) ? index.tensor!.dim() : 1,
                _ => 0,
            };

            private static bool IsMask(Tensor tensor) => tensor.dtype is ScalarType.Bool or ScalarType.Byte;

            /// <returns>The dimension that the next index is for.</returns>
            private long Apply(TensorIndex index, long dimension, long free)
            {
                switch (index.kind) {
                case TensorIndex.Kind.Single:
                    Replace(Aten.select(View, dimension, index.start!.Value));
                    return dimension;
                case TensorIndex.Kind.Slice:
                    if (index.step is <= 0)
                        throw new ArgumentException("A step must be above 0.");
                    if (index is not { start: null, stop: null, step: null or 1 })
                        Replace(Aten.slice(View, dimension, index.start, index.stop, index.step ?? 1));
                    return dimension + 1;
                case TensorIndex.Kind.Ellipsis:
                    return dimension + free;
                case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                    Replace(Aten.unsqueeze(View, dimension));
                    return dimension + 1;
                case TensorIndex.Kind.Bool:
                    return Record(Truth(index.start != 0), dimension, insert: true);
                default:
                    Tensor tensor = index.tensor!;
                    if (tensor.dim() > 0 || !torch.is_integral(tensor.dtype))
                        return Record(tensor, dimension, insert: false);
                    if (IsMask(tensor))
                        return Record(Truth(Aten._local_scalar_dense(tensor).ToBoolean()), dimension, insert: true);
                    Replace(Aten.select(View, dimension, Aten._local_scalar_dense(tensor).ToInt64()));
                    return dimension;
                }
            }

            private long Record(Tensor tensor, long dimension, bool insert)
            {
                if (insert)
                    Replace(Aten.unsqueeze(View, dimension));
                while (Tensors.Count < dimension)
                    Tensors.Add(null);
                Tensors.Add(tensor);
                return dimension + (IsMask(tensor) ? Math.Max(1, tensor.dim()) : 1);
            }

            private Tensor Truth(bool value)
            {
                Tensor index = Aten.zeros(value ? [1] : [0], ScalarType.Int64, null, whole.device);
                temporary.Add(index);
                return index;
            }

            private void Replace(Tensor view)
            {
                if (!ReferenceEquals(View, whole))
                    View.Dispose();
                View = view;
            }
        }
    }
}
