using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3001: the learning-rate scale of a group is positive and finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidScaleAnalyzer() : ModelAnalyzer(OptionDiagnostics.InvalidScale)
{
    private const string Option = "LearningRateScale";

    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in AttributeLocations.FindAll(context.Symbol, KnownTypes.ParamGroupAttribute))
        {
            if (attribute.TryGet(Option, out double scale) && !(scale > 0 && !double.IsInfinity(scale)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.ValueLocation(Option, context.CancellationToken), Constants.Text(scale)));
            }
        }
    }
}
