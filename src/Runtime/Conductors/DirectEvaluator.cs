using System.Numerics;

namespace MetaAdamW;

/// <summary>The table of <see cref="DirectModule"/> on the host.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class DirectEvaluator<T>(DirectModule module, bool learns, MetaLearningRule rule) : HostConductor<T>(module, learns, rule)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Evaluate(ReadOnlySpan<double> features, Span<double> raw)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = double.CreateTruncating(Parameters.Values[i]);
        }
    }

    public override void Evaluate(double[] features, double[] raw, double[] last, double[] lastRaw)
    {
        Evaluate(features, raw);
        Evaluate(last, lastRaw);
    }

    public override double Differentiate(ReadOnlySpan<double> features, ReadOnlySpan<double> byRaw)
    {
        for (int i = 0; i < byRaw.Length; i++)
        {
            Parameters.Gradient[i] = T.CreateTruncating(byRaw[i]);
        }

        return Parameters.GradientNorm();
    }

    protected override void Reread()
    {
    }
}
