using MetaAdamW.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4003: the optimizer of one model is not created anew on each turn of a loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CreatedInLoopAnalyzer() : ModelAnalyzer(UsageDiagnostics.CreatedInLoop)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.Invocation, OperationKind.ObjectCreation);

    private void Check(OperationAnalysisContext context)
    {
        if (!OptimizerCreation.TryMatch(context.Operation, out OptimizerCreation creation) || creation.Model is not { } model)
        {
            return;
        }

        ILoopOperation? outermost = null;
        for (IOperation child = creation.Operation; child.Parent is { } parent && !IsOnCondition(parent); child = parent)
        {
            if (parent is ILoopOperation loop && loop.Body == child && Repeats(loop) && !IsNewEachTurn(model, loop) && !DependsOn(creation.Operation, loop))
            {
                outermost = loop;
            }
        }

        if (outermost is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Location, [outermost.Syntax.GetLocation()], model.Name));
        }
    }

    // What is created on a condition only, or in a function of its own, may be created once.
    private static bool IsOnCondition(IOperation operation) => operation
        is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation or ICoalesceAssignmentOperation
        or IAnonymousFunctionOperation or ILocalFunctionOperation;

    private static bool Repeats(ILoopOperation loop) =>
        loop.Body is not IBlockOperation { Operations: [.., IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
            or IBranchOperation { BranchKind: BranchKind.Break }] };

    // The model is another on each turn: declared in the loop, or assigned in it.
    private static bool IsNewEachTurn(ISymbol model, ILoopOperation loop) =>
        model.IsDeclaredIn(loop.Syntax)
        || loop.Descendants().OfType<ISimpleAssignmentOperation>().Any(a => Variable.Is(a.Target, model) && !ModelMove.IsMoveOf(a.Value, model));

    // Options that change from turn to turn make a search over options.
    private static bool DependsOn(IOperation creation, ILoopOperation loop) =>
        creation.Descendants().Any(o => o is ILocalReferenceOperation { Local: var local } && local.IsDeclaredIn(loop.Syntax) && !local.IsDeclaredIn(creation.Syntax));
}
