using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3014: some group of a model trains.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllFrozenAnalyzer() : ReadingAnalyzer(OptionDiagnostics.AllFrozen)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        // A group without a name is one that shows on the live model only.
        if (reading is { IsHalfTyped: false, Rows.Count: > 0 }
            && KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is { } attribute
            && reading.Declarations.Any(d => d.Options.Frozen)
            && reading.Spec.Summary.All(g => g.Name is not null && g.Options.Frozen))
        {
            yield return Diagnostic.Create(OptionDiagnostics.AllFrozen, attribute.Location(CancellationToken.None), reading.Type.Name);
        }
    }

    private protected override bool Holds(Compilation compilation, CancellationToken cancellation) => !Unfreezing.IsIn(compilation, cancellation);
}
