using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3013: a group that never trains has no options about training.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsOfFrozenGroupAnalyzer() : ModelAnalyzer(OptionDiagnostics.OptionOfFrozenGroup)
{
    private const string Frozen = "Frozen";

    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in AttributeLocations.Groups(context.Symbol))
        {
            // A class without a group name has no group, as MAW3007 says.
            if (attribute.NamedArguments.Length < 2
                || !attribute.TryGet(Frozen, out bool frozen) || !frozen
                || context.Symbol is INamedTypeSymbol && attribute.AttributeConstructor is { Parameters.Length: 0 }
                || Unfreezing.IsIn(context.Compilation, context.CancellationToken))
            {
                continue;
            }

            foreach (var option in attribute.NamedArguments.Where(a => a.Key != Frozen))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.ArgumentLocation(option.Key, context.CancellationToken), option.Key));
            }
        }
    }
}
