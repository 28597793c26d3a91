using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// How Φ's raw outputs become factors (arXiv:2605.04055, section 3.4): α and β around 1, in an interval that each group may have of
/// its own, λ1 and λ2 between 0 and 1.
/// </summary>
internal sealed class FactorMap
{
    private readonly double[] _widths;
    private readonly double[] _lowest;

    /// <param name="groups">The groups, whose own ranges go before the optimizer's.</param>
    /// <param name="options">The optimizer's ranges.</param>
    public FactorMap(IReadOnlyList<BoundGroup> groups, MetaAdamWOptions options)
    {
        _widths = [.. groups.SelectMany(g => (double[])[g.Options.AlphaRange ?? options.AlphaRange, g.Options.BetaRange ?? options.BetaRange, 1, 1])];
        _lowest = [.. _widths.Select((width, i) => i % AttentionModule.Outputs < 2 ? 1 - (width / 2) : 0)];
    }

    /// <summary>The factors of all groups from their raw values, G × 4, in place.</summary>
    public void Apply(Span<double> raw)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            double share = 1 / (1 + Math.Exp(-raw[i]));
            raw[i] = i % AttentionModule.Outputs < 2 ? 1 + (_widths[i] * (share - 0.5)) : share;
        }
    }

    /// <summary>The same with a graph: G × 4 to G × 4.</summary>
    public Tensor Apply(Tensor raw)
    {
        (Tensor widths, Tensor lowest) = AsTensors(raw.dtype, raw.device);
        return raw.sigmoid().mul(widths).add(lowest);
    }

    /// <summary>What the logistic of raw values is multiplied by, and what is added then; each G × 4.</summary>
    public (Tensor Widths, Tensor Lowest) AsTensors(ScalarType dtype, Device device) => (
        Mirror.Upload(_widths, device, dtype, -1, AttentionModule.Outputs), Mirror.Upload(_lowest, device, dtype, -1, AttentionModule.Outputs));
}
