using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1002: a model class is not a module.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAModuleAnalyzer() : ClassAnalyzer(GroupingDiagnostics.NotAModule)
{
    private protected override void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        // While the base class is still being typed, nobody knows.
        if (ModelAttribute(type) is { } attribute && !KnownTypes.IsModule(type) && !HasUnknownBase(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, type), type.Name));
        }
    }

    private static bool HasUnknownBase(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.TypeKind == TypeKind.Error)
            {
                return true;
            }
        }

        return false;
    }
}
