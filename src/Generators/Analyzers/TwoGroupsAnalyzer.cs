using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1006: a property and its backing field are both attributed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TwoGroupsAnalyzer() : ClassAnalyzer(GroupingDiagnostics.TwoGroups)
{
    private protected override void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.AssociatedSymbol is IPropertySymbol property
                && KnownTypes.Find(field, KnownTypes.ParamGroupAttribute) is { } second
                && KnownTypes.Find(property, KnownTypes.ParamGroupAttribute) is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(second, property), property.Name));
            }
        }
    }
}
