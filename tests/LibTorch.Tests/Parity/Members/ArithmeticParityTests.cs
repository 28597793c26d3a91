using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class ArithmeticParityTests : MemberParity
{
    [Fact]
    public void Arithmetic_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x.abs()",
            x.abs(), torch.abs(x), x.clone().abs_(), torch.abs_(x.clone()), x.absolute(), torch.absolute(x), x.clone().absolute_(),
            torch.absolute_(x.clone()));
        Same("x.neg()",
            x.neg(), torch.neg(x), x.clone().neg_(), torch.neg_(x.clone()), x.negative(), torch.negative(x), torch.negative_(x.clone()));
        Same("x.positive()", x.positive(), torch.positive(x));
        Same("x.sign()", x.sign(), torch.sign(x), x.clone().sign_(), torch.sign_(x.clone()));
        Same("x.sgn()", x.sgn(), torch.sgn(x), x.clone().sgn_(), torch.sgn_(x.clone()));
        Same("x.signbit()", x.signbit(), torch.signbit(x));
        Same("x.add(y)", x.add(y), torch.add(x, y), x.clone().add_(y), torch.add_(x.clone(), y));
        Same("x.add(y, alpha=2)", x.add(y, 2), torch.add(x, y, 2), x.clone().add_(y, 2), torch.add_(x.clone(), y, 2));
        Same("x.add(0.5)", x.add(0.5), torch.add(x, 0.5), x.clone().add_(0.5), torch.add_(x.clone(), 0.5));
        Same("x + 1", x.add(0.5, 2), torch.add(x, 0.5, 2), x.clone().add_(0.5, 2), torch.add_(x.clone(), 0.5, 2));
        Same("x.sub(y)",
            x.sub(y), torch.sub(x, y), x.clone().sub_(y), torch.sub_(x.clone(), y), x.subtract(y), torch.subtract(x, y),
            x.clone().subtract_(y), torch.subtract_(x.clone(), y));
        Same("x.sub(0.5)",
            x.sub(0.5), torch.sub(x, 0.5), x.clone().sub_(0.5), torch.sub_(x.clone(), 0.5), x.subtract(0.5), torch.subtract(x, 0.5),
            x.clone().subtract_(0.5), torch.subtract_(x.clone(), 0.5));
        Same("x.mul(y)",
            x.mul(y), torch.mul(x, y), x.clone().mul_(y), torch.mul_(x.clone(), y), x.multiply(y), torch.multiply(x, y),
            torch.multiply_(x.clone(), y));
        Same("x.mul(0.5)",
            x.mul(0.5), torch.mul(x, 0.5), x.clone().mul_(0.5), torch.mul_(x.clone(), 0.5), x.multiply(0.5), torch.multiply(x, 0.5),
            torch.multiply_(x.clone(), 0.5));
        Same("x.div(y)",
            x.div(y), torch.div(x, y), x.clone().div_(y), torch.div_(x.clone(), y), x.divide(y), torch.divide(x, y), x.clone().divide_(y),
            torch.divide_(x.clone(), y));
        Same("x.div(0.5)",
            x.div(0.5), torch.div(x, 0.5), x.clone().div_(0.5), torch.div_(x.clone(), 0.5), x.divide(0.5), torch.divide(x, 0.5),
            x.clone().divide_(0.5), torch.divide_(x.clone(), 0.5));
        Same("x.div(y, rounding_mode='floor')",
            x.div(y, RoundingMode.floor), x.clone().div_(y, RoundingMode.floor), x.divide(y, RoundingMode.floor),
            x.clone().divide_(y, RoundingMode.floor),
            Differs("rounding modes", () => torch.div(x, y, RoundingMode.floor)),
            Differs("rounding modes", () => torch.div_(x.clone(), y, RoundingMode.floor)),
            Differs("rounding modes", () => torch.divide(x, y, RoundingMode.floor)),
            Differs("rounding modes", () => torch.divide_(x.clone(), y, RoundingMode.floor)));
        Same("x.div(0.5, rounding_mode='trunc')",
            x.div(0.5, RoundingMode.trunc), x.clone().div_(0.5, RoundingMode.trunc), x.divide(0.5, RoundingMode.trunc),
            x.clone().divide_(0.5, RoundingMode.trunc),
            Differs("rounding modes", () => torch.div(x, 0.5, RoundingMode.trunc)),
            torch.div_(x.clone(), 0.5, RoundingMode.trunc),
            Differs("rounding modes", () => torch.divide(x, 0.5, RoundingMode.trunc)));
        Same("x.true_divide(y)", x.true_divide(y), torch.true_divide(x, y), x.clone().true_divide_(y), torch.true_divide_(x.clone(), y));
        Same("x.true_divide(0.5)", x.true_divide(0.5), x.clone().true_divide_(0.5));
        Same("x.floor_divide(y)",
            x.floor_divide(y), torch.floor_divide(x, y), x.clone().floor_divide_(y), torch.floor_divide_(x.clone(), y));
        Same("x.floor_divide(0.5)", x.floor_divide(0.5), x.clone().floor_divide_(0.5));
        Same("x.fmod(y)", x.fmod(y), torch.fmod(x, y), x.clone().fmod_(y), torch.fmod_(x.clone(), y));
        Same("x.fmod(0.5)", x.fmod(0.5), torch.fmod(x, 0.5), x.clone().fmod_(0.5), torch.fmod_(x.clone(), 0.5));
        Same("x.remainder(y)", x.remainder(y), torch.remainder(x, y), x.clone().remainder_(y), torch.remainder_(x.clone(), y));
        Same("x.remainder(0.5)", x.remainder(0.5), torch.remainder(x, 0.5), x.clone().remainder_(0.5), torch.remainder_(x.clone(), 0.5));
        Same("x.addcmul(y, p, value=0.5)",
            x.addcmul(y, p, 0.5), torch.addcmul(x, y, p, 0.5), x.clone().addcmul_(y, p, 0.5), torch.addcmul_(x.clone(), y, p, 0.5));
        Same("x.addcdiv(y, p, value=0.5)",
            x.addcdiv(y, p, 0.5), torch.addcdiv(x, y, p, 0.5), x.clone().addcdiv_(y, p, 0.5), torch.addcdiv_(x.clone(), y, p, 0.5));
        Same("x.addcdiv(y, p)", x.addcdiv(y, p), x.clone().addcdiv_(y, p));
        Same("x.lerp(y, u)", x.lerp(y, u), torch.lerp(x, y, u), x.clone().lerp_(y, u));
        Same("p.pow(y)", p.pow(y), torch.pow(p, y), p.clone().pow_(y), torch.pow_(p.clone(), y));
        Same("p.pow(1.5)", p.pow(1.5), torch.pow(p, 1.5), p.clone().pow_(1.5), torch.pow_(p.clone(), 1.5));
        Same("p.float_power(y)", p.float_power(y), torch.float_power(p, y), p.clone().float_power_(y), torch.float_power_(p.clone(), y));
        Same("x.square()", x.square(), torch.square(x));
        Same("p.sqrt()", p.sqrt(), torch.sqrt(p), p.clone().sqrt_(), torch.sqrt_(p.clone()));
        Same("p.rsqrt()", p.rsqrt(), torch.rsqrt(p), p.clone().rsqrt_(), torch.rsqrt_(p.clone()));
        Same("p.reciprocal()", p.reciprocal(), torch.reciprocal(p), p.clone().reciprocal_(), torch.reciprocal_(p.clone()));
        Same("x.heaviside(y)", x.heaviside(y), torch.heaviside(x, y), x.clone().heaviside_(y), torch.heaviside_(x.clone(), y));
        Same("x.copysign(y)", x.copysign(y), torch.copysign(x, y), x.clone().copysign_(y), torch.copysign_(x.clone(), y));
        Same("x.nextafter(y)", x.nextafter(y), torch.nextafter(x, y), x.clone().nextafter_(y), torch.nextafter_(x.clone(), y));
        Same("x.ceil()", x.ceil(), torch.ceil(x), x.clone().ceil_(), torch.ceil_(x.clone()));
        Same("x.floor()", x.floor(), torch.floor(x), x.clone().floor_(), torch.floor_(x.clone()));
        Same("x.round()", x.round(), torch.round(x), x.clone().round_(), torch.round_(x.clone()));
        Same("x.round(decimals=2)", x.round(2), torch.round(x, 2), x.clone().round_(2), torch.round_(x.clone(), 2));
        Same("x.trunc()",
            x.trunc(), torch.trunc(x), x.clone().trunc_(), torch.trunc_(x.clone()), x.fix(), torch.fix(x), x.clone().fix_(),
            torch.fix_(x.clone()));
        Same("x.frac()", x.frac(), torch.frac(x), x.clone().frac_(), torch.frac_(x.clone()));
        Same("x.clamp(-0.5, 0.5)",
            x.clamp(-0.5, 0.5), torch.clamp(x, -0.5, 0.5), x.clone().clamp_(-0.5, 0.5), torch.clamp_(x.clone(), -0.5, 0.5),
            x.clip(-0.5, 0.5), torch.clip(x, -0.5, 0.5));
        Same("x.clamp_min(0.25)",
            x.clamp_min(0.25), torch.clamp_min(x, 0.25), x.clone().clamp_min_(0.25), torch.clamp_min_(x.clone(), 0.25));
        Same("x.clamp_max(0.25)",
            x.clamp_max(0.25), torch.clamp_max(x, 0.25), x.clone().clamp_max_(0.25), torch.clamp_max_(x.clone(), 0.25));
        Same("x.clamp(y, p)", x.clamp(y, p), torch.clamp(x, y, p), x.clone().clamp_(y, p), torch.clamp_(x.clone(), y, p));
        Same("x.maximum(y)", x.maximum(y), torch.maximum(x, y));
        Same("x.minimum(y)", x.minimum(y), torch.minimum(x, y));
        Same("n.fmax(x)", n.fmax(x), torch.fmax(n, x));
        Same("n.fmin(x)", n.fmin(x), torch.fmin(n, x));
        Same("n.nan_to_num()", n.nan_to_num(), torch.nan_to_num(n), n.clone().nan_to_num_(), torch.nan_to_num_(n.clone()));
        Same("n.nan_to_num(0.5, 3, -4)",
            n.nan_to_num(0.5, 3, -4), torch.nan_to_num(n, 0.5, 3, -4), n.clone().nan_to_num_(0.5, 3, -4),
            torch.nan_to_num_(n.clone(), 0.5, 3, -4));
        Same("i.gcd(j)", i.gcd(j), torch.gcd(i, j), i.clone().gcd_(j), torch.gcd_(i.clone(), j));
        Same("i.lcm(j)", i.lcm(j), torch.lcm(i, j), i.clone().lcm_(j), torch.lcm_(i.clone(), j));
    }
}
