using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class ComparisonParityTests : MemberParity
{
    [Fact]
    public void Comparison_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x.eq(y)", x.eq(y), torch.eq(x, y), x.equal(y), torch.equal(x, y));
        Same("x.clone().eq_(y)", x.clone().eq_(y));
        Same("x.eq(0)", x.eq(0));
        Same("x.clone().eq_(0)", x.clone().eq_(0));
        Same("x.ne(y)", x.ne(y), torch.ne(x, y), x.not_equal(y), torch.not_equal(x, y));
        Same("x.clone().ne_(y)", x.clone().ne_(y), x.clone().not_equal_(y));
        Same("x.ne(0)", x.ne(0));
        Same("x.clone().ne_(0)", x.clone().ne_(0));
        Same("x.lt(y)", x.lt(y), torch.lt(x, y), x.less(y), torch.less(x, y));
        Same("x.clone().lt_(y)", x.clone().lt_(y));
        Same("x.lt(0)", x.lt(0));
        Same("x.clone().lt_(0)", x.clone().lt_(0));
        Same("x.le(y)", x.le(y), torch.le(x, y), x.less_equal(y), torch.less_equal(x, y));
        Same("x.clone().le_(y)", x.clone().le_(y), x.clone().less_equal_(y));
        Same("x.le(0)", x.le(0));
        Same("x.clone().le_(0)", x.clone().le_(0));
        Same("x.gt(y)", x.gt(y), torch.gt(x, y), x.greater(y), torch.greater(x, y));
        Same("x.clone().gt_(y)", x.clone().gt_(y));
        Same("x.gt(0)", x.gt(0));
        Same("x.clone().gt_(0)", x.clone().gt_(0));
        Same("x.ge(y)", x.ge(y), torch.ge(x, y), x.greater_equal(y), torch.greater_equal(x, y));
        Same("x.clone().ge_(y)", x.clone().ge_(y));
        Same("x.ge(0)", x.ge(0));
        Same("x.clone().ge_(0)", x.clone().ge_(0));
        Same("x.isclose(y, 0.5, 0.25)", x.isclose(y, 0.5, 0.25), torch.isclose(x, y, 0.5, 0.25));
        Same("x.isclose(n, 0.5, 0.25, equal_nan=True)", x.isclose(n, 0.5, 0.25, true), torch.isclose(x, n, 0.5, 0.25, true));
        Same("n.isnan()", n.isnan(), torch.isnan(n));
        Same("n.isinf()", n.isinf(), torch.isinf(n));
        Same("n.isfinite()", n.isfinite(), torch.isfinite(n));
        Same("n.isposinf()", n.isposinf(), torch.isposinf(n));
        Same("n.isneginf()", n.isneginf(), torch.isneginf(n));
        Same("c.isreal()", c.isreal(), torch.isreal(c));
        Same("torch.isin(i, j)", i.isin(j), torch.isin(i, j));
        Same("torch.isin(i, j, assume_unique=True, invert=True)", i.isin(j, true, true), torch.isin(i, j, true, true));
        Same("i.bitwise_and(j)", i.bitwise_and(j), torch.bitwise_and(i, j));
        Same("i.clone().bitwise_and_(j)", i.clone().bitwise_and_(j), torch.bitwise_and_(i.clone(), j));
        Same("i.bitwise_or(j)", i.bitwise_or(j), torch.bitwise_or(i, j));
        Same("i.clone().bitwise_or_(j)", i.clone().bitwise_or_(j), torch.bitwise_or_(i.clone(), j));
        Same("i.bitwise_xor(j)", i.bitwise_xor(j), torch.bitwise_xor(i, j));
        Same("i.clone().bitwise_xor_(j)", i.clone().bitwise_xor_(j), torch.bitwise_xor_(i.clone(), j));
        Same("i.bitwise_not()", i.bitwise_not(), torch.bitwise_not(i));
        Same("i.clone().bitwise_not_()", i.clone().bitwise_not_(), torch.bitwise_not_(i.clone()));
        Same("i.bitwise_left_shift(j)", i.bitwise_left_shift(j), torch.bitwise_left_shift(i, j));
        Same("i.clone().bitwise_left_shift_(j)", i.clone().bitwise_left_shift_(j), torch.bitwise_left_shift_(i.clone(), j));
        Same("i.bitwise_right_shift(j)", i.bitwise_right_shift(j), torch.bitwise_right_shift(i, j));
        Same("i.clone().bitwise_right_shift_(j)", i.clone().bitwise_right_shift_(j), torch.bitwise_right_shift_(i.clone(), j));
        Same("i.logical_and(j)", i.logical_and(j), torch.logical_and(i, j));
        Same("i.clone().logical_and_(j)", i.clone().logical_and_(j), torch.logical_and_(i.clone(), j));
        Same("i.logical_or(j)", i.logical_or(j), torch.logical_or(i, j));
        Same("i.clone().logical_or_(j)", i.clone().logical_or_(j), torch.logical_or_(i.clone(), j));
        Same("i.logical_xor(j)", i.logical_xor(j), torch.logical_xor(i, j));
        Same("i.clone().logical_xor_(j)", i.clone().logical_xor_(j), torch.logical_xor_(i.clone(), j));
        Same("i.logical_not()", i.logical_not(), torch.logical_not(i));
        Same("i.clone().logical_not_()", i.clone().logical_not_());
        Same("torch.where(m, x, y)", x.where(m, y), torch.where(m, x, y));
        Same("torch.where(m)", torch.where(m));
        Same("x == y", x == y, x == y.alias());
        Same("x != y", x != y);
        Same("x < y", x < y);
        Same("x <= y", x <= y);
        Same("x > y", x > y);
        Same("x >= y", x >= y);
        Same("x == 0.5", x == 0.5, (Scalar)0.5 == x);
        Same("x != 0.5", x != 0.5, (Scalar)0.5 != x);
        Same("x < 0.5", x < 0.5, (Scalar)0.5 > x);
        Same("x <= 0.5", x <= 0.5, (Scalar)0.5 >= x);
        Same("x > 0.5", x > 0.5, (Scalar)0.5 < x);
        Same("x >= 0.5", x >= 0.5, (Scalar)0.5 <= x);
    }
}
