using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// The paper's IMDB model: whether a review praises, from the last states of a bidirectional LSTM. Its groups are the
/// fine-grained ones, its optimizer sees the BasicPlus features through a gate.
/// </summary>
[ParamGroup]
[Features(FeatureSet.BasicPlus, Gating = true)]
[Priority(MetaTerm.GradientAlignment, 1)]
[Priority(MetaTerm.LossDecrease, 3)]
[Priority(MetaTerm.GeneralizationGap, 5)]
internal sealed partial class ReviewLstm : Module<Tensor, Tensor>
{
    /// <summary>Words of a review that the model sees.</summary>
    public const int Words = 256;

    /// <summary>The word that fills up short reviews.</summary>
    public const int Padding = 0;

    private readonly Embedding embedding;
    private readonly LSTM lstm;
    private readonly Linear fc;
    private readonly double dropout;

    /// <param name="vocabulary">Words that the model knows.</param>
    /// <param name="width">Features of a word.</param>
    /// <param name="hidden">Features of a state.</param>
    /// <param name="dropout">Share of values left out in training, between the layers and before the last map.</param>
    public ReviewLstm(long vocabulary, long width = 32, long hidden = 64, double dropout = 0.2) : base(nameof(ReviewLstm))
    {
        this.dropout = dropout;
        embedding = Embedding(vocabulary, width, padding_idx: Padding);
        lstm = LSTM(width, hidden, numLayers: 2, batchFirst: true, dropout: dropout, bidirectional: true);
        fc = Linear(2 * hidden, 2);
        RegisterComponents();
    }

    /// <summary>(batch, 256) words to (batch, 2) scores: blame, praise.</summary>
    public override Tensor forward(Tensor words)
    {
        var (_, states, _) = lstm.call(embedding.forward(words));
        var last = cat([states[-2], states[-1]], 1);   // of the upper layer, forwards and backwards
        return fc.forward(Dropout.Apply(last, dropout, training));
    }
}
