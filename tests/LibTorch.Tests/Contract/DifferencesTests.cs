using System.Reflection;

namespace MetaAdamW.LibTorch.Tests.Contract;

/// <summary>Each row of docs/torchsharp-differences.md is asserted by a test.</summary>
public class DifferencesTests
{
    [Fact]
    public void Every_row_has_a_test()
    {
        string folder = typeof(DifferencesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!;
        string tests = string.Concat(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Assert.NotEmpty(OnTorchSharp.Rows);
        Assert.All(OnTorchSharp.Rows, row => Assert.Contains($"\"{row}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void A_difference_that_does_not_hold_here_is_reported()
    {
        Assert.ThrowsAny<Exception>(() => OnTorchSharp.Differs("no such row", () => { }));
        if (!OnTorchSharp.IsHere)
            Assert.Throws<InvalidDataException>(() => OnTorchSharp.Differs("hardtanh", () => throw new InvalidDataException()));
        else
            Assert.Contains("no longer differs", Assert.ThrowsAny<Exception>(() => OnTorchSharp.Differs("hardtanh", () => { })).Message, StringComparison.Ordinal);
    }
}
