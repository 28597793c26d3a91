using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2005: a model that weighs losses has at least two.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SingleTaskAnalyzer() : ModelAnalyzer(TaskDiagnostics.SingleTask)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is not null
            && TaskReading.Tasks(type).Take(2).ToList() is [var (member, attribute)])
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.Location(context.CancellationToken), member.Name, type.Name));
        }
    }
}
