using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// A small GPT: each character from those before it. Its groups are the fine-grained ones, its optimizer sees the Basic
/// features.
/// </summary>
[ParamGroup]
[Features(FeatureSet.Basic)]
internal sealed partial class CharacterGpt : Module<Tensor, Tensor>
{
    /// <summary>Characters that the model sees at most.</summary>
    public const int Length = 64;

    private readonly Embedding tokenEmbedding;
    private readonly Embedding positionEmbedding;
    private readonly ModuleList<EncoderLayer> layers;
    private readonly LayerNorm norm;
    private readonly Linear head;
    private readonly Tensor positions;
    private readonly Tensor mask;

    /// <param name="vocabulary">Characters that the model tells apart.</param>
    /// <param name="width">Features of a position.</param>
    public CharacterGpt(long vocabulary, long width = 96) : base(nameof(CharacterGpt))
    {
        tokenEmbedding = Embedding(vocabulary, width);
        positionEmbedding = Embedding(Length, width);
        layers = new ModuleList<EncoderLayer>(
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout: 0),
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout: 0),
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout: 0));
        norm = LayerNorm(width);
        head = Initial.Linear(width, vocabulary);
        positions = arange(Length);
        mask = Initial.CausalMask(Length);
        RegisterComponents();
        Initial.Normal(this, 0.02);
    }

    /// <summary>(batch, T) characters, T at most <see cref="Length"/>, to (batch, T, vocabulary) scores of the one that follows each.</summary>
    public override Tensor forward(Tensor characters)
    {
        var length = characters.shape[1];
        var x = tokenEmbedding.forward(characters) + positionEmbedding.forward(positions.narrow(0, 0, length));
        var causal = mask.narrow(0, 0, length).narrow(1, 0, length);
        foreach (var layer in layers)
            x = layer.forward(x, causal);
        return head.forward(norm.forward(x));
    }
}
