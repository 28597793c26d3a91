namespace MetaAdamW.Runtime.Tests;

/// <summary>A step never waits for a device: it runs on META tensors, which have no values and throw where one is asked for.</summary>
public sealed class NoReadBackTests
{
    private static readonly MetaAdamWOptions Small = new() { Layers = 2, FeedForwardWidth = 4, IdentityStart = false };

    public static TheoryData<string, FeatureSet, ScalarType> Configurations()
    {
        var cases = new TheoryData<string, FeatureSet, ScalarType>();
        foreach (FeatureSet set in Enum.GetValues<FeatureSet>())
        {
            cases.Add("plain", set, ScalarType.Float32);
            cases.Add("authors", set, ScalarType.Float64);
            cases.Add("normalised", set, ScalarType.BFloat16);
            cases.Add("extended", set, ScalarType.Float16);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void AStepRunsOnMeta(string variant, FeatureSet set, ScalarType dtype)
    {
        MetaAdamWOptions options = variant switch
        {
            "authors" => Small with { AuthorsCompatibility = true },
            "normalised" => Small with
            {
                TotalSteps = 100, Online = OnlineGradient.Raw, OnlineRule = MetaLearningRule.GradientDescent, Conductor = ConductorKind.Direct, OnlinePeriod = 2,
            },
            "extended" => Small with
            {
                LogarithmicFeatures = true, FinalNorm = true, Maximize = true, Online = OnlineGradient.Cosine, AlphaCentering = FactorCentering.ByCount,
                BetaCentering = FactorCentering.Equal, FactorScale = FactorScale.Logarithmic, OnlineSignalLimit = 0.1,

                // Φ cannot learn on META: libtorch 1.13 has no backward pass of layer normalisation there.
                Conductor = ConductorKind.Direct,
            },
            _ => Small,
        };
        bool normalized = variant == "normalised" && set != FeatureSet.Enhanced;
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = [New(6, 5), New(6), New(3, 6), New(3), New(0, 4)];
        using var optimizer = new MetaAdamWOptimizer(
            [.. parameters.Select((p, i) => ($"layers.{i / 2}.fc.{(p.dim() > 1 ? "weight" : "bias")}{(i == 4 ? 4 : "")}", p))],
            FeatureExtractor.Create(set, normalized: normalized, gating: variant is "authors" or "normalised"),
            options: options);
        Assert.Contains("foreach on meta", optimizer.ToString(), StringComparison.Ordinal);
        Step(parameters.Length);
        int compilations = ForeachScript.Compilations;
        Step(parameters.Length);

        // What earlier tests left to the finalizers must not go during the count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long tensors = Tensor.TotalCount;
        for (int t = 0; t < 20; t++)
        {
            optimizer.ParamGroups.First().LearningRate *= 0.9;
            Step(t % 5 == 2 ? 2 : parameters.Length);
        }

        Step(parameters.Length);
        Assert.Equal(23, optimizer.Steps);
        Assert.Equal(compilations, ForeachScript.Compilations);
        Assert.Equal(1, compilations);
        Assert.Equal(tensors, Tensor.TotalCount);

        // That META throws is what makes the rest of this test mean something.
        Assert.ThrowsAny<Exception>(() => optimizer.SkippedSteps);
        Assert.ThrowsAny<Exception>(() => optimizer.Alpha.ToArray());

        Parameter New(params long[] shape) => new(empty(shape, dtype: dtype, device: META));

        void Step(int moving)
        {
            using DisposeScope ofStep = NewDisposeScope();
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].grad = i < moving ? empty_like(parameters[i]) : null;
            }

            optimizer.step();
            optimizer.zero_grad(set_to_none: true);
        }
    }
}
