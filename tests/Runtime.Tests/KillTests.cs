using System.Diagnostics;
using System.Globalization;

namespace MetaAdamW.Runtime.Tests;

/// <summary>A training program that is killed again and again comes to the same end.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 50;
    private const int Steps = 150;

    private readonly string _folder = Directory.CreateTempSubdirectory("killed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void KilledFiftyTimesTrainingEndsBitForBitAsUndisturbed()
    {
        string undisturbed = Finish("undisturbed");
        string checkpoint = Path.Combine(_folder, "killed");
        var random = new Random(7);
        long saved = 0;
        int whileSaving = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process child = Program.Start("train", checkpoint, $"{Steps}");
            Assert.InRange(At(child), saved, Steps);

            // Every other time after some steps, wherever the program is then; else as soon as so many bytes of a checkpoint are written.
            if (kill % 2 == 0)
            {
                saved = Follow(child, steps: random.Next(1, 4), saved);
            }
            else
            {
                saved = Follow(child, steps: random.Next(2), saved);
                long bytes = random.Next(1, 1_500_000);
                var partial = new FileInfo(checkpoint + ".partial");
                var waiting = Stopwatch.StartNew();
                while (!(partial.Exists && partial.Length >= bytes) && !child.HasExited && waiting.Elapsed < TimeSpan.FromSeconds(20))
                {
                    partial.Refresh();
                }
            }

            child.Kill();
            child.WaitForExit();
            Assert.Equal(128 + 9, child.ExitCode);

            // What it had said it saved before it died counts too.
            saved = Math.Max(saved, child.StandardOutput.ReadToEnd().Split('\n').Where(l => l.StartsWith("saved ", StringComparison.Ordinal) && l.Length > 6).Select(Number).DefaultIfEmpty(0).Max());
            whileSaving += File.Exists(checkpoint + ".partial") ? 1 : 0;
        }

        Assert.InRange(whileSaving, 10, Kills);
        Assert.Equal(undisturbed, Finish("killed"));
        Assert.False(File.Exists(checkpoint + ".partial"));
    }

    /// <summary>Runs the program to its end and returns its last line.</summary>
    private string Finish(string name)
    {
        using Process child = Program.Start("train", Path.Combine(_folder, name), $"{Steps}");
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string errors = child.StandardError.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, errors);
        Assert.StartsWith("done ", lines[^1], StringComparison.Ordinal);
        return lines[^1];
    }

    private static long At(Process child)
    {
        string? line = child.StandardOutput.ReadLine();
        Assert.True(line?.StartsWith("at ", StringComparison.Ordinal), $"{line}{(line is null ? child.StandardError.ReadToEnd() : "")}");
        return Number(line!);
    }

    private static long Follow(Process child, int steps, long saved)
    {
        for (int i = 0; i < steps && child.StandardOutput.ReadLine() is { } line && line.StartsWith("saved ", StringComparison.Ordinal); i++)
        {
            saved = Number(line);
        }

        return saved;
    }

    private static long Number(string line) => long.Parse(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
}
