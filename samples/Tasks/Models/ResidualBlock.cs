using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// Two 3×3 convolutions, each followed by batch normalisation, and a way round them (He et al., 2016): the identity, or a
/// 1×1 convolution where the shape changes.
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    /// <param name="inputs">Channels that come in.</param>
    /// <param name="outputs">Channels that go out.</param>
    /// <param name="stride">What height and width are divided by.</param>
    public ResidualBlock(long inputs, long outputs, long stride) : base(nameof(ResidualBlock))
    {
        conv1 = Initial.Convolution(inputs, outputs, size: 3, stride);
        bn1 = BatchNorm2d(outputs);
        conv2 = Initial.Convolution(outputs, outputs, size: 3, stride: 1);
        bn2 = BatchNorm2d(outputs);
        if (stride != 1 || inputs != outputs)
            downsample = Sequential(Initial.Convolution(inputs, outputs, size: 1, stride), BatchNorm2d(outputs));
        RegisterComponents();
    }

    /// <summary>(batch, inputs, H, W) to (batch, outputs, H / stride, W / stride).</summary>
    public override Tensor forward(Tensor x)
    {
        var y = functional.relu(bn1.forward(conv1.forward(x)), inplace: true);
        y = bn2.forward(conv2.forward(y));
        return functional.relu(y + (downsample is null ? x : downsample.forward(x)), inplace: true);
    }
}
