using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1005: a member with parameters has no group while others have one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MemberInNoGroupAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.MemberInNoGroup)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = reading.Type;
        bool isModel = KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is not null;
        if (!isModel || GroupDeclaration.OfClass(type) is not null || !reading.Declarations.Any())
        {
            return;
        }

        foreach (ISymbol member in reading.Rows.Where(r => r.Declaration is null).Select(r => r.Member).OfType<ISymbol>()
                     .Distinct<ISymbol>(SymbolEqualityComparer.Default))
        {
            if (SymbolEqualityComparer.Default.Equals(member.ContainingType, type))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(member), member.Name));
            }
        }
    }
}
