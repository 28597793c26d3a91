using System.Reflection;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

/// <summary>
/// What is right, and true of src/LibTorch, but not of TorchSharp 0.107. Each difference has a name and a row of that name in
/// docs/torchsharp-differences.md, which says why, and what code for both does. Built with Torch=cpu, the tests check that the
/// differences are there: one that is gone is reported.
/// </summary>
internal static partial class OnTorchSharp
{
    /// <summary>The names of the table's rows.</summary>
    public static IReadOnlySet<string> Rows { get; } = RowName().Matches(File.ReadAllText(Table)).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Whether the tests run on TorchSharp itself.</summary>
    public static bool IsHere { get; } = typeof(Tensor).Assembly.GetName().Name == "TorchSharp";

    private static string Table => Path.Combine(
        typeof(OnTorchSharp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!,
        "..", "..", "docs", "torchsharp-differences.md");

    /// <summary>Asserts something that does not hold of TorchSharp.</summary>
    /// <param name="row">The row of the table of differences.</param>
    /// <param name="assertion">Throws when it does not hold.</param>
    public static void Differs(string row, Action assertion)
    {
        CheckRow(row);
        if (!IsHere) {
            assertion();
            return;
        }
        try {
            assertion();
        } catch (Exception) {
            return;
        }
        Assert.Fail($"TorchSharp no longer differs here: \"{row}\" in docs/torchsharp-differences.md.");
    }

    /// <summary>Asserts something that holds of TorchSharp too, unless this case is one where it differs.</summary>
    /// <param name="row">The row of the table of differences; null where TorchSharp does the same.</param>
    /// <param name="assertion">Throws when it does not hold.</param>
    public static void MayDiffer(string? row, Action assertion)
    {
        if (row is null)
            assertion();
        else
            Differs(row, assertion);
    }

    /// <summary>Asserts something that is not tried on TorchSharp, where it ends the process, or depends on what is in memory.</summary>
    /// <param name="row">The row of the table of differences.</param>
    /// <param name="assertion">Throws when it does not hold.</param>
    public static void Untried(string row, Action assertion)
    {
        CheckRow(row);
        if (!IsHere)
            assertion();
    }

    /// <summary>Asserts that something is refused with an exception; TorchSharp refuses it with one of another type.</summary>
    /// <typeparam name="T">The type of the exception, or a base of it.</typeparam>
    /// <param name="action">What is refused.</param>
    public static void ThrowsAnother<T>(Action action) where T : Exception
    {
        Exception thrown = Assert.ThrowsAny<Exception>(action);
        Differs("exceptions", () => Assert.IsAssignableFrom<T>(thrown));
    }

    private static void CheckRow(string row) => Assert.True(Rows.Contains(row), $"docs/torchsharp-differences.md has no row \"{row}\".");

    [GeneratedRegex(@"^\| `([^`]+)`(?: ✝)? \|", RegexOptions.Multiline)]
    private static partial Regex RowName();
}
