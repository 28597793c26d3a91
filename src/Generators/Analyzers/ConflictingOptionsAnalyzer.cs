using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1004: the same group with different options.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConflictingOptionsAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.ConflictingOptions)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
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
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, LocationOf(declaration.Attribute, declaration.Target), [LocationOf(earlier.Attribute, earlier.Target)], declaration.Name, earlier.Target.Name));
            }
        }
    }
}
