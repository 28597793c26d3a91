namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
#pragma warning disable CS1591 // Comparison of each element; a tensor of truth values. Ask `is null` for null.
        public static Tensor operator ==(Tensor left, Tensor right) => Aten.eq(left, right);
        public static Tensor operator ==(Tensor left, Scalar right) => Aten.eq(left, right);
        public static Tensor operator ==(Scalar left, Tensor right) => Aten.eq(right, left);
        public static Tensor operator !=(Tensor left, Tensor right) => Aten.ne(left, right);
        public static Tensor operator !=(Tensor left, Scalar right) => Aten.ne(left, right);
        public static Tensor operator !=(Scalar left, Tensor right) => Aten.ne(right, left);
        public static Tensor operator <(Tensor left, Tensor right) => Aten.lt(left, right);
        public static Tensor operator <(Tensor left, Scalar right) => Aten.lt(left, right);
        public static Tensor operator <(Scalar left, Tensor right) => Aten.gt(right, left);
        public static Tensor operator <=(Tensor left, Tensor right) => Aten.le(left, right);
        public static Tensor operator <=(Tensor left, Scalar right) => Aten.le(left, right);
        public static Tensor operator <=(Scalar left, Tensor right) => Aten.ge(right, left);
        public static Tensor operator >(Tensor left, Tensor right) => Aten.gt(left, right);
        public static Tensor operator >(Tensor left, Scalar right) => Aten.gt(left, right);
        public static Tensor operator >(Scalar left, Tensor right) => Aten.lt(right, left);
        public static Tensor operator >=(Tensor left, Tensor right) => Aten.ge(left, right);
        public static Tensor operator >=(Tensor left, Scalar right) => Aten.ge(left, right);
        public static Tensor operator >=(Scalar left, Tensor right) => Aten.le(right, left);
#pragma warning restore CS1591

        /// <summary>Whether both have the same shape and equal elements.</summary>
        public bool Equals(Tensor? target) => target is not null && Aten.equal(this, target);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Tensor other && (ReferenceEquals(this, other) || Equals(other));

        /// <summary>A hash of the object, not of its elements.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
