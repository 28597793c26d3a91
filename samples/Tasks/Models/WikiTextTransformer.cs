using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// The paper's WikiText-2 model: each word from those before it. Its groups are the fine-grained ones, its optimizer sees the
/// Basic features.
/// </summary>
[ParamGroup]
[Features(FeatureSet.Basic)]
[Priority(MetaTerm.GradientAlignment, 1)]
[Priority(MetaTerm.LossDecrease, 1)]
[Priority(MetaTerm.GeneralizationGap, 1)]
internal sealed partial class WikiTextTransformer : Module<Tensor, Tensor>
{
    /// <summary>Words that the model sees at most.</summary>
    public const int Words = 128;

    private readonly Embedding tokenEmbedding;
    private readonly Embedding positionEmbedding;
    private readonly ModuleList<EncoderLayer> layers;
    private readonly LayerNorm norm;
    private readonly Linear head;
    private readonly Tensor positions;
    private readonly Tensor mask;

    /// <param name="vocabulary">Words that the model knows.</param>
    /// <param name="width">Features of a position.</param>
    /// <param name="dropout">Share of values left out in training.</param>
    public WikiTextTransformer(long vocabulary, long width = 128, double dropout = 0.2) : base(nameof(WikiTextTransformer))
    {
        tokenEmbedding = Embedding(vocabulary, width);
        positionEmbedding = Embedding(Words, width);
        layers = new ModuleList<EncoderLayer>(
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout),
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout));
        norm = LayerNorm(width);
        head = Initial.Linear(width, vocabulary);
        positions = arange(Words);
        mask = Initial.CausalMask(Words);
        RegisterComponents();
        Initial.Normal(this, 0.02);
    }

    /// <summary>(batch, T) words, T at most <see cref="Words"/>, to (batch, T, vocabulary) scores of the word that follows each.</summary>
    public override Tensor forward(Tensor words)
    {
        var length = words.shape[1];
        var x = tokenEmbedding.forward(words) + positionEmbedding.forward(positions.narrow(0, 0, length));
        var causal = mask.narrow(0, 0, length).narrow(1, 0, length);
        foreach (var layer in layers)
            x = layer.forward(x, causal);
        return head.forward(norm.forward(x));
    }
}
