using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3008: <c>[Features]</c> stands on a model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FeaturesOutsideModelAnalyzer() : ModelAnalyzer(OptionDiagnostics.FeaturesOutsideModel)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.FeaturesAttribute) is { } attribute
            && KnownTypes.Find(context.Symbol, KnownTypes.ParamGroupAttribute) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.Location(context.CancellationToken), context.Symbol.Name));
        }
    }
}
