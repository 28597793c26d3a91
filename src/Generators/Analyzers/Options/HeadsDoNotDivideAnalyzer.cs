using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3003: the heads divide the width of the features, in <c>[Features]</c> and in the options that a model's optimizer is created with.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HeadsDoNotDivideAnalyzer() : ModelAnalyzer(OptionDiagnostics.HeadsDoNotDivide)
{
    private const string Option = "Heads";

    private protected override void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(CheckAttribute, SymbolKind.NamedType);
        context.RegisterOperationAction(CheckOptions, OperationKind.Invocation);
    }

    private void CheckAttribute(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.FeaturesAttribute) is not { } attribute)
        {
            return;
        }

        FeatureSpec features = FeatureReading.OfAttribute(attribute);
        if (features.IsInRange() && features.HoldsColumns() && features.Width % features.Heads != 0)
        {
            int width = FeatureShape.FittingWidth(features.Width, features.Heads);
            string remedy = $"a width of {Constants.Text(width)}, or {HeadsText(FeatureShape.FittingHeads(features.Width, features.Heads))}";
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, attribute.ValueLocation(Option, context.CancellationToken), Suggestion.Of(width), Constants.Text(features.Heads), Constants.Text(features.Width), remedy));
        }
    }

    private void CheckOptions(OperationAnalysisContext context)
    {
        if (!OptimizerCreation.TryMatch(context.Operation, out OptimizerCreation creation) || creation.ModelType is not INamedTypeSymbol model)
        {
            return;
        }

        foreach (ISimpleAssignmentOperation assignment in creation.Operation.Descendants().OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target is IPropertyReferenceOperation { Property: { Name: Option, ContainingType: { } options } }
                && KnownTypes.Is(options, RuntimeTypes.Options)
                && Constants.Of(assignment.Value) is int heads and > 0
                && FeatureReading.Read(model.OriginalDefinition).Width is var width
                && width % heads != 0)
            {
                int fitting = FeatureShape.FittingHeads(width, heads);
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, assignment.Value.Syntax.GetLocation(), Suggestion.Of(fitting), Constants.Text(heads), Constants.Text(width), HeadsText(fitting)));
            }
        }
    }

    private static string HeadsText(int heads) => heads == 1 ? "one head" : $"{Constants.Text(heads)} heads";
}
