namespace MetaAdamW.LibTorch.Benchmarks;

/// <summary>Numbers of which the middle counts: what disturbs a few rounds on a busy machine does not move it.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public double Median => Quantile(0.5);

    /// <summary>A quarter of the numbers lies below the first, another above the second.</summary>
    public (double Low, double High) Quartiles => (Quantile(0.25), Quantile(0.75));

    private double Quantile(double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }
}
