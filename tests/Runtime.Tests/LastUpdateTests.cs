namespace MetaAdamW.Runtime.Tests;

/// <summary>What the gradient says of the update before it, against the formula on copies of the tensors.</summary>
public sealed class LastUpdateTests
{
    /// <summary>
    /// float32: θ is recovered from p to a rounding of 6e-8, and each sum has that of its terms. float64: the same with 1e-16.
    /// </summary>
    [Theory]
    [InlineData(ScalarType.Float32, 3e-6)]
    [InlineData(ScalarType.Float64, 1e-13)]
    public void DotProductsAreThoseOfTheStepThatWasMade(ScalarType type, double tolerance)
    {
        long[] sizes = [1, 5, 16, 100, 4100, 20_000];
        Parameter[] parameters = [.. sizes.Select((n, i) => new Parameter(new Lcg((ulong)i).Tensor(n).to(type)))];
        using var optimizer = new FusedAdamW(parameters, lr: 0.02, weight_decay: 0.3);
        ParameterSlot[] slots = Slots(optimizer, parameters);
        using StepKernel kernel = Kernel(slots, type);
        double[] alpha = [0.7], beta = [1.4];
        UpdateRates[] rates = new UpdateRates[slots.Length];
        var found = new ParameterStatistics[slots.Length];
        for (int t = 1; t <= 4; t++)
        {
            Tensor[] gradients = [.. sizes.Select((n, i) => new Lcg((ulong)((100 * t) + i)).Tensor(n).to(type))];
            foreach (ParameterSlot slot in slots)
            {
                slot.Gradient = gradients[slot.Index];
            }

            kernel.Measure(StatisticKinds.LastUpdate, found);
            if (t == 1)
            {
                Assert.All(found, f => Assert.Equal((0, 0, 0), (f.GradientDotDirection, f.GradientDotPrevious, f.DirectionSquares)));
            }
            else
            {
                for (int i = 0; i < slots.Length; i++)
                {
                    Tensor g = gradients[i].to(ScalarType.Float64), m = Wide(slots[i].State.FirstMoment), v = Wide(slots[i].State.SecondMoment);
                    UpdateRates r = rates[i];
                    Tensor u = m.div(r.Correction1).div(v.sqrt().div(r.Correction2Root).add(r.Epsilon));
                    Close(g.mul(u), found[i].GradientDotDirection);
                    Close(g.mul(_before[i]), found[i].GradientDotPrevious);
                    Close(u.mul(u), found[i].DirectionSquares);
                    Close(g.mul(g), found[i].GradientSquares);
                    Close(g.mul(m), found[i].GradientDotFirstMoment);
                    Close(m.mul(m), found[i].FirstMomentSquares);
                }
            }

            _before = [.. parameters.Select(p => Wide(p))];
            foreach (ParameterSlot slot in slots)
            {
                slot.State.Step++;
                rates[slot.Index] = slot.RatesAt(slot.State.Step);
            }

            kernel.Update(rates, alpha, beta);
        }

        void Close(Tensor terms, double value) =>
            Assert.Equal(terms.sum().item<double>(), value, tolerance * terms.abs().sum().item<double>());
    }

    [Fact]
    public void AParameterThatWasNotUpdatedHasNone()
    {
        using Parameter p = new(new Lcg(1).Tensor(50).to(ScalarType.Float32));
        using var optimizer = new FusedAdamW([p]);
        ParameterSlot[] slots = Slots(optimizer, [p]);
        using StepKernel kernel = Kernel(slots, ScalarType.Float32);
        var found = new ParameterStatistics[1];
        UpdateRates[] rates = [new(0.01, 0, 0.9, 0.999, 1e-8, 1, false, false)];
        foreach ((bool gradient, bool expected) in ((bool, bool)[])[(true, false), (false, false), (true, false), (true, true)])
        {
            slots[0].Gradient = gradient ? ones(50) : null;
            kernel.Measure(StatisticKinds.LastUpdate, found);
            Assert.Equal(expected, found[0].DirectionSquares != 0);
            kernel.Update(rates, [1], [1]);
        }

        // What is kept of p and v is forgotten, the last update is not.
        kernel.Measure(StatisticKinds.LastUpdate, found);
        ParameterStatistics before = found[0];
        kernel.Forget();
        kernel.Measure(StatisticKinds.LastUpdate, found);
        Assert.Equal(before.DirectionSquares, found[0].DirectionSquares);
        kernel.Recall([false], rates, [1], [1]);
        kernel.Measure(StatisticKinds.LastUpdate, found);
        Assert.Equal(0, found[0].DirectionSquares);
        kernel.Recall([true], rates, [1], [1]);
        kernel.Measure(StatisticKinds.LastUpdate, found);
        Assert.Equal(before.DirectionSquares, found[0].DirectionSquares);

        // Loaded moments are not what the last update left.
        slots[0].State.LoadStateDict(slots[0].State);
        kernel.Measure(StatisticKinds.LastUpdate, found);
        Assert.Equal(0, found[0].DirectionSquares);
    }

    private Tensor[] _before = [];

    private static Tensor Wide(Tensor x) => x.detach().to(ScalarType.Float64, copy: true);

    private static ParameterSlot[] Slots(FusedAdamW optimizer, Parameter[] parameters)
    {
        BoundParameter[] bound = [.. parameters.Select((p, i) => new BoundParameter($"p{i}", p, 0, false, null))];
        var group = new BoundGroup("all", new GroupOptions(), bound);
        return
        [
            .. bound.Select((p, i) => new ParameterSlot(
                i, p, group, optimizer.StateOf(p.Tensor), (AdamWOptimizer.ParamGroup)optimizer.ParamGroups.Single(), dividesDecay: false)),
        ];
    }

    private static StepKernel Kernel(ParameterSlot[] slots, ScalarType type) =>
        type == ScalarType.Float32 ? new FusedKernel<float>(slots, measured: true) : new FusedKernel<double>(slots, measured: true);
}
