namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    /// <summary>Every layer of the catalogue: its factory with arguments that reach each of its parameters.</summary>
    public static IReadOnlyDictionary<string, string> LayerCalls { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Linear"] = "Linear(7, 5)",
        ["LinearWithoutBias"] = "Linear(7, 5, hasBias: false)",
        ["Bilinear"] = "Bilinear(3, 4, 5)",
        ["Conv1d"] = "Conv1d(4, 6, 3)",
        ["Conv2d"] = "Conv2d(4, 6, (3, 5), groups: 2)",
        ["Conv3d"] = "Conv3d(2, 3, 3, bias: false)",
        ["ConvTranspose1d"] = "ConvTranspose1d(4, 6, 3)",
        ["ConvTranspose2d"] = "ConvTranspose2d(4, 6, (2, 3))",
        ["ConvTranspose3d"] = "ConvTranspose3d(2, 4, 3, groups: 2)",
        ["BatchNorm1d"] = "BatchNorm1d(8)",
        ["BatchNorm2d"] = "BatchNorm2d(8, affine: false)",
        ["BatchNorm3d"] = "BatchNorm3d(8)",
        ["InstanceNorm1d"] = "InstanceNorm1d(8, affine: true)",
        ["InstanceNorm2d"] = "InstanceNorm2d(8)",
        ["InstanceNorm3d"] = "InstanceNorm3d(8, affine: true)",
        ["GroupNorm"] = "GroupNorm(2, 8)",
        ["LayerNorm"] = "LayerNorm(new long[] { 4, 6 })",
        ["LayerNormWithoutBias"] = "LayerNorm(6, bias: false)",
        ["PReLU"] = "PReLU(5)",
        ["Embedding"] = "Embedding(11, 4)",
        ["EmbeddingBag"] = "EmbeddingBag(11, 4)",
        ["RNN"] = "RNN(3, 5, 2)",
        ["GRU"] = "GRU(3, 5, 2, bias: false)",
        ["LSTM"] = "LSTM(3, 5, 2, bidirectional: true)",
        ["RNNCell"] = "RNNCell(3, 5)",
        ["GRUCell"] = "GRUCell(3, 5)",
        ["LSTMCell"] = "LSTMCell(3, 5, bias: false)",
        ["MultiheadAttention"] = "MultiheadAttention(8, 2)",
        ["MultiheadAttentionOtherWidths"] = "MultiheadAttention(8, 2, kdim: 6, vdim: 10, add_bias_kv: true)",
        ["TransformerEncoderLayer"] = "TransformerEncoderLayer(8, 2, 16)",
        ["TransformerDecoderLayer"] = "TransformerDecoderLayer(8, 2, 16)",
        ["TransformerEncoder"] = "TransformerEncoder(TransformerEncoderLayer(8, 2, 16), 3)",
        ["TransformerDecoder"] = "TransformerDecoder(TransformerDecoderLayer(8, 2, 16), 2)",
        ["Transformer"] = "Transformer(8, 2, 2, 3, 16)",
    };

    private static IEnumerable<TestModel> Layers() => LayerCalls.Select(layer => new TestModel(
        layer.Key,
        $$"""
        [ParamGroup]
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly {{layer.Value[..layer.Value.IndexOf('(', StringComparison.Ordinal)]}} layer = {{layer.Value}};
            private readonly Linear other = Linear(2, 3);
            public Net() : base("net") => RegisterComponents();
            %forward%
        }
        """));
}
