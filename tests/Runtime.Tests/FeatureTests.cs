namespace MetaAdamW.Runtime.Tests;

public sealed class FeatureTests
{
    [Theory]
    [InlineData(FeatureSet.Basic, true, true, 6, 6)]
    [InlineData(FeatureSet.Basic, false, false, 4, 4)]
    [InlineData(FeatureSet.BasicPlus, true, true, 11, 11)]
    [InlineData(FeatureSet.BasicPlus, false, false, 8, 8)]
    [InlineData(FeatureSet.Enhanced, true, true, 10, 14)]
    [InlineData(FeatureSet.Enhanced, false, true, 9, 13)]
    public void ColumnsAndWidths(FeatureSet set, bool time, bool second, int columns, int width)
    {
        FeatureExtractor features = FeatureExtractor.Create(set, time, second);
        Assert.Equal(columns, features.Columns.Count);
        Assert.Equal((width, width), (features.Width, features.Heads));
        Assert.Equal(8 * ((width + 7) / 8), FeatureExtractor.Create(set, time, second, heads: 8).Width);
    }

    [Fact]
    public void StandardizingOneGroupGivesZeros()
    {
        double[] f = new double[6];
        FeatureExtractor.Create(normalized: true).Extract([new GroupStatistics { GradientNorm = new(3, 0), ParameterNorm = new(2, 0) }], 0.5, f);
        Assert.Equal([0, 0, 0, 0, 0, 0.5], f);
    }

    [Fact]
    public void StandardizingUsesTheSampleDeviation()
    {
        double[] f = new double[12];
        FeatureExtractor.Create(normalized: true).Extract(
            [new GroupStatistics { GradientNorm = new(1, 0) }, new GroupStatistics { GradientNorm = new(4, 0) }], 0.5, f);
        Assert.Equal(-1.5 / (Math.Sqrt(4.5) + 1e-8), f[0], 1e-15);
        Assert.Equal(1.5 / (Math.Sqrt(4.5) + 1e-8), f[6], 1e-15);
    }

    [Theory]
    [InlineData(10L, 100L, 0.1)]
    [InlineData(1000L, null, 0.46211715726000975)]
    public void Time(long step, long? total, double expected) => Assert.Equal(expected, TrainingTime.At(step, total), 1e-15);

    [Theory]
    [InlineData(ScalarType.Float32, 2e-5)]
    [InlineData(ScalarType.Float64, 1e-13)]
    public void ThePlainEvaluatorIsTheModule(ScalarType type, double tolerance)
    {
        foreach ((FeatureSet set, int heads, bool norm) in new[] { (FeatureSet.Basic, 2, true), (FeatureSet.BasicPlus, 11, false), (FeatureSet.Enhanced, 7, true) })
        {
            const int Groups = 5;
            FeatureExtractor features = FeatureExtractor.Create(set, gating: true, heads: heads);
            manual_seed(2);
            using var module = new AttentionModule(
                Groups, features, new() { Layers = 3, FeedForwardWidth = 9, IdentityStart = false, FinalNorm = norm }, type, CPU);
            Lcg.Fill(module.named_parameters().Select(p => (p.name, p.parameter)), 9);
            double[] f = new Lcg(4).Array(Groups * features.Width);
            for (int i = 0; i < f.Length; i++)
            {
                f[i] = i % features.Width < features.Width - features.EmbeddingWidth ? 3 * f[i] : 0;
            }

            double[] raw = new double[Groups * 4];
            AttentionEvaluator.For(module, Groups).Evaluate(f, raw);
            double[] expected = module.call(tensor(f, dtype: type).reshape(Groups, features.Width)).detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
            OracleData.AssertClose(expected, raw, tolerance, $"{set}");
        }
    }

    [Fact]
    public void HeadsMustDivideTheWidth() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new MetaAdamWOptimizer([("w", new Parameter(zeros(2)))], options: new() { Heads = 5 }));

    [Fact]
    public void LogarithmicFeaturesAreTheLogsOfTheNorms()
    {
        using Parameter p = new(tensor((double[])[3.0, 4.0]));
        using var optimizer = new MetaAdamWOptimizer([("w", p)], options: new() { LogarithmicFeatures = true });
        StepRecord? record = null;
        optimizer.Stepped += r => record = r;
        p.grad = tensor((double[])[6.0, 8.0]);
        optimizer.step();
        OracleData.AssertClose([Math.Log(10), Math.Log(1e-12), Math.Log(5), 0, Math.Log(1e-12)], record!.Features[0][..5], 1e-12, "features");
    }
}
