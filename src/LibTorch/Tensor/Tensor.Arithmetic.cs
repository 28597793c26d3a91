namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Each element with the sign of the other tensor's.</summary>
        public Tensor copysign(Tensor other) => Aten.copysign(this, other);

        /// <summary>In place: each element with the sign of the other tensor's.</summary>
        /// <returns>This tensor.</returns>
        public Tensor copysign_(Tensor other) => Aten.copysign_(this, other);

        /// <summary>The tensor itself; an error for truth values.</summary>
        public Tensor positive() => Aten.positive(this);

        /// <summary>0 below 0, 1 above, and the other tensor's element at 0.</summary>
        public Tensor heaviside(Tensor other) => Aten.heaviside(this, other);

        /// <summary>In place: 0 below 0, 1 above, and the other tensor's element at 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor heaviside_(Tensor other) => Aten.heaviside_(this, other);

        /// <summary>The point between this tensor and end at weight: this + weight (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Aten.lerp(this, end, weight);

        /// <summary>In place: the point between this tensor and end at weight: this + weight (end - this).</summary>
        /// <returns>This tensor.</returns>
        public Tensor lerp_(Tensor end, Tensor weight) => Aten.lerp_(this, end, weight);

        /// <summary>Each element, but not below min nor above max.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.clamp(this, min, max);

        /// <summary>Each element, but not below min nor above max.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.clamp(this, min, max);

        /// <summary>Each element, but not below min nor above max.</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        /// <summary>In place: each element, but not below min nor above max.</summary>
        /// <returns>This tensor.</returns>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.clamp_(this, min, max);

        /// <summary>In place: each element, but not below min nor above max.</summary>
        /// <returns>This tensor.</returns>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Aten.clamp_(this, min, max);

        /// <summary>Each element, but not above max.</summary>
        public Tensor clamp_max(Scalar max) => Aten.clamp_max(this, max);

        /// <summary>In place: each element, but not above max.</summary>
        /// <returns>This tensor.</returns>
        public Tensor clamp_max_(Scalar max) => Aten.clamp_max_(this, max);

        /// <summary>Each element, but not below min.</summary>
        public Tensor clamp_min(Scalar min) => Aten.clamp_min(this, min);

        /// <summary>In place: each element, but not below min.</summary>
        /// <returns>This tensor.</returns>
        public Tensor clamp_min_(Scalar min) => Aten.clamp_min_(this, min);

        /// <summary>The least common multiple of two whole numbers.</summary>
        public Tensor lcm(Tensor other) => Aten.lcm(this, other);

        /// <summary>In place: the least common multiple of two whole numbers.</summary>
        /// <returns>This tensor.</returns>
        public Tensor lcm_(Tensor other) => Aten.lcm_(this, other);

        /// <summary>The larger element of two tensors; NaN if one is NaN.</summary>
        public Tensor maximum(Tensor other) => Aten.maximum(this, other);

        /// <summary>The smaller element of two tensors; NaN if one is NaN.</summary>
        public Tensor minimum(Tensor other) => Aten.minimum(this, other);

        /// <summary>The larger element of two tensors; the number if the other is NaN.</summary>
        public Tensor fmax(Tensor other) => Aten.fmax(this, other);

        /// <summary>The smaller element of two tensors; the number if the other is NaN.</summary>
        public Tensor fmin(Tensor other) => Aten.fmin(this, other);

        /// <summary>Replaces NaN and the infinities; these, when not given, by the largest and the lowest number of the type.</summary>
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => Aten.nan_to_num(this, nan, posinf, neginf);

        /// <summary>Replaces NaN and the infinities; these, when not given, by the largest and the lowest number of the type.</summary>
        /// <returns>This tensor.</returns>
        public Tensor nan_to_num_(double nan = 0d, double? posinf = null, double? neginf = null) => Aten.nan_to_num_(this, nan, posinf, neginf);

        /// <summary>The next floating-point number towards the other tensor's element.</summary>
        public Tensor nextafter(Tensor other) => Aten.nextafter(this, other);

        /// <summary>In place: the next floating-point number towards the other tensor's element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor nextafter_(Tensor other) => Aten.nextafter_(this, other);

        /// <summary>The absolute value of each element.</summary>
        public Tensor abs() => Aten.abs(this);

        /// <summary>The absolute value of each element.</summary>
        public Tensor absolute() => abs();

        /// <summary>In place: the absolute value of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor abs_() => Aten.abs_(this);

        /// <summary>In place: the absolute value of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor absolute_() => abs_();

        /// <summary>The sum with another tensor, or a number, times alpha.</summary>
        public Tensor add(Tensor target) => Aten.add(this, target);

        /// <summary>The sum with another tensor, or a number, times alpha.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Aten.add(this, target, alpha);

        /// <summary>The sum with another tensor, or a number, times alpha.</summary>
        public Tensor add(Scalar scalar) => Aten.add(this, scalar);

        /// <summary>The sum with another tensor, or a number, times alpha.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Aten.add(this, scalar, alpha);

        /// <summary>In place: the sum with another tensor, or a number, times alpha.</summary>
        /// <returns>This tensor.</returns>
        public Tensor add_(Tensor target) => Aten.add_(this, target);

        /// <summary>In place: the sum with another tensor, or a number, times alpha.</summary>
        /// <returns>This tensor.</returns>
        public Tensor add_(Tensor target, Scalar alpha) => Aten.add_(this, target, alpha);

        /// <summary>In place: the sum with another tensor, or a number, times alpha.</summary>
        /// <returns>This tensor.</returns>
        public Tensor add_(Scalar scalar) => Aten.add_(this, scalar);

        /// <summary>In place: the sum with another tensor, or a number, times alpha.</summary>
        /// <returns>This tensor.</returns>
        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.add_(this, scalar, alpha);

        /// <summary>Adds value times the quotient of two tensors.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv(this, tensor1, tensor2, value);

        /// <summary>Adds value times the quotient of two tensors.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.addcdiv(this, tensor1, tensor2);

        /// <summary>Adds value times the quotient of two tensors.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv_(this, tensor1, tensor2, value);

        /// <summary>Adds value times the quotient of two tensors.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Aten.addcdiv_(this, tensor1, tensor2);

        /// <summary>Adds value times the product of two tensors.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul(this, tensor1, tensor2, value);

        /// <summary>Adds value times the product of two tensors.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul_(this, tensor1, tensor2, value);

        /// <summary>The smallest whole number that isn't below each element.</summary>
        public Tensor ceil() => Aten.ceil(this);

        /// <summary>In place: the smallest whole number that isn't below each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ceil_() => Aten.ceil_(this);

        /// <summary>The quotient by another tensor or a number, rounded as asked.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.div(this, target) : Aten.div(this, target, Text(rounding_mode));

        /// <summary>The quotient by another tensor or a number, rounded as asked.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.div(this, target) : Aten.div(this, target, Text(rounding_mode));

        /// <summary>The quotient by another tensor or a number, rounded as asked.</summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>The quotient by another tensor or a number, rounded as asked.</summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>In place: the quotient by another tensor or a number, rounded as asked.</summary>
        /// <returns>This tensor.</returns>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.div_(this, target) : Aten.div_(this, target, Text(rounding_mode));

        /// <summary>In place: the quotient by another tensor or a number, rounded as asked.</summary>
        /// <returns>This tensor.</returns>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.div_(this, target) : Aten.div_(this, target, Text(rounding_mode));

        /// <summary>In place: the quotient by another tensor or a number, rounded as asked.</summary>
        /// <returns>This tensor.</returns>
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>In place: the quotient by another tensor or a number, rounded as asked.</summary>
        /// <returns>This tensor.</returns>
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>Each element to a power, computed in double precision.</summary>
        public Tensor float_power(Tensor target) => Aten.float_power(this, target);

        /// <summary>In place: each element to a power, computed in double precision.</summary>
        /// <returns>This tensor.</returns>
        public Tensor float_power_(Tensor target) => Aten.float_power_(this, target);

        /// <summary>The largest whole number that isn't above each element.</summary>
        public Tensor floor() => Aten.floor(this);

        /// <summary>In place: the largest whole number that isn't above each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor floor_() => Aten.floor_(this);

        /// <summary>The quotient by another tensor or a number, rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Aten.floor_divide(this, other);

        /// <summary>The quotient by another tensor or a number, rounded down.</summary>
        public Tensor floor_divide(Scalar other) => Aten.floor_divide(this, other);

        /// <summary>In place: the quotient by another tensor or a number, rounded down.</summary>
        /// <returns>This tensor.</returns>
        public Tensor floor_divide_(Tensor other) => Aten.floor_divide_(this, other);

        /// <summary>In place: the quotient by another tensor or a number, rounded down.</summary>
        /// <returns>This tensor.</returns>
        public Tensor floor_divide_(Scalar other) => Aten.floor_divide_(this, other);

        /// <summary>What remains after a division rounded towards zero: it has the sign of this tensor's element.</summary>
        public Tensor fmod(Tensor target) => Aten.fmod(this, target);

        /// <summary>What remains after a division rounded towards zero: it has the sign of this tensor's element.</summary>
        public Tensor fmod(Scalar scalar) => Aten.fmod(this, scalar);

        /// <summary>In place: what remains after a division rounded towards zero: it has the sign of this tensor's element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor fmod_(Tensor target) => Aten.fmod_(this, target);

        /// <summary>In place: what remains after a division rounded towards zero: it has the sign of this tensor's element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor fmod_(Scalar scalar) => Aten.fmod_(this, scalar);

        /// <summary>Each element without its whole part.</summary>
        public Tensor frac() => Aten.frac(this);

        /// <summary>In place: each element without its whole part.</summary>
        /// <returns>This tensor.</returns>
        public Tensor frac_() => Aten.frac_(this);

        /// <summary>The greatest common divisor of two whole numbers.</summary>
        public Tensor gcd(Tensor other) => Aten.gcd(this, other);

        /// <summary>In place: the greatest common divisor of two whole numbers.</summary>
        /// <returns>This tensor.</returns>
        public Tensor gcd_(Tensor other) => Aten.gcd_(this, other);

        /// <summary>The product with another tensor or a number.</summary>
        public Tensor mul(Tensor target) => Aten.mul(this, target);

        /// <summary>The product with another tensor or a number.</summary>
        public Tensor mul(Scalar target) => Aten.mul(this, target);

        /// <summary>The product with another tensor or a number.</summary>
        public Tensor multiply(Tensor target) => mul(target);

        /// <summary>The product with another tensor or a number.</summary>
        public Tensor multiply(Scalar target) => mul(target);

        /// <summary>In place: the product with another tensor or a number.</summary>
        /// <returns>This tensor.</returns>
        public Tensor mul_(Tensor target) => Aten.mul_(this, target);

        /// <summary>In place: the product with another tensor or a number.</summary>
        /// <returns>This tensor.</returns>
        public Tensor mul_(Scalar target) => Aten.mul_(this, target);

        /// <summary>Each element with the other sign.</summary>
        public Tensor neg() => Aten.neg(this);

        /// <summary>Each element with the other sign.</summary>
        public Tensor negative() => neg();

        /// <summary>In place: each element with the other sign.</summary>
        /// <returns>This tensor.</returns>
        public Tensor neg_() => Aten.neg_(this);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Tensor exponent) => Aten.pow(this, exponent);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Scalar exponent) => Aten.pow(this, exponent);

        /// <summary>In place: each element to a power.</summary>
        /// <returns>This tensor.</returns>
        public Tensor pow_(Tensor exponent) => Aten.pow_(this, exponent);

        /// <summary>In place: each element to a power.</summary>
        /// <returns>This tensor.</returns>
        public Tensor pow_(Scalar exponent) => Aten.pow_(this, exponent);

        /// <summary>The reciprocal of each element.</summary>
        public Tensor reciprocal() => Aten.reciprocal(this);

        /// <summary>In place: the reciprocal of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor reciprocal_() => Aten.reciprocal_(this);

        /// <summary>What remains after a division rounded down: it has the sign of the divisor.</summary>
        public Tensor remainder(Tensor target) => Aten.remainder(this, target);

        /// <summary>What remains after a division rounded down: it has the sign of the divisor.</summary>
        public Tensor remainder(Scalar scalar) => Aten.remainder(this, scalar);

        /// <summary>In place: what remains after a division rounded down: it has the sign of the divisor.</summary>
        /// <returns>This tensor.</returns>
        public Tensor remainder_(Tensor target) => Aten.remainder_(this, target);

        /// <summary>In place: what remains after a division rounded down: it has the sign of the divisor.</summary>
        /// <returns>This tensor.</returns>
        public Tensor remainder_(Scalar scalar) => Aten.remainder_(this, scalar);

        /// <summary>The nearest number with that many decimals; of two as near, the even one.</summary>
        public Tensor round(long decimals = 0L) => decimals == 0 ? Aten.round(this) : Aten.round(this, decimals);

        /// <summary>In place: the nearest number with that many decimals; of two as near, the even one.</summary>
        /// <returns>This tensor.</returns>
        public Tensor round_(long decimals = 0L) => decimals == 0 ? Aten.round_(this) : Aten.round_(this, decimals);

        /// <summary>The reciprocal square root of each element.</summary>
        public Tensor rsqrt() => Aten.rsqrt(this);

        /// <summary>In place: the reciprocal square root of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor rsqrt_() => Aten.rsqrt_(this);

        /// <summary>The square of each element.</summary>
        public Tensor square() => Aten.square(this);

        /// <summary>The square root of each element; NaN below 0.</summary>
        public Tensor sqrt() => Aten.sqrt(this);

        /// <summary>In place: the square root of each element; NaN below 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sqrt_() => Aten.sqrt_(this);

        /// <summary>-1, 0 or 1, as the sign of each element is.</summary>
        public Tensor sign() => Aten.sign(this);

        /// <summary>In place: -1, 0 or 1, as the sign of each element is.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sign_() => Aten.sign_(this);

        /// <summary>Each element divided by its absolute value; 0 where it is 0.</summary>
        public Tensor sgn() => Aten.sgn(this);

        /// <summary>In place: each element divided by its absolute value; 0 where it is 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sgn_() => Aten.sgn_(this);

        /// <summary>Whether the sign bit of each element is set.</summary>
        public Tensor signbit() => Aten.signbit(this);

        /// <summary>The difference to another tensor or a number.</summary>
        public Tensor sub(Tensor target) => Aten.sub(this, target);

        /// <summary>The difference to another tensor or a number.</summary>
        public Tensor sub(Scalar target) => Aten.sub(this, target);

        /// <summary>The difference to another tensor or a number.</summary>
        public Tensor subtract(Scalar target) => sub(target);

        /// <summary>The difference to another tensor or a number.</summary>
        public Tensor subtract(Tensor target) => sub(target);

        /// <summary>In place: the difference to another tensor or a number.</summary>
        /// <returns>This tensor.</returns>
        public Tensor subtract_(Scalar target) => sub_(target);

        /// <summary>In place: the difference to another tensor or a number.</summary>
        /// <returns>This tensor.</returns>
        public Tensor subtract_(Tensor target) => sub_(target);

        /// <summary>In place: the difference to another tensor or a number.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sub_(Tensor target) => Aten.sub_(this, target);

        /// <summary>In place: the difference to another tensor or a number.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sub_(Scalar target) => Aten.sub_(this, target);

        /// <summary>The quotient by another tensor or a number, as floating-point numbers.</summary>
        public Tensor true_divide(Tensor other) => Aten.true_divide(this, other);

        /// <summary>The quotient by another tensor or a number, as floating-point numbers.</summary>
        public Tensor true_divide(Scalar other) => Aten.true_divide(this, other);

        /// <summary>In place: the quotient by another tensor or a number, as floating-point numbers.</summary>
        /// <returns>This tensor.</returns>
        public Tensor true_divide_(Tensor other) => Aten.true_divide_(this, other);

        /// <summary>In place: the quotient by another tensor or a number, as floating-point numbers.</summary>
        /// <returns>This tensor.</returns>
        public Tensor true_divide_(Scalar other) => Aten.true_divide_(this, other);

        /// <summary>The whole part of each element.</summary>
        public Tensor trunc() => Aten.trunc(this);

        /// <summary>The whole part of each element.</summary>
        public Tensor fix() => trunc();

        /// <summary>In place: the whole part of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor trunc_() => Aten.trunc_(this);

        /// <summary>In place: the whole part of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor fix_() => trunc_();
    }
}
