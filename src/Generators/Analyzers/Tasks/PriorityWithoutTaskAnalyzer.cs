using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2002: <c>[Priority]</c> stands where there is something to weigh: a task, or a model with the term of its meta-loss.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PriorityWithoutTaskAnalyzer() : ModelAnalyzer(TaskDiagnostics.PriorityWithoutTask)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in PriorityReading.All(context.Symbol))
        {
            if (Flaw(context.Symbol, attribute) is { } flaw)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, attribute.Location(context.CancellationToken), context.Symbol.Name, flaw));
            }
        }
    }

    private static string? Flaw(ISymbol symbol, AttributeData attribute) => (symbol, attribute.ConstructorArguments.Length) switch
    {
        (INamedTypeSymbol, 1) => "say which term of the meta-loss it is for, [Priority(MetaTerm, value)]",
        (INamedTypeSymbol, 2) when KnownTypes.Find(symbol, KnownTypes.ParamGroupAttribute) is null => "mark the class [ParamGroup] too, or remove it",
        (not INamedTypeSymbol, 2) => "the terms of the meta-loss get their priorities on the model class",
        (not INamedTypeSymbol, 1) when KnownTypes.Find(symbol, KnownTypes.HuwTaskAttribute) is null => "mark the member [HuwTask] too, or remove it",
        _ => null,
    };
}
