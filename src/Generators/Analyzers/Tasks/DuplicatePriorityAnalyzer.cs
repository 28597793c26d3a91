using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2006: a task, or a term of the meta-loss, has one priority.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicatePriorityAnalyzer() : ModelAnalyzer(TaskDiagnostics.DuplicatePriority)
{
    private static readonly string[] Terms = ["GradientAlignment", "LossDecrease", "GeneralizationGap"];

    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        // What does nothing (MAW2002) can't do it twice.
        bool isClass = context.Symbol is INamedTypeSymbol;
        var seen = new HashSet<int>();
        foreach (AttributeData attribute in PriorityReading.All(context.Symbol))
        {
            int? weighed = attribute.ConstructorArguments switch
            {
                [{ Value: int term }, _] when isClass && term >= 0 && term < Terms.Length => term,
                [_] when !isClass => -1,
                _ => null,
            };
            if (weighed is { } one && !seen.Add(one))
            {
                string what = one < 0 ? $"the task '{context.Symbol.Name}'" : $"MetaTerm.{Terms[one]}";
                context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.Location(context.CancellationToken), what));
            }
        }
    }
}
