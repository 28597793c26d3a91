using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3006: switches of the Basic sets are not set on Enhanced.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwitchWithoutEffectAnalyzer() : ModelAnalyzer(OptionDiagnostics.SwitchWithoutEffect)
{
    private static readonly string[] Switches = ["SecondMoment", "Normalized"];

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.FeaturesAttribute) is not { } attribute
            || FeatureReading.OfAttribute(attribute).Set != FeatureSet.Enhanced)
        {
            return;
        }

        foreach (string name in Switches)
        {
            if (attribute.TryGet(name, out bool _))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.ArgumentLocation(name, context.CancellationToken), name));
            }
        }
    }
}
