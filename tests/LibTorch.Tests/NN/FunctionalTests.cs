using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>torch.nn.functional against PyTorch: outputs, gradients and second gradients in both precisions.</summary>
public class FunctionalTests
{
    private static readonly OracleFile Oracle = new("nn_functional.safetensors");

    // A name up to '#' is that of the oracle's case; what follows tells another way to the same numbers.
    private static readonly Dictionary<string, ParityCase> Cases = new() {
        ["relu"] = ParityCase.Of(x => F.relu(x[0])),
        ["relu#inplace"] = ParityCase.Of(x => F.relu(x[0].clone(), true)),
        ["relu6"] = ParityCase.Of(x => F.relu6(4 * x[0])),
        ["relu6#inplace"] = ParityCase.Of(x => F.relu6(4 * x[0], true)),
        ["leaky_relu"] = ParityCase.Of(x => F.leaky_relu(x[0], 0.2)),
        ["leaky_relu#inplace"] = ParityCase.Of(x => F.leaky_relu(x[0].clone(), 0.2, true)),
        ["rrelu"] = ParityCase.Of(x => F.rrelu(x[0], 0.1, 0.3)),
        ["rrelu#inplace"] = ParityCase.Of(x => F.rrelu(x[0].clone(), 0.1, 0.3, true)),
        ["prelu"] = ParityCase.Of(x => F.prelu(x[0], x[1])),
        ["elu"] = ParityCase.Of(x => F.elu(x[0], 1.3)),
        ["elu#inplace"] = ParityCase.Of(x => F.elu(x[0].clone(), 1.3, true)),
        ["celu"] = ParityCase.Of(x => F.celu(x[0], 1.3)),
        ["celu_inplace"] = ParityCase.Of(x => F.celu(x[0].clone(), 1.3, true)),
        ["selu"] = ParityCase.Of(x => F.selu(x[0])),
        ["selu#inplace"] = ParityCase.Of(x => F.selu(x[0].clone(), true)),
        ["gelu"] = ParityCase.Of(x => F.gelu(x[0])),
        ["gelu#flag"] = ParityCase.Of(x => F.gelu(x[0], false)),
        ["gelu#inplace"] = ParityCase.Of(x => F.gelu(x[0].clone(), true)),
        ["gelu_tanh"] = ParityCase.Of(x => F.gelu(x[0], TorchSharp.Modules.GELU.Approximate.tanh)),
        ["gelu_tanh#inplace"] = ParityCase.Of(x => F.gelu(x[0].clone(), TorchSharp.Modules.GELU.Approximate.tanh, true)),
        ["glu"] = ParityCase.Of(x => F.glu(x[0], 1)),
        ["hardshrink"] = ParityCase.Of(x => F.hardshrink(x[0], 0.4)),
        ["hardsigmoid"] = ParityCase.Of(x => F.hardsigmoid(3 * x[0])),
        ["hardsigmoid#inplace"] = ParityCase.Of(x => F.hardsigmoid(3 * x[0], true)),
        ["hardswish"] = ParityCase.Of(x => F.hardswish(3 * x[0])),
        ["hardswish#inplace"] = ParityCase.Of(x => F.hardswish(3 * x[0], true)),
        ["hardtanh"] = ParityCase.Of(x => F.hardtanh(x[0], -0.5, 0.7)).Differing("hardtanh"),
        ["hardtanh#inplace"] = ParityCase.Of(x => F.hardtanh(x[0].clone(), -0.5, 0.7, true)),
        ["logsigmoid"] = ParityCase.Of(x => F.logsigmoid(x[0])),
        ["log_softmax"] = ParityCase.Of(x => F.log_softmax(x[0], 1)),
        ["mish"] = ParityCase.Of(x => F.mish(x[0])),
        ["mish#inplace"] = ParityCase.Of(x => F.mish(x[0].clone(), true)).Untried("mish in place"),
        ["sigmoid"] = ParityCase.Of(x => F.sigmoid(x[0])),
        ["sigmoid#inplace"] = ParityCase.Of(x => F.sigmoid(x[0].clone(), true)),
        ["silu"] = ParityCase.Of(x => F.silu(x[0])),
        ["silu#inplace"] = ParityCase.Of(x => F.silu(x[0].clone(), true)),
        ["softmax"] = ParityCase.Of(x => F.softmax(x[0], 1)),
        ["softmax2d"] = ParityCase.Of(x => F.softmax2d(x[0])),
        ["softmin"] = ParityCase.Of(x => F.softmin(x[0], 1)),
        ["softplus"] = ParityCase.Of(x => F.softplus(x[0], 2.0, 1.5)),
        ["softshrink"] = ParityCase.Of(x => F.softshrink(x[0], 0.4)),
        ["softsign"] = ParityCase.Of(x => F.softsign(x[0])),
        ["tanh"] = ParityCase.Of(x => F.tanh(x[0])),
        ["tanh#inplace"] = ParityCase.Of(x => F.tanh(x[0].clone(), true)),
        ["tanhshrink"] = ParityCase.Of(x => F.tanhshrink(x[0])),
        ["tanhshrink#inplace"] = ParityCase.Of(x => F.tanhshrink(x[0].clone(), true)),
        ["threshold"] = ParityCase.Of(x => F.threshold(x[0], 0.1, -2.0)),
        ["threshold#inplace"] = ParityCase.Of(x => F.threshold(x[0].clone(), 0.1, -2.0, true)),

        ["linear"] = ParityCase.Of(x => F.linear(x[0], x[1], x[2])),
        ["linear_no_bias"] = ParityCase.Of(x => F.linear(x[0], x[1])),
        ["bilinear"] = ParityCase.Of(x => F.bilinear(x[0], x[1], x[2], x[3])),
        ["one_hot"] = ParityCase.Of(x => F.one_hot(x[0], 5)),
        ["cosine_similarity"] = ParityCase.Of(x => F.cosine_similarity(x[0], x[1], 1, 1e-6)),
        ["pairwise_distance"] = ParityCase.Of(x => F.pairwise_distance(x[0], x[1], 2.0, 1e-4, true)),
        ["pixel_shuffle"] = ParityCase.Of(x => F.pixel_shuffle(x[0], 2)),
        ["pixel_unshuffle"] = ParityCase.Of(x => F.pixel_unshuffle(x[0], 2)),

        ["layer_norm"] = ParityCase.Of(x => F.layer_norm(x[0], [3, 4], x[1], x[2], 1e-4)),
        ["layer_norm_plain"] = ParityCase.Of(x => F.layer_norm(x[0], [4])),
        ["group_norm"] = ParityCase.Of(x => F.group_norm(x[0], 2, x[1], x[2], 1e-4)),
        ["batch_norm_train"] = ParityCase.Of(x => [F.batch_norm(x[0], x[1], x[2], x[3], x[4], true, 0.3, 1e-4), x[1], x[2]]),
        ["batch_norm_eval"] = ParityCase.Of(x => F.batch_norm(x[0], x[1], x[2], x[3], x[4], false, 0.3, 1e-4)),
        ["instance_norm"] = ParityCase.Of(x => F.instance_norm(x[0], null, null, x[1], x[2], true, 0.1, 1e-4)),
        ["normalize"] = ParityCase.Of(x => F.normalize(x[0], 3.0, 1, 1e-6)),
        ["local_response_norm"] = ParityCase.Of(x => F.local_response_norm(x[0], 3, 0.2, 0.75, 1.5)),

        ["conv1d"] = ParityCase.Of(x => F.conv1d(x[0], x[1], x[2], 2, 1, 2, 2)),
        ["conv1d_same"] = ParityCase.Of(x => F.conv1d_padding(x[0], x[1], null, 1, TorchSharp.Padding.Same, 2)),
        ["conv2d"] = ParityCase.Of(x => F.conv2d(x[0], x[1], x[2], [2, 1], [1, 0], [1, 2], 1)),
        ["conv2d_default"] = ParityCase.Of(x => F.conv2d(x[0], x[1])),
        ["conv2d_default#valid"] = ParityCase.Of(x => F.conv2d_padding(x[0], x[1])),
        ["conv2d_same"] = ParityCase.Of(x => F.conv2d_padding(x[0], x[1], padding: TorchSharp.Padding.Same)),
        ["conv3d"] = ParityCase.Of(x => F.conv3d(x[0], x[1], x[2], [1, 1, 1], [0, 1, 1])),
        ["conv3d_same"] = ParityCase.Of(x => F.conv3d_padding(x[0], x[1], padding: TorchSharp.Padding.Same)),
        ["conv_transpose1d"] = ParityCase.Of(x => F.conv_transpose1d(x[0], x[1], x[2], 2, 1, 1, 2, 2)),
        ["conv_transpose2d"] = ParityCase.Of(x => F.conv_transpose2d(x[0], x[1], x[2], [2, 1], [1, 0], [1, 0])),
        ["conv_transpose3d"] = ParityCase.Of(x => F.conv_transpose3d(x[0], x[1], null, [2, 2, 2])),

        ["pad_constant"] = ParityCase.Of(x => F.pad(x[0], (1, 2, 0, 3), value: 1.5)),
        ["pad_constant#array"] = ParityCase.Of(x => F.pad(x[0], new long[] { 1, 2, 0, 3 }, PaddingModes.Constant, 1.5)),
        ["pad_constant#span"] = ParityCase.Of(x => F.pad(x[0], (ReadOnlySpan<long>)[1, 2, 0, 3], PaddingModes.Constant, 1.5)),
        ["pad_reflect"] = ParityCase.Of(x => F.pad(x[0], (1, 2, 3, 0), PaddingModes.Reflect)),
        ["pad_replicate"] = ParityCase.Of(x => F.pad(x[0], (1, 2, 3, 0), PaddingModes.Replicate)),
        ["pad_circular"] = ParityCase.Of(x => F.pad(x[0], (1, 2, 3, 0), PaddingModes.Circular)),
        ["pad_everywhere"] = ParityCase.Of(x => F.pad(x[0], 1)),
        ["pad_last"] = ParityCase.Of(x => F.pad(x[0], (2, 1))),

        ["max_pool1d"] = ParityCase.Of(x => F.max_pool1d(x[0], 3, 2, 1, 2, true)),
        ["max_pool1d_with_indices"] = ParityCase.Of(x => Pair(F.max_pool1d_with_indices(x[0], 3, 2, 1))),
        ["max_pool2d"] = ParityCase.Of(x => F.max_pool2d(x[0], new long[] { 3, 2 }, [2, 2], [1, 0], [1, 1], true)),
        ["max_pool2d#pairs"] = ParityCase.Of(x => F.max_pool2d(x[0], (3, 2), (2, 2), (1, 0), (1, 1), true)),
        ["max_pool2d_square"] = ParityCase.Of(x => F.max_pool2d(x[0], 2)),
        ["max_pool2d_with_indices"] = ParityCase.Of(x => Pair(F.max_pool2d_with_indices(x[0], [3, 3], [2, 2], [1, 1]))),
        ["max_pool3d"] = ParityCase.Of(x => F.max_pool3d(x[0], [2, 2, 2])),
        ["max_pool3d_with_indices"] = ParityCase.Of(x => Pair(F.max_pool3d_with_indices(x[0], [2, 2, 2], [1, 1, 1]))),
        ["avg_pool1d"] = ParityCase.Of(x => F.avg_pool1d(x[0], 3, 2, 1, false, false)),
        ["avg_pool2d"] = ParityCase.Of(x => F.avg_pool2d(x[0], new long[] { 3, 2 }, [2, 2], [1, 0], true, false, 5)),
        ["avg_pool2d#pairs"] = ParityCase.Of(x => F.avg_pool2d(x[0], (3, 2), (2, 2), (1, 0), true, false, 5)),
        ["avg_pool2d_square"] = ParityCase.Of(x => F.avg_pool2d(x[0], 2)),
        ["avg_pool3d"] = ParityCase.Of(x => F.avg_pool3d(x[0], [2, 2, 2], [1, 1, 1])),
        ["adaptive_avg_pool1d"] = ParityCase.Of(x => F.adaptive_avg_pool1d(x[0], 3)),
        ["adaptive_avg_pool2d"] = ParityCase.Of(x => F.adaptive_avg_pool2d(x[0], (3, 2))),
        ["adaptive_avg_pool2d#array"] = ParityCase.Of(x => F.adaptive_avg_pool2d(x[0], new long[] { 3, 2 })),
        ["adaptive_avg_pool2d_square"] = ParityCase.Of(x => F.adaptive_avg_pool2d(x[0], 2)),
        ["adaptive_avg_pool3d"] = ParityCase.Of(x => F.adaptive_avg_pool3d(x[0], (2, 3, 2))),
        ["adaptive_avg_pool3d#array"] = ParityCase.Of(x => F.adaptive_avg_pool3d(x[0], new long[] { 2, 3, 2 })),
        ["adaptive_avg_pool3d_cube"] = ParityCase.Of(x => F.adaptive_avg_pool3d(x[0], 2)),
        ["adaptive_max_pool1d"] = ParityCase.Of(x => Pair(F.adaptive_max_pool1d_with_indices(x[0], 3))),
        ["adaptive_max_pool1d#values"] = ParityCase.Of(x => [F.adaptive_max_pool1d(x[0], 3), F.adaptive_max_pool1d_with_indices(x[0], 3).Item2]),
        ["adaptive_max_pool2d"] = ParityCase.Of(x => Pair(F.adaptive_max_pool2d_with_indices(x[0], [3, 2]))),
        ["adaptive_max_pool2d#values"] = ParityCase.Of(x => [F.adaptive_max_pool2d(x[0], [3, 2]), F.adaptive_max_pool2d_with_indices(x[0], [3, 2]).Item2]),
        ["adaptive_max_pool3d"] = ParityCase.Of(x => Pair(F.adaptive_max_pool3d_with_indices(x[0], [2, 3, 2]))).Differing("AdaptiveMaxPool3d"),
        ["adaptive_max_pool3d#values"] = ParityCase.Of(x => [F.adaptive_max_pool3d(x[0], [2, 3, 2]), F.adaptive_max_pool3d_with_indices(x[0], [2, 3, 2]).Item2]).Differing("AdaptiveMaxPool3d"),
        ["lp_pool1d"] = ParityCase.Of(x => F.lp_pool1d(x[0], 2.0, 3, 2)),
        ["lp_pool2d"] = ParityCase.Of(x => F.lp_pool2d(x[0], 3.0, [2, 3], [2, 2])),
        ["lp_pool2d_square"] = ParityCase.Of(x => F.lp_pool2d(x[0], 2.0, 2)),

        ["attention"] = ParityCase.Of(x => F.scaled_dot_product_attention(x[0], x[1], x[2])),
        ["attention_added_mask"] = ParityCase.Of(x => F.scaled_dot_product_attention(x[0], x[1], x[2], x[3])),
        ["attention_hidden_mask"] = ParityCase.Of(x => F.scaled_dot_product_attention(x[0], x[1], x[2], x[3])),
        ["attention_causal"] = ParityCase.Of(x => F.scaled_dot_product_attention(x[0], x[1], x[2], null, 0.0, true)),

        ["mse_loss_broadcast"] = ParityCase.Of(x => F.mse_loss(x[0], x[1])),
        ["cross_entropy_probabilities"] = ParityCase.Of(x => F.cross_entropy(x[0], x[1])),
        ["kl_div_plain_target"] = ParityCase.Of(x => F.kl_div(x[0], x[1], false)),
        ["poisson_nll_loss_rate"] = ParityCase.Of(x => F.poisson_nll_loss(x[0], x[1], false)).Differing("poisson_nll_loss", ScalarType.Float64),
        ["gaussian_nll_loss_shared"] = ParityCase.Of(x => F.gaussian_nll_loss(x[0], x[1], x[2])).Differing("gaussian_nll_loss"),
        ["triplet_margin_with_default_distance"] = ParityCase.Of(x => F.triplet_margin_with_distance_loss(x[0], x[1], x[2])),
    };

    static FunctionalTests()
    {
        foreach (var (suffix, reduction) in new[] { ("none", Reduction.None), ("mean", Reduction.Mean), ("sum", Reduction.Sum) })
        {
            Add("mse_loss", x => F.mse_loss(x[0], x[1], reduction));
            Add("l1_loss", x => F.l1_loss(x[0], x[1], reduction));
            Add("smooth_l1_loss", x => F.smooth_l1_loss(x[0], x[1], reduction, 0.7));
            Add("huber_loss", x => F.huber_loss(x[0], x[1], 0.7, reduction));
            Add("nll_loss", x => F.nll_loss(x[0], x[1], x[2], reduction));
            Add("cross_entropy", x => F.cross_entropy(x[0], x[1], x[2], 1, reduction, 0.1));
            Add("binary_cross_entropy", x => F.binary_cross_entropy(x[0], x[1], x[2], reduction));
            Add("binary_cross_entropy_with_logits", x => F.binary_cross_entropy_with_logits(x[0], x[1], x[2], reduction, x[3]));
            Add("kl_div", x => F.kl_div(x[0], x[1], true, reduction));
            Add("poisson_nll_loss", x => F.poisson_nll_loss(x[0], x[1], true, true, 1e-6f, reduction));
            Cases.Add($"gaussian_nll_loss_{suffix}", ParityCase.Of(x => F.gaussian_nll_loss(x[0], x[1], x[2], true, 1e-6f, reduction)).Differing("gaussian_nll_loss"));
            Add("cosine_embedding_loss", x => F.cosine_embedding_loss(x[0], x[1], x[2], 0.2, reduction));
            Add("hinge_embedding_loss", x => F.hinge_embedding_loss(x[0], x[1], 1.2, reduction));
            Add("margin_ranking_loss", x => F.margin_ranking_loss(x[0], x[1], x[2], 0.3, reduction));
            Add("multi_label_margin_loss", x => F.multi_label_margin_loss(x[0], x[1], reduction));
            Add("multilabel_soft_margin_loss", x => F.multilabel_soft_margin_loss(x[0], x[1], x[2], reduction));
            Add("multi_margin_loss", x => F.multi_margin_loss(x[0], x[1], 2, 0.8, x[2], reduction));
            Add("soft_margin_loss", x => F.soft_margin_loss(x[0], x[1], reduction));
            Add("triplet_margin_loss", x => F.triplet_margin_loss(x[0], x[1], x[2], 0.9, 2, 1e-4, true, reduction));
            Add("triplet_margin_with_distance_loss", x => F.triplet_margin_with_distance_loss(x[0], x[1], x[2], (s, t) => (s - t).abs().sum(1), 0.9, true, reduction));
            Add("ctc_loss", x => F.ctc_loss(F.log_softmax(x[0], 2), x[1], x[2], x[3], 0, true, reduction));

            void Add(string name, Func<Tensor[], Tensor> run) => Cases.Add($"{name}_{suffix}", ParityCase.Of(run));
        }
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Doubles_are_those_of_PyTorch(string name) => Parity.Check(Oracle, name.Split('#')[0], Cases[name], ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Names))]
    public void Floats_are_those_of_PyTorch(string name) => Parity.Check(Oracle, name.Split('#')[0], Cases[name], ScalarType.Float32);

    [Fact]
    public void Every_case_of_the_oracle_is_compared() => Assert.Equal(Oracle.Cases.Order(), Cases.Keys.Select(name => name.Split('#')[0]).Distinct().Order());

    [Fact]
    public void Softmax_converts_first()
    {
        using var whole = tensor(new long[] { 0, 0, 0, 0 });
        using var result = F.softmax(whole, 0, ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, result.dtype);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], result.data<double>().ToArray());
    }

    [Fact]
    public void Softsign_in_place_overwrites_its_input()
    {
        using var x = tensor(new[] { -3.0, 0.0, 1.0 });
        using var result = F.softsign(x, inplace: true);
        Assert.Equal([-0.75, 0.0, 0.5], x.data<double>().ToArray());
        Assert.Equal([-0.75, 0.0, 0.5], result.data<double>().ToArray());
    }

    [Fact]
    public void Attention_refuses_a_causal_mask_beside_another()
    {
        using var x = ones(1, 2, 2);
        using var mask = zeros(2, 2);
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(x, x, x, mask, is_casual: true));
    }

    private static Tensor[] Pair((Tensor, Tensor) both) => [both.Item1, both.Item2];
}
