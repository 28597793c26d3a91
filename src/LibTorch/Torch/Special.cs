namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static class special
    {
        /// <summary>-x log(x); 0 at 0, negative infinity below.</summary>
        public static Tensor entr(Tensor input) => Aten.special_entr(input);

        /// <summary>The error function.</summary>
        public static Tensor erf(Tensor input) => Aten.special_erf(input);

        /// <summary>The complementary error function.</summary>
        public static Tensor erfc(Tensor input) => Aten.special_erfc(input);

        /// <summary>The scaled complementary error function, exp(x x) erfc(x).</summary>
        public static Tensor erfcx(Tensor input) => Aten.special_erfcx(input);

        /// <summary>The inverse error function.</summary>
        public static Tensor erfinv(Tensor input) => Aten.special_erfinv(input);

        /// <summary>The logistic function.</summary>
        public static Tensor expit(Tensor input) => Aten.special_expit(input);

        /// <summary>e to the power of each element, less 1; exact near 0.</summary>
        public static Tensor expm1(Tensor input) => Aten.special_expm1(input);

        /// <summary>2 to the power of each element.</summary>
        public static Tensor exp2(Tensor input) => Aten.special_exp2(input);

        /// <summary>The logarithm of the absolute value of the gamma function.</summary>
        public static Tensor gammaln(Tensor input) => Aten.special_gammaln(input);

        /// <summary>The derivative of the logarithm of the gamma function.</summary>
        public static Tensor digamma(Tensor input) => Aten.special_digamma(input);

        /// <summary>The derivative of the logarithm of the gamma function.</summary>
        public static Tensor psi(Tensor input) => Aten.special_psi(input);

        /// <summary>The modified Bessel function of the first kind and order 0.</summary>
        public static Tensor i0(Tensor input) => Aten.special_i0(input);

        /// <summary>The exponentially scaled modified Bessel function of the first kind and order 0.</summary>
        public static Tensor i0e(Tensor input) => Aten.special_i0e(input);

        /// <summary>The modified Bessel function of the first kind and order 1.</summary>
        public static Tensor i1(Tensor input) => Aten.special_i1(input);

        /// <summary>The exponentially scaled modified Bessel function of the first kind and order 1.</summary>
        public static Tensor i1e(Tensor input) => Aten.special_i1e(input);

        /// <summary>The inverse of the logistic function.</summary>
        public static Tensor logit(Tensor input) => Aten.special_logit(input);

        /// <summary>The distribution function of the standard normal distribution.</summary>
        public static Tensor ndtr(Tensor input) => Aten.special_ndtr(input);

        /// <summary>The inverse distribution function of the standard normal distribution.</summary>
        public static Tensor ndtri(Tensor input) => Aten.special_ndtri(input);

        /// <summary>sin(pi x) / (pi x); 1 at 0.</summary>
        public static Tensor sinc(Tensor input) => Aten.special_sinc(input);

        /// <summary>The Airy function.</summary>
        public static Tensor airy_ai(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_airy_ai(x: input));

        /// <summary>The Bessel function of the first kind and order 0.</summary>
        public static Tensor bessel_j0(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_bessel_j0(input));

        /// <summary>The Bessel function of the first kind and order 1.</summary>
        public static Tensor bessel_j1(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_bessel_j1(input));

        /// <summary>The Bessel function of the second kind and order 0.</summary>
        public static Tensor bessel_y0(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_bessel_y0(input));

        /// <summary>The Bessel function of the second kind and order 1.</summary>
        public static Tensor bessel_y1(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_bessel_y1(input));

        /// <summary>The modified Bessel function of the first kind and order 0.</summary>
        public static Tensor modified_bessel_i0(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_modified_bessel_i0(input));

        /// <summary>The modified Bessel function of the first kind and order 1.</summary>
        public static Tensor modified_bessel_i1(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_modified_bessel_i1(input));

        /// <summary>The modified Bessel function of the second kind and order 0.</summary>
        public static Tensor modified_bessel_k0(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_modified_bessel_k0(input));

        /// <summary>The modified Bessel function of the second kind and order 1.</summary>
        public static Tensor modified_bessel_k1(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_modified_bessel_k1(input));

        /// <summary>The exponentially scaled modified Bessel function of the second kind and order 0.</summary>
        public static Tensor scaled_modified_bessel_k0(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_scaled_modified_bessel_k0(x: input));

        /// <summary>The exponentially scaled modified Bessel function of the second kind and order 1.</summary>
        public static Tensor scaled_modified_bessel_k1(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_scaled_modified_bessel_k1(x: input));

        /// <summary>The spherical Bessel function of the first kind and order 0.</summary>
        public static Tensor spherical_bessel_j0(Tensor input, Tensor? @out = null) => Tensor.Into(@out, Aten.special_spherical_bessel_j0(x: input));

        /// <summary>The Chebyshev polynomial of the first kind and degree n.</summary>
        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_chebyshev_polynomial_t(x, n));

        /// <summary>The Chebyshev polynomial of the second kind and degree n.</summary>
        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_chebyshev_polynomial_u(x, n));

        /// <summary>The Chebyshev polynomial of the third kind and degree n.</summary>
        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_chebyshev_polynomial_v(x, n));

        /// <summary>The Chebyshev polynomial of the fourth kind and degree n.</summary>
        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_chebyshev_polynomial_w(x, n));

        /// <summary>The shifted Chebyshev polynomial of the first kind and degree n.</summary>
        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_shifted_chebyshev_polynomial_t(x, n));

        /// <summary>The shifted Chebyshev polynomial of the second kind and degree n.</summary>
        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_shifted_chebyshev_polynomial_u(x, n));

        /// <summary>The shifted Chebyshev polynomial of the third kind and degree n.</summary>
        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_shifted_chebyshev_polynomial_v(x, n));

        /// <summary>The shifted Chebyshev polynomial of the fourth kind and degree n.</summary>
        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_shifted_chebyshev_polynomial_w(x, n));

        /// <summary>The physicist's Hermite polynomial of degree n.</summary>
        public static Tensor hermite_polynomial_h(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_hermite_polynomial_h(x, n));

        /// <summary>The probabilist's Hermite polynomial of degree n.</summary>
        public static Tensor hermite_polynomial_he(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_hermite_polynomial_he(x, n));

        /// <summary>The Laguerre polynomial of degree n.</summary>
        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_laguerre_polynomial_l(x, n));

        /// <summary>The Legendre polynomial of degree n.</summary>
        public static Tensor legendre_polynomial_p(Tensor x, Tensor n, Tensor? @out = null) => Tensor.Into(@out, Aten.special_legendre_polynomial_p(x, n));

        /// <summary>The regularized lower incomplete gamma function.</summary>
        public static Tensor gammainc(Tensor input, Tensor other) => Aten.special_gammainc(input, other);

        /// <summary>The regularized upper incomplete gamma function.</summary>
        public static Tensor gammaincc(Tensor input, Tensor other) => Aten.special_gammaincc(input, other);

        /// <summary>A derivative, of order n, of the digamma function.</summary>
        public static Tensor polygamma(long n, Tensor input) => Aten.special_polygamma(n, input);

        /// <summary>The logarithm of the multivariate gamma function of dimension p.</summary>
        public static Tensor multigammaln(Tensor input, long p) => Aten.special_multigammaln(input, p);

        /// <summary>The logarithm of the softmax of a dimension.</summary>
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.log_softmax(input, dim, dtype);

        /// <summary>The exponentials of a dimension, divided by their sum.</summary>
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.softmax(input, dim, dtype);

        /// <summary>The logistic function.</summary>
        public static Tensor sigmoid(Tensor input) => Aten.sigmoid(input);

        /// <summary>The logistic function, in place.</summary>
        public static Tensor sigmoid_(Tensor input) => Aten.sigmoid_(input);

        /// <summary>Each element times the logarithm of 1 + other; 0 where the element is 0.</summary>
        public static Tensor xlog1py(Tensor input, Tensor other) => Aten.special_xlog1py(input, other);

        /// <summary>The Hurwitz zeta function.</summary>
        public static Tensor zeta(Tensor x, Tensor q) => Aten.special_zeta(x, q);
    }
}
