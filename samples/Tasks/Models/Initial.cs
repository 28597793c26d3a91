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
