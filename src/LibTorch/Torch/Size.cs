using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A shape.</summary>
    public struct Size : IEnumerable<long>
    {
        private readonly long[] shape;

#pragma warning disable CA2211 // A field that can be assigned, as in TorchSharp.
        /// <summary>The shape without dimensions.</summary>
        public static Size Empty = new(Array.Empty<long>());
#pragma warning restore CA2211

        /// <summary>A copy of the shape.</summary>
        public Size(long[] shape) => this.shape = (long[])shape.Clone();

#pragma warning disable CS1591 // The sizes, in order.
        public Size(IEnumerable<long> shape) => this.shape = shape.ToArray();
        public Size(int[] shape) => this.shape = Array.ConvertAll(shape, static size => (long)size);
        public Size(long size) => shape = [size];
        public Size((long, long) size) => shape = [size.Item1, size.Item2];
        public Size((long, long, long) size) => shape = [size.Item1, size.Item2, size.Item3];
        public Size((long, long, long, long) size) => shape = [size.Item1, size.Item2, size.Item3, size.Item4];
        public Size((long, long, long, long, long) size) => shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];
        public Size((long, long, long, long, long, long) size) => shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];
        public Size(int size) => shape = [size];
        public Size((int, int) size) => shape = [size.Item1, size.Item2];
        public Size((int, int, int) size) => shape = [size.Item1, size.Item2, size.Item3];
        public Size((int, int, int, int) size) => shape = [size.Item1, size.Item2, size.Item3, size.Item4];
        public Size((int, int, int, int, int) size) => shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];
        public Size((int, int, int, int, int, int) size) => shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];

        public static implicit operator Size(long size) => new(size);
        public static implicit operator Size((long, long) size) => new(size);
        public static implicit operator Size((long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long, long, long) size) => new(size);
        public static implicit operator Size(long[] size) => new(size);

        public static Size operator +(Size left, Size right) => new(left.Concat(right));
        public static Size operator +(Size left, IEnumerable<long> right) => new(left.Concat(right));
        public static bool operator ==(Size left, Size right) => left.Equals(right);
        public static bool operator !=(Size left, Size right) => !left.Equals(right);
#pragma warning restore CS1591

        /// <summary>Whether there are no dimensions.</summary>
        public readonly bool IsEmpty => Shape.Length == 0;

        /// <summary>Whether there are no dimensions.</summary>
        public readonly bool IsScalar => IsEmpty;

        /// <summary>The number of dimensions.</summary>
        public readonly int Length => Shape.Length;

        /// <summary>The sizes.</summary>
        public readonly long[] Shape => shape ?? [];

        /// <summary>The size of a dimension.</summary>
        public readonly long this[int idx] => Shape[idx];

        /// <summary>The size of a dimension.</summary>
        public readonly long this[long idx] => Shape[idx];

        /// <summary>Some neighbouring dimensions; negative numbers count from the end.</summary>
        public readonly Size Slice(int first, int next)
        {
            int from = first < 0 ? Length + first : first, to = next < 0 ? Length + next : next;
            return new(Shape[from..to]);
        }

        /// <summary>The number of elements.</summary>
        public readonly long numel() => Shape.TotalSize();

        /// <summary>The first sizes.</summary>
        public readonly IEnumerable<long> Take(int i) => Shape.Take(i);

        /// <inheritdoc/>
        public readonly IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <inheritdoc/>
        public override readonly bool Equals(object? obj) => obj is Size other && Shape.AsSpan().SequenceEqual(other.Shape);

        /// <inheritdoc/>
        public override readonly int GetHashCode()
        {
            var hash = new HashCode();
            foreach (long size in Shape)
                hash.Add(size);
            return hash.ToHashCode();
        }
    }
}
