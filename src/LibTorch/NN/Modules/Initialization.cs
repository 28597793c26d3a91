using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The initial values that several kinds of layer share.</summary>
internal static class Initialization
{
    /// <summary>For linear and convolution layers: everything uniform in ±1/√(inputs of one output).</summary>
    public static void Affine(Parameter weight, Parameter? bias)
    {
        init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (inputs, _) = init.CalculateFanInAndFanOut(weight);
        var bound = inputs > 0 ? 1 / Math.Sqrt(inputs) : 0;
        init.uniform_(bias, -bound, bound);
    }

    /// <summary>For normalisation layers: weight 1, bias 0.</summary>
    public static void Normalization(Parameter? weight, Parameter? bias)
    {
        if (weight is not null) init.ones_(weight);
        if (bias is not null) init.zeros_(bias);
    }
}
