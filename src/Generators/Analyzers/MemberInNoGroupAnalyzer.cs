using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1005: a member with parameters has no group while others have one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MemberInNoGroupAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.MemberInNoGroup)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        INamedTypeSymbol type = reading.Type;
        bool isModel = KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is not null;
        if (!isModel || GroupDeclaration.OfClass(type) is not null || reading.Declarations.Count == 0)
        {
            yield break;
        }

        foreach (ISymbol member in reading.Rows.Where(r => r.Declaration is null).Select(r => r.Member).OfType<ISymbol>()
                     .Distinct<ISymbol>(SymbolEqualityComparer.Default))
        {
            if (SymbolEqualityComparer.Default.Equals(member.ContainingType, type))
            {
                yield return Diagnostic.Create(GroupingDiagnostics.MemberInNoGroup, LocationOf(member), member.Name);
            }
        }
    }
}
