using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>torch.nn.init: exact values where there are such, else the distribution.</summary>
public class InitTests
{
    private const int Draws = 200_000;

    /// <summary>Functions with the mean and variance of what they write into [400, 500].</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Fill, double Mean, double Variance, double Bound)> Random = new() {
        ["uniform_"] = (t => init.uniform_(t, -1, 3), 1, 16.0 / 12, 3),
        ["normal_"] = (t => init.normal_(t, 0.5, 2), 0.5, 4, double.PositiveInfinity),
        ["xavier_uniform_"] = (t => init.xavier_uniform_(t, 2), 0, 4 * 2.0 / 900, 2 * Math.Sqrt(6.0 / 900)),
        ["xavier_normal_"] = (t => init.xavier_normal_(t, 2), 0, 4 * 2.0 / 900, double.PositiveInfinity),
        ["glorot_uniform_"] = (t => init.glorot_uniform_(t), 0, 2.0 / 900, Math.Sqrt(6.0 / 900)),
        ["glorot_normal_"] = (t => init.glorot_normal_(t), 0, 2.0 / 900, double.PositiveInfinity),
        ["kaiming_uniform_"] = (t => init.kaiming_uniform_(t), 0, 2.0 / 500, Math.Sqrt(6.0 / 500)),
        ["kaiming_uniform_ as Linear"] = (t => init.kaiming_uniform_(t, Math.Sqrt(5)), 0, 1.0 / 3 / 500, 1 / Math.Sqrt(500)),
        ["kaiming_normal_"] = (t => init.kaiming_normal_(t, 0, init.FanInOut.FanOut, init.NonlinearityType.Tanh), 0, 25.0 / 9 / 400, double.PositiveInfinity),
        // Within ±1 standard deviation: the variance is 1 - 2 φ(1) / (2 Φ(1) - 1).
        ["trunc_normal_"] = (t => init.trunc_normal_(t, 1, 2, -1, 3), 1, 4 * 0.291125, 3),
    };

    public static TheoryData<string> Names => [.. Random.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_values_have_the_right_moments(string name)
    {
        var (fill, mean, variance, bound) = Random[name];
        manual_seed(7);
        using var values = zeros(400, 500, ScalarType.Float64);
        Assert.Same(values, fill(values));

        OnTorchSharp.MayDiffer(name switch { "trunc_normal_" => name, "xavier_normal_" or "glorot_normal_" => "xavier_normal_", _ => null }, Check);

        void Check()
        {
            // Five standard errors of each moment; the fourth moment of these distributions is at most 3 σ⁴.
            Assert.InRange(values.mean().ToDouble(), mean - (5 * Math.Sqrt(variance / Draws)), mean + (5 * Math.Sqrt(variance / Draws)));
            Assert.InRange(values.var().ToDouble(), variance * (1 - (5 * Math.Sqrt(2.0 / Draws))), variance * (1 + (5 * Math.Sqrt(2.0 / Draws))));
            var greatest = values.max().ToDouble();
            // Of 200,000 normal numbers the greatest is beyond 3 σ with near certainty, of uniform ones none beyond √3 σ.
            if (double.IsInfinity(bound)) Assert.True(greatest - mean > 3 * Math.Sqrt(variance));
            else Assert.InRange(greatest, bound - (0.01 * Math.Sqrt(variance)), bound);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_repeats_random_values(string name)
    {
        using var first = zeros(4, 5);
        using var second = zeros(4, 5);
        using var third = zeros(4, 5);
        manual_seed(3);
        Random[name].Fill(first);
        Random[name].Fill(second);
        manual_seed(3);
        Random[name].Fill(third);
        Assert.True(first.equal(third).all().ToBoolean());
        Assert.False(first.equal(second).all().ToBoolean());
    }

    [Fact]
    public void A_generator_of_ones_own_leaves_the_default_one_alone()
    {
        using var values = zeros(10);
        manual_seed(5);
        using var expected = rand(10);
        Check(own => values.uniform_(0, 1, own));
        Check(own => values.normal_(0, 1, own));
        OnTorchSharp.Differs("generators of init", () => Check(own => init.uniform_(values, 0, 1, own)));
        OnTorchSharp.Differs("generators of init", () => Check(own => init.normal_(values, 0, 1, own)));
        OnTorchSharp.Differs("generators of init", () => Check(own => init.trunc_normal_(values, generator: own)));

        void Check(Action<Generator> fill)
        {
            manual_seed(5);
            using (var own = new Generator(1)) fill(own);
            using var actual = rand(10);
            Assert.True(expected.equal(actual).all().ToBoolean());
        }
    }

    [Fact]
    public void Constants_are_written_everywhere()
    {
        using var values = empty(2, 3);
        Assert.Equal([0f, 0, 0, 0, 0, 0], init.zeros_(values).data<float>().ToArray());
        Assert.Equal([1f, 1, 1, 1, 1, 1], init.ones_(values).data<float>().ToArray());
        Assert.Equal([2.5f, 2.5f, 2.5f, 2.5f, 2.5f, 2.5f], init.constant_(values, 2.5).data<float>().ToArray());
        Assert.Equal([1f, 0, 0, 0, 1, 0], init.eye_(values).data<float>().ToArray());
    }

    [Fact]
    public void A_dirac_convolution_passes_its_input_through()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var signal = randn(2, 3, 7);
        Assert.True(functional.conv1d(signal, init.dirac_(empty(3, 3, 5)), padding: 2).equal(signal).all().ToBoolean());
        var image = randn(2, 3, 5, 6);
        Assert.True(functional.conv2d(image, init.dirac_(empty(3, 3, 3, 3)), padding: [1, 1]).equal(image).all().ToBoolean());
        var volume = randn([1, 2, 3, 4, 3]);
        Assert.True(functional.conv3d(volume, init.dirac_(empty([2, 2, 3, 3, 3])), padding: [1, 1, 1]).equal(volume).all().ToBoolean());
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    public void Orthogonal_rows_or_columns_have_the_length_of_the_gain(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var values = init.orthogonal_(empty(rows, columns, ScalarType.Float64), 3);
        var gram = rows > columns ? values.t().matmul(values) : values.matmul(values.t());
        var error = (gram - (9 * eye(Math.Min(rows, columns), dtype: ScalarType.Float64))).abs().max().ToDouble();
        Assert.True(error < 1e-4);
        OnTorchSharp.Differs("orthogonal_", () => Assert.True(error < 1e-12));
    }

    [Fact]
    public void Orthogonal_matrices_are_uniformly_distributed()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        // Without the correction of signs the diagonal would have one sign.
        var traces = Enumerable.Range(0, 400).Select(_ => init.orthogonal_(empty(2, 2, ScalarType.Float64))[0, 0].ToDouble()).ToList();
        Assert.InRange(traces.Average(), -0.2, 0.2);
        Assert.InRange(traces.Select(t => t * t).Average(), 0.4, 0.6);
    }

    [Fact]
    public void A_sparse_matrix_has_its_share_of_zeros_in_every_column()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var values = init.sparse_(empty(10, 200), 0.25, 2);
        Assert.All((values == 0).sum(0L).data<long>().ToArray(), zeros => Assert.Equal(3, zeros));
        Assert.InRange(values.masked_select(values != 0).std().ToDouble(), 1.8, 2.2);
    }

    [Theory]
    [InlineData(init.NonlinearityType.Linear, 0, 1)]
    [InlineData(init.NonlinearityType.Conv2D, 0, 1)]
    [InlineData(init.NonlinearityType.Sigmoid, 0, 1)]
    [InlineData(init.NonlinearityType.Tanh, 0, 5.0 / 3)]
    [InlineData(init.NonlinearityType.ReLU, 0, 1.4142135623730951)]
    [InlineData(init.NonlinearityType.LeakyReLU, 0.5, 1.2649110640673518)]
    public void Gains_are_those_of_PyTorch(init.NonlinearityType what, double parameter, double expected) => Assert.Equal(expected, init.calculate_gain(what, parameter), 1e-15);

    [Fact]
    public void Fans_count_the_field_of_a_convolution()
    {
        using var matrix = empty(3, 4);
        using var kernel = empty(6, 2, 3, 5);
        using var vector = empty(3);
        Assert.Equal((4, 3), init.CalculateFanInAndFanOut(matrix));
        Assert.Equal((30, 90), init.CalculateFanInAndFanOut(kernel));
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(vector));
    }

    [Fact]
    public void Parameters_stay_leaves()
    {
        using var parameter = Parameter(empty(2, 3));
        init.kaiming_uniform_(parameter);
        init.trunc_normal_(parameter);
        init.orthogonal_(parameter);
        init.eye_(parameter);
        Assert.True(parameter.is_leaf);
        Assert.True(parameter.requires_grad);
    }

    [Fact]
    public void Shapes_that_make_no_sense_are_refused()
    {
        using var vector = empty(3);
        using var matrix = empty(3, 3);
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => init.eye_(vector));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => init.dirac_(matrix));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => init.orthogonal_(vector));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => init.sparse_(vector, 0.5));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => init.xavier_normal_(vector));
    }
}
