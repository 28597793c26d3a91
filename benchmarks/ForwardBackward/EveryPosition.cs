using MetaAdamW.Tasks.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.ForwardBackward;

/// <summary>
/// The ETTh1 model as PyTorch's <c>TransformerEncoder</c> computes it: every position through both layers, though the head
/// reads the last one only.
/// </summary>
internal sealed class EveryPosition : Module<Tensor, Tensor>
{
    private readonly Linear input = Initial.Linear(1, 128);
    private readonly ModuleList<EncoderLayer> layers = new(new EncoderLayer(128, 4, 512, 0.2), new EncoderLayer(128, 4, 512, 0.2));
    private readonly Linear head = Initial.Linear(128, 1);
    private readonly Tensor positions = Initial.Positions(OilTemperatureTransformer.Hours, 128);

    public EveryPosition() : base(nameof(EveryPosition)) => RegisterComponents();

    public override Tensor forward(Tensor series)
    {
        var x = input.forward(series.unsqueeze(-1)) + positions;
        foreach (var layer in layers)
            x = layer.forward(x);
        return head.forward(x.narrow(1, x.shape[1] - 1, 1)).flatten();
    }
}
