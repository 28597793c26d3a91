using System.Globalization;

namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>Where values lie between the ends of an axis, and which get a label.</summary>
internal sealed class Axis
{
    private readonly double low;
    private readonly double high;
    private readonly bool logarithmic;
    private readonly int digits;

    private Axis(double low, double high, IReadOnlyList<double> ticks, bool logarithmic, int digits)
    {
        (this.low, this.high, this.logarithmic, this.digits) = (low, high, logarithmic, digits);
        Ticks = ticks;
    }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis whose labels lie 1, 2 or 5 times a power of ten apart.</summary>
    public static Axis Linear(IEnumerable<double> values, double minSpan, bool integers, int ticks)
    {
        var (low, high) = Range(values);
        if (high - low < minSpan)
            (low, high) = ((low + high - minSpan) / 2, (low + high + minSpan) / 2);
        if (high <= low)
            (low, high) = integers ? (low - 1, low + 1) : low == 0 ? (-1, 1) : (low - Math.Abs(low) / 10, low + Math.Abs(low) / 10);
        if (!integers)
            (low, high) = (low - 0.05 * (high - low), high + 0.05 * (high - low));

        var rough = (high - low) / ticks;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1.0, 2, 5, 10 }.First(m => m * magnitude >= rough * 0.999) * magnitude;
        if (integers)
            step = Math.Max(1, step);
        var first = Math.Ceiling(low / step - 1e-9);
        var labels = new List<double>();
        for (var i = first; i * step <= high + step * 1e-9; i++)
            labels.Add(i * step);
        return new(low, high, labels, false, Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9)));
    }

    /// <summary>A logarithmic axis with labels at 1, 2 and 5 times powers of ten.</summary>
    public static Axis Logarithmic(IEnumerable<double> values)
    {
        var (low, high) = Range(values);
        (low, high) = (low / 1.15, high * 1.15);
        var labels = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(low)); power <= Math.Log10(high); power++)
            labels.AddRange(new[] { 1.0, 2, 5 }.Select(m => m * Math.Pow(10, power)).Where(v => v >= low && v <= high));
        if (labels.Count > 8)
            labels.RemoveAll(v => Math.Abs(Math.Log10(v) - Math.Round(Math.Log10(v))) > 1e-6);
        return new(Math.Log(low), Math.Log(high), labels, true, 0);
    }

    /// <summary>0 at the low end to 1 at the high end; on a logarithmic axis 0 and below lie infinitely far down.</summary>
    public double Position(double value) => ((logarithmic ? Math.Log(Math.Max(value, 0)) : value) - low) / (high - low);

    public bool IsLogarithmic => logarithmic;

    public string Label(double value)
    {
        var format = logarithmic ? value is < 1e-4 or >= 1e5 ? "0e0" : "0.####"
            : Math.Abs(value) >= 1e6 || digits > 6 ? "0.#e0"
            : "N" + digits;
        return (value + 0.0).ToString(format, CultureInfo.InvariantCulture).Replace(",", "\u202f").Replace('-', '−');
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }
}
