using System.Globalization;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>How the report writes numbers.</summary>
internal static class Numerals
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Four significant digits: 0.006321, 0.8805, 115.5, 2.310e+6.</summary>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
        var size = Math.Abs(value);
        if (size is not 0 and (< 1e-4 or >= 1e6))
            return Minus(value.ToString("0.000e+0", Culture));
        var digits = size == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 7);
        return Minus(value.ToString("N" + digits, Culture).Replace(",", "\u202f", StringComparison.Ordinal));
    }

    /// <summary>A number and its uncertainty to the same place, as many as two digits of the latter need: 0.0264 ± 0.0019, on one line.</summary>
    public static string Of(double value, double uncertainty)
    {
        if (!double.IsFinite(value) || !double.IsFinite(uncertainty) || uncertainty <= 0)
            return Of(value);
        if (Places(uncertainty) is not { } places)
            return $"{Of(value)}\u00a0±\u00a0{Rough(uncertainty)}";
        if (value != 0 && Math.Abs(value) > uncertainty && Places(value) is { } few)
            places = Math.Min(places, few + 3);   // five digits are enough, however small the uncertainty
        return $"{Rounded(value, places)}\u00a0±\u00a0{Rounded(uncertainty, places)}";
    }

    /// <summary>With a sign, also where it is a plus.</summary>
    public static string Signed(double value, double uncertainty)
    {
        var number = double.IsNaN(uncertainty) ? Rough(value) : Of(value, uncertainty);
        return value > 0 && number.TrimStart('0', '.') is [>= '1' and <= '9', ..] ? "+" + number : number;
    }

    /// <summary>Two significant digits.</summary>
    public static string Rough(double value)
        => !double.IsFinite(value) || value == 0 ? Of(value)
            : Places(value) is { } places ? Rounded(value, places)
            : Minus(value.ToString("0.0e+0", Culture));

    /// <summary>Decimal places of two significant digits; null where a power of ten reads better.</summary>
    private static int? Places(double value)
        => Math.Abs(value) is >= 1e-5 and < 1e6 ? Math.Max(0, 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)))) : null;

    /// <summary>Five digits, as the page's script reads and shows them.</summary>
    public static string Short(double value) => value.ToString("G5", Culture);

    public static string Count(long value) => value.ToString("N0", Culture).Replace(",", "\u202f", StringComparison.Ordinal);

    /// <summary>A share: 12.3 %, 0.02 %.</summary>
    public static string Percent(double share)
        => double.IsNaN(share) ? Of(share) : Minus((100 * share).ToString(Math.Abs(share) is > 0 and < 1e-3 ? "0.00" : "0.0", Culture)) + "\u202f%";

    /// <summary>A time: 35 ms, 2.41 s, 12.3 min, 2.1 h.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1e-3 => $"{(seconds * 1e6).ToString("0", Culture)}\u202fµs",
        < 0.1 => $"{(seconds * 1e3).ToString("0.00", Culture)}\u202fms",
        < 1 => $"{(seconds * 1e3).ToString("0", Culture)}\u202fms",
        < 100 => $"{seconds.ToString(seconds < 10 ? "0.00" : "0.0", Culture)}\u202fs",
        < 5400 => $"{(seconds / 60).ToString("0.0", Culture)}\u202fmin",
        _ => $"{(seconds / 3600).ToString("0.0", Culture)}\u202fh",
    };

    public static string Bytes(long bytes) => bytes < 1L << 30
        ? $"{(bytes / 1048576.0).ToString("0", Culture)}\u202fMiB"
        : $"{(bytes / 1073741824.0).ToString("0.00", Culture)}\u202fGiB";

    private static string Rounded(double value, int places)
        => Minus((Math.Round(value, Math.Min(places, 15)) + 0.0).ToString("F" + places, Culture));

    private static string Minus(string number) => number.Replace('-', '−');
}
