using MetaAdamW.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4002: no path leads from the creation of an optimizer over a move of its model to a use of the optimizer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CreatedBeforeMoveAnalyzer() : ModelAnalyzer(UsageDiagnostics.CreatedBeforeMove)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Check, OperationKind.Invocation);

    private void Check(OperationAnalysisContext context)
    {
        if (ModelMove.Of(context.Operation) is not { } model)
        {
            return;
        }

        IOperation root = context.Operation.Root();
        if (root is not (IBlockOperation or IMethodBodyBaseOperation)
            || !root.Descendants().Any(o => OptimizerCreation.TryMatch(o, out OptimizerCreation creation) && creation.Model is not null))
        {
            return;
        }

        foreach ((IOperation move, IOperation creation) in new MoveAfterCreation(context.GetControlFlowGraph()).Find(context.CancellationToken))
        {
            if (move.Syntax == context.Operation.Syntax)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, ModelMove.Location(move), [creation.Syntax.GetLocation()], model.Name));
            }
        }
    }
}
