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
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        // A group without a name is one that shows on the live model only: there may be any number of them.
        if (KnownTypes.Find(reading.Type, KnownTypes.FeaturesAttribute) is { } attribute
            && FeatureReading.OfAttribute(attribute) is { Normalized: true, Set: not FeatureSet.Enhanced }
            && KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is not null
            && reading.Spec.Summary is [{ Name: { } only }])
        {
            yield return Diagnostic.Create(
                OptionDiagnostics.NeedsGroups, attribute.ArgumentLocation("Normalized", CancellationToken.None), reading.Type.Name, only);
        }
    }
}
