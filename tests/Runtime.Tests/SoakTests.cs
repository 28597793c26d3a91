using System.Diagnostics;
using System.Globalization;

namespace MetaAdamW.Runtime.Tests;

/// <summary>Long training, in a process of its own that other tests have not touched.</summary>
public sealed class SoakTests
{
    [Fact]
    public void FiftyThousandStepsLeaveNothingBehind()
    {
        const int Steps = 50_000;
        const long Bound = 5 << 20;
        using Process child = Program.Start("soak", $"{Steps}");
        long[][] marks = [.. child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        string errors = child.StandardError.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, errors);
        Assert.Equal((10, Steps, Steps / 25), (marks.Length, marks[^1][0], marks[^1][3]));

        // The first fifth is the warm-up: code is compiled, the allocator takes what it needs.
        long[][] warm = marks[1..];
        string all = string.Join("; ", marks.Select(m => $"step {m[0]}: {m[1]} tensors, {m[2] / 1048576.0:F1} MiB"));
        Assert.True(warm.All(m => m[1] == warm[0][1]), all);
        Assert.True(warm.All(m => m[2] - warm[0][2] <= Bound), all);
    }
}
