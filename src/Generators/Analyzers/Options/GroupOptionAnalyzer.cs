using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>A rule about the numbers that <c>[ParamGroup]</c> gives a group.</summary>
public abstract class GroupOptionAnalyzer : ModelAnalyzer
{
    private readonly string[] _options;

    private protected GroupOptionAnalyzer(DiagnosticDescriptor rule, params string[] options)
        : base(rule) => _options = options;

    private protected sealed override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in AttributeLocations.Groups(context.Symbol))
        {
            foreach (string option in _options)
            {
                if (attribute.TryGet(option, out double value) && !OptionRange.OfGroups[option].Contains(value))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rule, attribute.ValueLocation(option, context.CancellationToken), option, Constants.Text(value)));
                }
            }
        }
    }
}
