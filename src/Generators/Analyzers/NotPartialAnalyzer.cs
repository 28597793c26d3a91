using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1001: a model class is not partial.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotPartialAnalyzer() : ClassAnalyzer(GroupingDiagnostics.NotPartial)
{
    private protected override void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (ModelAttribute(type) is null || !KnownTypes.IsModule(type))
        {
            return;
        }

        // A type that holds several models is reported at each of them, since it is theirs to serve.
        foreach (INamedTypeSymbol outer in ModelReading.Nesting(type))
        {
            if (!ModelReading.IsPartial(outer, context.CancellationToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(type), outer.Name));
            }
        }
    }
}
