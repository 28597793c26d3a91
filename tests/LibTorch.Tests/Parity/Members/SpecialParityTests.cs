using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class SpecialParityTests : MemberParity
{
    [Fact]
    public void Special_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("torch.special.entr(p)", special.entr(p));
        Same("torch.special.erf(x)", special.erf(x));
        Same("torch.special.erfc(x)", special.erfc(x));
        Same("torch.special.erfcx(x)", Differs("special.erfcx", () => special.erfcx(x)));
        Same("torch.special.expit(x)", special.expit(x));
        Same("torch.special.expm1(x)", special.expm1(x));
        Same("torch.special.exp2(x)", special.exp2(x));
        Same("torch.special.i0(x)", special.i0(x));
        Same("torch.special.i0e(x)", special.i0e(x));
        Same("torch.special.i1(x)", special.i1(x));
        Same("torch.special.i1e(x)", special.i1e(x));
        Same("torch.special.ndtr(x)", special.ndtr(x));
        Same("torch.special.sinc(x)", special.sinc(x));
        Same("torch.sigmoid(x)", special.sigmoid(x), special.sigmoid_(x.clone()));
        Same("torch.special.erfinv(u)", special.erfinv(u));
        Same("torch.special.logit(u)", special.logit(u));
        Same("torch.special.ndtri(u)", special.ndtri(u));
        Same("torch.special.gammaln(p)", special.gammaln(p));
        Same("torch.special.digamma(p)", special.digamma(p));
        Same("torch.special.psi(p)", special.psi(p));
        Same("torch.special.airy_ai(p)", special.airy_ai(p), Unrecorded(() => special.airy_ai(p, empty(0, dtype: float64))));
        Same("torch.special.bessel_j0(p)", special.bessel_j0(p), Unrecorded(() => special.bessel_j0(p, empty(0, dtype: float64))));
        Same("torch.special.bessel_j1(p)", special.bessel_j1(p), Unrecorded(() => special.bessel_j1(p, empty(0, dtype: float64))));
        Same("torch.special.bessel_y0(p)", special.bessel_y0(p), Unrecorded(() => special.bessel_y0(p, empty(0, dtype: float64))));
        Same("torch.special.bessel_y1(p)", special.bessel_y1(p), Unrecorded(() => special.bessel_y1(p, empty(0, dtype: float64))));
        Same("torch.special.modified_bessel_i0(p)", special.modified_bessel_i0(p), Unrecorded(() => special.modified_bessel_i0(p, empty(0, dtype: float64))));
        Same("torch.special.modified_bessel_i1(p)", special.modified_bessel_i1(p), Unrecorded(() => special.modified_bessel_i1(p, empty(0, dtype: float64))));
        Same("torch.special.modified_bessel_k0(p)", special.modified_bessel_k0(p), Unrecorded(() => special.modified_bessel_k0(p, empty(0, dtype: float64))));
        Same("torch.special.modified_bessel_k1(p)", special.modified_bessel_k1(p), Unrecorded(() => special.modified_bessel_k1(p, empty(0, dtype: float64))));
        Same("torch.special.scaled_modified_bessel_k0(p)",
            special.scaled_modified_bessel_k0(p), Unrecorded(() => special.scaled_modified_bessel_k0(p, empty(0, dtype: float64))));
        Same("torch.special.scaled_modified_bessel_k1(p)",
            special.scaled_modified_bessel_k1(p), Unrecorded(() => special.scaled_modified_bessel_k1(p, empty(0, dtype: float64))));
        Same("torch.special.spherical_bessel_j0(p)",
            special.spherical_bessel_j0(p), Unrecorded(() => special.spherical_bessel_j0(p, empty(0, dtype: float64))));
        Same("torch.special.chebyshev_polynomial_t(u, three)", special.chebyshev_polynomial_t(u, three));
        Same("torch.special.chebyshev_polynomial_u(u, three)", special.chebyshev_polynomial_u(u, three));
        Same("torch.special.chebyshev_polynomial_v(u, three)", special.chebyshev_polynomial_v(u, three));
        Same("torch.special.chebyshev_polynomial_w(u, three)", special.chebyshev_polynomial_w(u, three));
        Same("torch.special.shifted_chebyshev_polynomial_t(u, three)", special.shifted_chebyshev_polynomial_t(u, three));
        Same("torch.special.shifted_chebyshev_polynomial_u(u, three)", special.shifted_chebyshev_polynomial_u(u, three));
        Same("torch.special.shifted_chebyshev_polynomial_v(u, three)", special.shifted_chebyshev_polynomial_v(u, three));
        Same("torch.special.shifted_chebyshev_polynomial_w(u, three)", special.shifted_chebyshev_polynomial_w(u, three));
        Same("torch.special.hermite_polynomial_h(u, three)", special.hermite_polynomial_h(u, three));
        Same("torch.special.hermite_polynomial_he(u, three)", special.hermite_polynomial_he(u, three));
        Same("torch.special.laguerre_polynomial_l(u, three)", special.laguerre_polynomial_l(u, three));
        Same("torch.special.legendre_polynomial_p(u, three)", special.legendre_polynomial_p(u, three));
        Same("torch.special.gammainc(p, p1)", special.gammainc(p, p1));
        Same("torch.special.gammaincc(p, p1)", special.gammaincc(p, p1));
        Same("torch.special.polygamma(2, p)", special.polygamma(2, p));
        Same("torch.special.multigammaln(p1, 1)", special.multigammaln(p1, 1));
        Same("torch.special.softmax(x, 1)", special.softmax(x, 1));
        Same("torch.special.log_softmax(x, 1)", special.log_softmax(x, 1));
        Same("torch.special.xlog1py(p, p1)", special.xlog1py(p, p1));
        Same("torch.special.zeta(p1 + 1, p)", special.zeta(p1 + 1, p));
    }
}
