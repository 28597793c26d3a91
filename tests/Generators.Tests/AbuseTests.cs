using System.Diagnostics;
using System.Globalization;
using MetaAdamW.Tests.Cases;
using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.Tests;

/// <summary>Broken code: tokens dropped, doubled, swapped, types replaced. Nothing may throw, and nothing may take long.</summary>
public sealed class AbuseTests
{
    /// <summary>How many sources to break; the usual run takes a sample.</summary>
    private const string CountVariable = "METAADAMW_ABUSE_COUNT";

    private const int Sample = 150;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly string[] Types = ["int", "Linear", "Module<Tensor, Tensor>", "ModuleList<Linear>", "Net", "Tensor", "List<Linear[]>", "dynamic", "T", "Missing"];

    [Fact]
    public async Task NothingThrowsAndNothingHangs()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : Sample;
        string[] sources = [.. ModelCatalogue.All.Select(m => m.Source), .. DiagnosticCases.All.Select(c => Marks.Read(c.Source).Source)];
        for (int seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            string source = Mutate(TestCompiler.Expand(sources[random.Next(sources.Length)]), random);
            try
            {
                var watch = Stopwatch.StartNew();
                CSharpCompilation compilation = TestCompiler.Compile(source);
                var diagnostics = await TestCompiler.AnalyzeAsync(compilation);
                Assert.DoesNotContain(diagnostics, d => d.Id is "AD0001" or "CS8785");

                // The machine may be busy; what counts is what the code itself takes.
                if (watch.Elapsed > Limit)
                {
                    watch.Restart();
                    await TestCompiler.AnalyzeAsync(TestCompiler.Compile(source));
                    Assert.True(watch.Elapsed < Limit, $"{watch.Elapsed.TotalSeconds:F1} s");
                }
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}\n{source}", failure);
            }
        }
    }

    private static string Mutate(string source, Random random)
    {
        List<string> tokens = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Select(t => t.ToFullString())];

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
