namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>Which step of a colour map a value has, and what the legend says.</summary>
internal sealed class ColorScale
{
    private readonly double low;
    private readonly double high;
    private readonly bool logarithmic;

    private ColorScale(ColorMap map, double low, double high, bool logarithmic, IReadOnlyList<double> ticks)
        => (Map, this.low, this.high, this.logarithmic, Ticks) = (map, low, high, logarithmic, ticks);

    public ColorMap Map { get; }

    /// <summary>Values for the legend: the ends, and the middle of a diverging scale.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Whether equal steps of colour are equal factors.</summary>
    public bool IsLogarithmic => logarithmic;

    /// <summary>A scale that is as wide on both sides of a value in the middle.</summary>
    /// <param name="values">What is to be seen.</param>
    /// <param name="middle">The value without a hue.</param>
    /// <param name="leastWidth">The least width to either side, so that noise does not look like a trend.</param>
    public static ColorScale Diverging(IEnumerable<double> values, double middle, double leastWidth)
    {
        var width = leastWidth;
        foreach (var value in values)
            if (double.IsFinite(value))
                width = Math.Max(width, Math.Abs(value - middle));
        return new(ColorMap.Diverging, middle - width, middle + width, false, [middle - width, middle, middle + width]);
    }

    /// <summary>
    /// A scale from low to high, logarithmic where positive numbers span decades. It ends where all but a hundredth of the numbers
    /// to either side do, so that one outlier, as a norm of 0 in the first step, does not take all the colours.
    /// </summary>
    public static ColorScale Sequential(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
            return new(ColorMap.Sequential, 0, 1, false, []);
        if (sorted[0] == sorted[^1])
            return new(ColorMap.Sequential, sorted[0], sorted[0] + 1, false, [sorted[0]]);
        double[] positive = [.. sorted.Where(v => v > 0)];
        if (sorted[0] >= 0 && Quantile(positive, 0.99) > 20 * Quantile(positive, 0.01))
            sorted = positive;
        var (low, high) = (Quantile(sorted, 0.01), Quantile(sorted, 0.99));
        if (low == high)
            (low, high) = (sorted[0], sorted[^1]);
        return sorted == positive
            ? new(ColorMap.Sequential, Math.Log(low), Math.Log(high), true, [low, high])
            : new(ColorMap.Sequential, low, high, false, [low, high]);
    }

    /// <summary>The class of a value's colour.</summary>
    public string ClassOf(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        var at = ((logarithmic ? Math.Log(value) : value) - low) / (high - low);   // the logarithm of 0 is below all others
        return Map.Prefix + (int)Math.Clamp(Math.Round(at * (Map.Steps - 1)), 0, Map.Steps - 1);
    }

    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
