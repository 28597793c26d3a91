using System.Numerics;

namespace MetaAdamW.Runtime.Tests;

/// <summary>The SIMD loops against plain code, for every length up to 256.</summary>
public sealed unsafe class FusedArithmeticTests
{
    private static readonly UpdateRates Rates = new(0.01, 0.1, 0.9, 0.999, 1e-8, 3, DividesDecay: false, Maximize: false);

    public static TheoryData<string> Widths => ["512", "256", "128", "scalar"];

    /// <summary>
    /// float32: each result is a few roundings of 6e-8 relative to the largest term. float64: the same with 1e-16.
    /// </summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void UpdatesEveryLengthAsPlainCodeInSingle(string width) =>
        EveryLength<float>(width, (a, b) => Math.Abs(a - b) <= 2e-6 * Math.Max(1, Math.Abs(a)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void UpdatesEveryLengthAsPlainCodeInDouble(string width) =>
        EveryLength<double>(width, (a, b) => Math.Abs(a - b) <= 4e-15 * Math.Max(1, Math.Abs(a)));

    /// <summary>float32: what <see cref="ErrorOfDirections"/> allows. float64: roundings.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void LooksBackAtEveryLengthAsPlainCode(string width)
    {
        LookBack<float>(width, ErrorOfDirections(SimdCapability.Choose(width)));
        LookBack<double>(width, 1e-14);
    }

    /// <summary>Where a gradient was never but zero, the direction is zero; where it was tiny, ε is all there is to divide by.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void LooksBackAtMomentsThatVanish(string width)
    {
        FusedArithmetic<float> loops = Loops<float>(width);
        float[] g = new float[67], m = new float[67], p = new float[67], v = new float[67];
        Array.Fill(g, 1);
        Array.Fill(m, 1e-12f, 32, 35);
        Array.Fill(v, 1e-30f, 32, 35);
        var coefficients = new UpdateCoefficients<float>(in Rates, 1, 1);
        fixed (float* ga = g, ma = m, pa = p, va = v)
        {
            loops.UpdateAndMeasureLast(ga, ma, pa, va, g.Length, in coefficients, in coefficients, out LastUpdateSums sums);
            double direction = 1e-12 / ((1e-15 * double.CreateChecked(coefficients.RootScale)) + Rates.Epsilon);
            Assert.Equal(35 * direction, sums.GradientDotDirection, 35 * direction * 1e-3);
            Assert.Equal(35 * direction * direction, sums.DirectionSquares, 35 * direction * direction * 2e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void SumsBlocksOfAnyLength(string width)
    {
        FusedArithmetic<float> loops = Loops<float>(width);
        foreach (int length in (int[])[4095, 4096, 4097, 8191, 8193, 16384])
        {
            float[] x = [.. new Lcg(3).Array(length).Select(v => (float)v)];
            double expected = x.Sum(v => (double)v * v);
            fixed (float* p = x)
            {
// 256 roundings of half a unit in the last place at most, whatever the width.
                Assert.Equal(expected, loops.SquaresOf(p, length), expected * 1e-6);
                Assert.Equal(expected, loops.Measure(p, p, length).Dot, expected * 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void CountsZerosOfBothSigns(string width)
    {
        FusedArithmetic<float> loops = Loops<float>(width);
        for (int length = 0; length <= 100; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(i => (i % 7) switch { 0 => 0, 3 => -0f, 5 => float.Epsilon, _ => i })];
            fixed (float* p = x)
            {
                Assert.Equal(x.Count(v => v == 0), loops.ZerosOf(p, length));
            }
        }
    }

    /// <summary>What the kept sums rest on: an untouched array has the same sum to the last bit, whoever takes it.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void SumsOfWhatWasWrittenAreThoseOfWhatIsRead(string width)
    {
        FusedArithmetic<float> loops = Loops<float>(width);
        foreach (int length in (int[])[1, 15, 16, 17, 100, 4096, 5000, 16384])
        {
            float[][] x = [.. Enumerable.Range(0, 4).Select(i => new Lcg((ulong)(length + i)).Array(length).Select(v => (float)v).ToArray())];
            x[3] = [.. x[3].Select(v => v * v)];
            fixed (float* g = x[0], m = x[1], p = x[2], v = x[3])
            {
                double before = loops.SquaresOf(p, length);
                UpdateSquares squares = loops.UpdateAndMeasure(g, m, p, v, length, new UpdateCoefficients<float>(in Rates, 1.2, 0.7));
                Assert.Equal(before, squares.ParameterBefore);
                Assert.Equal(loops.SquaresOf(p, length), squares.Parameter);
                Assert.Equal(loops.SquaresOf(v, length), squares.SecondMoment);
            }
        }
    }

    [Fact]
    public void TheWidthIsTheMachinesOrTheEnvironments()
    {
        Assert.Equal(SimdWidth.Bits256, SimdCapability.Choose("256"));
        Assert.Equal(SimdWidth.Scalar, SimdCapability.Choose("scalar"));
        Assert.Equal(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated, SimdCapability.Choose(null) == SimdWidth.Bits512);
        Assert.Contains("METAADAMW_SIMD", Assert.Throws<ArgumentException>(() => SimdCapability.Choose("64")).Message, StringComparison.Ordinal);
    }

    /// <summary>How far float32 may take a direction from what it is: the estimates' bits where there are some, else roundings.</summary>
    internal static double ErrorOfDirections(SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => Math.ScaleB(1, -13),
        SimdWidth.Bits256 => Math.ScaleB(1, -10),
        _ => 3e-6,
    };

    private static FusedArithmetic<T> Loops<T>(string width)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        FusedArithmetic<T>.Of(SimdCapability.Choose(width));

    private static void EveryLength<T>(string width, Func<double, double, bool> close)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        FusedArithmetic<T> loops = Loops<T>(width);
        for (int length = 0; length <= 256; length++)
        {
            // One element more on each side shows a write out of bounds.
            double[][] input = [.. Enumerable.Range(0, 4).Select(i => new Lcg((ulong)((10 * length) + i)).Array(length + 2))];
            input[3] = [.. input[3].Select(v => v * v)];
            T[][] x = [.. input.Select(a => a.Select(T.CreateChecked).ToArray())];
            T[][] twin = [.. x.Select(a => (T[])a.Clone())];
            double[][] expected = [.. x.Select(a => a.Select(double.CreateChecked).ToArray())];
            var coefficients = new UpdateCoefficients<T>(in Rates, 1.2, 0.7);
            (double GradientSquares, double Dot, double FirstMomentSquares) found;
            double parameter, second;
            UpdateSquares squares;
            fixed (T* g = x[0], m = x[1], p = x[2], v = x[3])
            {
                found = loops.Measure(g + 1, m + 1, length);
                (parameter, second) = (loops.SquaresOf(p + 1, length), loops.SquaresOf(v + 1, length));
                squares = loops.UpdateAndMeasure(g + 1, m + 1, p + 1, v + 1, length, in coefficients);
            }

            fixed (T* g = twin[0], m = twin[1], p = twin[2], v = twin[3])
            {
                loops.Update(g + 1, m + 1, p + 1, v + 1, length, in coefficients);
            }

            double[][] inner = [.. expected.Select(a => a[1..^1])];
            double[] before = inner[2];
            Plain(expected, length);
            double[][] after = [.. expected.Select(a => a[1..^1])];
            (double, double)[] sums =
            [
                (Squares(inner[0]), found.GradientSquares),
                (Squares(inner[1]), found.FirstMomentSquares),
                (Squares(before), parameter),
                (Squares(inner[3]), second),
                (Squares(before), squares.ParameterBefore),
                (Squares(after[2]), squares.Parameter),
                (Squares(after[3]), squares.SecondMoment),
            ];
            double terms = inner[0].Zip(inner[1], (a, b) => Math.Abs(a * b)).Sum();
            Assert.True(close(0, (inner[0].Zip(inner[1], (a, b) => a * b).Sum() - found.Dot) / Math.Max(1, terms)), $"length {length}: dot product");
            Assert.All(sums, s => Assert.True(close(s.Item1, s.Item2) || Math.Abs(s.Item1 - s.Item2) < 1e-14 * length, $"length {length}: {s}"));
            for (int array = 0; array < 4; array++)
            {
                Assert.Equal(x[array], twin[array]);
                for (int i = 0; i < length + 2; i++)
                {
                    Assert.True(close(expected[array][i], double.CreateChecked(x[array][i])), $"length {length}, array {array}, element {i}");
                }
            }
        }
    }

    /// <summary>What g says of the update that left m, v and p as they are, and that all else is as without looking.</summary>
    private static void LookBack<T>(string width, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        FusedArithmetic<T> loops = Loops<T>(width);
        var last = new UpdateCoefficients<T>(Rates with { LearningRate = 0.02, Epsilon = 1e-3, Step = 2 }, 0.9, 1.1);
        var coefficients = new UpdateCoefficients<T>(in Rates, 1.2, 0.7);
        double rootScale = double.CreateChecked(last.RootScale), epsilon = double.CreateChecked(last.Epsilon);
        for (int length = 0; length <= 256; length++)
        {
            T[][] x = [.. Enumerable.Range(0, 4).Select(i => new Lcg((ulong)((10 * length) + i)).Array(length + 1).Select(T.CreateChecked).ToArray())];
            x[3] = [.. x[3].Select(v => v * v * v * v)];
            T[][] twin = [.. x.Select(a => (T[])a.Clone())];
            double[][] before = [.. x.Select(a => a[..length].Select(double.CreateChecked).ToArray())];
            double[] direction = [.. before[1].Zip(before[3], (m, v) => m / ((Math.Sqrt(v) * rootScale) + epsilon))];
            UpdateSquares squares;
            LastUpdateSums sums;
            fixed (T* g = x[0], m = x[1], p = x[2], v = x[3])
            {
                squares = loops.UpdateAndMeasureLast(g, m, p, v, length, in coefficients, in last, out sums);
            }

            fixed (T* g = twin[0], m = twin[1], p = twin[2], v = twin[3])
            {
                Assert.Equal(loops.UpdateAndMeasure(g, m, p, v, length, in coefficients), squares);
            }

            Assert.Equal(twin, x);
            AssertDot(before[0], direction, sums.GradientDotDirection);
            AssertDot(direction, direction, sums.DirectionSquares);
            AssertDot(before[0], before[2], sums.GradientDotParameter);
        }

        void AssertDot(double[] a, double[] b, double found)
        {
            (double sum, double terms) = (a.Zip(b, (i, j) => i * j).Sum(), a.Zip(b, (i, j) => Math.Abs(i * j)).Sum());
            Assert.True(Math.Abs(sum - found) <= 2 * tolerance * terms, $"length {a.Length}: {found} instead of {sum}");
        }
    }

    private static double Squares(double[] x) => x.Sum(v => v * v);

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
