using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// The paper's Multi30k model: the first Transformer (Vaswani et al., 2017), four layers on each side, one table of words for
/// both languages. Its groups are the fine-grained ones, its optimizer sees the Basic features.
/// </summary>
[ParamGroup]
[Features(FeatureSet.Basic)]
[Priority(MetaTerm.GradientAlignment, 2)]
[Priority(MetaTerm.LossDecrease, 5)]
[Priority(MetaTerm.GeneralizationGap, 1)]
internal sealed partial class TranslationTransformer : Module<Tensor, Tensor, Tensor, Tensor>
{
    /// <summary>Words of a sentence that the model sees at most.</summary>
    public const int Words = 64;

    /// <summary>The word that fills up short sentences.</summary>
    public const int Padding = 0;

    private readonly long width;
    private readonly double dropout;
    private readonly Embedding embedding;
    private readonly ModuleList<EncoderLayer> encoder;
    private readonly LayerNorm encoderNorm;
    private readonly ModuleList<DecoderLayer> decoder;
    private readonly LayerNorm decoderNorm;
    private readonly Linear head;
    private readonly Tensor positions;
    private readonly Tensor mask;

    /// <param name="vocabulary">Words that the model knows.</param>
    /// <param name="width">Features of a position.</param>
    /// <param name="dropout">Share of values left out in training.</param>
    public TranslationTransformer(long vocabulary, int width = 256, double dropout = 0.2) : base(nameof(TranslationTransformer))
    {
        this.width = width;
        this.dropout = dropout;
        embedding = Embedding(vocabulary, width);
        encoder = new ModuleList<EncoderLayer>(EncoderLayer(), EncoderLayer(), EncoderLayer(), EncoderLayer());
        encoderNorm = LayerNorm(width);
        decoder = new ModuleList<DecoderLayer>(DecoderLayer(), DecoderLayer(), DecoderLayer(), DecoderLayer());
        decoderNorm = LayerNorm(width);
        head = Linear(width, vocabulary);
        positions = Initial.Positions(Words, width);
        mask = Initial.CausalMask(Words);
        RegisterComponents();

        EncoderLayer EncoderLayer() => new(width, heads: 8, inner: 4 * width, dropout, normFirst: false);
        DecoderLayer DecoderLayer() => new(width, heads: 8, inner: 4 * width, dropout);
    }

    /// <summary>Scores the word that follows each of some places of the target.</summary>
    /// <param name="source">Sentences to translate: (batch, S).</param>
    /// <param name="target">What of the translation is known: (batch, T).</param>
    /// <param name="places">
    /// The places b·T + t that are asked for: (P). Padding needs no scores, and they are half of the work.
    /// </param>
    /// <returns>(P, vocabulary).</returns>
    public override Tensor forward(Tensor source, Tensor target, Tensor places)
    {
        var padding = zeros_like(source, ScalarType.Float32).masked_fill(source.eq(Padding), float.NegativeInfinity).unsqueeze(1);
        var memory = Embed(source);
        foreach (var layer in encoder)
            memory = layer.forward(memory, padding);
        memory = encoderNorm.forward(memory);

        var causal = mask.narrow(0, 0, target.shape[1]).narrow(1, 0, target.shape[1]);
        var x = Embed(target);
        foreach (var layer in decoder)
            x = layer.forward(x, memory, causal, padding);
        return head.forward(decoderNorm.forward(x.flatten(0, 1).index_select(0, places)));
    }

    private Tensor Embed(Tensor words)
        => Dropout.Apply(embedding.forward(words) * Math.Sqrt(width) + positions.narrow(1, 0, words.shape[1]), dropout, training);
}
