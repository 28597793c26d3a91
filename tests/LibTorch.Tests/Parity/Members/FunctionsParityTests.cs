using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class FunctionsParityTests : MemberParity
{
    [Fact]
    public void Functions_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x.exp()", x.exp(), torch.exp(x), x.clone().exp_(), torch.exp_(x.clone()));
        Same("x.exp2()", x.exp2(), torch.exp2(x), x.clone().exp2_(), torch.exp2_(x.clone()));
        Same("x.expm1()", x.expm1(), torch.expm1(x), x.clone().expm1_(), torch.expm1_(x.clone()));
        Same("p.log()", p.log(), torch.log(p), p.clone().log_(), torch.log_(p.clone()));
        Same("p.log2()", p.log2(), torch.log2(p), p.clone().log2_(), torch.log2_(p.clone()));
        Same("p.log10()", p.log10(), torch.log10(p), p.clone().log10_(), torch.log10_(p.clone()));
        Same("p.log1p()", p.log1p(), torch.log1p(p), p.clone().log1p_(), torch.log1p_(p.clone()));
        Same("x.logaddexp(y)", x.logaddexp(y), torch.logaddexp(x, y));
        Same("x.logaddexp2(y)", x.logaddexp2(y), torch.logaddexp2(x, y));
        Same("p.xlogy(p)", p.xlogy(p), torch.xlogy(p, p), p.clone().xlogy_(p), torch.xlogy_(p.clone(), p));
        Same("p.xlogy(2.5)", p.xlogy(2.5), torch.xlogy(p, 2.5), p.clone().xlogy_(2.5), torch.xlogy_(p.clone(), 2.5));
        Same("u.logit()", u.logit(), torch.logit(u), u.clone().logit_(), torch.logit_(u.clone()));
        Same("u.logit(0.25)", u.logit(0.25), torch.logit(u, 0.25), u.clone().logit_(0.25), torch.logit_(u.clone(), 0.25));
        Same("x.hypot(y)", x.hypot(y), torch.hypot(x, y));
        Same("x.ldexp(j)", x.ldexp(j), torch.ldexp(x, j), Unrecorded(() => x.clone().ldexp_(j)), Unrecorded(() => torch.ldexp_(x.clone(), j)));
        Same("x.deg2rad()", x.deg2rad(), torch.deg2rad(x), x.clone().deg2rad_(), torch.deg2rad_(x.clone()));
        Same("x.rad2deg()", x.rad2deg(), torch.rad2deg(x), x.clone().rad2deg_(), torch.rad2deg_(x.clone()));
        Same("x.sin()", x.sin(), torch.sin(x), x.clone().sin_(), torch.sin_(x.clone()));
        Same("x.cos()", x.cos(), torch.cos(x), x.clone().cos_(), torch.cos_(x.clone()));
        Same("x.tan()", x.tan(), torch.tan(x), x.clone().tan_(), torch.tan_(x.clone()));
        Same("u.asin()",
            u.asin(), torch.asin(u), u.clone().asin_(), torch.asin_(u.clone()), u.arcsin(), torch.arcsin(u), u.clone().arcsin_(),
            torch.arcsin_(u.clone()));
        Same("u.acos()",
            u.acos(), torch.acos(u), u.clone().acos_(), torch.acos_(u.clone()), u.arccos(), torch.arccos(u), u.clone().arccos_(),
            torch.arccos_(u.clone()));
        Same("x.atan()",
            x.atan(), torch.atan(x), x.clone().atan_(), torch.atan_(x.clone()), x.arctan(), torch.arctan(x), x.clone().arctan_(),
            torch.arctan_(x.clone()));
        Same("x.atan2(y)",
            x.atan2(y), torch.atan2(x, y), x.clone().atan2_(y), torch.atan2_(x.clone(), y), x.arctan2(y), torch.arctan2(x, y),
            x.clone().arctan2_(y), torch.arctan2_(x.clone(), y), x.arctan(y), torch.arctan(x, y), x.clone().arctan_(y),
            torch.arctan_(x.clone(), y));
        Same("x.sinh()", x.sinh(), torch.sinh(x), x.clone().sinh_(), torch.sinh_(x.clone()));
        Same("x.cosh()", x.cosh(), torch.cosh(x), x.clone().cosh_(), torch.cosh_(x.clone()));
        Same("x.tanh()", x.tanh(), torch.tanh(x), x.clone().tanh_(), torch.tanh_(x.clone()));
        Same("x.asinh()",
            x.asinh(), torch.asinh(x), Unrecorded(() => x.clone().asinh_()), Unrecorded(() => torch.asinh_(x.clone())),
            x.arcsinh(), torch.arcsinh(x), Unrecorded(() => x.clone().arcsinh_()), Unrecorded(() => torch.arcsinh_(x.clone())));
        Same("p1.acosh()",
            p1.acosh(), torch.acosh(p1), Unrecorded(() => p1.clone().acosh_()), Unrecorded(() => torch.acosh_(p1.clone())),
            p1.arccosh(), torch.arccosh(p1), Unrecorded(() => p1.clone().arccosh_()), Unrecorded(() => torch.arccosh_(p1.clone())));
        Same("u.atanh()",
            u.atanh(), torch.atanh(u), Unrecorded(() => u.clone().atanh_()), Unrecorded(() => torch.atanh_(u.clone())),
            u.arctanh(), torch.arctanh(u), Unrecorded(() => u.clone().arctanh_()), Unrecorded(() => torch.arctanh_(u.clone())));
        Same("x.sinc()", x.sinc(), torch.sinc(x), x.clone().sinc_(), torch.sinc_(x.clone()));
        Same("c.angle()", c.angle(), torch.angle(c));
        Same("c.conj()", c.conj(), torch.conj(c));
        Same("c.conj().is_conj()", c.conj().is_conj(), torch.is_conj(c.conj()));
        Same("c.conj().imag.is_neg()", c.conj().imag.is_neg());
        Same("c.conj_physical()", c.conj_physical(), torch.conj_physical(c), c.clone().conj_physical_(), torch.conj_physical_(c.clone()));
        Same("c.resolve_conj()", c.resolve_conj(), torch.resolve_conj(c));
        Same("x.resolve_neg()", x.resolve_neg(), torch.resolve_neg(x));
        Same("x.erf()", x.erf(), torch.erf(x), x.clone().erf_(), torch.erf_(x.clone()));
        Same("x.erfc()", x.erfc(), torch.erfc(x), x.clone().erfc_(), torch.erfc_(x.clone()));
        Same("u.erfinv()", u.erfinv(), Differs("erfinv", () => torch.erfinv(u)), u.clone().erfinv_(), torch.erfinv_(u.clone()));
        Same("p.lgamma()", p.lgamma(), torch.lgamma(p), p.clone().lgamma_(), torch.lgamma_(p.clone()));
        Same("p.digamma()", p.digamma(), torch.digamma(p), p.clone().digamma_(), torch.digamma_(p.clone()));
        Same("torch.polygamma(1, p)", p.polygamma(1), torch.polygamma(p, 1), p.clone().polygamma_(1), torch.polygamma_(p.clone(), 1));
        Same("p1.mvlgamma(1)", p1.mvlgamma(1), torch.mvlgamma(p1, 1), p1.clone().mvlgamma_(1), torch.mvlgamma_(p1.clone(), 1));
        Same("p.igamma(p1)", p.igamma(p1), torch.igamma(p, p1));
        Same("p.igammac(p1)", p.igammac(p1), torch.igammac(p, p1));
        Same("x.i0()", x.i0(), torch.i0(x), x.clone().i0_(), torch.i0_(x.clone()));
        Same("x.frexp()", x.frexp(), torch.frexp(x));
    }
}
