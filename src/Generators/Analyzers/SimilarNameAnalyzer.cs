using System.Collections.Immutable;
using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1007: a group's name differs from another by a typo.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SimilarNameAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.SimilarName)
{
    /// <summary>Property of the diagnostic: the name that was probably meant.</summary>
    internal const string Meant = nameof(Meant);

    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        IReadOnlyList<GroupDeclaration> declarations = reading.Declarations;
        List<string> names = [.. declarations.Select(d => d.Name).Distinct(StringComparer.Ordinal)];
        foreach (GroupDeclaration declaration in declarations)
        {
            // The name that is used more often is right; of two equally common ones the first.
            string? meant = names.Find(other => SpellingDistance.IsSlip(declaration.Name, other)
                && (Uses(other), -names.IndexOf(other)).CompareTo((Uses(declaration.Name), -names.IndexOf(declaration.Name))) > 0);
            if (meant is not null && GroupDeclaration.NameOf(declaration.Attribute) is not null
                && SymbolEqualityComparer.Default.Equals(declaration.Target.ContainingType, reading.Type))
            {
                yield return Diagnostic.Create(
                    GroupingDiagnostics.SimilarName,
                    LocationOf(declaration.Attribute, declaration.Target),
                    ImmutableDictionary<string, string?>.Empty.Add(Meant, meant),
                    declaration.Name,
                    meant);
            }
        }

        int Uses(string name) => declarations.Count(d => d.Name == name);
    }
}
