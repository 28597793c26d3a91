namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Degrees as radians.</summary>
        public Tensor deg2rad() => Aten.deg2rad(this);

        /// <summary>In place: degrees as radians.</summary>
        /// <returns>This tensor.</returns>
        public Tensor deg2rad_() => Aten.deg2rad_(this);

        /// <summary>Radians as degrees.</summary>
        public Tensor rad2deg() => Aten.rad2deg(this);

        /// <summary>In place: radians as degrees.</summary>
        /// <returns>This tensor.</returns>
        public Tensor rad2deg_() => Aten.rad2deg_(this);

        /// <summary>The derivative of the logarithm of the gamma function.</summary>
        public Tensor digamma() => Aten.digamma(this);

        /// <summary>In place: the derivative of the logarithm of the gamma function.</summary>
        /// <returns>This tensor.</returns>
        public Tensor digamma_() => Aten.digamma_(this);

        /// <summary>The logarithm of the absolute value of the gamma function.</summary>
        public Tensor lgamma() => Aten.lgamma(this);

        /// <summary>In place: the logarithm of the absolute value of the gamma function.</summary>
        /// <returns>This tensor.</returns>
        public Tensor lgamma_() => Aten.lgamma_(this);

        /// <summary>The logarithm of the multivariate gamma function of dimension p.</summary>
        public Tensor mvlgamma(long p) => Aten.mvlgamma(this, p);

        /// <summary>In place: the logarithm of the multivariate gamma function of dimension p.</summary>
        /// <returns>This tensor.</returns>
        public Tensor mvlgamma_(long p) => Aten.mvlgamma_(this, p);

        /// <summary>A derivative, of that order, of the digamma function.</summary>
        public Tensor polygamma(long p) => Aten.polygamma(p, this);

        /// <summary>In place: A derivative, of that order, of the digamma function.</summary>
        /// <returns>This tensor.</returns>
        public Tensor polygamma_(long p) => Aten.polygamma_(this, p);

        /// <summary>The regularized lower incomplete gamma function.</summary>
        public Tensor igamma(Tensor other) => Aten.igamma(this, other);

        /// <summary>The regularized upper incomplete gamma function.</summary>
        public Tensor igammac(Tensor other) => Aten.igammac(this, other);

        /// <summary>The modified Bessel function of the first kind and order 0.</summary>
        public Tensor i0() => Aten.i0(this);

        /// <summary>In place: the modified Bessel function of the first kind and order 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor i0_() => Aten.i0_(this);

        /// <summary>The error function of each element.</summary>
        public Tensor erf() => Aten.erf(this);

        /// <summary>In place: the error function of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor erf_() => Aten.erf_(this);

        /// <summary>The complementary error function of each element.</summary>
        public Tensor erfc() => Aten.erfc(this);

        /// <summary>In place: the complementary error function of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor erfc_() => Aten.erfc_(this);

        /// <summary>The inverse error function of each element.</summary>
        public Tensor erfinv() => Aten.erfinv(this);

        /// <summary>In place: the inverse error function of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor erfinv_() => Aten.erfinv_(this);

        /// <summary>Each element times 2 to the power of the other tensor's.</summary>
        public Tensor ldexp(Tensor other) => Aten.ldexp(this, other);

        /// <summary>In place: each element times 2 to the power of the other tensor's.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ldexp_(Tensor other) => Aten.ldexp_(this, other);

        /// <summary>The complex conjugate, as a view.</summary>
        public Tensor conj() => Aten.conj(this);

        /// <summary>The complex conjugate, computed.</summary>
        public Tensor conj_physical() => Aten.conj_physical(this);

        /// <summary>In place: the complex conjugate, computed.</summary>
        /// <returns>This tensor.</returns>
        public Tensor conj_physical_() => Aten.conj_physical_(this);

        /// <summary>The tensor with its conjugation, if it is a conjugated view, computed.</summary>
        public Tensor resolve_conj() => Aten.resolve_conj(this);

        /// <summary>The tensor with its negation, if it is a negated view, computed.</summary>
        public Tensor resolve_neg() => Aten.resolve_neg(this);

        /// <summary>e to the power of each element.</summary>
        public Tensor exp() => Aten.exp(this);

        /// <summary>In place: e to the power of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor exp_() => Aten.exp_(this);

        /// <summary>2 to the power of each element.</summary>
        public Tensor exp2() => Aten.exp2(this);

        /// <summary>In place: 2 to the power of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor exp2_() => Aten.exp2_(this);

        /// <summary>e to the power of each element, less 1; exact near 0.</summary>
        public Tensor expm1() => Aten.expm1(this);

        /// <summary>In place: e to the power of each element, less 1; exact near 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor expm1_() => Aten.expm1_(this);

        /// <summary>The mantissa, in (-1, 1), and the exponent of 2 of each element.</summary>
        public (Tensor Mantissa, Tensor Exponent) frexp() => Aten.frexp(this);

        /// <summary>The length of the hypotenuse of a right triangle with these legs.</summary>
        public Tensor hypot(Tensor other) => Aten.hypot(this, other);

        /// <summary>The natural logarithm of each element; NaN below 0.</summary>
        public Tensor log() => Aten.log(this);

        /// <summary>In place: the natural logarithm of each element; NaN below 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log_() => Aten.log_(this);

        /// <summary>The logarithm of the sum of the exponentials of two tensors.</summary>
        public Tensor logaddexp(Tensor other) => Aten.logaddexp(this, other);

        /// <summary>The binary logarithm of the sum of the powers of 2 of two tensors.</summary>
        public Tensor logaddexp2(Tensor other) => Aten.logaddexp2(this, other);

        /// <summary>The decimal logarithm of each element.</summary>
        public Tensor log10() => Aten.log10(this);

        /// <summary>In place: the decimal logarithm of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log10_() => Aten.log10_(this);

        /// <summary>The natural logarithm of 1 and each element; exact near 0.</summary>
        public Tensor log1p() => Aten.log1p(this);

        /// <summary>In place: the natural logarithm of 1 and each element; exact near 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log1p_() => Aten.log1p_(this);

        /// <summary>The binary logarithm of each element.</summary>
        public Tensor log2() => Aten.log2(this);

        /// <summary>In place: the binary logarithm of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log2_() => Aten.log2_(this);

        /// <summary>The inverse of the logistic function; elements are first clamped to [eps, 1 - eps] if eps is given.</summary>
        public Tensor logit(double? eps = null) => Aten.logit(this, eps);

        /// <summary>In place: the inverse of the logistic function; elements are first clamped to [eps, 1 - eps] if eps is given.</summary>
        /// <returns>This tensor.</returns>
        public Tensor logit_(double? eps = null) => Aten.logit_(this, eps);

        /// <summary>Each element times the logarithm of y; 0 where the element is 0.</summary>
        public Tensor xlogy(Tensor y) => Aten.xlogy(this, y);

        /// <summary>Each element times the logarithm of y; 0 where the element is 0.</summary>
        public Tensor xlogy(Scalar y) => Aten.xlogy(this, y);

        /// <summary>In place: each element times the logarithm of y; 0 where the element is 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor xlogy_(Tensor y) => Aten.xlogy_(this, y);

        /// <summary>In place: each element times the logarithm of y; 0 where the element is 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor xlogy_(Scalar y) => Aten.xlogy_(this, y);

        /// <summary>The argument of each element, in radians.</summary>
        public Tensor angle() => Aten.angle(this);

        /// <summary>The arc sine of each element.</summary>
        public Tensor asin() => Aten.asin(this);

        /// <summary>The arc sine of each element.</summary>
        public Tensor arcsin() => asin();

        /// <summary>In place: the arc sine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor asin_() => Aten.asin_(this);

        /// <summary>In place: the arc sine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arcsin_() => asin_();

        /// <summary>The arc cosine of each element.</summary>
        public Tensor acos() => Aten.acos(this);

        /// <summary>The arc cosine of each element.</summary>
        public Tensor arccos() => acos();

        /// <summary>In place: the arc cosine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor acos_() => Aten.acos_(this);

        /// <summary>In place: the arc cosine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arccos_() => acos_();

        /// <summary>The arc tangent of each element; with another tensor, that of the quotient.</summary>
        public Tensor atan() => Aten.atan(this);

        /// <summary>The arc tangent of each element; with another tensor, that of the quotient.</summary>
        public Tensor arctan() => Aten.arctan(this);

        /// <summary>The arc tangent of each element; with another tensor, that of the quotient.</summary>
        public Tensor arctan(Tensor other) => atan2(other);

        /// <summary>In place: the arc tangent of each element; with another tensor, that of the quotient.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arctan_(Tensor other) => atan2_(other);

        /// <summary>In place: the arc tangent of each element; with another tensor, that of the quotient.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arctan_() => Aten.arctan_(this);

        /// <summary>In place: the arc tangent of each element; with another tensor, that of the quotient.</summary>
        /// <returns>This tensor.</returns>
        public Tensor atan_() => Aten.atan_(this);

        /// <summary>The arc tangent of the quotient, in the right quadrant.</summary>
        public Tensor atan2(Tensor other) => Aten.atan2(this, other);

        /// <summary>In place: the arc tangent of the quotient, in the right quadrant.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arctan2_(Tensor other) => atan2_(other);

        /// <summary>The arc tangent of the quotient, in the right quadrant.</summary>
        public Tensor arctan2(Tensor other) => atan2(other);

        /// <summary>In place: the arc tangent of the quotient, in the right quadrant.</summary>
        /// <returns>This tensor.</returns>
        public Tensor atan2_(Tensor other) => Aten.atan2_(this, other);

        /// <summary>The cosine of each element.</summary>
        public Tensor cos() => Aten.cos(this);

        /// <summary>In place: the cosine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor cos_() => Aten.cos_(this);

        /// <summary>The sine of each element.</summary>
        public Tensor sin() => Aten.sin(this);

        /// <summary>In place: the sine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sin_() => Aten.sin_(this);

        /// <summary>The tangent of each element.</summary>
        public Tensor tan() => Aten.tan(this);

        /// <summary>In place: the tangent of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor tan_() => Aten.tan_(this);

        /// <summary>sin(pi x) / (pi x) of each element; 1 at 0.</summary>
        public Tensor sinc() => Aten.sinc(this);

        /// <summary>In place: sin(pi x) / (pi x) of each element; 1 at 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sinc_() => Aten.sinc_(this);

        /// <summary>The hyperbolic sine of each element.</summary>
        public Tensor sinh() => Aten.sinh(this);

        /// <summary>In place: the hyperbolic sine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sinh_() => Aten.sinh_(this);

        /// <summary>The hyperbolic cosine of each element.</summary>
        public Tensor cosh() => Aten.cosh(this);

        /// <summary>In place: the hyperbolic cosine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor cosh_() => Aten.cosh_(this);

        /// <summary>The hyperbolic tangent of each element.</summary>
        public Tensor tanh() => Aten.tanh(this);

        /// <summary>In place: the hyperbolic tangent of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor tanh_() => Aten.tanh_(this);

        /// <summary>The inverse hyperbolic sine of each element.</summary>
        public Tensor arcsinh() => asinh();

        /// <summary>The inverse hyperbolic sine of each element.</summary>
        public Tensor asinh() => Aten.asinh(this);

        /// <summary>In place: the inverse hyperbolic sine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arcsinh_() => asinh_();

        /// <summary>In place: the inverse hyperbolic sine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor asinh_() => Aten.asinh_(this);

        /// <summary>The inverse hyperbolic cosine of each element.</summary>
        public Tensor arccosh() => acosh();

        /// <summary>The inverse hyperbolic cosine of each element.</summary>
        public Tensor acosh() => Aten.acosh(this);

        /// <summary>In place: the inverse hyperbolic cosine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arccosh_() => acosh_();

        /// <summary>In place: the inverse hyperbolic cosine of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor acosh_() => Aten.acosh_(this);

        /// <summary>The inverse hyperbolic tangent of each element.</summary>
        public Tensor arctanh() => atanh();

        /// <summary>The inverse hyperbolic tangent of each element.</summary>
        public Tensor atanh() => Aten.atanh(this);

        /// <summary>In place: the inverse hyperbolic tangent of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor arctanh_() => atanh_();

        /// <summary>In place: the inverse hyperbolic tangent of each element.</summary>
        /// <returns>This tensor.</returns>
        public Tensor atanh_() => Aten.atanh_(this);
    }
}
