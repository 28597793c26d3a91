using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1004: the same group with different options.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConflictingOptionsAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.ConflictingOptions)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        var first = new Dictionary<string, GroupDeclaration>(StringComparer.Ordinal);
        foreach (GroupDeclaration declaration in reading.Declarations)
        {
            if (!first.TryGetValue(declaration.Name, out GroupDeclaration? earlier))
            {
                first[declaration.Name] = declaration;
            }
            else if (!earlier.Options.Equals(declaration.Options)
                     && SymbolEqualityComparer.Default.Equals(declaration.Target.ContainingType, reading.Type))
            {
                yield return Diagnostic.Create(
                    GroupingDiagnostics.ConflictingOptions,
                    LocationOf(declaration.Attribute, declaration.Target),
                    [LocationOf(earlier.Attribute, earlier.Target)],
                    declaration.Name,
                    earlier.Target.Name);
            }
        }
    }
}
