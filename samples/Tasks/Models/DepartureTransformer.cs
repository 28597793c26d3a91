using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// The paper's ETTh1 model, narrower: two days of departures in, the next hour's out. Its groups are declared: what reads
/// the series, each kind of parameter in the encoder by the fine-grained rule, and the head.
/// </summary>
[ParamGroup]
[Features(FeatureSet.Basic)]
internal sealed partial class DepartureTransformer : Module<Tensor, Tensor>
{
    /// <summary>Hours that the model sees.</summary>
    public const int Hours = 48;

    private const int Width = 32;

    [ParamGroup("input")]
    private readonly Linear input;

    private readonly ModuleList<EncoderLayer> layers;

    [ParamGroup("head")]
    private readonly Linear head;

    private readonly Tensor positions;

    public DepartureTransformer() : base(nameof(DepartureTransformer))
    {
        input = Initial.Linear(1, Width);
        layers = new ModuleList<EncoderLayer>(
            new EncoderLayer(Width, heads: 4, inner: 64, dropout: 0),
            new EncoderLayer(Width, heads: 4, inner: 64, dropout: 0));
        head = Initial.Linear(Width, 1);
        positions = Initial.Positions(Hours, Width);
        RegisterComponents();
    }

    /// <summary>(batch, 48) standardised departures to (batch) forecasts.</summary>
    public override Tensor forward(Tensor series)
    {
        var x = input.forward(series.unsqueeze(-1)) + positions;
        x = layers[0].forward(x);
        x = layers[1].Encode(x, wanted: 1);   // the head reads the last position only
        return head.forward(x).flatten();
    }
}
