using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MetaAdamW.Tests.Cases;
using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.Tests;

/// <summary>Broken code: tokens dropped, doubled, swapped, types replaced. Nothing may throw, and nothing may take long.</summary>
public sealed class AbuseTests
{
    private const int Mutants = 10_000;

    /// <summary>Processor time of one run of the generator and of all analyzers.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>When a run is taken for one that never ends.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(3);

    private static readonly string[] Types = ["int", "Linear", "Module<Tensor, Tensor>", "ModuleList<Linear>", "Net", "Tensor", "List<Linear[]>", "dynamic", "T", "Missing"];

    /// <summary>The compiler's own failures; if they were many, the analyzers would hardly be tested.</summary>
    private const int CompilersOwn = 5;

    private readonly ConcurrentDictionary<int, bool> _failedByThemselves = new();

    /// <summary>Sound sources to break, as tokens with the space around them.</summary>
    private static readonly string[][] Sources =
    [
        .. ModelCatalogue.All.Select(m => m.Source).Concat(DiagnosticCases.All.Select(c => Marks.Read(c.Source).Source))
            .Select(s => CSharpSyntaxTree.ParseText(TestCompiler.Expand(s)).GetRoot().DescendantTokens().Select(t => t.ToFullString()).ToArray()),
    ];

    [Fact]
    public async Task NothingThrowsAndNothingTakesLong()
    {
        var failures = new ConcurrentDictionary<int, string>();
        var slow = new ConcurrentBag<int>();
        await Parallel.ForAsync(0, Mutants, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (seed, _) =>
        {
            var watch = Stopwatch.StartNew();
            if (await FailureAsync(seed) is { } failure)
            {
                failures[seed] = failure;
            }
            else if (watch.Elapsed > Limit)
            {
                slow.Add(seed);
            }
        });

        // The clock on the wall also counts what else the machine does. Once more, alone, by the processor's clock, there is no excuse.
        foreach (int seed in slow.Order())
        {
            if (await ProcessorTimeAsync(seed) is var time && time > Limit)
            {
                failures[seed] = string.Create(CultureInfo.InvariantCulture, $"took {time.TotalSeconds:F1} s");
            }
        }

        Assert.True(failures.IsEmpty, $"{failures.Count} of {Mutants}:\n" + string.Join(
            "\n", failures.OrderBy(f => f.Key).Take(5).Select(f => $"seed {f.Key}: {f.Value}\n{Mutate(f.Key)}\n")));
        Assert.InRange(_failedByThemselves.Count, 0, CompilersOwn);
    }

    private async Task<TimeSpan> ProcessorTimeAsync(int seed)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        await FailureAsync(seed);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    /// <summary>What goes wrong with a mutant, or null.</summary>
    /// <remarks>The compiler itself fails on a few: there no analyzer gets to run, but the generator must still have done its work.</remarks>
    private async Task<string?> FailureAsync(int seed)
    {
        string source = Mutate(seed);
        CSharpCompilation? generated = null;
        try
        {
            var diagnostics = await Task.Run(() => TestCompiler.AnalyzeGeneratedAsync(generated = TestCompiler.Generate(TestCompiler.Compile(source)))).WaitAsync(Hang);
            return diagnostics.FirstOrDefault(d => d.Id is "AD0001" or "CS8785")?.ToString();
        }
        catch (Exception failure)
        {
            if (generated is null || !FailsByItself(source))
            {
                return failure.Message;
            }

            _failedByThemselves[seed] = true;
            return null;
        }
    }

    private static bool FailsByItself(string source)
    {
        try
        {
            TestCompiler.Compile(source).GetDiagnostics();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static string Mutate(int seed)
    {
        var random = new Random(seed);
        List<string> tokens = [.. Sources[random.Next(Sources.Length)]];

        // The usings stay, so that most of what follows still has a meaning.
        int from = Math.Max(0, tokens.FindLastIndex(t => t.TrimStart().StartsWith("using", StringComparison.Ordinal)) + 8);
        for (int n = random.Next(1, 6); n > 0 && tokens.Count > from + 2; n--)
        {
            int at = random.Next(from, tokens.Count - 1);
            switch (random.Next(5))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    (tokens[at], tokens[at + 1]) = (tokens[at + 1], tokens[at]);
                    break;
                case 3:
                    tokens[at] = tokens[random.Next(from, tokens.Count)];
                    break;
                default:
                    int type = tokens.FindIndex(at, t => char.IsUpper(t.TrimStart().FirstOrDefault()));
                    tokens[Math.Max(type, from)] = Types[random.Next(Types.Length)] + " ";
                    break;
            }
        }

        return string.Concat(tokens);
    }
}
