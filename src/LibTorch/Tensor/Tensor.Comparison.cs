namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether each element differs by at most atol + rtol times the other's.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Aten.isclose(this, other, rtol, atol, nanEqual);

        /// <summary>Whether each element is one of the test elements.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Aten.isin(this, test_elements, assumeUnique, invert);

        /// <summary>Whether each element is infinite.</summary>
        public Tensor isinf() => Aten.isinf(this);

        /// <summary>Whether each element is neither infinite nor NaN.</summary>
        public Tensor isfinite() => Aten.isfinite(this);

        /// <summary>Whether each element is positive infinity.</summary>
        public Tensor isposinf() => Aten.isposinf(this);

        /// <summary>Whether each element is negative infinity.</summary>
        public Tensor isneginf() => Aten.isneginf(this);

        /// <summary>Whether each element is NaN.</summary>
        public Tensor isnan() => Aten.isnan(this);

        /// <summary>Whether each element has no imaginary part.</summary>
        public Tensor isreal() => Aten.isreal(this);

        /// <summary>Whether the elements are equal.</summary>
        public Tensor eq(Tensor target) => Aten.eq(this, target);

        /// <summary>Whether the elements are equal.</summary>
        public Tensor eq(Scalar target) => Aten.eq(this, target);

        /// <summary>Whether the elements are equal.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>In place: whether the elements are equal.</summary>
        /// <returns>This tensor.</returns>
        public Tensor eq_(Tensor target) => Aten.eq_(this, target);

        /// <summary>In place: whether the elements are equal.</summary>
        /// <returns>This tensor.</returns>
        public Tensor eq_(Scalar target) => Aten.eq_(this, target);

        /// <summary>Whether all elements differ by at most atol + rtol times the target's.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Aten.allclose(this, target, rtol, atol, equal_nan);

        /// <summary>Whether each element is not below the other.</summary>
        public Tensor ge(Tensor target) => Aten.ge(this, target);

        /// <summary>Whether each element is not below the other.</summary>
        public Tensor ge(Scalar target) => Aten.ge(this, target);

        /// <summary>Whether each element is not below the other.</summary>
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>In place: whether each element is not below the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ge_(Tensor target) => Aten.ge_(this, target);

        /// <summary>In place: whether each element is not below the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ge_(Scalar target) => Aten.ge_(this, target);

        /// <summary>Whether each element is above the other.</summary>
        public Tensor gt(Tensor target) => Aten.gt(this, target);

        /// <summary>Whether each element is above the other.</summary>
        public Tensor gt(Scalar target) => Aten.gt(this, target);

        /// <summary>Whether each element is above the other.</summary>
        public Tensor greater(Tensor target) => gt(target);

        /// <summary>In place: whether each element is above the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor gt_(Tensor target) => Aten.gt_(this, target);

        /// <summary>In place: whether each element is above the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor gt_(Scalar target) => Aten.gt_(this, target);

        /// <summary>Whether each element is not above the other.</summary>
        public Tensor le(Tensor target) => Aten.le(this, target);

        /// <summary>Whether each element is not above the other.</summary>
        public Tensor le(Scalar target) => Aten.le(this, target);

        /// <summary>Whether each element is not above the other.</summary>
        public Tensor less_equal(Tensor target) => le(target);

        /// <summary>In place: whether each element is not above the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor le_(Tensor target) => Aten.le_(this, target);

        /// <summary>In place: whether each element is not above the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor le_(Scalar target) => Aten.le_(this, target);

        /// <summary>In place: whether each element is not above the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor less_equal_(Tensor target) => le_(target);

        /// <summary>Whether each element is below the other.</summary>
        public Tensor lt(Tensor target) => Aten.lt(this, target);

        /// <summary>Whether each element is below the other.</summary>
        public Tensor lt(Scalar target) => Aten.lt(this, target);

        /// <summary>Whether each element is below the other.</summary>
        public Tensor less(Tensor target) => lt(target);

        /// <summary>In place: whether each element is below the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor lt_(Tensor target) => Aten.lt_(this, target);

        /// <summary>In place: whether each element is below the other.</summary>
        /// <returns>This tensor.</returns>
        public Tensor lt_(Scalar target) => Aten.lt_(this, target);

        /// <summary>Whether the elements differ.</summary>
        public Tensor ne(Tensor target) => Aten.ne(this, target);

        /// <summary>Whether the elements differ.</summary>
        public Tensor ne(Scalar target) => Aten.ne(this, target);

        /// <summary>Whether the elements differ.</summary>
        public Tensor not_equal(Tensor target) => ne(target);

        /// <summary>In place: whether the elements differ.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ne_(Tensor target) => Aten.ne_(this, target);

        /// <summary>In place: whether the elements differ.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ne_(Scalar target) => Aten.ne_(this, target);

        /// <summary>In place: whether the elements differ.</summary>
        /// <returns>This tensor.</returns>
        public Tensor not_equal_(Tensor target) => ne_(target);

        /// <summary>This tensor's elements where the condition holds, y's elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Aten.where(condition, this, y);

        /// <summary>The bits that are set in both.</summary>
        public Tensor bitwise_and(Tensor other) => Aten.bitwise_and(this, other);

        /// <summary>In place: the bits that are set in both.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bitwise_and_(Tensor other) => Aten.bitwise_and_(this, other);

        /// <summary>The other bits.</summary>
        public Tensor bitwise_not() => Aten.bitwise_not(this);

        /// <summary>In place: the other bits.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bitwise_not_() => Aten.bitwise_not_(this);

        /// <summary>The bits that are set in either.</summary>
        public Tensor bitwise_or(Tensor other) => Aten.bitwise_or(this, other);

        /// <summary>In place: the bits that are set in either.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bitwise_or_(Tensor other) => Aten.bitwise_or_(this, other);

        /// <summary>The bits that differ.</summary>
        public Tensor bitwise_xor(Tensor other) => Aten.bitwise_xor(this, other);

        /// <summary>In place: the bits that differ.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bitwise_xor_(Tensor other) => Aten.bitwise_xor_(this, other);

        /// <summary>The bits moved up.</summary>
        public Tensor bitwise_left_shift(Tensor other) => Aten.bitwise_left_shift(this, other);

        /// <summary>In place: the bits moved up.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bitwise_left_shift_(Tensor other) => Aten.bitwise_left_shift_(this, other);

        /// <summary>The bits moved down; the sign stays.</summary>
        public Tensor bitwise_right_shift(Tensor other) => Aten.bitwise_right_shift(this, other);

        /// <summary>In place: the bits moved down; the sign stays.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bitwise_right_shift_(Tensor other) => Aten.bitwise_right_shift_(this, other);

        /// <summary>Whether both elements are not 0.</summary>
        public Tensor logical_and(Tensor other) => Aten.logical_and(this, other);

        /// <summary>In place: whether both elements are not 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor logical_and_(Tensor other) => Aten.logical_and_(this, other);

        /// <summary>Whether each element is 0.</summary>
        public Tensor logical_not() => Aten.logical_not(this);

        /// <summary>In place: whether each element is 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor logical_not_() => Aten.logical_not_(this);

        /// <summary>Whether one of both elements is not 0.</summary>
        public Tensor logical_or(Tensor other) => Aten.logical_or(this, other);

        /// <summary>In place: whether one of both elements is not 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor logical_or_(Tensor other) => Aten.logical_or_(this, other);

        /// <summary>Whether exactly one of both elements is not 0.</summary>
        public Tensor logical_xor(Tensor other) => Aten.logical_xor(this, other);

        /// <summary>In place: whether exactly one of both elements is not 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor logical_xor_(Tensor other) => Aten.logical_xor_(this, other);
    }
}
