using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2008: a task is a member of a model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskOutsideModelAnalyzer() : ModelAnalyzer(TaskDiagnostics.TaskOutsideModel)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.Method, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.HuwTaskAttribute) is { } attribute
            && context.Symbol.ContainingType is { } type
            && KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.Location(context.CancellationToken), context.Symbol.Name, type.Name));
        }
    }
}
