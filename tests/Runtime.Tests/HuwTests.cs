using FsCheck;
using FsCheck.Xunit;

namespace MetaAdamW.Runtime.Tests;

public sealed class HuwTests
{
    [Property(MaxTest = 40)]
    public bool TheStationaryPointIsLossOverPriority(PositiveInt loss, PositiveInt priority, bool regression)
    {
        double l = loss.Get / 7.0, p = priority.Get / 3.0;
        double s = Math.Log(l / p);
        if (Math.Abs(s) >= HuwWeighting.LogVarianceLimit)
        {
            return true;
        }

        using var huw = new HuwWeighting(ScalarType.Float64, new HuwTask("t", regression ? TaskKind.Regression : TaskKind.Classification, p));
        using (no_grad())
        {
            huw.LogVariances.fill_(s);
        }

        huw.Weigh(tensor(l, dtype: ScalarType.Float64)).backward();
        return Math.Abs(huw.LogVariances.grad!.item<double>()) < 1e-12 * Math.Max(l, p);
    }

    [Fact]
    public void WeighsAsTheFormulaSays()
    {
        using var huw = new HuwWeighting(new HuwTask("a", TaskKind.Regression, 2), new HuwTask("b", TaskKind.Classification, 3));
        using (no_grad())
        {
            huw.LogVariances.copy_(tensor((float[])[0.5f, -0.25f]));
        }

        double expected = (0.5 * Math.Exp(-0.5) * 4) + (0.5 * 2 * 0.5) + (Math.Exp(0.25) * 7) + (3 * -0.25);
        Assert.Equal(expected, huw.Weigh(tensor(4f), tensor(7f)).item<float>(), 1e-5);
        Assert.Equal(["log_variances"], huw.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void ARunawayLogVarianceComesBackToTheRange()
    {
        using var huw = new HuwWeighting(new HuwTask("a", TaskKind.Regression));
        using var optimizer = optim.SGD(huw.parameters(), 5);
        for (int i = 0; i < 50; i++)
        {
            optimizer.zero_grad();
            huw.Weigh(tensor(-1f)).backward();
            optimizer.step();
        }

        Assert.True(float.IsFinite(huw.Weigh(tensor(-1f)).item<float>()));
        Assert.Equal(-HuwWeighting.LogVarianceLimit, huw.LogVarianceValues()[0], 1e-6);
    }

    [Fact]
    public void RefusesTheWrongNumberOfLosses()
    {
        using var huw = new HuwWeighting(new HuwTask("a", TaskKind.Regression), new HuwTask("b", TaskKind.Regression));
        Assert.Throws<ArgumentException>(() => huw.Weigh(tensor(1f)));
        Assert.Throws<ArgumentException>(() => huw.Weigh(tensor(1f), ones(2)));
        Assert.Throws<ArgumentException>(() => new HuwWeighting());
        Assert.Throws<ArgumentException>(() => new HuwWeighting(new HuwTask("a", TaskKind.Regression), new HuwTask("a", TaskKind.Regression)));
    }
}
