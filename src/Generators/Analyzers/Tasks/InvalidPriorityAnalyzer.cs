using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2001: priorities, in attributes and as constants in code, are positive and finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidPriorityAnalyzer() : ModelAnalyzer(TaskDiagnostics.InvalidPriority)
{
    private protected override void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterSymbolAction(CheckAttributes, SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property);
        context.RegisterOperationAction(CheckArguments, OperationKind.ObjectCreation);
    }

    private void CheckAttributes(SymbolAnalysisContext context)
    {
        foreach (AttributeData attribute in PriorityReading.All(context.Symbol))
        {
            if (attribute.ConstructorArguments is [.., { Value: double value }] && !PriorityReading.IsValid(value))
            {
                Location location = attribute.ValueLocation("value", context.CancellationToken);
                context.ReportDiagnostic(Diagnostic.Create(Rule, location, Constants.Text(value)));
            }
        }
    }

    private void CheckArguments(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!KnownTypes.Is(creation.Type, RuntimeTypes.HuwTask) && !KnownTypes.Is(creation.Type, RuntimeTypes.MetaPriorities))
        {
            return;
        }

        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Value.ConstantValue: { HasValue: true, Value: double value } }
                && !PriorityReading.IsValid(value))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, argument.Value.Syntax.GetLocation(), Constants.Text(value)));
            }
        }
    }
}
