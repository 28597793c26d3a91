using System.Numerics;

namespace MetaAdamW.Runtime.Tests;

/// <summary>The SIMD loops against plain code, for every length up to 256.</summary>
public sealed unsafe class FusedArithmeticTests
{
    private static readonly UpdateRates Rates = new(0.01, 0.1, 0.9, 0.999, 1e-8, 3, DividesDecay: false, Maximize: false);

    [Fact]
    public void UpdatesEveryLengthAsPlainCodeInSingle() => EveryLength<float>((a, b) => Math.Abs(a - b) <= 2e-6 * Math.Max(1, Math.Abs(a)));

    [Fact]
    public void UpdatesEveryLengthAsPlainCodeInDouble() => EveryLength<double>((a, b) => Math.Abs(a - b) <= 4e-15 * Math.Max(1, Math.Abs(a)));

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(16384)]
    public void SumsBlocksOfAnyLength(int length)
    {
        float[] x = [.. new Lcg(3).Array(length).Select(v => (float)v)];
        double expected = x.Sum(v => (double)v * v);
        fixed (float* p = x)
        {
            Assert.Equal(expected, FusedArithmetic<float>.SquaresOf(p, length), expected * 1e-6);
            Assert.Equal(expected, FusedArithmetic<float>.Measure(p, p, p, p, length).GradientDotFirstMoment, expected * 1e-6);
        }
    }

    [Fact]
    public void CountsZerosOfBothSigns()
    {
        float[] x = [0, 1, -0f, 2, 0, float.Epsilon];
        fixed (float* p = x)
        {
            Assert.Equal(3, FusedArithmetic<float>.ZerosOf(p, x.Length));
        }
    }

    private static void EveryLength<T>(Func<double, double, bool> close)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int length = 0; length <= 256; length++)
        {
            // One element more on each side shows a write out of bounds.
            double[][] input = [.. Enumerable.Range(0, 4).Select(i => new Lcg((ulong)((10 * length) + i)).Array(length + 2))];
            input[3] = [.. input[3].Select(v => v * v)];
            T[][] x = [.. input.Select(a => a.Select(T.CreateChecked).ToArray())];
            double[][] expected = [.. x.Select(a => a.Select(double.CreateChecked).ToArray())];
            ParameterStatistics found;
            fixed (T* g = x[0], m = x[1], p = x[2], v = x[3])
            {
                found = FusedArithmetic<T>.Measure(g + 1, m + 1, p + 1, v + 1, length);
                FusedArithmetic<T>.Update(g + 1, m + 1, p + 1, v + 1, length, new FusedArithmetic<T>.Coefficients(in Rates, 1.2, 0.7));
            }

            double[][] inner = [.. expected.Select(a => a[1..^1])];
            (double, double)[] sums =
            [
                (inner[0].Sum(v => v * v), found.GradientSquares),
                (inner[1].Sum(v => v * v), found.FirstMomentSquares),
                (inner[2].Sum(v => v * v), found.ParameterSquares),
                (inner[3].Sum(v => v * v), found.SecondMomentSquares),
                (inner[0].Zip(inner[1], (a, b) => a * b).Sum(), found.GradientDotFirstMoment),
            ];
            Assert.All(sums, s => Assert.True(close(s.Item1, s.Item2) || Math.Abs(s.Item1 - s.Item2) < 1e-14 * length, $"length {length}: {s}"));

            Plain(expected, length);
            for (int array = 1; array < 4; array++)
            {
                for (int i = 0; i < length + 2; i++)
                {
                    Assert.True(close(expected[array][i], double.CreateChecked(x[array][i])), $"length {length}, array {array}, element {i}");
                }
            }

            Assert.Equal(expected[0], x[0].Select(double.CreateChecked));
        }
    }

    /// <summary>Section 1 of the arithmetic, word for word.</summary>
    private static void Plain(double[][] x, int length)
    {
        (double[] g, double[] m, double[] p, double[] v) = (x[0], x[1], x[2], x[3]);
        const double Alpha = 1.2, Beta = 0.7;
        for (int i = 1; i <= length; i++)
        {
            m[i] = (Rates.Beta1 * m[i]) + ((1 - Rates.Beta1) * g[i]);
            v[i] = (Rates.Beta2 * v[i]) + ((1 - Rates.Beta2) * g[i] * g[i]);
            double mHat = m[i] / (1 - Math.Pow(Rates.Beta1, Rates.Step));
            double vHat = v[i] / (1 - Math.Pow(Rates.Beta2, Rates.Step));
            p[i] -= Rates.LearningRate * Alpha * ((mHat / (Math.Sqrt(vHat) + Rates.Epsilon)) + (Beta * Rates.WeightDecay * p[i]));
        }
    }
}
