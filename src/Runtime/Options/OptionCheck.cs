using System.Globalization;
using System.Runtime.CompilerServices;

namespace MetaAdamW;

/// <summary>The range checks of all options: each message names the option, the range and the value.</summary>
internal static class OptionCheck
{
    public static double Positive(double value, [CallerMemberName] string option = "") =>
        value > 0 && double.IsFinite(value) ? value : throw OutOfRange(option, value, "positive and finite");

    public static double OneOrMore(double value, [CallerMemberName] string option = "") =>
        value >= 1 && double.IsFinite(value) ? value : throw OutOfRange(option, value, "1 or more, and finite");

    public static double NotNegative(double value, [CallerMemberName] string option = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(option, value, "zero or positive, and finite");

    public static double InRange(double value, double lowest, double highest, [CallerMemberName] string option = "") =>
        value >= lowest && value <= highest ? value : throw OutOfRange(option, value, Invariant($"between {lowest} and {highest}"));

    public static double BelowOne(double value, [CallerMemberName] string option = "") =>
        value is >= 0 and < 1 ? value : throw OutOfRange(option, value, "at least 0 and less than 1");

    public static int AtLeast(int value, int lowest, [CallerMemberName] string option = "") => (int)AtLeast((long)value, lowest, option);

    public static long AtLeast(long value, long lowest, [CallerMemberName] string option = "") =>
        value >= lowest ? value : throw OutOfRange(option, value, Invariant($"{lowest} or more"));

    public static T Defined<T>(T value, [CallerMemberName] string option = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw OutOfRange(option, value, "one of " + string.Join(", ", Enum.GetNames<T>()));

    private static ArgumentOutOfRangeException OutOfRange<T>(string option, T value, string range) =>
        new(option, value, Invariant($"{option} must be {range}; it is {value}."));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
