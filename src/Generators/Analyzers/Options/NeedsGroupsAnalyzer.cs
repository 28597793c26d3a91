using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3005: features that compare groups have groups to compare.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeedsGroupsAnalyzer() : ReadingAnalyzer(OptionDiagnostics.NeedsGroups)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        // A group without a name is one that shows on the live model only: there may be any number of them.
        if (KnownTypes.Find(reading.Type, KnownTypes.FeaturesAttribute) is { } attribute
            && FeatureReading.OfAttribute(attribute) is { Normalized: true, Set: not FeatureSet.Enhanced }
            && KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is not null
            && reading.ToSpec().Summary is [{ Name: { } only }])
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, attribute.ArgumentLocation("Normalized", context.CancellationToken), reading.Type.Name, only));
        }
    }
}
