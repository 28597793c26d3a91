using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2001: a priority that is not positive and finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidPriorityAnalyzer() : PriorityAnalyzer(TaskDiagnostics.InvalidPriority)
{
    private protected override void Analyze(ISymbol symbol, List<AttributeData> priorities, SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in priorities)
        {
            if (ValueOf(attribute) is { } value && !PriorityReading.IsValid(value))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, symbol), Text(value)));
            }
        }
    }
}

/// <summary>MAW2002: a priority on something that has none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PriorityWithoutTaskAnalyzer() : PriorityAnalyzer(TaskDiagnostics.PriorityWithoutTask)
{
    private protected override void Analyze(ISymbol symbol, List<AttributeData> priorities, SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in priorities)
        {
            string? reason = (symbol is INamedTypeSymbol, TermOf(attribute) is not null) switch
            {
                (true, false) => "a class has a priority for each meta-term, so name the term",
                (true, true) when KnownTypes.Find(symbol, KnownTypes.ParamGroupAttribute) is null => "mark the class [ParamGroup] to make it a model",
                (false, true) => "meta-terms belong to the model class",
                (false, false) when KnownTypes.Find(symbol, KnownTypes.HuwTaskAttribute) is null => "mark the member [HuwTask] to make it a task",
                _ => null,
            };

            if (reason is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, symbol), symbol.Name, reason));
            }
        }
    }
}

/// <summary>MAW2006: the same priority twice.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicatePriorityAnalyzer() : PriorityAnalyzer(TaskDiagnostics.DuplicatePriority)
{
    private static readonly string[] Terms = ["GradientAlignment", "LossDecrease", "GeneralizationGap"];

    private protected override void Analyze(ISymbol symbol, List<AttributeData> priorities, SymbolAnalysisContext context)
    {
        foreach (IGrouping<int, AttributeData> same in priorities.GroupBy(p => TermOf(p) ?? -1))
        {
            foreach (AttributeData again in same.Skip(1))
            {
                string name = same.Key >= 0 && same.Key < Terms.Length ? Terms[same.Key] : $"'{symbol.Name}'";
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(again, symbol), name));
            }
        }
    }
}

/// <summary>A rule about <c>[Priority]</c> on a class, a method or a property.</summary>
public abstract class PriorityAnalyzer : ModelAnalyzer
{
    private protected PriorityAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                List<AttributeData> priorities = [.. PriorityReading.All(symbol.Symbol)];
                if (priorities.Count > 0)
                {
                    Analyze(symbol.Symbol, priorities, symbol);
                }
            },
            SymbolKind.NamedType,
            SymbolKind.Method,
            SymbolKind.Property);

    private protected abstract void Analyze(ISymbol symbol, List<AttributeData> priorities, SymbolAnalysisContext context);

    private protected static int? TermOf(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: int term }, _] ? term : null;

    private protected static double? ValueOf(AttributeData attribute) =>
        attribute.ConstructorArguments is [.., { Value: double value }] ? value : null;

    private protected static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
