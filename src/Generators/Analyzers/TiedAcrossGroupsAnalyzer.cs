using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1015: one tensor under two names in different groups.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TiedAcrossGroupsAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.TiedAcrossGroups)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (Tie tie in reading.Ties)
        {
            if (tie.Second.Declaration is { } second && second.Name != tie.First.Declaration?.Name
                && tie.Second.Member is { } member && reported.Add(member))
            {
                yield return Diagnostic.Create(
                    GroupingDiagnostics.TiedAcrossGroups,
                    LocationOf(member),
                    tie.Second.Path,
                    tie.First.Path,
                    second.Name,
                    tie.First.Declaration?.Name ?? "by layer, depth and bias");
            }
        }
    }
}
