using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3009: constants that <c>MetaAdamWOptions</c> is initialized with are in range.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionOutOfRangeAnalyzer() : ModelAnalyzer(OptionDiagnostics.OptionOutOfRange)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.SimpleAssignment);

    private void Check(OperationAnalysisContext context)
    {
        if (context.Operation is not ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: var option, Type: var type, ContainingType: var owner } },
                Value: var value,
            }
            || !KnownTypes.Is(owner, RuntimeTypes.Options))
        {
            return;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } kinds)
        {
            List<IFieldSymbol> members = [.. kinds.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue)];
            if (Constants.Of(value) is { } kind && !members.Exists(m => Equals(m.ConstantValue, kind)))
            {
                Report(context, option, kind, value, "one of " + string.Join(", ", members.Select(m => m.Name)));
            }
        }
        else if (OptionRange.All.TryGetValue(option, out OptionRange? range))
        {
            foreach (IOperation part in Parts(value))
            {
                if (Constants.Of(part) is { } number && !range.Contains(number))
                {
                    Report(context, option, number, part, range.Text);
                }
            }
        }
    }

    private static IReadOnlyList<IOperation> Parts(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null, Operand: ITupleOperation or IConversionOperation } conversion)
        {
            value = conversion.Operand;
        }

        return value is ITupleOperation tuple ? tuple.Elements : new[] { value };
    }

    private void Report(OperationAnalysisContext context, string option, object constant, IOperation place, string range) =>
        context.ReportDiagnostic(Diagnostic.Create(Rule, place.Syntax.GetLocation(), option, Constants.Text(constant), range));
}
