using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Names, order and initial values of the layers' parameters; options; wrong use.</summary>
public class LayerTests
{
    private static readonly string[] Attention = ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"];
    private static readonly string[] EncoderLayer = [.. Attention.Select(name => "self_attn." + name), "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"];
    private static readonly string[] DecoderLayer = [.. Attention.Select(name => "self_attn." + name), .. Attention.Select(name => "multihead_attn." + name), "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias", "norm3.weight", "norm3.bias"];

    /// <summary>Modules and their parameters in the order in which libtorch's own modules have them.</summary>
    private static readonly Dictionary<string, (Func<nn.Module> Make, string[] Names)> Layouts = new() {
        ["Linear"] = (() => Linear(2, 2), ["weight", "bias"]),
        ["Bilinear"] = (() => Bilinear(2, 2, 2), ["weight", "bias"]),
        ["Conv2d"] = (() => Conv2d(2, 2, 1), ["weight", "bias"]),
        ["ConvTranspose1d"] = (() => ConvTranspose1d(2, 2, 1, bias: false), ["weight"]),
        ["LayerNorm"] = (() => LayerNorm(2), ["weight", "bias"]),
        ["LayerNorm without bias"] = (() => LayerNorm(2, bias: false), ["weight"]),
        ["LayerNorm without scale"] = (() => LayerNorm(2, elementwise_affine: false), []),
        ["GroupNorm"] = (() => GroupNorm(1, 2), ["weight", "bias"]),
        ["BatchNorm1d"] = (() => BatchNorm1d(2), ["weight", "bias"]),
        ["InstanceNorm1d"] = (() => InstanceNorm1d(2), []),
        ["Embedding"] = (() => Embedding(2, 2), ["weight"]),
        ["EmbeddingBag"] = (() => EmbeddingBag(2, 2), ["weight"]),
        ["PReLU"] = (() => PReLU(2), ["weight"]),
        ["LSTM"] = (() => LSTM(2, 3, 2, bidirectional: true), [.. new[] { "l0", "l0_reverse", "l1", "l1_reverse" }.SelectMany(s => new[] { "weight_ih_" + s, "weight_hh_" + s, "bias_ih_" + s, "bias_hh_" + s })]),
        ["GRU"] = (() => GRU(2, 3, 2, bias: false), ["weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "weight_hh_l1"]),
        ["RNN"] = (() => RNN(2, 3), ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]),
        ["LSTMCell"] = (() => LSTMCell(2, 3), ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]),
        ["GRUCell"] = (() => GRUCell(2, 3, bias: false), ["weight_ih", "weight_hh"]),
        ["RNNCell"] = (() => RNNCell(2, 3), ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]),
        ["MultiheadAttention"] = (() => MultiheadAttention(4, 2), Attention),
        ["MultiheadAttention of other widths"] = (() => MultiheadAttention(4, 2, add_bias_kv: true, kdim: 3), ["q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias"]),
        ["TransformerEncoderLayer"] = (() => TransformerEncoderLayer(4, 2, 3), EncoderLayer),
        ["TransformerEncoder"] = (() => TransformerEncoder(TransformerEncoderLayer(4, 2, 3), 2), [.. EncoderLayer.Select(n => "layers.0." + n), .. EncoderLayer.Select(n => "layers.1." + n)]),
        ["TransformerDecoderLayer"] = (() => TransformerDecoderLayer(4, 2, 3), DecoderLayer),
        ["TransformerDecoder"] = (() => TransformerDecoder(TransformerDecoderLayer(4, 2, 3), 2), [.. DecoderLayer.Select(n => "layers.0." + n), .. DecoderLayer.Select(n => "layers.1." + n)]),
        ["Transformer"] = (() => Transformer(4, 2, 1, 1, 3), [.. EncoderLayer.Select(n => "encoder.layers.0." + n), "encoder.norm.weight", "encoder.norm.bias", .. DecoderLayer.Select(n => "decoder.layers.0." + n), "decoder.norm.weight", "decoder.norm.bias"]),
    };

    public static TheoryData<string> Names => [.. Layouts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_libtorchs_names_and_order(string name)
    {
        using var module = Layouts[name].Make();
        Assert.Equal(Layouts[name].Names, module.named_parameters().Select(p => p.name));
        Assert.Empty(module.named_modules());
        Assert.All(module.parameters(), p => Assert.True(p is { requires_grad: true, is_leaf: true }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_repeats_the_initial_values(string name)
    {
        if (name == "GroupNorm") OnTorchSharp.Untried("GroupNorm", Check);
        else Check();

        void Check()
        {
            manual_seed(9);
            using var first = Layouts[name].Make();
            manual_seed(9);
            using var second = Layouts[name].Make();
            foreach (var (parameter, again) in first.parameters().Zip(second.parameters()))
            {
                Assert.True(parameter.isfinite().all().ToBoolean());
                Assert.True(parameter.equal(again).all().ToBoolean());
            }
        }
    }

    [Theory]
    [InlineData("Linear", 1.0 / 20)]
    [InlineData("Conv", 1.0 / 60)]
    [InlineData("Bilinear", 1.0 / 20)]
    [InlineData("LSTM", 1.0 / 30)]
    [InlineData("GRUCell", 1.0 / 30)]
    public void Values_are_uniform_within_the_root_of_the_inputs(string name, double squaredBound)
    {
        manual_seed(1);
        using var module = name switch {
            "Linear" => (nn.Module)Linear(20, 300),
            "Conv" => Conv1d(20, 100, 3),
            "Bilinear" => Bilinear(20, 10, 30),
            "LSTM" => LSTM(20, 30),
            _ => GRUCell(20, 30),
        };
        var bound = Math.Sqrt(squaredBound);
        // The biases are too few for a variance.
        foreach (var parameter in module.parameters().Where(p => p.numel() >= 60))
        {
            Assert.InRange(parameter.abs().max().ToDouble(), 0.9 * bound, bound);
            Assert.InRange(parameter.var().ToDouble(), 0.7 * squaredBound / 3, 1.3 * squaredBound / 3);
        }
    }

    [Fact]
    public void Normalisations_start_with_scale_1_and_shift_0()
    {
        using var scope = NewDisposeScope();
        Check(LayerNorm(3), BatchNorm2d(3), InstanceNorm2d(3, affine: true));
        OnTorchSharp.Untried("GroupNorm", () => Check(GroupNorm(1, 3)));
        var norm = BatchNorm1d(3);
        Assert.Equal(["running_mean", "running_var", "num_batches_tracked"], norm.named_buffers().Select(b => b.name));
        norm.call(randn(4, 3));
        Assert.Equal(1, norm.num_batches_tracked!.ToInt64());
        init.zeros_(norm.weight);
        norm.reset_running_stats();
        Assert.Equal(0, norm.num_batches_tracked!.ToInt64());
        Assert.Equal([0f, 0, 0], norm.running_mean!.data<float>().ToArray());
        Assert.Equal([1f, 1, 1], norm.running_var!.data<float>().ToArray());
        norm.reset_parameters();
        Assert.Equal([1f, 1, 1], norm.weight.data<float>().ToArray());

        static void Check(params nn.Module[] modules) => Assert.All(modules, module =>
        {
            Assert.Equal([1f, 1, 1], module.get_parameter("weight")!.data<float>().ToArray());
            Assert.Equal([0f, 0, 0], module.get_parameter("bias")!.data<float>().ToArray());
        });
    }

    [Fact]
    public void Embeddings_start_normal_with_a_row_of_zeros_for_padding()
    {
        manual_seed(2);
        using var module = Embedding(1000, 50, padding_idx: -1);
        Assert.Equal(0, module.weight![-1].abs().sum().ToDouble());
        Assert.InRange(module.weight.std().ToDouble(), 0.98, 1.02);
        using var pretrained = Embedding_from_pretrained(ones(3, 2));
        Assert.False(pretrained.weight!.requires_grad);
        using var trained = Embedding_from_pretrained(ones(3, 2), freeze: false);
        Assert.True(trained.weight!.requires_grad);
        using var bag = EmbeddingBag_from_pretrained(ones(3, 2), mode: EmbeddingBagMode.Sum);
        using var indices = tensor(new long[,] { { 0, 1 } });
        Assert.Equal([2f, 2], bag.call(indices).data<float>().ToArray());
    }

    [Fact]
    public void A_padding_entry_gets_no_gradient()
    {
        using var module = Embedding(3, 2, padding_idx: 1);
        using var indices = tensor(new long[] { 0, 1, 1, 2 });
        module.call(indices).sum().backward();
        Assert.Equal([1f, 1, 0, 0, 1, 1], module.weight!.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_weight_is_one_object_and_can_be_tied()
    {
        using var embedding = Embedding(3, 2);
        using var head = Linear(embedding.weight!);
        Assert.Equal((2, 3), (head.in_features, head.out_features));
        using var model = Sequential(embedding, head);
        OnTorchSharp.Differs("parameters of native layers", () => Assert.Same(embedding.weight, embedding.weight));
        OnTorchSharp.Differs("parameters of native layers", () => Assert.Equal(["0.weight"], model.named_parameters().Select(p => p.name)));
        using (no_grad()) init.ones_(head.weight);
        Assert.Equal(6, embedding.weight!.sum().ToDouble());
    }

    [Fact]
    public void Attention_starts_Xavier_uniform_without_biases()
    {
        manual_seed(3);
        using var module = MultiheadAttention(64, 4);
        Assert.InRange(module.get_parameter("in_proj_weight")!.abs().max().ToDouble(), 0.99 * Math.Sqrt(6.0 / 256), Math.Sqrt(6.0 / 256));
        Assert.Equal(0, module.get_parameter("in_proj_bias")!.abs().sum().ToDouble());
        Assert.Equal(0, module.get_parameter("out_proj.bias")!.abs().sum().ToDouble());
    }

    [Fact]
    public void Layers_of_a_stack_start_as_copies()
    {
        using var layer = TransformerEncoderLayer(4, 2, 3);
        using var stack = TransformerEncoder(layer, 2);
        foreach (var (name, value) in layer.named_parameters())
        {
            Assert.True(value.equal(stack.get_parameter("layers.0." + name)!).all().ToBoolean());
            Assert.True(value.equal(stack.get_parameter("layers.1." + name)!).all().ToBoolean());
            Assert.NotSame(value, stack.get_parameter("layers.0." + name));
        }
    }

    [Fact]
    public void Transformer_layers_drop_out_while_training_only()
    {
        manual_seed(4);
        using var scope = NewDisposeScope();
        var x = randn(3, 2, 4);
        var module = TransformerDecoder(TransformerDecoderLayer(4, 2, 3, dropout: 0.5), 2);
        Assert.False(module.call(x, x).equal(module.call(x, x)).all().ToBoolean());
        module.eval();
        Assert.True(module.call(x, x).equal(module.call(x, x)).all().ToBoolean());

        var network = LSTM(4, 4, 2, dropout: 0.5);
        Assert.False(network.call(x).Item1.equal(network.call(x).Item1).all().ToBoolean());
        network.eval();
        Assert.True(network.call(x).Item1.equal(network.call(x).Item1).all().ToBoolean());
    }

    [Fact]
    public void Attention_without_weights_returns_an_invalid_tensor_in_their_place()
    {
        using var scope = NewDisposeScope();
        using var module = MultiheadAttention(4, 2);
        var x = randn(3, 2, 4);
        Assert.True(module.call(x, x, x, need_weights: false).Item2.IsInvalid);
        Assert.Equal([2, 3, 3], module.call(x, x, x).Item2.shape);
    }

    [Fact]
    public void Options_can_be_read()
    {
        using var scope = NewDisposeScope();
        var conv = Conv2d(2, 4, (3, 5), (1, 2), (1, 0), (2, 1), PaddingModes.Reflect, 2);
        Assert.Equal((2, 4, 2, false, PaddingModes.Reflect), (conv.in_channels, conv.out_channels, conv.groups, conv.transposed, conv.padding_mode));
        Assert.Equal([3, 5], conv.kernel_size);
        Assert.Equal([1, 2], conv.stride);
        Assert.Equal([1, 0], conv.padding!);
        Assert.Equal([2, 1], conv.dilation);
        Assert.Null(conv.padding_type);
        conv.stride = [1, 1];
        conv.SetPadding(TorchSharp.Padding.Same);
        Assert.Equal(TorchSharp.Padding.Same, conv.padding_type);
        Assert.Equal([1, 4, 6, 7], conv.call(randn(1, 2, 6, 7)).shape);
        conv.SetPadding([0, 0]);
        Assert.Equal([1, 4, 2, 3], conv.call(randn(1, 2, 6, 7)).shape);
        conv.reset_parameters();
        Assert.True(ConvTranspose1d(1, 1, 1).transposed);

        var linear = Linear(3, 2);
        Assert.Equal((3, 2), (linear.in_features, linear.out_features));
        var layer = LayerNorm([2, 3], 1e-3);
        Assert.Equal((1e-3, true), (layer.eps, layer.elementwise_affine));
        Assert.Equal([2, 3], layer.normalized_shape);
        layer.reset_parameters();
        var batch = BatchNorm1d(3, 1e-3, 0.2);
        Assert.Equal((3, 1e-3, (double?)0.2, true, true), (batch.num_features, batch.eps, batch.momentum, batch.affine, batch.track_running_stats));
        var group = GroupNorm(2, 4, 1e-3);
        Assert.Equal((2, 1e-3, true), (group.num_groups, group.eps, group.affine));
        var loss = new CrossEntropyLoss(null, 2, Reduction.Sum, 0.1);
        Assert.Equal((2, Reduction.Sum, 0.1), (loss.ignore_index!.Value, loss.reduction, loss.label_smoothing));
        Assert.Null(loss.weight);
        var network = RNN(2, 3);
        (Parameter Found, Parameter Got)[] parameters = [
            (network.get_parameter("weight_ih_l0")!, network.get_weight_ih(0)!), (network.get_parameter("weight_hh_l0")!, network.get_weight_hh(0)!),
            (network.get_parameter("bias_ih_l0")!, network.get_bias_ih(0)!), (network.get_parameter("bias_hh_l0")!, network.get_bias_hh(0)!)];
        Assert.All(parameters, pair => Assert.True(pair.Found.equal(pair.Got).all().ToBoolean()));
        Assert.All(parameters, pair => OnTorchSharp.Differs("parameters of native layers", () => Assert.Same(pair.Found, pair.Got)));
        network.flatten_parameters();
    }

    [Fact]
    public void A_running_mean_without_momentum_is_the_plain_mean()
    {
        using var scope = NewDisposeScope();
        var norm = BatchNorm1d(1);
        norm.momentum = null;
        norm.call(tensor(new[] { 1f, 3f }).reshape(2, 1));
        norm.call(tensor(new[] { 7f, 9f }).reshape(2, 1));
        Assert.Equal(5, norm.running_mean!.ToDouble(), 1e-6);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3);
        Assert.ThrowsAny<Exception>(() => Linear(4, 2).call(x));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 2, 1).call(x));
        Assert.Throws<ArgumentException>(() => Conv1d(4, 2, 1).call(x));
        Assert.Throws<ArgumentException>(() => BatchNorm2d(3).call(x));
        Assert.Throws<ArgumentException>(() => GroupNorm(1, 3).call(x));
        Assert.Throws<ArgumentException>(() => InstanceNorm1d(4).call(randn(2, 3, 4)));
        Assert.Throws<ArgumentException>(() => ConvTranspose1d(3, 2, 3, 2).forward(randn(1, 3, 4), [20]));
        Assert.Throws<ArgumentException>(() => ConvTranspose1d(3, 2, 1, padding_mode: PaddingModes.Reflect));
        Assert.Throws<ArgumentException>(() => Conv1d(3, 2, 3, TorchSharp.Padding.Same, stride: 2));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => MultiheadAttention(5, 2));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => Transformer(4, 2, 1, 1, 4).call(randn(2, 3, 4), randn(2, 5, 4)));
        Assert.ThrowsAny<Exception>(() => LSTM(3, 2).call(x));
        Assert.Throws<ArgumentException>(() => EmbeddingBag(3, 2).call(tensor(new long[] { 0, 1 })));
        Assert.ThrowsAny<Exception>(() => functional.gaussian_nll_loss(x, x, -ones(2, 3)));
    }
}
