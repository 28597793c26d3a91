using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3004: the width of the features holds all columns of the set.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WidthTooSmallAnalyzer() : ModelAnalyzer(OptionDiagnostics.WidthTooSmall)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.FeaturesAttribute) is not { } attribute)
        {
            return;
        }

        FeatureSpec features = FeatureReading.OfAttribute(attribute);
        if (features.IsInRange() && !features.HoldsColumns())
        {
            int width = FeatureShape.FittingWidth(features.ColumnCount, features.DeclaredHeads);
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                attribute.ValueLocation("Width", context.CancellationToken),
                Suggestion.Of(width),
                $"FeatureSet.{features.Set}",
                Constants.Text(features.ColumnCount),
                Constants.Text(features.DeclaredWidth),
                Constants.Text(width)));
        }
    }
}
