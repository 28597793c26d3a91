using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3002: the weight decay of a group is zero or positive, and finite; <see cref="double.NaN"/> leaves it to the optimizer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidDecayAnalyzer() : ModelAnalyzer(OptionDiagnostics.InvalidDecay)
{
    private const string Option = "WeightDecay";

    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in AttributeLocations.Groups(context.Symbol))
        {
            if (attribute.TryGet(Option, out double decay) && !double.IsNaN(decay) && !OptionRange.OfGroups[Option].Contains(decay))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.ValueLocation(Option, context.CancellationToken), Constants.Text(decay)));
            }
        }
    }
}
