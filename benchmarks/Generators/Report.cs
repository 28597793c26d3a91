using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Benchmarks;

/// <summary>The ratios that the project promises, measured in one process and in turns, as a page of the documentation.</summary>
/// <remarks>
/// Every round measures each case once, next to its baseline, and gives a ratio; the page shows the median of the rounds. What is
/// measured is processor time, of all threads, which other programs on the machine change little.
/// </remarks>
internal sealed class Report(int models, int rounds)
{
    private readonly List<Case> cases = [];

    /// <summary>Measures everything and writes the page.</summary>
    public void Write(string path)
    {
        MeasureGenerator();
        MeasureAnalyzers();
        File.WriteAllText(path, Page());
        Console.WriteLine($"Written: {path}");
    }

    private void MeasureGenerator()
    {
        Case cold = Add(null, null, "the generator, first run");
        Case unrelated = Add(cold, 0.01, "one keystroke in an unrelated file");
        Case model = Add(cold, 0.03, "one keystroke in a model");
        Case nothing = Add(cold, null, "the same sources again");
        CSharpCompilation opened = LargeProject.Create(models);
        GeneratorDriver warm = GeneratorBenchmark.NewDriver().RunGenerators(opened);
        for (int round = -4; round < rounds; round++)
        {
            // The first rounds let the runtime compile the code that is measured.
            bool counts = round >= 0;
            int edit = round + 10;
            CSharpCompilation fresh = LargeProject.Create(models);
            Measure(cold, counts, () => GeneratorBenchmark.NewDriver().RunGenerators(fresh));
            CSharpCompilation typed = opened.ReplaceSyntaxTree(opened.SyntaxTrees[^1], LargeProject.Unrelated(edit));
            Measure(unrelated, counts, () => warm.RunGenerators(typed));
            int at = (edit * 7) % models;
            CSharpCompilation edited = opened.ReplaceSyntaxTree(opened.SyntaxTrees[at], LargeProject.Model(at, edit));
            Measure(model, counts, () => warm.RunGenerators(edited));
            CSharpCompilation same = opened.Clone();
            Measure(nothing, counts, () => warm.RunGenerators(same));
        }
    }

    private void MeasureAnalyzers()
    {
        Case build = Add(null, null, "build: generator, the SDK's analyzers, emit");
        Case ours = Add(build, 0.10, "the same, with all analyzers of MetaAdamW.Gen", isSurplus: true);
        Case bare = Add(null, null, "build without any analyzer: generator, emit");
        Case driven = Add(bare, null, "the same, with one analyzer that looks at nothing", isSurplus: true);
        Case alone = Add(bare, null, "the same, with all analyzers of MetaAdamW.Gen", isSurplus: true);
        for (int round = -1; round < rounds; round++)
        {
            bool counts = round >= 0;
            Measure(build, counts, BuildWith(SdkAnalyzers.All));
            Measure(ours, counts, BuildWith([.. SdkAnalyzers.All, .. AnalyzerBenchmark.Analyzers]));
            Measure(bare, counts, BuildWith([]));
            Measure(driven, counts, BuildWith([new Nothing()]));
            Measure(alone, counts, BuildWith(AnalyzerBenchmark.Analyzers));
        }
    }

    private Action BuildWith(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        CSharpCompilation fresh = LargeProject.Create(models);
        return () => AnalyzerBenchmark.BuildAsync(fresh, analyzers).GetAwaiter().GetResult();
    }

    private Case Add(Case? baseline, double? bound, string what, bool isSurplus = false)
    {
        cases.Add(new Case(what, baseline, bound, isSurplus));
        return cases[^1];
    }

    private static void Measure(Case measured, bool counts, Action run)
    {
        GC.Collect();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        run();
        double time = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        if (counts)
        {
            measured.Times.Add(time);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.What}: {time:F1} ms"));
        }
    }

    private string Page()
    {
        string rows = string.Join("\n", cases.Select(c => c.Row()));
        return string.Create(CultureInfo.InvariantCulture, $"""
            # What the generator and the analyzers cost

            A project of {models:N0} annotated models, each in a file of its own. Processor time of all threads, medians of {rounds} rounds in
            one process; a ratio is the median of the rounds' ratios to the baseline above it, which ran next to it.

            | case | ms | ratio | bound |
            |---|---:|---:|---:|
            {rows}

            - A keystroke makes a syntax tree that was never seen, as in an editor. What is timed is the generator's run, with all that it makes the compiler do.
            - The SDK's analyzers are those whose rules warn by default. A build with any analyzer binds all code once more for it, which is what the analyzer
              that looks at nothing costs; a build by the SDK pays that in any case.

            {Machine()}

            Measure again: `dotnet run -c Release --project benchmarks/Generators -- report`. BenchmarkDotNet's own figures: `-- --filter '*'`.

            """);
    }

    private static string Machine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, Roslyn {typeof(Compilation).Assembly.GetName().Version!.ToString(3)}.");

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").Where(l => l.StartsWith("model name", StringComparison.Ordinal)).Select(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 2)..]).FirstOrDefault("processors")
        : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>One line of the table: what ran, and what it is compared with.</summary>
    private sealed record Case(string What, Case? Baseline, double? Bound, bool IsSurplus)
    {
        public List<double> Times { get; } = [];

        public string Row()
        {
            string ratio = Baseline is null ? "1" : Show(Median(Times.Zip(Baseline.Times, (t, b) => (t - (IsSurplus ? b : 0)) / b)));
            return string.Create(CultureInfo.InvariantCulture, $"| {What} | {Median(Times):F1} | {ratio} | {(Bound is { } bound ? Show(bound) : "")} |");
        }

        private string Show(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{(IsSurplus ? "+" : "")}{100 * ratio:0.##} %");

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
