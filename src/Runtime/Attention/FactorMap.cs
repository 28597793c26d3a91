using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>How Φ's raw outputs become factors (arXiv:2605.04055, section 3.4): α and β around 1, λ1 and λ2 between 0 and 1.</summary>
/// <param name="AlphaRange">The width of α's interval.</param>
/// <param name="BetaRange">The width of β's interval.</param>
internal readonly record struct FactorMap(double AlphaRange, double BetaRange)
{
    /// <summary>The factors of one group from its four raw values, in place.</summary>
    public void Apply(Span<double> raw)
    {
        raw[0] = 1 + (AlphaRange * (Sigmoid(raw[0]) - 0.5));
        raw[1] = 1 + (BetaRange * (Sigmoid(raw[1]) - 0.5));
        raw[2] = Sigmoid(raw[2]);
        raw[3] = Sigmoid(raw[3]);
    }

    /// <summary>The same with a graph: G × 4 to G × 4.</summary>
    public Tensor Apply(Tensor raw)
    {
        Tensor scale = tensor((double[])[AlphaRange, BetaRange, 1, 1], dtype: raw.dtype, device: raw.device);
        Tensor offset = tensor((double[])[1 - (AlphaRange / 2), 1 - (BetaRange / 2), 0, 0], dtype: raw.dtype, device: raw.device);
        return raw.sigmoid().mul(scale).add(offset);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
