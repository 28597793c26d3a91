using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>torch.nn's modules against PyTorch: outputs, gradients and second gradients in both precisions, with its weights.</summary>
public class ModuleTests
{
    private static readonly OracleFile Oracle = new("nn_modules.safetensors");

    // A name up to '#' is that of the oracle's case; what follows tells another way to the same numbers.
    private static readonly Dictionary<string, ParityCase> Cases = new() {
        ["Linear"] = ParityCase.Of(() => Linear(5, 4)),
        ["Linear#made_of_parameters"] = ParityCase.Of(() => Linear(Parameter(zeros(4, 5)), Parameter(zeros(4)))),
        ["Linear_no_bias"] = ParityCase.Of(() => Linear(5, 4, hasBias: false)),
        ["Bilinear"] = ParityCase.Of(() => Bilinear(5, 3, 4)),
        ["Identity"] = ParityCase.Of(() => Identity()),
        ["Flatten"] = ParityCase.Of(() => Flatten(1, 2)),
        ["Unflatten"] = ParityCase.Of(() => Unflatten(1, [2, 3])),
        ["CosineSimilarity"] = ParityCase.Of(() => CosineSimilarity(1, 1e-6)),
        ["PairwiseDistance"] = ParityCase.Of(() => PairwiseDistance(2.0, 1e-4, true)),
        ["PixelShuffle"] = ParityCase.Of(() => PixelShuffle(2)),
        ["PixelUnshuffle"] = ParityCase.Of(() => PixelUnshuffle(2)),
        ["ChannelShuffle"] = ParityCase.Of(() => ChannelShuffle(2)),

        ["ReLU"] = ParityCase.Of(() => ReLU()),
        ["ReLU6"] = ParityCase.Of(() => ReLU6()),
        ["LeakyReLU"] = ParityCase.Of(() => LeakyReLU(0.2)),
        ["RReLU_eval"] = ParityCase.Of(() => RReLU(0.1, 0.3)).Evaluated(),
        ["PReLU"] = ParityCase.Of(() => PReLU(4, 0.3)),
        ["ELU"] = ParityCase.Of(() => ELU(1.3)),
        ["CELU"] = ParityCase.Of(() => CELU(1.3)),
        ["SELU"] = ParityCase.Of(() => SELU()),
        ["GELU"] = ParityCase.Of(() => GELU()),
        ["GELU#flag"] = ParityCase.Of(() => GELU(false)),
        ["GELU_tanh"] = ParityCase.Of(() => GELU(TorchSharp.Modules.GELU.Approximate.tanh)),
        ["GLU"] = ParityCase.Of(() => GLU(0)),
        ["Hardshrink"] = ParityCase.Of(() => Hardshrink(0.4)),
        ["Hardsigmoid"] = ParityCase.Of(() => Hardsigmoid()),
        ["Hardswish"] = ParityCase.Of(() => Hardswish()),
        ["Hardtanh"] = ParityCase.Of(() => Hardtanh(-0.5, 0.7)).Differing("hardtanh"),
        ["LogSigmoid"] = ParityCase.Of(() => LogSigmoid()),
        ["LogSoftmax"] = ParityCase.Of(() => LogSoftmax(1)),
        ["Mish"] = ParityCase.Of(() => Mish()),
        ["Sigmoid"] = ParityCase.Of(() => Sigmoid()),
        ["SiLU"] = ParityCase.Of(() => SiLU()),
        ["Softmax"] = ParityCase.Of(() => Softmax(0)),
        ["Softmax2d"] = ParityCase.Of(() => Softmax2d()),
        ["Softmin"] = ParityCase.Of(() => Softmin(0)),
        ["Softplus"] = ParityCase.Of(() => Softplus(2.0, 1.5)),
        ["Softshrink"] = ParityCase.Of(() => Softshrink(0.4)),
        ["Softsign"] = ParityCase.Of(() => Softsign()),
        ["Tanh"] = ParityCase.Of(() => Tanh()),
        ["Tanhshrink"] = ParityCase.Of(() => Tanhshrink(inplace: false)),
        ["Threshold"] = ParityCase.Of(() => Threshold(0.1, -2.0)),

        ["LayerNorm"] = ParityCase.Of(() => LayerNorm([3, 4], 1e-4)),
        ["LayerNorm_plain"] = ParityCase.Of(() => LayerNorm(4, elementwise_affine: false)),
        ["GroupNorm"] = ParityCase.Of(() => GroupNorm(2, 4, 1e-4)),
        ["BatchNorm1d_train"] = ParityCase.Of(() => BatchNorm1d(4, 1e-4, 0.3), WithStatistics),
        ["BatchNorm1d_eval"] = ParityCase.Of(() => BatchNorm1d(4, 1e-4, 0.3)).Evaluated(),
        ["BatchNorm1d_untracked"] = ParityCase.Of(() => BatchNorm1d(4, affine: false, track_running_stats: false)).Evaluated(),
        ["BatchNorm2d_train"] = ParityCase.Of(() => BatchNorm2d(4, 1e-4, 0.3), WithStatistics),
        ["BatchNorm2d_eval"] = ParityCase.Of(() => BatchNorm2d(4, 1e-4, 0.3)).Evaluated(),
        ["BatchNorm3d_train"] = ParityCase.Of(() => BatchNorm3d(2, 1e-4, 0.3), WithStatistics),
        ["BatchNorm3d_eval"] = ParityCase.Of(() => BatchNorm3d(2, 1e-4, 0.3)).Evaluated(),
        ["InstanceNorm1d"] = ParityCase.Of(() => InstanceNorm1d(4, 1e-4, affine: true)),
        ["InstanceNorm1d_one"] = ParityCase.Of(() => InstanceNorm1d(4, 1e-4, affine: true)),
        ["InstanceNorm1d_tracked"] = ParityCase.Of(() => InstanceNorm1d(4, 1e-4, 0.3, false, true), (m, x) => [m.call(x[0]), m.running_mean!, m.running_var!]),
        ["InstanceNorm2d"] = ParityCase.Of(() => InstanceNorm2d(4, 1e-4, affine: true)),
        ["InstanceNorm3d"] = ParityCase.Of(() => InstanceNorm3d(2, 1e-4, affine: true)),
        ["LocalResponseNorm"] = ParityCase.Of(() => LocalResponseNorm(3, 0.2, 0.75, 1.5)),

        ["Conv1d"] = ParityCase.Of(() => Conv1d(4, 6, 3, 2, 1, 2, groups: 2)),
        ["Conv1d_same_circular"] = ParityCase.Of(() => Conv1d(4, 2, 4, TorchSharp.Padding.Same, padding_mode: PaddingModes.Circular)),
        ["Conv1d_one"] = ParityCase.Of(() => Conv1d(4, 2, 3, bias: false)),
        ["Conv2d"] = ParityCase.Of(() => Conv2d(4, 2, (3, 2), (2, 1), (1, 0), (1, 2), groups: 2)),
        ["Conv2d_square"] = ParityCase.Of(() => Conv2d(4, 2, 3, 2, 1)),
        ["Conv2d_reflect"] = ParityCase.Of(() => Conv2d(4, 2, (3, 2), padding: (2, 1), padding_mode: PaddingModes.Reflect)),
        ["Conv2d_same_replicate"] = ParityCase.Of(() => Conv2d(4, 2, (4, 3), TorchSharp.Padding.Same, padding_mode: PaddingModes.Replicate)).Differing("padding same"),
        ["Conv2d_same"] = ParityCase.Of(() => Conv2d(4, 2, (3, 5), TorchSharp.Padding.Same)),
        ["Conv2d_valid"] = ParityCase.Of(() => Conv2d(4, 2, 3, TorchSharp.Padding.Valid)),
        ["Conv3d"] = ParityCase.Of(() => Conv3d(2, 2, (2, 3, 2), padding: (0, 1, 1))),
        ["Conv3d_cube"] = ParityCase.Of(() => Conv3d(2, 2, 3, TorchSharp.Padding.Same)),
        ["Conv3d_cube#numbers"] = ParityCase.Of(() => Conv3d(2, 2, 3, 1, 1)),
        ["ConvTranspose1d"] = ParityCase.Of(() => ConvTranspose1d(4, 6, 3, 2, 1, 1, 2, groups: 2)),
        ["ConvTranspose1d_sized"] = ParityCase.Of(() => ConvTranspose1d(4, 2, 3, 2), (m, x) => m.forward(x[0], [16])),
        ["ConvTranspose2d"] = ParityCase.Of(() => ConvTranspose2d(4, 2, (3, 2), (2, 1), (1, 0), (1, 0))).Differing("output padding"),
        ["ConvTranspose2d_square"] = ParityCase.Of(() => ConvTranspose2d(4, 2, 3, 2, 1, 1)),
        ["ConvTranspose3d"] = ParityCase.Of(() => ConvTranspose3d(2, 2, 2, 2)),
        ["ConvTranspose3d#triples"] = ParityCase.Of(() => ConvTranspose3d(2, 2, (2, 2, 2), (2, 2, 2))),

        ["ConstantPad1d"] = ParityCase.Of(() => ConstantPad1d((1, 2), 1.5)),
        ["ConstantPad2d"] = ParityCase.Of(() => ConstantPad2d((1, 2, 0, 1), 1.5)),
        ["ConstantPad3d"] = ParityCase.Of(() => ConstantPad3d(1, 1.5)),
        ["ReflectionPad1d"] = ParityCase.Of(() => ReflectionPad1d((1, 2))),
        ["ReflectionPad2d"] = ParityCase.Of(() => ReflectionPad2d((1, 2, 0, 1))),
        ["ReflectionPad3d"] = ParityCase.Of(() => ReflectionPad3d(1)),
        ["ReplicationPad1d"] = ParityCase.Of(() => ReplicationPad1d((1, 2))),
        ["ReplicationPad2d"] = ParityCase.Of(() => ReplicationPad2d((1, 2, 0, 1))),
        ["ReplicationPad3d"] = ParityCase.Of(() => ReplicationPad3d(1)),
        ["ZeroPad2d"] = ParityCase.Of(() => ZeroPad2d((1, 2, 0, 1))),

        ["MaxPool1d"] = ParityCase.Of(() => MaxPool1d(3, 2, 1, 2, true)),
        ["MaxPool2d"] = ParityCase.Of(() => MaxPool2d((3, 2), (2, 2), (1, 0), (1, 1), true)),
        ["MaxPool2d#arrays"] = ParityCase.Of(() => MaxPool2d(new long[] { 3, 2 }, [2, 2], [1, 0], [1, 1], true)),
        ["MaxPool2d_square"] = ParityCase.Of(() => MaxPool2d(2)),
        ["MaxPool2d_indices"] = ParityCase.Of(() => MaxPool2d(2), (m, x) => Pair(m.forward_with_indices(x[0]))),
        ["MaxPool3d"] = ParityCase.Of(() => MaxPool3d(2, 1)),
        ["MaxPool3d#triples"] = ParityCase.Of(() => MaxPool3d((2, 2, 2), (1, 1, 1))),
        ["AvgPool1d"] = ParityCase.Of(() => AvgPool1d(3, 2, 1, false, false)),
        ["AvgPool2d"] = ParityCase.Of(() => AvgPool2d((3, 2), (2, 2), (1, 0), true, false, 5)),
        ["AvgPool2d#arrays"] = ParityCase.Of(() => AvgPool2d(new long[] { 3, 2 }, [2, 2], [1, 0], true, false, 5)),
        ["AvgPool2d_square"] = ParityCase.Of(() => AvgPool2d(2)),
        ["AvgPool3d"] = ParityCase.Of(() => AvgPool3d(2, 1)),
        ["AvgPool3d#triples"] = ParityCase.Of(() => AvgPool3d((2, 2, 2), (1, 1, 1))),
        ["AdaptiveAvgPool1d"] = ParityCase.Of(() => AdaptiveAvgPool1d(3)),
        ["AdaptiveAvgPool2d"] = ParityCase.Of(() => AdaptiveAvgPool2d((3, 2))),
        ["AdaptiveAvgPool2d_square"] = ParityCase.Of(() => AdaptiveAvgPool2d(2)),
        ["AdaptiveAvgPool3d"] = ParityCase.Of(() => AdaptiveAvgPool3d((2, 3, 2))),
        ["AdaptiveMaxPool1d"] = ParityCase.Of(() => AdaptiveMaxPool1d(3)),
        ["AdaptiveMaxPool2d"] = ParityCase.Of(() => AdaptiveMaxPool2d([3, 2])),
        ["AdaptiveMaxPool3d"] = ParityCase.Of(() => AdaptiveMaxPool3d([2, 3, 2])).Differing("AdaptiveMaxPool3d"),
        ["LPPool1d"] = ParityCase.Of(() => LPPool1d(2.0, 3, 2)),
        ["LPPool2d"] = ParityCase.Of(() => LPPool2d(2.0, [2, 3], [2, 2])),

        ["Embedding"] = ParityCase.Of(() => Embedding(5, 3, padding_idx: 1)),
        ["Embedding_max_norm"] = ParityCase.Of(() => Embedding(5, 3, max_norm: 0.5), (m, x) => m.call(x[0]).clone()),
        ["Embedding_frequency"] = ParityCase.Of(() => Embedding(5, 3, scale_grad_by_freq: true)),
        ["EmbeddingBag_mean"] = ParityCase.Of(() => EmbeddingBag(5, 3), (m, x) => m.call(x[0])),
        ["EmbeddingBag_sum"] = ParityCase.Of(() => EmbeddingBag(5, 3, mode: EmbeddingBagMode.Sum), (m, x) => m.call(x[0], x[1], x[2])),
        ["EmbeddingBag_max"] = ParityCase.Of(() => EmbeddingBag(5, 3, mode: EmbeddingBagMode.Max), (m, x) => m.call(x[0])),

        ["LSTM"] = ParityCase.Of(() => LSTM(3, 4), (m, x) => Triple(m.call(x[0]))),
        ["LSTM_deep"] = ParityCase.Of(() => LSTM(3, 4, 2, batchFirst: true, bidirectional: true), (m, x) => Triple(m.call(x[0], (x[1], x[2])))),
        ["LSTM_no_bias"] = ParityCase.Of(() => LSTM(3, 4, 2, bias: false), (m, x) => Triple(m.call(x[0], (x[1], x[2])))),
        ["LSTM_packed"] = ParityCase.Of(() => LSTM(3, 4, bidirectional: true), (m, x) =>
        {
            var (steps, h, c) = m.call(pack_padded_sequence(x[0], x[1], enforce_sorted: false), (x[2], x[3]));
            return [.. Pair(pad_packed_sequence(steps, padding_value: 0.5)), h, c];
        }),
        ["GRU"] = ParityCase.Of(() => GRU(3, 4), (m, x) => Pair(m.call(x[0]))),
        ["GRU_deep"] = ParityCase.Of(() => GRU(3, 4, 2, batchFirst: true, bidirectional: true), (m, x) => Pair(m.call(x[0], x[1]))),
        ["GRU_packed"] = ParityCase.Of(() => GRU(3, 4), (m, x) => Unpacked(m.call(pack_padded_sequence(x[0], x[1], enforce_sorted: false), x[2]))),
        ["RNN"] = ParityCase.Of(() => RNN(3, 4), (m, x) => Pair(m.call(x[0]))),
        ["RNN_relu"] = ParityCase.Of(() => RNN(3, 4, 2, NonLinearities.ReLU, bidirectional: true), (m, x) => Pair(m.call(x[0], x[1]))),
        ["RNN_packed"] = ParityCase.Of(() => RNN(3, 4), (m, x) => Unpacked(m.call(pack_padded_sequence(x[0], x[1], enforce_sorted: false)))),
        ["LSTMCell"] = ParityCase.Of(() => LSTMCell(3, 4), (m, x) => Pair(m.call(x[0], (x[1], x[2])))),
        ["LSTMCell_from_zero#zeros"] = ParityCase.Of(() => LSTMCell(3, 4), (m, x) => Pair(m.call(x[0], (zeros(2, 4, x[0].dtype), zeros(2, 4, x[0].dtype))))),
        ["LSTMCell_from_zero"] = ParityCase.Of(() => LSTMCell(3, 4), (m, x) => Pair(m.call(x[0]))).Differing("LSTMCell"),
        ["GRUCell"] = ParityCase.Of(() => GRUCell(3, 4), (m, x) => m.forward(x[0], x[1])),
        ["RNNCell"] = ParityCase.Of(() => RNNCell(3, 4), (m, x) => m.forward(x[0], x[1])),
        ["RNNCell_relu"] = ParityCase.Of(() => RNNCell(3, 4, NonLinearities.ReLU), (m, x) => m.forward(x[0])),

        ["MultiheadAttention"] = ParityCase.Of(() => MultiheadAttention(4, 2), (m, x) => Pair(m.call(x[0], x[1], x[2]))),
        ["MultiheadAttention_self"] = ParityCase.Of(() => MultiheadAttention(4, 2, bias: false), (m, x) => Pair(m.call(x[0], x[0], x[0]))),
        ["MultiheadAttention_masks"] = ParityCase.Of(() => MultiheadAttention(4, 2), (m, x) => Pair(m.call(x[0], x[1], x[2], x[3], true, x[4]))).Differing("boolean masks"),
        ["MultiheadAttention_masks#added"] = ParityCase.Of(() => MultiheadAttention(4, 2), (m, x) => Pair(m.call(x[0], x[1], x[2], x[3], true, Added(x[4], x[0])))),
        ["MultiheadAttention_added_mask"] = ParityCase.Of(() => MultiheadAttention(4, 2), (m, x) => m.call(x[0], x[1], x[2], null, false, x[3]).Item1).Differing("masks of heads"),
        ["MultiheadAttention_widths"] = ParityCase.Of(() => MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true, kdim: 5, vdim: 3), (m, x) => Pair(m.call(x[0], x[1], x[2], x[3], true, x[4]))).Differing("widths of attention"),

        ["TransformerEncoderLayer"] = ParityCase.Of(() => TransformerEncoderLayer(4, 2, 6, 0.0)),
        ["TransformerEncoderLayer_masks"] = ParityCase.Of(() => TransformerEncoderLayer(4, 2, 6, 0.0, Activations.GELU), (m, x) => m.call(x[0], x[1], x[2])).Differing("boolean masks"),
        ["TransformerEncoderLayer_masks#added"] = ParityCase.Of(() => TransformerEncoderLayer(4, 2, 6, 0.0, Activations.GELU), (m, x) => m.call(x[0], Added(x[1], x[0]), x[2])),
        ["TransformerEncoder"] = ParityCase.Of(() => TransformerEncoder(TransformerEncoderLayer(4, 2, 6, 0.0), 2), (m, x) => m.call(x[0], x[1])),
        ["TransformerDecoderLayer"] = ParityCase.Of(() => TransformerDecoderLayer(4, 2, 6, 0.0), (m, x) => m.call(x[0], x[1])),
        ["TransformerDecoderLayer_masks"] = ParityCase.Of(() => TransformerDecoderLayer(4, 2, 6, 0.0, Activations.GELU), (m, x) => m.call(x[0], x[1], x[2], x[3], x[4], x[5])).Differing("boolean masks"),
        ["TransformerDecoderLayer_masks#added"] = ParityCase.Of(() => TransformerDecoderLayer(4, 2, 6, 0.0, Activations.GELU), (m, x) => m.call(x[0], x[1], Added(x[2], x[0]), x[3], x[4], x[5])),
        ["TransformerDecoder"] = ParityCase.Of(() => TransformerDecoder(TransformerDecoderLayer(4, 2, 6, 0.0), 2), (m, x) => m.call(x[0], x[1])),
        ["Transformer"] = ParityCase.Of(() => Transformer(4, 2, 1, 1, 6, 0.0)),
        ["Transformer_masks"] = ParityCase.Of(() => Transformer(4, 2, 1, 1, 6, 0.0), (m, x) => m.call(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7])).Differing("boolean masks"),
        ["Transformer_masks#added"] = ParityCase.Of(() => Transformer(4, 2, 1, 1, 6, 0.0), (m, x) => m.call(x[0], x[1], Added(x[2], x[0]), Added(x[3], x[0]), x[4], x[5], x[6], x[7])),

        ["Sequential"] = ParityCase.Of(() => Sequential(Linear(5, 4), Tanh(), Linear(4, 2))),

        ["MSELoss"] = ParityCase.Of(() => MSELoss()),
        ["L1Loss"] = ParityCase.Of(() => L1Loss(Reduction.Sum)),
        ["SmoothL1Loss"] = ParityCase.Of(() => SmoothL1Loss(beta: 0.7)),
        ["HuberLoss"] = ParityCase.Of(() => HuberLoss(0.7)),
        ["CrossEntropyLoss"] = ParityCase.Of(x => new CrossEntropyLoss(x[2], 1, Reduction.Mean, 0.1).call(x[0], x[1])),
        ["NLLLoss"] = ParityCase.Of(() => NLLLoss()),
        ["BCELoss"] = ParityCase.Of(() => BCELoss()),
        ["BCEWithLogitsLoss"] = ParityCase.Of(x => BCEWithLogitsLoss(pos_weights: x[2]).call(x[0], x[1])),
        ["KLDivLoss"] = ParityCase.Of(() => KLDivLoss()),
        ["PoissonNLLLoss"] = ParityCase.Of(() => PoissonNLLLoss(true, true)),
        ["GaussianNLLLoss"] = ParityCase.Of(() => GaussianNLLLoss(true)).Differing("gaussian_nll_loss"),
        ["CosineEmbeddingLoss"] = ParityCase.Of(() => CosineEmbeddingLoss(0.2)),
        ["CTCLoss"] = ParityCase.Of(() => CTCLoss(), (m, x) => m.call(functional.log_softmax(x[0], 2), x[1], x[2], x[3])),
        ["HingeEmbeddingLoss"] = ParityCase.Of(() => HingeEmbeddingLoss()),
        ["MarginRankingLoss"] = ParityCase.Of(() => MarginRankingLoss(0.3)),
        ["MultiLabelMarginLoss"] = ParityCase.Of(() => MultiLabelMarginLoss()),
        ["MultiLabelSoftMarginLoss"] = ParityCase.Of(() => MultiLabelSoftMarginLoss()),
        ["MultiMarginLoss"] = ParityCase.Of(() => MultiMarginLoss(2, 0.8)),
        ["SoftMarginLoss"] = ParityCase.Of(() => SoftMarginLoss()),
        ["TripletMarginLoss"] = ParityCase.Of(() => TripletMarginLoss(0.9, 2, 1e-4, true)),
        ["TripletMarginWithDistanceLoss"] = ParityCase.Of(() => TripletMarginWithDistanceLoss((s, t) => (s - t).abs().sum(1), 0.9, true)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Doubles_are_those_of_PyTorch(string name) => Parity.Check(Oracle, name.Split('#')[0], Cases[name], ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Names))]
    public void Floats_are_those_of_PyTorch(string name) => Parity.Check(Oracle, name.Split('#')[0], Cases[name], ScalarType.Float32);

    [Fact]
    public void Every_case_of_the_oracle_is_compared() => Assert.Equal(Oracle.Cases.Order(), Cases.Keys.Select(name => name.Split('#')[0]).Distinct().Order());

    private static Tensor[] WithStatistics(BatchNorm module, Tensor[] x) => [module.call(x[0]), module.running_mean!, module.running_var!, module.num_batches_tracked!];

    // A mask that hides by adding, as TorchSharp's attention wants it, of one that is true where something is hidden.
    private static Tensor Added(Tensor hidden, Tensor like) => zeros(hidden.shape, like.dtype).masked_fill(hidden, double.NegativeInfinity);

    private static Tensor[] Pair((Tensor, Tensor) both) => [both.Item1, both.Item2];

    private static Tensor[] Pair(Tuple<Tensor, Tensor> both) => [both.Item1, both.Item2];

    private static Tensor[] Triple((Tensor, Tensor, Tensor) all) => [all.Item1, all.Item2, all.Item3];

    private static Tensor[] Unpacked((PackedSequence Steps, Tensor State) result) => [.. Pair(pad_packed_sequence(result.Steps, padding_value: 0.5)), result.State];
}
