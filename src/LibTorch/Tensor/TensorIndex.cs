namespace TorchSharp;

public static partial class torch
{
    /// <summary>One of the things between an indexer's brackets: a number, a range, a tensor, a new dimension, ...</summary>
    public struct TensorIndex
    {
        internal enum Kind
        {
            None, Single, Null, Ellipsis, Bool, Tensor, Slice,
        }

        internal Kind kind;
        internal long? start; // of a slice; the number of Single; 0 or 1 of Bool
        internal long? stop;
        internal long? step;
        internal Tensor? tensor;

#pragma warning disable CA2211 // Fields that can be assigned, as in TorchSharp.
        /// <summary>As many full ranges as the other indices leave dimensions.</summary>
        public static TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new() { kind = Kind.None };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex Null = new() { kind = Kind.Null };

        /// <summary>All of a dimension.</summary>
        public static TensorIndex Colon = Slice();
#pragma warning restore CA2211

        /// <summary>A part of a dimension.</summary>
        /// <param name="start">The first index; negative counts from the end.</param>
        /// <param name="stop">The index after the last; negative counts from the end.</param>
        /// <param name="step">The distance of neighbours, above 0.</param>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { kind = Kind.Slice, start = start, stop = stop, step = step };

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End switch { { IsFromEnd: false } end => end.Value, { Value: 0 } => null, var end => -end.Value });

        /// <summary>A new dimension: of size 1 if true, empty if false.</summary>
        public static TensorIndex Bool(bool value) => new() { kind = Kind.Bool, start = value ? 1 : 0 };

        /// <summary>One index; the dimension goes.</summary>
        public static TensorIndex Single(long? index) => new() { kind = Kind.Single, start = index };

        /// <summary>The indices that a tensor holds, or the places where a tensor of truth values holds.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new() { kind = Kind.Tensor, tensor = tensor };

        /// <summary>One index.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>A part of a dimension.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        /// <summary>A part of a dimension.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>One index.</summary>
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        /// <summary>Throws: it exists so that the compiler prefers the indexer that takes TensorIndex.</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");
    }
}
