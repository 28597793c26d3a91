using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Modules show the options that they were made with, and each way to give an option means the same.</summary>
public class OptionTests
{
    [Fact]
    public void Activations_show_their_options()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal((2.0, true), (CELU(2, true).alpha, CELU(2, true).inplace));
        Assert.Equal((2.0, true), (ELU(2, true).alpha, ELU(2, true).inplace));
        Assert.Equal((0.2, true), (LeakyReLU(0.2, true).negative_slope, LeakyReLU(0.2, true).inplace));
        RReLU rrelu = RReLU(0.1, 0.2, true);
        Assert.Equal((0.1, 0.2, true), (rrelu.lower, rrelu.upper, rrelu.inplace));
        Hardtanh hardtanh = Hardtanh(-2, 3, true);
        Assert.Equal((-2.0, 3.0, true), (hardtanh.min_val, hardtanh.max_val, hardtanh.inplace));
        Threshold threshold = Threshold(0.1, 20, true);
        Assert.Equal((0.1, 20.0, true), (threshold.threshold, threshold.value, threshold.inplace));
        Assert.Equal((2.0, 10.0), (Softplus(2, 10).beta, Softplus(2, 10).threshold));
        Assert.Equal((0.3, 0.4), (Hardshrink(0.3).lambda, Softshrink(0.4).lambda));
        Assert.Equal((TorchSharp.Modules.GELU.Approximate.tanh, true), (GELU(TorchSharp.Modules.GELU.Approximate.tanh, true).approximate, GELU(true).inplace));
        Assert.Equal((1L, 2L, 0L, 1L), (GLU(1).dim, Softmax(2).dim, Softmin(0).dim, LogSoftmax(1).dim));
        PReLU prelu = PReLU(3, 0.1);
        Assert.Equal((3L, 0.1, 3L), (prelu.num_parameters, prelu.init, prelu.weight.numel()));
        Assert.True(ReLU(true).inplace && ReLU6(true).inplace && SELU(true).inplace && SiLU(true).inplace && Sigmoid(true).inplace);
        Assert.True(Mish(true).inplace && Softsign(true).inplace && Tanh(true).inplace && Tanhshrink(true).inplace);
        Assert.True(Hardsigmoid(true).inplace && Hardswish(true).inplace);
        Assert.False(ReLU().inplace || SiLU().inplace || Sigmoid().inplace || Mish().inplace || Softsign().inplace);
    }

    [Fact]
    public void Options_can_be_changed()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { -1.0, 2.0 });
        LeakyReLU leaky = LeakyReLU(0.2);
        leaky.negative_slope = 0.5;
        Assert.Equal([-0.5, 2], leaky.call(x).data<double>().ToArray());
        Hardtanh clamp = Hardtanh();
        (clamp.min_val, clamp.max_val) = (-0.5, 0.5);
        OnTorchSharp.Differs("hardtanh", () => Assert.Equal([-0.5, 0.5], clamp.call(x).data<double>().ToArray()));
        ReLU relu = ReLU();
        relu.inplace = true;
        Assert.Equal([0, 2], relu.call(x).data<double>().ToArray());
        Assert.Equal([0, 2], x.data<double>().ToArray());
        Dropout dropout = Dropout();
        (dropout.p, dropout.inplace) = (1, true);
        Assert.Equal([0, 0], dropout.call(x).data<double>().ToArray());
        Assert.Equal([0, 0], x.data<double>().ToArray());
    }

    [Fact]
    public void Normalisations_follow_their_options()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, 4, 3);
        GroupNorm group = Plain(GroupNorm(1, 4));
        (group.num_groups, group.eps) = (2, 0.5);
        Same(x, Plain(GroupNorm(2, 4, 0.5)), group);
        LayerNorm layer = LayerNorm(3);
        (layer.normalized_shape, layer.eps, layer.weight, layer.bias) = ([4, 3], 0.5, Parameter(ones(4, 3)), Parameter(zeros(4, 3)));
        Same(x, LayerNorm([4, 3], 0.5), layer);
        layer.bias = Parameter(ones(4, 3));
        Assert.True(layer.call(x).allclose(LayerNorm([4, 3], 0.5).call(x) + 1));
    }

    // TorchSharp does not say what the parameters begin with.
    private static GroupNorm Plain(GroupNorm norm)
    {
        init.ones_(norm.weight!);
        init.zeros_(norm.bias!);
        return norm;
    }

    [Fact]
    public void Notes_about_sizes_are_for_their_readers_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Linear linear = Linear(3, 2);
        (linear.in_features, linear.out_features) = (30, 20);
        Assert.Equal((30, 20), (linear.in_features, linear.out_features));
        Assert.Equal([5, 2], linear.call(ones(5, 3)).shape);
        Bilinear bilinear = Bilinear(2, 3, 4);
        (bilinear.in1_features, bilinear.in2_features, bilinear.out_features) = (20, 30, 40);
        Assert.Equal((20, 30, 40), (bilinear.in1_features, bilinear.in2_features, bilinear.out_features));
        Assert.Equal([5, 4], bilinear.call(ones(5, 2), ones(5, 3)).shape);
        GroupNorm group = GroupNorm(2, 4);
        LayerNorm layer = LayerNorm(4);
        (group.affine, layer.elementwise_affine) = (false, false);
        Assert.False(group.affine || layer.elementwise_affine);
        Assert.True(group.weight is not null && layer.weight is not null);
    }

    [Fact]
    public void Dropouts_shapes_and_distances_show_their_options()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal((0.1, true), (AlphaDropout(0.1, true).p, AlphaDropout(0.1, true).inplace));
        Assert.Equal((0.1, true), (Dropout(0.1, true).p, Dropout(0.1, true).inplace));
        Assert.Equal((0.1, true), (Dropout1d(0.1, true).p, Dropout1d(0.1, true).inplace));
        Assert.Equal((0.1, true), (Dropout2d(0.1, true).p, Dropout2d(0.1, true).inplace));
        Assert.Equal((0.1, true), (Dropout3d(0.1, true).p, Dropout3d(0.1, true).inplace));
        Assert.Equal((0.1, true), (FeatureAlphaDropout(0.1, true).p, FeatureAlphaDropout(0.1, true).inplace));
        Assert.Equal((0.5, false), (FeatureAlphaDropout().p, FeatureAlphaDropout().inplace));
        Assert.Equal((0L, 1L), (Flatten(0, 1).start_dim, Flatten(0, 1).end_dim));
        Unflatten unflatten = Unflatten(1, [2, 3]);
        Assert.Equal(1, unflatten.dim);
        Assert.Equal([2, 3], unflatten.unflattened_size);
        Assert.Equal((2L, 3L, 4L), (PixelShuffle(2).upscale_factor, PixelUnshuffle(3).downscale_factor, ChannelShuffle(4).groups));
        Assert.Equal((2L, 0.1), (CosineSimilarity(2, 0.1).dim, CosineSimilarity(2, 0.1).eps));
        PairwiseDistance distance = PairwiseDistance(3, 0.1, true);
        Assert.Equal((3.0, 0.1, true), (distance.norm, distance.eps, distance.keepdim));
        LocalResponseNorm norm = LocalResponseNorm(3, 0.1, 0.2, 0.3);
        Assert.Equal((3L, 0.1, 0.2, 0.3), (norm.size, norm.alpha, norm.beta, norm.k));
    }

    [Fact]
    public void Losses_show_their_options()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = ones(2);
        Assert.Equal((1L, true), (CTCLoss(1, true).blank, CTCLoss(1, true).zero_infinity));
        Assert.Equal((0.1, 0.2, 0.3), (CosineEmbeddingLoss(0.1).margin, HingeEmbeddingLoss(0.2).margin, MarginRankingLoss(0.3).margin));
        Assert.Equal((0.4, 0.5), (HuberLoss(0.4).delta, SmoothL1Loss(beta: 0.5).beta));
        GaussianNLLLoss gauss = GaussianNLLLoss(true, 0.1f);
        Assert.Equal((true, 0.1f), (gauss.full, gauss.eps));
        PoissonNLLLoss poisson = PoissonNLLLoss(false, true, 0.1f);
        Assert.Equal((false, true, 0.1f), (poisson.log_input, poisson.full, poisson.eps));
        Assert.False(KLDivLoss(false).log_target);
        MultiMarginLoss margin = MultiMarginLoss(2, 0.1);
        Assert.Equal((2, 0.1), (margin.p, margin.margin));
        TripletMarginLoss triplet = TripletMarginLoss(0.1, 3);
        Assert.Equal((0.1, 3L, 0.2), (triplet.margin, triplet.p, TripletMarginWithDistanceLoss(margin: 0.2).margin));
        BCEWithLogitsLoss binary = BCEWithLogitsLoss(weight, Reduction.Sum, weight);
        Assert.Equal([1, 1], binary.pos_weights!.data<float>().ToArray());
        Assert.Equal([1, 1], binary.weight!.data<float>().ToArray());
        Assert.Equal(Reduction.Sum, binary.reduction);
        Assert.Equal(Reduction.Mean, CrossEntropyLoss().reduction);
    }

    [Fact]
    public void Layers_show_their_parameters()
    {
        using DisposeScope scope = NewDisposeScope();
        Bilinear bilinear = Bilinear(2, 3, 4);
        Assert.Equal((2L, 3L, 4L), (bilinear.in1_features, bilinear.in2_features, bilinear.out_features));
        Assert.Equal([4, 2, 3], bilinear.weight.shape);
        Assert.Equal([4], bilinear.bias!.shape);
        GroupNorm group = GroupNorm(2, 4);
        Assert.Equal([[4], [4]], (long[][])[group.weight!.shape, group.bias!.shape]);
        Assert.Equal([5, 3], EmbeddingBag(5, 3).weight!.shape);
        GRUCell gru = GRUCell(2, 3);
        Assert.Equal([[9, 2], [9, 3], [9], [9]], (long[][])[gru.weight_ih!.shape, gru.weight_hh!.shape, gru.bias_ih!.shape, gru.bias_hh!.shape]);
        LSTMCell lstm = LSTMCell(2, 3);
        Assert.Equal([[12, 2], [12, 3], [12], [12]], (long[][])[lstm.weight_ih!.shape, lstm.weight_hh!.shape, lstm.bias_ih!.shape, lstm.bias_hh!.shape]);
        RNNCell rnn = RNNCell(2, 3);
        Assert.Equal([[3, 2], [3, 3], [3], [3]], (long[][])[rnn.weight_ih!.shape, rnn.weight_hh!.shape, rnn.bias_ih!.shape, rnn.bias_hh!.shape]);
    }

    [Fact]
    public void Pooling_shows_its_options_and_takes_them_as_numbers_tuples_and_arrays()
    {
        using DisposeScope scope = NewDisposeScope();
        AvgPool1d average = AvgPool1d(3, 2, 1, true, false);
        Assert.Equal((3L, 2L, 1L, true, false), (average.kernel_size, average.stride, average.padding, average.ceil_mode, average.count_include_pad));
        MaxPool1d maximum = MaxPool1d(3, 2, 1, 1, true);
        Assert.Equal((3L, 2L, 1L, 1L, true), (maximum.kernel_size, maximum.stride, maximum.padding, maximum.dilation, maximum.ceil_mode));
        LPPool1d power = LPPool1d(2, 3, 2, true);
        Assert.Equal((2.0, 3L, 2L, true), (power.norm_type, power.kernel_size, power.stride, power.ceil_mode));
        LPPool2d power2 = LPPool2d(2, [3, 2], [2, 1], true);
        Assert.Equal((2.0, true), (power2.norm_type, power2.ceil_mode));
        Assert.Equal([[3, 2], [2, 1]], (long[][])[power2.kernel_size, power2.stride!]);
        AvgPool2d average2 = AvgPool2d([3, 2], [2, 1], [1, 0], true, false, 5);
        Assert.Equal((true, false, 5L), (average2.ceil_mode, average2.count_include_pad, average2.divisor_override));
        Assert.Equal([[3, 2], [2, 1], [1, 0]], (long[][])[average2.kernel_size, average2.stride!, average2.padding!]);
        AvgPool3d average3 = AvgPool3d([3, 2, 2], [2, 1, 1], [1, 0, 0], true, false, 5);
        Assert.Equal((true, false, 5L), (average3.ceil_mode, average3.count_include_pad, average3.divisor_override));
        Assert.Equal([[3, 2, 2], [2, 1, 1], [1, 0, 0]], (long[][])[average3.kernel_size, average3.stride!, average3.padding!]);
        MaxPool3d maximum3 = MaxPool3d([3, 2, 2], [2, 1, 1], [1, 0, 0], [1, 1, 1], true);
        Assert.True(maximum3.ceil_mode);
        Assert.Equal([[3, 2, 2], [2, 1, 1], [1, 0, 0], [1, 1, 1]], (long[][])[maximum3.kernel_size, maximum3.stride!, maximum3.padding!, maximum3.dilation!]);
        Assert.Equal(4, AdaptiveAvgPool1d(4).output_size);
        Assert.Equal(4, AdaptiveMaxPool1d(4).output_size);
        Assert.Equal([4, 4], AdaptiveMaxPool2d([4, 4]).output_size);
        OnTorchSharp.Differs("AdaptiveMaxPool3d", () => Assert.Equal([4, 4, 4], AdaptiveMaxPool3d([4, 4, 4]).output_size));
        Assert.Equal([[4, 3], [4, 3, 2]], (long[][])[AdaptiveAvgPool2d((4, 3)).output_size, AdaptiveAvgPool3d((4, 3, 2)).output_size]);

        Tensor image = randn(2, 3, 6, 6), volume = randn([2, 3, 6, 6, 6]);
        Same(image, AvgPool2d(2, 1), AvgPool2d((2, 2), (1, 1)), AvgPool2d([2, 2], [1, 1]));
        Same(image, LPPool2d(2, 3, 2), LPPool2d(2, [3, 3], [2, 2]));
        Same(image, AdaptiveAvgPool2d(3), AdaptiveAvgPool2d((3, 3)), AdaptiveAvgPool2d([3, 3]));
        Same(volume, AvgPool3d(2, 1), AvgPool3d((2, 2, 2), (1, 1, 1)), AvgPool3d([2, 2, 2], [1, 1, 1]));
        Same(volume, MaxPool3d(2, 1), MaxPool3d((2, 2, 2), (1, 1, 1)), MaxPool3d([2, 2, 2], [1, 1, 1]));
        Same(volume, AdaptiveAvgPool3d(3), AdaptiveAvgPool3d((3, 3, 3)), AdaptiveAvgPool3d([3, 3, 3]));
        Same(randn(2, 3, 6), AdaptiveAvgPool1d(6), Identity());
    }

    [Fact]
    public void Pooling_tells_where_the_maxima_were()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor line = tensor(new[] { 1f, 5, 2, 3, 9, 4 }).reshape(1, 1, 6);
        (Tensor values, Tensor indices) = MaxPool1d(2).forward_with_indices(line);
        Assert.Equal([5, 3, 9], values.data<float>().ToArray());
        Assert.Equal([1, 3, 4], indices.data<long>().ToArray());
        (values, indices) = AdaptiveMaxPool1d(3).forward_with_indices(line);
        Assert.Equal([1, 3, 4], indices.data<long>().ToArray());
        Tensor image = line.reshape(1, 1, 1, 6), volume = line.reshape(1, 1, 1, 1, 6);
        Assert.Equal([1, 3, 4], AdaptiveMaxPool2d([1, 3]).forward_with_indices(image).indices.data<long>().ToArray());
        OnTorchSharp.Differs("AdaptiveMaxPool3d", () => Assert.Equal([1, 3, 4], AdaptiveMaxPool3d([1, 1, 3]).forward_with_indices(volume).indices.data<long>().ToArray()));
        Assert.Equal([1, 3, 4], MaxPool3d((1, 1, 2)).forward_with_indices(volume).Indices.data<long>().ToArray());
    }

    [Fact]
    public void Padding_is_the_same_on_all_sides_unless_told_otherwise()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor line = randn(2, 3, 6), image = randn(2, 3, 6, 6), volume = randn([2, 3, 6, 6, 6]);
        Same(line, ConstantPad1d(2, 7), ConstantPad1d((2, 2), 7));
        Same(line, ReflectionPad1d(2), ReflectionPad1d((2, 2)));
        Same(line, ReplicationPad1d(2), ReplicationPad1d((2, 2)));
        Same(image, ConstantPad2d(2, 7), ConstantPad2d((2, 2, 2, 2), 7));
        Same(image, ConstantPad2d(2, 0), ZeroPad2d(2), ZeroPad2d((2, 2, 2, 2)));
        Same(image, ReflectionPad2d(2), ReflectionPad2d((2, 2, 2, 2)));
        Same(image, ReplicationPad2d(2), ReplicationPad2d((2, 2, 2, 2)));
        Same(volume, ConstantPad3d(2, 7), ConstantPad3d((2, 2, 2, 2, 2, 2), 7));
        Same(volume, ReflectionPad3d(2), ReflectionPad3d((2, 2, 2, 2, 2, 2)));
        Same(volume, ReplicationPad3d(2), ReplicationPad3d((2, 2, 2, 2, 2, 2)));
        ConstantPad1d pad = ConstantPad1d((1, 2), 7);
        Assert.Equal([1, 2], pad.padding);
        Assert.Equal(7, pad.value);
    }

    [Fact]
    public void A_dictionary_of_parameters_is_a_dictionary_in_order()
    {
        using Parameter first = Parameter(ones(1)), second = Parameter(ones(2)), third = Parameter(ones(3));
        using var dictionary = new ParameterDict();
        dictionary.Add(("b", first));
        dictionary.Add(KeyValuePair.Create("a", second));
        dictionary.Insert(1, ("c", third));
        Assert.Equal(3, dictionary.Count);
        Assert.Equal(["b", "c", "a"], Names(dictionary.items()));
        Assert.Equal(["b", "c", "a"], Names(dictionary.GetEnumerator()));
        Assert.Equal([first, third, second], dictionary.Values);
        Assert.Same(third, dictionary[1].Item2);
        dictionary["c"] = second;
        Assert.Same(second, dictionary["c"]);
        dictionary["c"] = third;
        Assert.Equal(2, dictionary.IndexOf(("a", second)));
        bool known = dictionary.ContainsKey("c"), pair = dictionary.Contains(("a", second)), entry = dictionary.Contains(KeyValuePair.Create("a", second));
        Assert.True(known && pair && entry && !dictionary.IsReadOnly);
        Assert.True(dictionary.TryGetValue("a", out Parameter? found));
        Assert.Same(second, found);
        var tuples = new (string, Parameter)[3];
        dictionary.CopyTo(tuples, 0);
        Assert.Same(first, tuples[0].Item2);
        dictionary[1] = ("c", first);
        Assert.True(dictionary.Remove(("b", first)));
        dictionary.RemoveAt(0);
        Assert.Equal(["a"], Names(dictionary.items()));
        dictionary.clear();
        Assert.Empty(dictionary.Values);

        static List<string> Names(IEnumerator<(string, Parameter)> entries)
        {
            var names = new List<string>();
            while (entries.MoveNext())
                names.Add(entries.Current.Item1);
            return names;
        }
    }

    private static void Same(Tensor input, params Module<Tensor, Tensor>[] modules)
    {
        Tensor expected = modules[0].call(input);
        Assert.All(modules[1..], module => Assert.True(expected.allclose(module.call(input))));
    }
}
