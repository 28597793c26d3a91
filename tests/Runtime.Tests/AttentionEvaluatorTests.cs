namespace MetaAdamW.Runtime.Tests;

/// <summary>Φ without torch against Φ as a torch module, for every width of vector and many shapes.</summary>
public sealed unsafe class AttentionEvaluatorTests
{
    public static TheoryData<string, int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, int, int>();
            foreach (string width in (string[])["512", "256", "128", "scalar"])
            {
                foreach ((int groups, int layers, int feedForward) in ((int, int, int)[])[(1, 1, 1), (5, 8, 16), (8, 2, 7), (17, 3, 5), (24, 4, 64), (40, 1, 9)])
                {
                    shapes.Add(width, groups, layers, feedForward);
                }
            }

            return shapes;
        }
    }

    /// <summary>float32: roundings of 6e-8 through up to 8 layers that normalise; float64: the same with 1e-16.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void EvaluatesAsTheModuleDoes(string width, int groups, int layers, int feedForward)
    {
        Compare(width, groups, layers, feedForward, ScalarType.Float32, FeatureExtractor.Create(), 2e-5);
        Compare(width, groups, layers, feedForward, ScalarType.Float64, FeatureExtractor.Create(), 1e-13);
        Compare(width, groups, layers, feedForward, ScalarType.Float64, FeatureExtractor.Create(FeatureSet.Enhanced, gating: true, heads: 2), 1e-13);
        Compare(width, groups, layers, feedForward, ScalarType.Float32, FeatureExtractor.Create(FeatureSet.BasicPlus, heads: 1), 2e-5);
    }

    /// <summary>float32: the roundings of the way forward and back; float64: the same with 1e-16.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void GoesBackAsAutogradDoes(string width, int groups, int layers, int feedForward)
    {
        CompareGradients<float>(width, groups, layers, feedForward, ScalarType.Float32, FeatureExtractor.Create(), 1e-4);
        CompareGradients<double>(width, groups, layers, feedForward, ScalarType.Float64, FeatureExtractor.Create(gating: true), 1e-12);
        CompareGradients<double>(width, groups, layers, feedForward, ScalarType.Float64, FeatureExtractor.Create(FeatureSet.Enhanced, gating: true, heads: 2), 1e-12);
        CompareGradients<double>(width, groups, layers, feedForward, ScalarType.Float64, FeatureExtractor.Create(FeatureSet.BasicPlus, heads: 1), 1e-12);
    }

    /// <summary>Two threads share the work, and one of them waits for the other layer by layer: many times, so that they meet in many ways.</summary>
    [Theory]
    [InlineData(5, FeatureSet.BasicPlus)]
    [InlineData(19, FeatureSet.Enhanced)]
    public void ThreadsDoNotChangeTheResult(int groups, FeatureSet set)
    {
        using AttentionModule module = Module(groups, 24, 48, ScalarType.Float32, FeatureExtractor.Create(set, gating: true, heads: 1));
        using var evaluator = (HostConductor<float>)AttentionEvaluator.For(module, groups, learns: true, rule: MetaLearningRule.Adam);
        Assert.True(evaluator.Parameters.Count >= AttentionEvaluator.WorthThreads, "Φ is too small for a second thread");
        double[] features = Rows(module, groups), last = [.. features.Select(x => 0.3 - (0.5 * x))], byRaw = new Lcg(4).Array(groups * ConductorModule.Outputs);
        double[] alone = new double[byRaw.Length], lastAlone = new double[byRaw.Length], raw = new double[byRaw.Length], lastRaw = new double[byRaw.Length];
        evaluator.Evaluate(features, alone);
        evaluator.Evaluate(last, lastAlone);
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            evaluator.Evaluate(features, raw, last, lastRaw);
            double norm = evaluator.Differentiate(last, byRaw);
            float[] gradient = new Span<float>(evaluator.Parameters.Gradient, evaluator.Parameters.Count).ToArray();
            Assert.Equal(alone, raw);
            Assert.Equal(lastAlone, lastRaw);
            set_num_threads(2);
            for (int i = 0; i < 200; i++)
            {
                Array.Clear(raw);
                Array.Clear(lastRaw);
                new Span<float>(evaluator.Parameters.Gradient, evaluator.Parameters.Count).Clear();
                evaluator.Evaluate(features, raw, last, lastRaw);
                Assert.Equal(norm, evaluator.Differentiate(last, byRaw));
                Assert.Equal(alone, raw);
                Assert.Equal(lastAlone, lastRaw);
                Assert.True(new Span<float>(evaluator.Parameters.Gradient, evaluator.Parameters.Count).SequenceEqual(gradient), $"the gradient of round {i} is another");
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void ReadersAndWritersOfTheModuleSeeTheSameNumbers()
    {
        using AttentionModule module = Module(3, 2, 5, ScalarType.Float64, FeatureExtractor.Create(FeatureSet.Enhanced, gating: true, heads: 2));
        using IDisposable none = no_grad();
        double[] before = OracleData.Flat(module.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        using var evaluator = (HostConductor<double>)AttentionEvaluator.For(module, 3, SimdWidth.Scalar, learns: true);
        Assert.Equal(before, OracleData.Flat(module.named_parameters().Select(p => (p.name, (Tensor)p.parameter))));
        Assert.Equal(module.parameters().Sum(p => p.numel()), evaluator.Parameters.Count);
        double[] features = new Lcg(3).Array(3 * module.Width), first = new double[12], second = new double[12];

        // Written through the tensor, read by the evaluator; and where it was given other memory, after a refresh.
        module.Output.bias!.fill_(0.5);
        evaluator.Evaluate(features, first);
        using (Tensor other = module.Output.bias!.detach().add(1))
        {
            module.Output.bias!.set_(other);
        }

        evaluator.Refresh();
        evaluator.Evaluate(features, second);
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First + 1, pair.Second, 1e-12));

        // Moved by the evaluator, read through the tensor.
        evaluator.Differentiate(features, [.. Enumerable.Repeat(1.0, 12)]);
        evaluator.Step(1, 0.25, 1, measured: false);
        Assert.All(module.Output.bias!.data<double>().ToArray(), b => Assert.Equal(1.5 - (3 * 0.25), b, 1e-12));
    }

    [Theory]
    [MemberData(nameof(FusedArithmeticTests.Widths), MemberType = typeof(FusedArithmeticTests))]
    public void TheExponentialKeepsItsAccuracy(string width)
    {
        switch (SimdCapability.Choose(width))
        {
            case SimdWidth.Bits512:
                Exponential<Simd512<float>>();
                break;
            case SimdWidth.Bits256:
                Exponential<Simd256<float>>();
                break;
            case SimdWidth.Bits128:
                Exponential<Simd128<float>>();
                break;
            default:
                Exponential<SimdScalar<float>>();
                break;
        }
    }

    [Fact]
    public void FeaturesThatAreNotFiniteGiveFactorsThatAreNot()
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, 1e200])
        {
            using AttentionModule module = Module(3, 2, 5, ScalarType.Float32, FeatureExtractor.Create());
            double[] raw = new double[12], features = [.. Enumerable.Repeat(0.5, 18)];
            features[8] = bad;
            AttentionEvaluator.For(module, 3).Evaluate(features, raw);
            Assert.All(raw, x => Assert.False(double.IsFinite(x)));
        }
    }

    private static void Exponential<TVector>()
        where TVector : struct, ISimd<TVector, float>
    {
        float* x = stackalloc float[TVector.Count];
        double worst = 0;
        for (double start = 0; start > -87; start -= 0.000_7 * TVector.Count)
        {
            for (int i = 0; i < TVector.Count; i++)
            {
                x[i] = (float)Math.Max(-87, start - (0.000_7 * i));
            }

            float[] from = new Span<float>(x, TVector.Count).ToArray();
            SimdExponential<float, TVector>.Of(TVector.Load(x)).Store(x);
            for (int i = 0; i < TVector.Count; i++)
            {
                worst = Math.Max(worst, Math.Abs((x[i] / Math.Exp(from[i])) - 1));
            }
        }

        Assert.InRange(worst, 1e-9, 2e-7);
        foreach ((float of, float expected) in ((float, float)[])[(0, 1), (-1000, (float)Math.Exp(-87)), (float.NaN, float.NaN)])
        {
            SimdExponential<float, TVector>.Of(TVector.Fill(of)).Store(x);
            Assert.True(float.IsNaN(expected) ? float.IsNaN(x[0]) : Math.Abs(x[0] - expected) <= expected * 2e-7f, $"{of}: {x[0]}");
        }
    }

    private static AttentionModule Module(int groups, int layers, int feedForward, ScalarType type, FeatureExtractor features)
    {
        manual_seed(groups);
        var options = new MetaAdamWOptions { Layers = layers, FeedForwardWidth = feedForward, IdentityStart = false, FinalNorm = layers % 2 == 0 };
        return new AttentionModule(groups, features, options, type, CPU);
    }

    private static void CompareGradients<T>(
        string width, int groups, int layers, int feedForward, ScalarType type, FeatureExtractor extractor, double tolerance)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using AttentionModule module = Module(groups, layers, feedForward, type, extractor);
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            Lcg.Fill(module.named_parameters().Select(p => (p.name, p.parameter)), 5);
        }

        double[] rows = Rows(module, groups), byRaw = new Lcg(4).Array(groups * ConductorModule.Outputs), raw = new double[byRaw.Length];
        Tensor slopes = tensor(byRaw, dtype: type).reshape(groups, ConductorModule.Outputs);
        Parameter[] parameters = [.. module.parameters()];
        double[] expected =
        [
            .. autograd.grad([module.call(tensor(rows, dtype: type).reshape(groups, module.Width)).mul(slopes).sum()], parameters)
                .SelectMany(g => g.to(ScalarType.Float64).reshape(-1).data<double>().ToArray()),
        ];

        using var evaluator = (HostConductor<T>)AttentionEvaluator.For(module, groups, SimdCapability.Choose(width), learns: true);

        // Twice, with another evaluation between: nothing of it may be left.
        evaluator.Evaluate(new Lcg(9).Array(rows.Length), raw);
        evaluator.Differentiate(new Lcg(9).Array(rows.Length), new Lcg(8).Array(byRaw.Length));
        evaluator.Evaluate(rows, raw);
        double norm = evaluator.Differentiate(rows, byRaw);
        double[] actual = [.. Enumerable.Range(0, evaluator.Parameters.Count).Select(i => double.CreateTruncating(evaluator.Parameters.Gradient[i]))];
        OracleData.AssertClose(expected, actual, tolerance, $"{width}, {groups} groups");
        Assert.Equal(Math.Sqrt(expected.Sum(x => x * x)), norm, tolerance * norm);
    }

    private static double[] Rows(AttentionModule module, int groups)
    {
        double[] rows = new Lcg(3).Array(groups * module.Width);
        for (int g = 0; g < groups; g++)
        {
            rows.AsSpan(((g + 1) * module.Width) - module.EmbeddingWidth, module.EmbeddingWidth).Clear();
        }

        return rows;
    }

    private static void Compare(
        string width, int groups, int layers, int feedForward, ScalarType type, FeatureExtractor features, double tolerance)
    {
        using AttentionModule module = Module(groups, layers, feedForward, type, features);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable none = no_grad();
        Lcg.Fill(module.named_parameters().Select(p => (p.name, p.parameter)), 5);
        double[] rows = Rows(module, groups);
        double[] expected = module.call(tensor(rows, dtype: type).reshape(groups, module.Width)).to(ScalarType.Float64).data<double>().ToArray();
        double[] raw = new double[groups * ConductorModule.Outputs];
        AttentionEvaluator.For(module, groups, SimdCapability.Choose(width)).Evaluate(rows, raw);
        for (int i = 0; i < raw.Length; i++)
        {
            Assert.Equal(expected[i], raw[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
