using MetaAdamW.Tasks.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.SideBySide;

/// <summary>A character-level GPT of GPT-2's smallest size: 12 layers, 768 wide, 85 million parameters in them.</summary>
[ParamGroup]
internal sealed partial class Gpt : Module<Tensor, Tensor>
{
    private const int Width = 768;

    private readonly Embedding tokenEmbedding;
    private readonly Embedding positionEmbedding;
    private readonly ModuleList<EncoderLayer> layers = new();
    private readonly LayerNorm norm;
    private readonly Linear head;

    public Gpt() : base(nameof(Gpt))
    {
        tokenEmbedding = Embedding(256, Width);
        positionEmbedding = Embedding(128, Width);
        for (int i = 0; i < 12; i++)
        {
            layers.Add(new EncoderLayer(Width, heads: 12, inner: 4 * Width, dropout: 0));
        }

        norm = LayerNorm(Width);
        head = Linear(Width, 256);
        RegisterComponents();
    }

    public override Tensor forward(Tensor words)
    {
        Tensor x = tokenEmbedding.forward(words) + positionEmbedding.forward(arange(words.shape[1]));
        foreach (EncoderLayer layer in layers)
        {
            x = layer.forward(x);
        }

        return head.forward(norm.forward(x));
    }
}

/// <summary>2,000 tensors of 1,000 elements: what a call costs shows here.</summary>
[ParamGroup("all")]
internal sealed partial class ManySmallTensors : Module<Tensor, Tensor>
{
    private readonly ParameterList tensors = new();

    public ManySmallTensors() : base(nameof(ManySmallTensors))
    {
        for (int i = 0; i < 2000; i++)
        {
            tensors.Add(Parameter(randn(1000)));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x + stack(tensors).sum();
}

/// <summary>24 groups of one small tensor: a step on them is hardly more than Φ.</summary>
[ParamGroup("all")]
[Features(FeatureSet.Basic)]
internal sealed partial class TwentyFourGroups : Module<Tensor, Tensor>
{
    private readonly ParameterList tensors = new();

    public TwentyFourGroups() : base(nameof(TwentyFourGroups))
    {
        for (int i = 0; i < 24; i++)
        {
            tensors.Add(Parameter(randn(16)));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x + stack(tensors).sum();
}
