using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Models;

/// <summary>Layers as the paper starts them, and the fixed positions.</summary>
internal static class Initial
{
    /// <summary>A linear map with Xavier-uniform weights and no bias at the start.</summary>
    public static Linear Linear(long inputs, long outputs)
    {
        var linear = nn.Linear(inputs, outputs);
        nn.init.xavier_uniform_(linear.weight);
        nn.init.zeros_(linear.bias!);
        return linear;
    }

    /// <summary>A convolution of a residual network: the output is as large as the input / stride, no bias, weights as in He et al. (2015).</summary>
    public static Conv2d Convolution(long inputs, long outputs, long size, long stride)
    {
        var convolution = nn.Conv2d(inputs, outputs, size, stride, padding: size / 2, bias: false);
        nn.init.kaiming_normal_(convolution.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        return convolution;
    }

    /// <summary>Draws every matrix of a module anew from N(0, <paramref name="deviation"/>²).</summary>
    public static void Normal(nn.Module module, double deviation)
    {
        foreach (var parameter in module.parameters())
            if (parameter.dim() > 1)
                nn.init.normal_(parameter, 0, deviation);
    }

    /// <summary>A mask under which a position attends to itself and those before it: (length, length), −∞ above the diagonal.</summary>
    public static Tensor CausalMask(int length) => full([length, length], float.NegativeInfinity).triu(1);

    /// <summary>
    /// Sinusoidal positions, (1, length, width): sin(t·ω) in the even and cos(t·ω) in the odd columns, ω falling from 1 to
    /// about 1/10,000.
    /// </summary>
    public static Tensor Positions(int length, int width)
    {
        var table = new float[length * width];
        for (var t = 0; t < length; t++)
            for (var i = 0; i < width; i += 2)
            {
                var angle = t * Math.Exp(-Math.Log(10_000) * i / width);
                table[t * width + i] = (float)Math.Sin(angle);
                table[t * width + i + 1] = (float)Math.Cos(angle);
            }
        return tensor(table, 1, length, width);
    }
}
