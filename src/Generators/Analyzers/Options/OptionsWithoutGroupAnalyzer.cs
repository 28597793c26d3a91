using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3007: options on a class belong to the group that the class names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsWithoutGroupAnalyzer() : ModelAnalyzer(OptionDiagnostics.OptionsWithoutGroup)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.ParamGroupAttribute) is not { AttributeConstructor.Parameters.Length: 0 } attribute)
        {
            return;
        }

        foreach (var option in attribute.NamedArguments)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.ArgumentLocation(option.Key, context.CancellationToken), option.Key));
        }
    }
}
