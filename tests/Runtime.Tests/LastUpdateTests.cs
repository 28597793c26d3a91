namespace MetaAdamW.Runtime.Tests;

/// <summary>What the gradient says of the update before it, against the formula on copies of the tensors.</summary>
public sealed class LastUpdateTests
{
    /// <summary>
    /// float32: directions may be estimates, and θ is recovered by one; all else has a rounding of 6e-8 in each term. float64: roundings of 1e-16.
    /// </summary>
    [Theory]
    [InlineData(ScalarType.Float32, 3e-6)]
    [InlineData(ScalarType.Float64, 1e-13)]
    public void DotProductsAreThoseOfTheStepThatWasMade(ScalarType type, double tolerance)
    {
        double ofDirections = type == ScalarType.Float32 ? FusedArithmeticTests.ErrorOfDirections(SimdCapability.Width) : tolerance;
        long[] sizes = [1, 5, 16, 100, 4100, 20_000];
        Parameter[] parameters = [.. sizes.Select((n, i) => new Parameter(new Lcg((ulong)i).Tensor(n).to(type)))];
        using var optimizer = new FusedAdamW(parameters, lr: 0.02, weight_decay: 0.3);
        ParameterSlot[] slots = Slots(optimizer, parameters);
        using StepKernel kernel = Kernel(slots, type);
        double[] alpha = [0.7], beta = [1.4];
        UpdateRates[] rates = new UpdateRates[slots.Length];
        var found = new ParameterStatistics[slots.Length];
        Tensor[] before = [];
        for (int t = 1; t <= 4; t++)
        {
            Tensor[] gradients = [.. sizes.Select((n, i) => new Lcg((ulong)((100 * t) + i)).Tensor(n).to(type))];
            foreach (ParameterSlot slot in slots)
            {
                slot.Gradient = gradients[slot.Index];
            }

            kernel.Measure(StatisticKinds.None, found);
            (Tensor G, Tensor M, Tensor U, Tensor Before)[] expected = t == 1 ? [] :
            [
                .. slots.Select((slot, i) =>
                {
                    Tensor m = Wide(slot.State.FirstMoment), v = Wide(slot.State.SecondMoment);
                    UpdateRates r = rates[i];
                    return (gradients[i].to(ScalarType.Float64), m, m.div(r.Correction1).div(v.sqrt().div(r.Correction2Root).add(r.Epsilon)), before[i]);
                }),
            ];
            before = [.. parameters.Select(p => Wide(p))];
            foreach (ParameterSlot slot in slots)
            {
                slot.State.Step++;
                rates[slot.Index] = slot.RatesAt(slot.State.Step);
            }

            kernel.Update(rates, [alpha[0] + (0.1 * t)], beta, found);
            if (t == 1)
            {
                Assert.All(found, f => Assert.Equal(default, f.LastUpdate));
            }

            foreach (((Tensor g, Tensor m, Tensor u, Tensor theta), ParameterStatistics f) in expected.Zip(found))
            {
                Close(g.mul(u), f.LastUpdate.GradientDotDirection, ofDirections);
                Close(g.mul(theta), f.LastUpdate.GradientDotPrevious, ofDirections);
                Close(u.mul(u), f.LastUpdate.DirectionSquares, 2 * ofDirections);
                Close(g.mul(g), f.GradientSquares, tolerance);
                Close(g.mul(m), f.GradientDotFirstMoment, tolerance);
                Close(m.mul(m), f.FirstMomentSquares, tolerance);
            }
        }

        static void Close(Tensor terms, double value, double tolerance) =>
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
        foreach ((bool gradient, bool expected) in ((bool, bool)[])[(true, false), (false, false), (true, false), (true, true), (true, true)])
        {
            Assert.Equal(expected, Step(gradient).DirectionSquares != 0);
        }

        // What is kept of p and v is forgotten, the last update is not.
        kernel.Forget();
        Assert.NotEqual(default, Step(true));
        kernel.Recall([false], rates, [1], [1]);
        Assert.Equal(default, Step(true));
        kernel.Recall([true], rates, [1], [1]);
        Assert.NotEqual(default, Step(true));

        // Loaded moments are not what the last update left.
        slots[0].State.LoadStateDict(slots[0].State);
        Assert.Equal(default, Step(true));
        Assert.NotEqual(default, Step(true));

        LastUpdateStatistics Step(bool gradient)
        {
            slots[0].Gradient = gradient ? ones(50) : null;
            kernel.Measure(StatisticKinds.None, found);
            kernel.Update(rates, [1], [1], found);
            return found[0].LastUpdate;
        }
    }

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
