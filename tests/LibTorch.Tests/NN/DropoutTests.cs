using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Dropout in all its kinds: the share of zeros, the scale of the rest, repeatability, evaluation.</summary>
public class DropoutTests
{
    private const double Probability = 0.3;

    private static readonly Dictionary<string, (Func<Tensor, bool, bool, Tensor> Function, Func<bool, nn.Module<Tensor, Tensor>> Module)> Kinds = new() {
        ["dropout"] = ((x, training, inplace) => F.dropout(x, Probability, training, inplace), inplace => Dropout(Probability, inplace)),
        ["dropout1d"] = ((x, training, inplace) => F.dropout1d(x, Probability, training, inplace), inplace => Dropout1d(Probability, inplace)),
        ["dropout2d"] = ((x, training, inplace) => F.dropout2d(x, Probability, training, inplace), inplace => Dropout2d(Probability, inplace)),
        ["dropout3d"] = ((x, training, inplace) => F.dropout3d(x, Probability, training, inplace), inplace => Dropout3d(Probability, inplace)),
        ["alpha_dropout"] = ((x, training, inplace) => F.alpha_dropout(x, Probability, training, inplace), inplace => AlphaDropout(Probability, inplace)),
        ["feature_alpha_dropout"] = ((x, training, inplace) => F.feature_alpha_dropout(x, Probability, training, inplace), inplace => FeatureAlphaDropout(Probability, inplace)),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluation_passes_the_input_through(string name)
    {
        using var scope = NewDisposeScope();
        var x = randn(Shape(name));
        var module = Kinds[name].Module(false);
        module.eval();
        Assert.True(module.call(x).equal(x).all().ToBoolean());
        Assert.True(Kinds[name].Function(x, false, false).equal(x).all().ToBoolean());
        Assert.True(Kinds[name].Function(x.clone(), false, true).equal(x).all().ToBoolean());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_repeats_the_choice_in_every_form(string name)
    {
        using var scope = NewDisposeScope();
        var x = randn(Shape(name));
        Tensor Seeded(Func<Tensor, Tensor> run)
        {
            manual_seed(11);
            return run(x.clone());
        }

        var expected = Seeded(t => Kinds[name].Function(t, true, false));
        Assert.True(expected.equal(Seeded(t => Kinds[name].Function(t, true, true))).all().ToBoolean());
        Assert.True(expected.equal(Seeded(Kinds[name].Module(false).call)).all().ToBoolean());
        Assert.True(expected.equal(Seeded(Kinds[name].Module(true).call)).all().ToBoolean());
        Assert.False(expected.equal(Kinds[name].Function(x, true, false)).all().ToBoolean());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_place_forms_overwrite_their_input(string name)
    {
        using var scope = NewDisposeScope();
        var x = randn(Shape(name));
        var before = x.clone();
        var result = Kinds[name].Function(x, true, true);
        Assert.True(result.equal(x).all().ToBoolean());
        Assert.False(x.equal(before).all().ToBoolean());
        Assert.NotSame(x, result);
    }

    [Fact]
    public void The_share_of_zeros_is_the_probability_and_the_rest_is_scaled()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var y = F.dropout(ones(100_000, dtype: ScalarType.Float64), Probability);
        Assert.InRange((y == 0).sum().ToInt64() / 100_000.0, Probability - 0.0073, Probability + 0.0073);
        Assert.Equal(1 / 0.7, y.max().ToDouble(), 1e-15);
        Assert.Equal(2, y.unique().output.numel());
    }

    [Theory]
    [InlineData("dropout1d", 4000, 25, 1, 1)]
    [InlineData("dropout2d", 4000, 5, 5, 1)]
    [InlineData("dropout3d", 4000, 5, 5, 1)]
    public void Whole_channels_are_dropped(string name, long channels, long a, long b, long c)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        long[] shape = name switch { "dropout1d" => [2, channels, a], "dropout2d" => [2, channels, a, b], _ => [2, channels, a, b, c] };
        var y = Kinds[name].Function(ones(shape, ScalarType.Float64), true, false).reshape(2, channels, -1);
        Assert.True((y.amax(2) == y.amin(2)).all().ToBoolean());
        Assert.InRange((y.amax(2) == 0).sum().ToInt64() / 8000.0, Probability - 0.026, Probability + 0.026);
        Assert.Equal(1 / 0.7, y.max().ToDouble(), 1e-15);
    }

    [Fact]
    public void Channels_of_a_single_sample_are_dropped_too()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var y = F.dropout1d(ones(50, 4), 0.5);
        Assert.True((y.amax(1) == y.amin(1)).all().ToBoolean());
        Assert.InRange((y.amax(1) == 0).sum().ToInt64(), 10, 40);
    }

    [Theory]
    [InlineData("alpha_dropout")]
    [InlineData("feature_alpha_dropout")]
    public void Alpha_dropout_keeps_mean_and_variance(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var y = Kinds[name].Function(randn(400, 500, ScalarType.Float64), true, false);
        Assert.InRange(y.mean().ToDouble(), -0.02, 0.02);
        Assert.InRange(y.var().ToDouble(), 0.97, 1.03);
    }

    [Fact]
    public void Random_slopes_are_drawn_while_training_only()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var module = RReLU(0.1, 0.3);
        var y = module.call(-ones(100_000, dtype: ScalarType.Float64));
        OnTorchSharp.Differs("RReLU", () =>
        {
            Assert.InRange(y.min().ToDouble(), -0.3, -0.2999);
            Assert.InRange(y.max().ToDouble(), -0.1001, -0.1);
        });
        Assert.InRange(y.mean().ToDouble(), -0.201, -0.199);
        module.eval();
        Assert.Equal(-0.2, module.call(-ones(1, dtype: ScalarType.Float64)).ToDouble(), 1e-15);
    }

    [Fact]
    public void Options_can_be_read_and_changed()
    {
        using var module = Dropout(0.2);
        Assert.Equal((0.2, false), (module.p, module.inplace));
        module.p = 1;
        Assert.Equal(0, module.call(ones(5)).sum().ToDouble());
    }

    private static long[] Shape(string name) => name switch { "dropout" or "alpha_dropout" or "dropout1d" => [4, 30, 5], "dropout3d" => [4, 30, 2, 2, 2], _ => [4, 30, 3, 3] };
}
