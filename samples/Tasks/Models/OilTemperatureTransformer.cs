using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// The paper's ETTh1 model: 96 hours of a transformer's oil temperature in, the next hour's out. Its groups are the
/// fine-grained ones, its optimizer sees the Basic features through a gate.
/// </summary>
[ParamGroup]
[Features(FeatureSet.Basic, Gating = true)]
[Priority(MetaTerm.GradientAlignment, 1)]
[Priority(MetaTerm.LossDecrease, 1)]
[Priority(MetaTerm.GeneralizationGap, 1)]
internal sealed partial class OilTemperatureTransformer : Module<Tensor, Tensor>
{
    /// <summary>Hours that the model sees.</summary>
    public const int Hours = 96;

    private readonly Linear input;
    private readonly ModuleList<EncoderLayer> layers;
    private readonly Linear head;
    private readonly Tensor positions;

    /// <param name="width">Features of an hour.</param>
    /// <param name="dropout">Share of values left out in training.</param>
    public OilTemperatureTransformer(int width = 128, double dropout = 0.2) : base(nameof(OilTemperatureTransformer))
    {
        input = Initial.Linear(1, width);
        layers = new ModuleList<EncoderLayer>(
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout),
            new EncoderLayer(width, heads: 4, inner: 4 * width, dropout));
        head = Initial.Linear(width, 1);
        positions = Initial.Positions(Hours, width);
        RegisterComponents();
    }

    /// <summary>(batch, 96) standardised temperatures to (batch) forecasts.</summary>
    public override Tensor forward(Tensor series)
    {
        var x = input.forward(series.unsqueeze(-1)) + positions;
        x = layers[0].forward(x);
        x = layers[1].Encode(x, wanted: 1);   // the head reads the last position only
        return head.forward(x).flatten();
    }
}
