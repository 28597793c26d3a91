using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3014: some group of a model trains.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllFrozenAnalyzer() : ReadingAnalyzer(OptionDiagnostics.AllFrozen)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        // A group without a name is one that shows on the live model only.
        if (reading is { IsHalfTyped: false, Rows.Count: > 0 }
            && KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is { } attribute
            && reading.Declarations.Any(d => d.Options.Frozen)
            && reading.ToSpec().Summary.All(g => g.Name is not null && g.Options.Frozen)
            && !Unfreezing.IsIn(context.Compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.Location(context.CancellationToken), reading.Type.Name));
        }
    }
}
