namespace MetaAdamW.Runtime.Tests;

/// <summary>Gradients in the optimizer's own memory: whatever a training loop does with them, the result is that of torch's gradients.</summary>
public sealed class OwnedGradientsTests
{
    public static TheoryData<string> Loops => [.. s_loops.Keys];

    private static readonly Dictionary<string, Action<OracleModel, AdamWOptimizer, int>> s_loops = new()
    {
        ["plain"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            Backward(model, t);
            optimizer.step();
        },
        ["two backward passes"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            Backward(model, t);
            Backward(model, t + 100);
            optimizer.step();
        },
        ["two steps of one gradient"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            Backward(model, t);
            optimizer.step();
            optimizer.step();
        },
        ["the model's zero_grad after the optimizer's"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            model.zero_grad();
            Backward(model, t);
            optimizer.step();
        },
        ["the model's zero_grad alone"] = (model, optimizer, t) =>
        {
            model.zero_grad();
            Backward(model, t);
            optimizer.step();
        },
        ["the optimizer's now and then"] = (model, optimizer, t) =>
        {
            if (t % 2 == 0)
            {
                optimizer.zero_grad();
            }
            else
            {
                model.zero_grad();
            }

            Backward(model, t);
            optimizer.step();
        },
        ["gradients set to null"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad(set_to_none: true);
            Backward(model, t);
            optimizer.step();
        },
        ["gradients clipped and scaled in place"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            Backward(model, t);
            nn.utils.clip_grad_norm_(model.parameters(), 0.01);
            foreach (Parameter p in model.parameters())
            {
                p.grad!.mul_(3);
            }

            optimizer.step();
        },
        ["gradients assigned after zero_grad"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            foreach (Parameter p in model.parameters())
            {
                p.grad = ones_like(p).mul(0.1 * (t + 1)).detach();
            }

            optimizer.step();
        },
        ["a parameter that loses its gradient"] = (model, optimizer, t) =>
        {
            optimizer.zero_grad();
            model.zero_grad();
            Backward(model, t);
            model.parameters().First().grad = null;
            optimizer.step();
        },
        ["a closure"] = (model, optimizer, t) => optimizer.step(() =>
        {
            optimizer.zero_grad();
            Tensor loss = model.Loss(model.Batch(t));
            loss.backward();
            return loss;
        }),
        ["a parameter that is frozen for a while"] = (model, optimizer, t) =>
        {
            Parameter first = model.parameters().First();
            first.requires_grad = t is < 2 or > 4;
            optimizer.zero_grad();
            Backward(model, t);
            optimizer.step();
        },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public void EveryLoopTrainsAsWithTorchsGradients(string loop)
    {
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            Assert.Equal(Train(model => new FusedAdamW(model.parameters(), lr: 0.01), type), Train(model => new FusedAdamW(model.parameters(), lr: 0.01, ownsGradients: true), type));
            Assert.Equal(Train(model => Meta(model, false), type), Train(model => Meta(model, true), type));
        }

        double[] Train(Func<OracleModel, AdamWOptimizer> create, ScalarType type)
        {
            using OracleModel model = Models.Create("mlp", type);
            using AdamWOptimizer optimizer = create(model);
            for (int t = 0; t < 7; t++)
            {
                using DisposeScope scope = NewDisposeScope();
                s_loops[loop](model, optimizer, t);
            }

            return OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        }
    }

    [Fact]
    public void MetaUpdatesAndCheckpointsGoOnAsWithTorchsGradients()
    {
        Assert.Equal(Train(false, false), Train(true, false));
        Assert.Equal(Train(false, true), Train(true, true));

        static double[] Train(bool owned, bool authors)
        {
            using OracleModel model = Models.Create("resnet");
            using MetaAdamWOptimizer optimizer = Meta(model, owned, authors);
            var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2, 3], [4, 5]);
            for (int t = 0; t < 9; t++)
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Backward(model, t);
                optimizer.step();
                Assert.Equal(t % 3 == 2, optimizer.MetaUpdate(objective));
                if (t == 4)
                {
                    using var stream = new MemoryStream();
                    optimizer.save_state_dict(new BinaryWriter(stream));
                    stream.Position = 0;
                    optimizer.load_state_dict(new BinaryReader(stream));
                }
            }

            return [.. OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))), .. optimizer.Alpha];
        }
    }

    [Fact]
    public void AMetaUpdateBetweenZeroGradAndTheStepIsSeen()
    {
        Assert.Equal(Train(false), Train(true));

        static double[] Train(bool owned)
        {
            using OracleModel model = Models.Create("mlp");
            using MetaAdamWOptimizer optimizer = Meta(model, owned, authors: true);
            var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2, 3], [4, 5]);
            for (int t = 0; t < 9; t++)
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Backward(model, t);
                optimizer.MetaUpdate(objective);
                optimizer.step();
            }

            return OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        }
    }

    [Fact]
    public void AParameterOutsideTheLossHasZerosAndDecays()
    {
        using Parameter inside = new(ones(3)), outside = new(ones(3));
        using var optimizer = new FusedAdamW([inside, outside], lr: 0.1, weight_decay: 0.5, ownsGradients: true);
        optimizer.zero_grad();
        inside.sum().backward();
        optimizer.step();
        Assert.Equal(0.95f, outside[0].item<float>(), 1e-6f);
        Assert.Equal(1, optimizer.StateOf(outside).Step);
    }

    [Fact]
    public void AGroupThatJoinsGetsABuffer()
    {
        using Parameter a = new(ones(3)), b = new(ones(70));
        using var optimizer = new FusedAdamW([a], lr: 0.1, weight_decay: 0, ownsGradients: true);
        optimizer.zero_grad();
        a.sum().backward();
        optimizer.add_param_group(new FusedAdamW.ParamGroup([("b", b)]));
        optimizer.step();
        Assert.Equal(0.9f, a[0].item<float>(), 1e-6f);
        for (int t = 0; t < 2; t++)
        {
            optimizer.zero_grad();
            a.sum().add(b.sum()).backward();
            Assert.Equal(1f, b.grad![69].item<float>());
            optimizer.step();
        }

        Assert.Equal(0.7f, a[0].item<float>(), 1e-6f);
        Assert.Equal(0.8f, b[0].item<float>(), 1e-6f);
    }

    [Fact]
    public void OtherTypesKeepTorchsGradients()
    {
        using Parameter half = new(ones(8, dtype: ScalarType.BFloat16)), single = new(ones(8));
        using var optimizer = new FusedAdamW([half, single], lr: 0.1, weight_decay: 0, ownsGradients: true);
        for (int t = 0; t < 3; t++)
        {
            optimizer.zero_grad();
            half.sum().to(ScalarType.Float32).add(single.sum()).backward();
            optimizer.step();
        }

        Assert.Equal(0.7f, single[0].item<float>(), 1e-6f);
        Assert.Equal(0.7f, half[0].to(ScalarType.Float32).item<float>(), 1e-2f);
    }

    /// <summary>The step allocates nothing at all, and makes no tensor.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("meta")]
    [InlineData("online attention")]
    [InlineData("online direct")]
    public void ASteadyStepAllocatesNothing(string kind)
    {
        using OracleModel model = Models.Create("transformer", ScalarType.Float32);
        using AdamWOptimizer optimizer = kind switch
        {
            "plain" => new FusedAdamW(model.parameters(), ownsGradients: true),
            "meta" => Meta(model, true),
            _ => new MetaAdamWOptimizer(BoundGroups.FineGrained(model), FeatureExtractor.Create(FeatureSet.Enhanced, gating: true), options: new()
            {
                Layers = 2, FeedForwardWidth = 8, OwnsGradients = true, Online = OnlineGradient.Cosine, AlphaCentering = FactorCentering.ByCount,
                BetaCentering = FactorCentering.Equal, FactorScale = FactorScale.Logarithmic, FinalNorm = true, LogarithmicFeatures = true,
                Conductor = kind == "online direct" ? ConductorKind.Direct : ConductorKind.Attention, OnlineHorizon = kind == "online direct" ? 5 : 1,
                OnlineSignalLimit = 0.1,
            }),
        };
        long bytes = 0, tensors = 0;
        for (int t = 0; t < 60; t++)
        {
            optimizer.zero_grad();
            using (NewDisposeScope())
            {
                Backward(model, t);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread(), there = Tensor.TotalCount;
            optimizer.step();
            if (t >= 30)
            {
                bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
                tensors += Tensor.TotalCount - there;
            }
        }

        Assert.Equal((0, 0), (bytes, tensors));
    }

    private static MetaAdamWOptimizer Meta(OracleModel model, bool owned, bool authors = false)
    {
        manual_seed(3);
        return new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model, authors),
            options: new()
            {
                Layers = 1, FeedForwardWidth = 4, MetaPeriod = 3, IdentityStart = false, LearningRate = 1e-2, MetaLearningRate = 1e-2,
                OwnsGradients = owned, AuthorsCompatibility = authors,
            });
    }

    private static void Backward(OracleModel model, int seed)
    {
        using Tensor loss = model.Loss(model.Batch(seed));
        loss.backward();
    }
}
