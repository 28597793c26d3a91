using System.Reflection;
using System.Runtime.CompilerServices;
using MetaAdamW.Generators.Analyzers;

namespace MetaAdamW.Tests;

/// <summary>The rules about options refuse what the runtime refuses, and nothing else.</summary>
public sealed class OptionRangeTests
{
    private static readonly double[] Probes =
    [
        double.NaN, double.NegativeInfinity, -3, -1, -1e-9, -0.0, 0, 1e-9, 0.5, 1, 1.5, 2, 2.0001, 3, 1e9, double.PositiveInfinity,
    ];

    public static TheoryData<string> Numbers => [.. NumbersOf(typeof(MetaAdamWOptions))];

    public static TheoryData<string> NumbersOfGroups => [.. NumbersOf(typeof(GroupOptions))];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void TheRangeIsTheRuntimes(string option) => Compare(typeof(MetaAdamWOptions), option, OptionRange.All);

    [Theory]
    [MemberData(nameof(NumbersOfGroups))]
    public void TheRangeOfAGroupsOptionIsTheRuntimes(string option) => Compare(typeof(GroupOptions), option, OptionRange.OfGroups);

    [Fact]
    public void NoRangeIsLeftOver()
    {
        Assert.Equal(NumbersOf(typeof(MetaAdamWOptions)).Order(StringComparer.Ordinal), OptionRange.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(NumbersOf(typeof(GroupOptions)).Order(StringComparer.Ordinal), OptionRange.OfGroups.Keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> NumbersOf(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.SetMethod is not null && !p.PropertyType.IsEnum && p.PropertyType != typeof(bool)).Select(p => p.Name);

    private static void Compare(Type options, string option, IReadOnlyDictionary<string, OptionRange> ranges)
    {
        PropertyInfo property = options.GetProperty(option)!;
        Assert.True(ranges.TryGetValue(option, out OptionRange? range), $"{option} has no range");
        foreach (double probe in Probes)
        {
            if (Value(property.PropertyType, probe) is { } value)
            {
                object constant = value is ITuple tuple ? tuple[0]! : value;
                Assert.True(range.Contains(constant) == Accepts(property, value), $"{option} = {constant}");
            }
        }
    }

    private static bool Accepts(PropertyInfo option, object value)
    {
        try
        {
            option.SetValue(Activator.CreateInstance(option.DeclaringType!), value);
            return true;
        }
        catch (TargetInvocationException exception)
        {
            Assert.IsType<ArgumentOutOfRangeException>(exception.InnerException);
            return false;
        }
    }

    // The probe as the option's type, or null where the type has no such value.
    private static object? Value(Type type, double probe)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        bool isWhole = Math.Abs(probe) < int.MaxValue && probe == Math.Floor(probe);
        return plain switch
        {
            _ when plain == typeof(double) => probe,
            _ when plain == typeof(long) => isWhole ? (long)probe : null,
            _ when plain == typeof(int) => isWhole ? (int)probe : null,
            _ when plain == typeof((double, double)) => (probe, probe),
            _ when plain == typeof((double, double, double)) => (probe, probe, probe),
            _ => throw new NotSupportedException($"An option of type {type} needs probes."),
        };
    }
}
