using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2007: the tasks of a model can be asked for their losses with the same arguments.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DifferentParametersAnalyzer() : ModelAnalyzer(TaskDiagnostics.DifferentParameters)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is null)
        {
            return;
        }

        IMethodSymbol? pattern = null;
        foreach ((ISymbol member, AttributeData attribute) in TaskReading.Tasks(type))
        {
            // A signature that is wrong by itself is MAW2003's to report.
            if (member is not IMethodSymbol { Parameters.Length: > 0 } method || !TaskReading.HasTaskSignature(method))
            {
                continue;
            }

            pattern ??= method;
            if (!TaskReading.SameParameters(method, pattern))
            {
                SyntaxNode? place = attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken)
                    .FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList;
                string parameters = string.Join(", ", pattern.Parameters.Select(p => p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
                context.ReportDiagnostic(Diagnostic.Create(Rule, place?.GetLocation() ?? method.Locations[0], method.Name, pattern.Name, parameters));
            }
        }
    }
}
