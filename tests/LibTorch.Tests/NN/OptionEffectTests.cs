using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Options of layers can be changed after the layer was made, and each way to make a layer means the same.</summary>
public class OptionEffectTests
{
    /// <summary>Two layers that must compute the same, and the shape of an input.</summary>
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> One, Func<nn.Module<Tensor, Tensor>> Other, long[] Shape)> Pairs = new() {
        ["AdaptiveAvgPool1d"] = (() => With(AdaptiveAvgPool1d(3), m => m.output_size = 2), () => AdaptiveAvgPool1d(2), [1, 2, 6]),
        ["AdaptiveAvgPool2d"] = (() => With(AdaptiveAvgPool2d(3), m => m.output_size = [2, 3]), () => AdaptiveAvgPool2d(new long[] { 2, 3 }), [1, 2, 6, 6]),
        ["AdaptiveAvgPool3d"] = (() => With(AdaptiveAvgPool3d(3), m => m.output_size = [2, 2, 2]), () => AdaptiveAvgPool3d(new long[] { 2, 2, 2 }), [1, 2, 6, 6, 6]),
        ["AdaptiveMaxPool1d"] = (() => With(AdaptiveMaxPool1d(3), m => m.output_size = 2), () => AdaptiveMaxPool1d(2), [1, 2, 6]),
        ["AdaptiveMaxPool2d"] = (() => With(AdaptiveMaxPool2d([3, 3]), m => m.output_size = [2, 3]), () => AdaptiveMaxPool2d([2, 3]), [1, 2, 6, 6]),
        ["AdaptiveMaxPool3d"] = (() => With(AdaptiveMaxPool3d([3, 3, 3]), m => m.output_size = [2, 2, 2]), () => AdaptiveMaxPool3d([2, 2, 2]), [1, 2, 6, 6, 6]),
        ["AvgPool1d"] = (() => With(AvgPool1d(3), m => (m.kernel_size, m.stride, m.padding, m.ceil_mode, m.count_include_pad) = (2, 3, 1, true, false)), () => AvgPool1d(2, 3, 1, true, false), [1, 2, 6]),
        ["AvgPool2d"] = (() => With(AvgPool2d(3), m => (m.kernel_size, m.stride, m.padding, m.ceil_mode, m.count_include_pad, m.divisor_override) = ([2, 2], [3, 3], [1, 1], true, false, 7)), () => AvgPool2d(2, 3, 1, true, false, 7), [1, 2, 6, 6]),
        ["AvgPool3d"] = (() => With(AvgPool3d(3), m => (m.kernel_size, m.stride, m.padding, m.ceil_mode, m.count_include_pad, m.divisor_override) = ([2, 2, 2], [3, 3, 3], [1, 1, 1], true, false, 7)), () => AvgPool3d(new long[] { 2, 2, 2 }, [3, 3, 3], [1, 1, 1], true, false, 7), [1, 2, 6, 6, 6]),
        ["MaxPool1d"] = (() => With(MaxPool1d(3), m => (m.kernel_size, m.stride, m.padding, m.dilation, m.ceil_mode) = (2, 3, 1, 2, true)), () => MaxPool1d(2, 3, 1, 2, true), [1, 2, 6]),
        ["MaxPool2d"] = (() => With(MaxPool2d(3), m => (m.kernel_size, m.stride, m.padding, m.dilation, m.ceil_mode) = ([2, 2], [3, 3], [1, 1], [2, 2], true)), () => MaxPool2d(2, 3, 1, 2, true), [1, 2, 6, 6]),
        ["MaxPool3d"] = (() => With(MaxPool3d(3), m => (m.kernel_size, m.stride, m.padding, m.dilation, m.ceil_mode) = ([2, 2, 2], [3, 3, 3], [1, 1, 1], [2, 2, 2], true)), () => MaxPool3d(new long[] { 2, 2, 2 }, [3, 3, 3], [1, 1, 1], [2, 2, 2], true), [1, 2, 6, 6, 6]),
        ["LPPool1d"] = (() => With(LPPool1d(1, 3), m => (m.norm_type, m.kernel_size, m.stride, m.ceil_mode) = (2, 2, 3, true)), () => LPPool1d(2, 2, 3, true), [1, 2, 6]),
        ["LPPool2d"] = (() => With(LPPool2d(1, 3), m => (m.norm_type, m.kernel_size, m.stride, m.ceil_mode) = (2, [2, 2], [3, 3], true)), () => LPPool2d(2, 2, 3, true), [1, 2, 6, 6]),

        ["CELU"] = (() => With(CELU(), m => m.alpha = 2), () => CELU(2), [6]),
        ["ELU"] = (() => With(ELU(), m => m.alpha = 2), () => ELU(2), [6]),
        ["GELU"] = (() => With(GELU(), m => m.approximate = TorchSharp.Modules.GELU.Approximate.tanh), () => GELU(TorchSharp.Modules.GELU.Approximate.tanh), [6]),
        ["GLU"] = (() => With(GLU(), m => m.dim = 0), () => GLU(0), [4, 6]),
        ["Hardshrink"] = (() => With(Hardshrink(), m => m.lambda = 1), () => Hardshrink(1), [6]),
        ["Hardtanh"] = (() => With(Hardtanh(), m => (m.min_val, m.max_val) = (-0.1, 0.2)), () => Hardtanh(-0.1, 0.2), [6]),
        ["LeakyReLU"] = (() => With(LeakyReLU(), m => m.negative_slope = 0.5), () => LeakyReLU(0.5), [6]),
        ["RReLU"] = (() => With(RReLU(), m => (m.lower, m.upper) = (0.5, 0.5)), () => RReLU(0.5, 0.5), [6]),
        ["LogSoftmax"] = (() => With(LogSoftmax(0), m => m.dim = 1), () => LogSoftmax(1), [4, 6]),
        ["Softmax"] = (() => With(Softmax(0), m => m.dim = 1), () => Softmax(1), [4, 6]),
        ["Softmin"] = (() => With(Softmin(0), m => m.dim = 1), () => Softmin(1), [4, 6]),
        ["Softplus"] = (() => With(Softplus(), m => (m.beta, m.threshold) = (2, 0.5)), () => Softplus(2, 0.5), [6]),
        ["Softshrink"] = (() => With(Softshrink(), m => m.lambda = 1), () => Softshrink(1), [6]),
        ["Threshold"] = (() => With(Threshold(0, 0), m => (m.threshold, m.value) = (0.3, 7)), () => Threshold(0.3, 7), [6]),
        ["PReLU"] = (() => With(PReLU(1), m => m.weight = Parameter(full(1, 0.5))), () => PReLU(1, 0.5), [6]),

        ["Flatten"] = (() => With(Flatten(), m => (m.start_dim, m.end_dim) = (0, 1)), () => Flatten(0, 1), [2, 3, 4]),
        ["Unflatten"] = (() => With(Unflatten(0, [1, 2]), m => (m.dim, m.unflattened_size) = (-1, [2, 3])), () => Unflatten(1, [2, 3]), [2, 6]),
        ["ChannelShuffle"] = (() => With(ChannelShuffle(1), m => m.groups = 3), () => ChannelShuffle(3), [1, 6, 2]),
        ["PixelShuffle"] = (() => With(PixelShuffle(1), m => m.upscale_factor = 2), () => PixelShuffle(2), [1, 4, 2, 2]),
        ["PixelUnshuffle"] = (() => With(PixelUnshuffle(1), m => m.downscale_factor = 2), () => PixelUnshuffle(2), [1, 1, 4, 4]),
        ["LocalResponseNorm"] = (() => With(LocalResponseNorm(1), m => (m.size, m.alpha, m.beta, m.k) = (3, 0.5, 0.6, 2)), () => LocalResponseNorm(3, 0.5, 0.6, 2), [1, 4, 3]),

        ["ConstantPad1d"] = (() => ConstantPad1d(2, 1.5), () => With(ConstantPad1d((0, 0), 0), m => (m.padding, m.value) = ([2, 2], 1.5)), [1, 2, 6]),
        ["ConstantPad2d"] = (() => ConstantPad2d(2, 1.5), () => ConstantPad2d((2, 2, 2, 2), 1.5), [1, 2, 6, 6]),
        ["ConstantPad3d"] = (() => ConstantPad3d(2, 1.5), () => ConstantPad3d((2, 2, 2, 2, 2, 2), 1.5), [1, 2, 3, 3, 3]),
        ["ReflectionPad1d"] = (() => ReflectionPad1d(2), () => ReflectionPad1d((2, 2)), [1, 2, 6]),
        ["ReflectionPad2d"] = (() => ReflectionPad2d(2), () => ReflectionPad2d((2, 2, 2, 2)), [1, 2, 6, 6]),
        ["ReflectionPad3d"] = (() => ReflectionPad3d(2), () => ReflectionPad3d((2, 2, 2, 2, 2, 2)), [1, 2, 3, 3, 3]),
        ["ReplicationPad1d"] = (() => ReplicationPad1d(2), () => ReplicationPad1d((2, 2)), [1, 2, 6]),
        ["ReplicationPad2d"] = (() => ReplicationPad2d(2), () => ReplicationPad2d((2, 2, 2, 2)), [1, 2, 6, 6]),
        ["ReplicationPad3d"] = (() => ReplicationPad3d(2), () => ReplicationPad3d((2, 2, 2, 2, 2, 2)), [1, 2, 3, 3, 3]),
        ["ZeroPad2d"] = (() => ZeroPad2d(2), () => ZeroPad2d((2, 2, 2, 2)), [1, 2, 6, 6]),
        ["PadBase of one's own"] = (() => new RightPad(), () => ConstantPad1d((0, 3), 2), [1, 2, 6]),

        ["AdaptiveAvgPool2d of one size"] = (() => AdaptiveAvgPool2d(2), () => AdaptiveAvgPool2d((2, 2)), [1, 2, 6, 6]),
        ["AdaptiveAvgPool3d of one size"] = (() => AdaptiveAvgPool3d(2), () => AdaptiveAvgPool3d((2, 2, 2)), [1, 2, 6, 6, 6]),
    };

    /// <summary>Layers that can overwrite their input, made or set to do so.</summary>
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Plain, Func<nn.Module<Tensor, Tensor>> Overwriting)> InPlace = new() {
        ["ReLU"] = (() => ReLU(), () => With(ReLU(), m => m.inplace = true)),
        ["ReLU6"] = (() => ReLU6(), () => With(ReLU6(), m => m.inplace = true)),
        ["LeakyReLU"] = (() => LeakyReLU(), () => With(LeakyReLU(), m => m.inplace = true)),
        ["RReLU"] = (() => RReLU(0.5, 0.5), () => With(RReLU(0.5, 0.5), m => m.inplace = true)),
        ["ELU"] = (() => ELU(), () => With(ELU(), m => m.inplace = true)),
        ["CELU"] = (() => CELU(), () => With(CELU(), m => m.inplace = true)),
        ["SELU"] = (() => SELU(), () => With(SELU(), m => m.inplace = true)),
        ["GELU"] = (() => GELU(), () => With(GELU(), m => m.inplace = true)),
        ["Hardsigmoid"] = (() => Hardsigmoid(), () => With(Hardsigmoid(), m => m.inplace = true)),
        ["Hardswish"] = (() => Hardswish(), () => With(Hardswish(), m => m.inplace = true)),
        ["Hardtanh"] = (() => Hardtanh(), () => With(Hardtanh(), m => m.inplace = true)),
        ["Mish"] = (() => Mish(), () => With(Mish(), m => m.inplace = true)),
        ["Mish made so"] = (() => Mish(), () => Mish(true)),
        ["Sigmoid"] = (() => Sigmoid(), () => With(Sigmoid(), m => m.inplace = true)),
        ["Sigmoid made so"] = (() => Sigmoid(), () => Sigmoid(true)),
        ["SiLU"] = (() => SiLU(), () => With(SiLU(), m => m.inplace = true)),
        ["SiLU made so"] = (() => SiLU(), () => SiLU(true)),
        ["Softsign"] = (() => Softsign(), () => With(Softsign(), m => m.inplace = true)),
        ["Softsign made so"] = (() => Softsign(), () => Softsign(true)),
        ["Tanh"] = (() => Tanh(), () => With(Tanh(), m => m.inplace = true)),
        ["Tanhshrink"] = (() => Tanhshrink(inplace: false), () => With(Tanhshrink(inplace: false), m => m.inplace = true)),
        ["Threshold"] = (() => Threshold(0, 7), () => With(Threshold(0, 7), m => m.inplace = true)),
    };

    public static TheoryData<string> PairNames => [.. Pairs.Keys];

    public static TheoryData<string> InPlaceNames => [.. InPlace.Keys];

    [Theory]
    [MemberData(nameof(PairNames))]
    public void Both_ways_to_set_an_option_mean_the_same(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var x = randn(Pairs[name].Shape).abs() + 0.01;
        if (name is "CELU" or "ELU" or "GELU" or "LeakyReLU" or "RReLU" or "PReLU") x = -x;
        OnTorchSharp.MayDiffer(name is "AdaptiveMaxPool3d" or "Unflatten" ? name : null, Check);

        void Check()
        {
            var one = Pairs[name].One().call(x);
            var other = Pairs[name].Other().call(x);
            Assert.Equal(other.shape, one.shape);
            Assert.True(other.equal(one).all().ToBoolean());
        }
    }

    [Theory]
    [MemberData(nameof(InPlaceNames))]
    public void Layers_overwrite_their_input_when_told_to(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var x = randn(20);
        var before = x.clone();
        var expected = InPlace[name].Plain().call(x);
        Assert.True(x.equal(before).all().ToBoolean());
        var result = InPlace[name].Overwriting().call(x);
        Assert.True((expected - result).abs().max().ToDouble() < 1e-6);
        OnTorchSharp.MayDiffer(name == "ELU" ? "elu_" : null, () => Assert.True(result.equal(x).all().ToBoolean()));
    }

    [Fact]
    public void Layers_of_two_inputs_have_options_too()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (x, y) = (randn(3, 4), randn(3, 4));
        var cosine = With(CosineSimilarity(), m => (m.dim, m.eps) = (0, 1e-3));
        Assert.True(cosine.call(x, y).equal(functional.cosine_similarity(x, y, 0, 1e-3)).all().ToBoolean());
        var distance = With(PairwiseDistance(), m => (m.norm, m.eps, m.keepdim) = (1, 1e-3, true));
        Assert.True(distance.call(x, y).equal(functional.pairwise_distance(x, y, 1, 1e-3, true)).all().ToBoolean());

        var bilinear = Bilinear(4, 4, 2);
        Assert.Equal((4, 4, 2), (bilinear.in1_features, bilinear.in2_features, bilinear.out_features));
        bilinear.weight = Parameter(ones(2, 4, 4));
        bilinear.bias = null;
        Assert.True((bilinear.call(x, y) - functional.bilinear(x, y, ones(2, 4, 4))).abs().max().ToDouble() < 1e-5);
        var slopes = PReLU(3, 0.1);
        Assert.Equal((3, 0.1), (slopes.num_parameters, slopes.init));
    }

    [Fact]
    public void Pooling_layers_tell_where_they_found_the_maxima()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (x, y, z) = (randn(1, 2, 6), randn(1, 2, 6, 6), randn([1, 2, 6, 6, 6]));
        Same(MaxPool1d(2).forward_with_indices(x), functional.max_pool1d_with_indices(x, 2));
        Same(MaxPool3d(2).forward_with_indices(z), functional.max_pool3d_with_indices(z, [2, 2, 2]));
        Same(AdaptiveMaxPool1d(2).forward_with_indices(x), functional.adaptive_max_pool1d_with_indices(x, 2));
        Same(AdaptiveMaxPool2d([2, 2]).forward_with_indices(y), functional.adaptive_max_pool2d_with_indices(y, [2, 2]));
        OnTorchSharp.Differs("AdaptiveMaxPool3d", () => Same(AdaptiveMaxPool3d([2, 2, 2]).forward_with_indices(z), functional.adaptive_max_pool3d_with_indices(z, [2, 2, 2])));

        static void Same((Tensor Values, Tensor Indices) one, (Tensor Values, Tensor Indices) other)
        {
            Assert.True(one.Values.equal(other.Values).all().ToBoolean());
            Assert.True(one.Indices.equal(other.Indices).all().ToBoolean());
        }
    }

    [Fact]
    public void Dropout_layers_have_options()
    {
        using var scope = NewDisposeScope();
        var (x, y, z) = (ones(2, 3, 4), ones(2, 3, 4, 4), ones([2, 3, 4, 4, 4]));
        Assert.Equal(0, With(Dropout1d(), m => (m.p, m.inplace) = (1, true)).call(x).abs().sum().ToDouble());
        Assert.Equal(0, With(Dropout2d(), m => (m.p, m.inplace) = (1, true)).call(y).abs().sum().ToDouble());
        Assert.Equal(0, With(Dropout3d(), m => (m.p, m.inplace) = (1, true)).call(z).abs().sum().ToDouble());
        Assert.Equal(0, x.sum().ToDouble() + y.sum().ToDouble() + z.sum().ToDouble());

        var w = ones(4, 5);
        Assert.True(With(AlphaDropout(), m => (m.p, m.inplace) = (0, true)).call(w).equal(w).all().ToBoolean());
        Assert.True(With(FeatureAlphaDropout(), m => (m.p, m.inplace) = (0, true)).call(w).equal(w).all().ToBoolean());
    }

    [Fact]
    public void Losses_tell_their_options()
    {
        using var weights = ones(2);
        Assert.Equal(0.2, CosineEmbeddingLoss(0.2).margin);
        Assert.Equal((3, true), (CTCLoss(3, true).blank, CTCLoss(3, true).zero_infinity));
        Assert.Equal((true, 0.5f), (GaussianNLLLoss(true, 0.5f).full, GaussianNLLLoss(true, 0.5f).eps));
        Assert.Equal(1, HingeEmbeddingLoss().margin);
        Assert.Equal(2, HuberLoss(2).delta);
        Assert.False(KLDivLoss(false).log_target);
        Assert.Equal(0.3, MarginRankingLoss(0.3).margin);
        Assert.Equal((2, 0.8), (MultiMarginLoss(2, 0.8).p, MultiMarginLoss(2, 0.8).margin));
        Assert.Equal((false, true, 0.5f), (PoissonNLLLoss(false, true, 0.5f).log_input, PoissonNLLLoss(false, true, 0.5f).full, PoissonNLLLoss(false, true, 0.5f).eps));
        Assert.Equal(2, SmoothL1Loss(beta: 2).beta);
        Assert.Equal((0.4, 3), (TripletMarginLoss(0.4, 3).margin, TripletMarginLoss(0.4, 3).p));
        Assert.Equal(0.4, TripletMarginWithDistanceLoss(null, 0.4).margin);
        Assert.Same(weights, BCEWithLogitsLoss(pos_weights: weights).pos_weights);
        Assert.Same(weights, NLLLoss(weights).weight);
        Assert.Equal(-1, CrossEntropyLoss(weights, -1, Reduction.Sum).ignore_index);
        Assert.Equal(Reduction.Sum, CosineEmbeddingLoss(0, Reduction.Sum).reduction);
        Assert.Equal(Reduction.None, CTCLoss(reduction: Reduction.None).reduction);
    }

    [Fact]
    public void Parameters_of_layers_can_be_replaced()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 4, 3);
        var group = With(GroupNorm(2, 4), m => (m.weight, m.bias) = (Parameter(zeros(4)), Parameter(ones(4))));
        Assert.Equal(24, group.call(x).sum().ToDouble());
        var embedding = With(Embedding(3, 2), m => m.weight = Parameter(tensor(new[] { 0f, 1, 2, 3, 4, 5 }, 3, 2)));
        Assert.Equal([4f, 5, 0, 1], embedding.call(tensor(new long[] { 2, 0 })).data<float>().ToArray());
        OnTorchSharp.Differs("parameters of native layers", () => Assert.Same(embedding.weight, embedding.get_parameter("weight")));
        var bag = With(EmbeddingBag(3, 2), m => m.weight = Parameter(ones(3, 2)));
        Assert.Equal([1f, 1, 1, 1], bag.call(tensor(new long[] { 0, 1, 2 }), tensor(new long[] { 0, 2 })).data<float>().ToArray());

        var steps = randn(2, 3);
        var lstm = With(LSTMCell(3, 4), m => (m.weight_ih, m.weight_hh, m.bias_ih, m.bias_hh) = (Parameter(zeros(16, 3)), Parameter(zeros(16, 4)), Parameter(zeros(16)), Parameter(zeros(16))));
        Assert.Equal(0, lstm.call(steps, (zeros(2, 4), zeros(2, 4))).Item1.abs().sum().ToDouble());
        var gru = With(GRUCell(3, 4), m => (m.weight_ih, m.weight_hh, m.bias_ih, m.bias_hh) = (Parameter(zeros(12, 3)), Parameter(zeros(12, 4)), Parameter(zeros(12)), Parameter(zeros(12))));
        Assert.Equal(0, gru.forward(steps).abs().sum().ToDouble());
        var rnn = With(RNNCell(3, 4), m => (m.weight_ih, m.weight_hh, m.bias_ih, m.bias_hh) = (Parameter(zeros(4, 3)), Parameter(zeros(4, 4)), Parameter(zeros(4)), Parameter(zeros(4))));
        Assert.Equal(0, rnn.forward(steps).abs().sum().ToDouble());

        var convolution = With(ConvTranspose1d(1, 1, 2, 2, output_padding: 1), m => m.output_padding = [0]);
        Assert.Equal([1, 1, 8], convolution.call(randn(1, 1, 4)).shape);
        Assert.Equal([1, 2, 4, 4, 4], Conv3d(1, 2, (3, 3, 3), TorchSharp.Padding.Same).call(randn([1, 1, 4, 4, 4])).shape);

        LSTM(2, 2).flatten_parameters();
        GRU(2, 2).flatten_parameters();
    }

    [Fact]
    public void Masks_of_transformers_are_optional()
    {
        using var scope = NewDisposeScope();
        var x = randn(3, 2, 4);
        var nothing = zeros(3, 3);
        var layer = TransformerEncoderLayer(4, 2, 3, 0);
        Assert.True((layer.call(x) - layer.call(x, nothing)).abs().max().ToDouble() < 1e-6);
        var encoder = TransformerEncoder(layer, 2);
        Assert.True((encoder.call(x) - encoder.call(x, nothing)).abs().max().ToDouble() < 1e-6);
        var decoder = TransformerDecoder(TransformerDecoderLayer(4, 2, 3, 0), 1);
        Assert.True((decoder.call(x, x) - decoder.call(x, x, nothing)).abs().max().ToDouble() < 1e-6);
    }

    private static T With<T>(T module, Action<T> change)
    {
        change(module);
        return module;
    }

    private sealed class RightPad() : PadBase(nameof(RightPad), PaddingModes.Constant, 2, 0, 3);
}
