using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1008: an empty or invalid group name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidNameAnalyzer() : ClassAnalyzer(GroupingDiagnostics.InvalidName)
{
    private protected override void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        IEnumerable<(ISymbol Member, AttributeData Attribute)> attributed = GroupedMembers(type);
        if (ModelAttribute(type) is { } own)
        {
            attributed = attributed.Append((type, own));
        }

        foreach ((ISymbol member, AttributeData attribute) in attributed)
        {
            string? name = GroupDeclaration.NameOf(attribute);
            bool takesMemberName = name is null && attribute.ConstructorArguments.IsEmpty && member is not INamedTypeSymbol;
            if (name is not null && !GroupNames.IsValid(name))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, member), name));
            }
            else if (takesMemberName && !GroupNames.IsValid(member.Name))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, member), member.Name));
            }
        }
    }
}
