using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

public class BFloat16Tests
{
    private static readonly float[] Samples =
        [0, 1, -1, 0.1f, -0.2f, 3.14159f, 1e-40f, 1.0039f, 1.00391f, 65504, 3.39e38f, 3.4e38f, float.Epsilon, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    [Fact]
    public void Numbers_are_rounded_as_torch_rounds_them()
    {
        using Tensor exact = tensor(Samples);
        using Tensor rounded = exact.to_type(bfloat16);
        BFloat16[] expected = rounded.data<BFloat16>().ToArray();
        for (int i = 0; i < Samples.Length; i++) {
            var value = new BFloat16(Samples[i]);
            Assert.Equal(expected[i].ToSingle(), value.ToSingle());
            Assert.Equal(value.ToSingle(), ((BFloat16)Samples[i]).ToSingle());
            Assert.Equal(value.ToSingle(), ((BFloat16)(double)Samples[i]).ToSingle());
            Assert.Equal((double)(float)value, (double)value);
        }
    }

    [Fact]
    public void Arithmetic_is_that_of_float_rounded()
    {
        BFloat16 a = new(1.5f), b = new(0.7f);
        float x = a.ToSingle(), y = b.ToSingle();
        Assert.Equal(new BFloat16(x + y), a + b);
        Assert.Equal(new BFloat16(x - y), a - b);
        Assert.Equal(new BFloat16(x * y), a * b);
        Assert.Equal(new BFloat16(x / y), a / b);
        Assert.Equal(new BFloat16(x % y), a % b);
        Assert.Equal(new BFloat16(-x), -a);
    }

    [Fact]
    public void Comparison_is_that_of_float()
    {
        BFloat16 small = new(-2), same = new(-2), large = new(3);
        Assert.True(small == same && small != large && small < large && small <= same && large > small && same >= small);
        Assert.True(small.Equals(same) && small.Equals((object)same) && !small.Equals(large));
        Assert.Equal(small.GetHashCode(), same.GetHashCode());
        Assert.Equal([-1, 0, 1], [small.CompareTo(large), small.CompareTo(same), large.CompareTo((object)small)]);
        Assert.False(BFloat16.NaN == new BFloat16(float.NaN));
        OnTorchSharp.Differs("BFloat16.Equals", () => Assert.True(BFloat16.NaN.Equals(BFloat16.NaN)));
    }

    [Fact]
    public void The_limits_are_where_they_should_be()
    {
        Assert.True(BFloat16.IsNaN(BFloat16.NaN) && !BFloat16.IsNaN(BFloat16.One));
        Assert.True(BFloat16.IsInfinity(BFloat16.PositiveInfinity) && BFloat16.IsInfinity(BFloat16.NegativeInfinity));
        Assert.True(BFloat16.IsPositiveInfinity(BFloat16.PositiveInfinity) && !BFloat16.IsPositiveInfinity(BFloat16.NegativeInfinity));
        Assert.True(BFloat16.IsNegativeInfinity(BFloat16.NegativeInfinity));
        Assert.True(BFloat16.IsFinite(BFloat16.MaxValue) && !BFloat16.IsFinite(BFloat16.PositiveInfinity));
        Assert.Equal(1, BFloat16.One.ToSingle());
        Assert.Equal(0, BFloat16.Zero.ToSingle());
        FInfo limits = finfo(bfloat16);
        Assert.Equal(limits.max, (double)BFloat16.MaxValue);
        Assert.Equal(limits.min, (double)BFloat16.MinValue);
        Assert.Equal(limits.smallest_normal, (double)BFloat16.MinNormal);
        Assert.Equal(BFloat16.FromRawValue(1), BFloat16.SmallestSubnormal);
        Assert.Equal(BFloat16.SmallestSubnormal, BFloat16.Epsilon);
        Assert.Equal("1.50", new BFloat16(1.5f).ToString("F2", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Limits_of_the_other_types_are_dot_nets()
    {
        FInfo single = finfo(), doubled = finfo(float64), half = finfo(float16);
        Assert.Equal(32, single.bits);
        Assert.Equal(float.MaxValue, single.max);
        Assert.Equal(float.MinValue, single.min);
        Assert.Equal(MathF.BitIncrement(1) - 1f, single.eps);
        Assert.Equal(1.17549435e-38f, (float)single.tiny);
        Assert.Equal(1e-6, single.resolution);
        Assert.Equal((64, double.MaxValue, double.MinValue, double.BitIncrement(1) - 1), (doubled.bits, doubled.max, doubled.min, doubled.eps));
        Assert.Equal((16, (double)Half.MaxValue, (double)Half.MinValue), (half.bits, half.max, half.min));
        Assert.Throws<ArgumentException>(() => finfo(int64));
    }
}
