namespace MetaAdamW.Runtime.Tests;

/// <summary>The features of the fused kernel, whose sums of squares are kept from step to step, against norms taken anew.</summary>
public sealed class KeptSquaresTests : IDisposable
{
    private static readonly MetaAdamWOptions Options = new()
    {
        Layers = 1, FeedForwardWidth = 4, LearningRate = 1e-2, IdentityStart = false, Kernel = StepKernelKind.Fused,
    };

    // One tensor of several chunks, one of a part of a chunk, one smaller than a cache line.
    private readonly Parameter[] _parameters = [Filled(1, 50, 700), Filled(2, 300), Filled(3, 3)];
    private readonly MetaAdamWOptimizer _optimizer;
    private readonly List<double[]> _norms = [];
    private int _step;

    public KeptSquaresTests()
    {
        _optimizer = New();
        _optimizer.Stepped += Remember;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        foreach (Parameter p in _parameters)
        {
            p.Dispose();
        }
    }

    [Fact]
    public void UntouchedParametersAreKnownToTheLastBit()
    {
        for (int i = 0; i < 20; i++)
        {
            double[] kept = Step();
            AssertFresh(kept);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    public void AnEditOfWholeTensorsIsSeenInTheSameStep(int after)
    {
        Run(after);
        Edit(() => _parameters[0].mul_(1.5));
        AssertFresh(Step());
        Edit(() => _parameters[1].copy_(Filled(9, 300)));
        AssertFresh(Step());
        Edit(() => _parameters[2].zero_());
        AssertFresh(Step());
        Edit(() => _parameters[2].set_(Filled(8, 3)));
        AssertFresh(Step());
    }

    [Fact]
    public void AnEditOfHalfAChunkInOnePlaceReadsAllChunks()
    {
        Run(15);

        // The first chunk shows the edit in its first bytes, the second does not.
        Edit(() =>
        {
            _parameters[0].flatten()[0] = 7;
            _parameters[0].flatten()[20_000] = 9;
        });
        AssertFresh(Step());
    }

    [Fact]
    public void ARowThatIsZeroedAfterEachStepNeverComesLate()
    {
        for (int i = 0; i < 20; i++)
        {
            Edit(() => _parameters[0][7].zero_());
            AssertFresh(Step());
        }
    }

    [Fact]
    public void ARowThatIsZeroedLaterComesOneStepLateOnce()
    {
        Run(15);
        double[] before = Norms();
        Edit(() => _parameters[0][7].zero_());
        double late = Step()[0];
        Assert.Equal(before[0], late, before[0] * 1e-6);
        Assert.True(Math.Abs(late - _fresh[0]) > _fresh[0] * 1e-3);
        for (int i = 0; i < 5; i++)
        {
            Edit(() => _parameters[0][3 + i].zero_());
            AssertFresh(Step());
        }
    }

    [Fact]
    public void AParameterWithoutAGradientIsReadEachTime()
    {
        Run(15);
        for (int i = 0; i < 4; i++)
        {
            Edit(() => _parameters[0][7 + i].zero_());
            AssertFresh(Step(without: 0));
        }

        AssertFresh(Step());
    }

    [Fact]
    public void AStepThatIsLeftOutKeepsTheSums()
    {
        Run(15);
        double[] parameters = [.. _parameters.SelectMany(p => p.data<float>().ToArray().Select(x => (double)x))];
        Step(broken: true);
        Assert.Equal(1, _optimizer.SkippedSteps);
        Assert.Equal(parameters, _parameters.SelectMany(p => p.data<float>().ToArray().Select(x => (double)x)));
        AssertFresh(Step());
    }

    [Fact]
    public void AnEditOfTheSecondMomentIsSeen()
    {
        Run(15);
        Tensor second = _optimizer.StateOf(_parameters[0]).SecondMoment;
        for (int i = 0; i < 3; i++)
        {
            using (no_grad())
            {
                second[20].fill_(1 + i);
            }

            double expected = second.norm().item<float>();
            Step();
            Assert.Equal(expected, _lastSecond[0], expected * 1e-5);
        }
    }

    [Fact]
    public void SavingAndLoadingGoOnToTheLastBitWhateverWasEdited()
    {
        Run(15);
        Edit(() => _parameters[0][7].zero_());
        using var stream = new MemoryStream();
        using var model = new MemoryStream();
        _optimizer.save_state_dict(new BinaryWriter(stream));
        Parameter[] copies = [.. _parameters.Select(p => new Parameter(p.detach().clone()))];
        using var other = New(copies);
        stream.Position = 0;
        other.load_state_dict(new BinaryReader(stream));
        StepRecord? record = null;
        other.Stepped += r => record = r;
        for (int i = 0; i < 12; i++)
        {
            // The same sparse edits on both sides, late ones too.
            if (i is 0 or 5 or 11)
            {
                Edit(() => _parameters[0][9 + i].zero_());
                Edit(() => copies[0][9 + i].zero_());
            }

            for (int k = 0; k < copies.Length; k++)
            {
                copies[k].grad = Gradient(_step, k);
            }

            other.step();
            Step();
            Assert.Equal(_last!.Features.SelectMany(f => f), record!.Features.SelectMany(f => f));
            Assert.Equal(_parameters[0].data<float>().ToArray(), copies[0].data<float>().ToArray());
        }
    }

    private StepRecord? _last;
    private double[] _lastSecond = [];

    private static Parameter Filled(ulong seed, params long[] shape) => new(new Lcg(seed).Tensor(shape).to(ScalarType.Float32));

    private static Tensor Gradient(int step, int index) =>
        new Lcg((ulong)((100 * step) + index)).Tensor(index switch { 0 => [50, 700], 1 => [300], _ => [3] }).to(ScalarType.Float32);

    private static void Edit(Action edit)
    {
        using IDisposable none = no_grad();
        using DisposeScope scope = NewDisposeScope();
        edit();
    }

    private static double Norm(Tensor x)
    {
        using Tensor wide = x.detach().to(ScalarType.Float64);
        return wide.norm().item<double>();
    }

    private MetaAdamWOptimizer New(Parameter[]? parameters = null)
    {
        manual_seed(1);
        return new MetaAdamWOptimizer(
            [.. (parameters ?? _parameters).Select((p, i) => ($"layers.{i}.{(i == 0 ? "norm" : i == 1 ? "attn" : "embed")}", p))], options: Options);
    }

    private void Remember(StepRecord record)
    {
        _last = record;
        int parameter = Column(record, "‖p‖"), second = Column(record, "‖v‖");
        _norms.Add([.. record.Features.Select(row => row[parameter])]);
        _lastSecond = [.. record.Features.Select(row => row[second])];
    }

    private static int Column(StepRecord record, string word)
    {
        int column = record.Columns.ToList().FindIndex(c => c.Contains(word, StringComparison.OrdinalIgnoreCase));
        return column >= 0 ? column : throw new InvalidOperationException(string.Join(", ", record.Columns));
    }

    private double[] Norms() => [.. _parameters.Select(p => Norm(p))];

    private double[] _fresh = [];

    private double[] Step(int without = -1, bool broken = false)
    {
        _fresh = Norms();
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].grad = i == without ? null : Gradient(_step, i);
        }

        if (broken)
        {
            Edit(() => _parameters[1].grad!.fill_(double.NaN));
        }

        _optimizer.step();
        _step++;
        return broken ? [] : _norms[^1];
    }

    private void Run(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            Step();
        }
    }

    /// <summary>Sums in float32 over lanes of 256 elements, against float64: 1e-6 relative.</summary>
    private void AssertFresh(double[] kept)
    {
        for (int i = 0; i < kept.Length; i++)
        {
            Assert.Equal(_fresh[i], kept[i], (_fresh[i] * 1e-6) + 1e-12);
        }
    }
}
