using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// The paper's CIFAR-10 model: a residual network of 18 layers (He et al., 2016) whose first convolution is 3×3 without a
/// stride, for images of 32×32. Parameters have torchvision's names. Its groups are the fine-grained ones, its optimizer sees
/// the Basic features.
/// </summary>
[ParamGroup]
[Features(FeatureSet.Basic)]
[Priority(MetaTerm.GradientAlignment, 5)]
[Priority(MetaTerm.LossDecrease, 2)]
[Priority(MetaTerm.GeneralizationGap, 1)]
internal sealed partial class ResNet18 : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ModuleList<ResidualBlock> layer1;
    private readonly ModuleList<ResidualBlock> layer2;
    private readonly ModuleList<ResidualBlock> layer3;
    private readonly ModuleList<ResidualBlock> layer4;
    private readonly Linear fc;
    private readonly double dropout;

    /// <param name="width">Channels of the first stage; each of the three later ones has twice as many as the one before.</param>
    /// <param name="dropout">Share of the scores left out in training.</param>
    public ResNet18(long width = 64, double dropout = 0.2) : base(nameof(ResNet18))
    {
        this.dropout = dropout;
        conv1 = Initial.Convolution(3, width, size: 3, stride: 1);
        bn1 = BatchNorm2d(width);
        layer1 = Stage(width, width, stride: 1);
        layer2 = Stage(width, 2 * width, stride: 2);
        layer3 = Stage(2 * width, 4 * width, stride: 2);
        layer4 = Stage(4 * width, 8 * width, stride: 2);
        fc = Linear(8 * width, 10);
        RegisterComponents();
    }

    /// <summary>(batch, 3, 32, 32) normalised images to (batch, 10) scores.</summary>
    public override Tensor forward(Tensor images)
    {
        var x = functional.relu(bn1.forward(conv1.forward(images)), inplace: true);
        foreach (var stage in (ModuleList<ResidualBlock>[])[layer1, layer2, layer3, layer4])
            foreach (var block in stage)
                x = block.forward(x);
        return Dropout.Apply(fc.forward(x.mean([2, 3])), dropout, training);
    }

    private static ModuleList<ResidualBlock> Stage(long inputs, long outputs, long stride)
        => new(new ResidualBlock(inputs, outputs, stride), new ResidualBlock(outputs, outputs, stride: 1));
}
