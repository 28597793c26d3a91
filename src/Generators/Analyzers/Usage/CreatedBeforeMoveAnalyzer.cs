using MetaAdamW.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4002: no path leads from the creation of an optimizer over a move of its model to a use of the optimizer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CreatedBeforeMoveAnalyzer() : ModelAnalyzer(UsageDiagnostics.CreatedBeforeMove)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationBlockStartAction(block =>
    {
        int creations = 0;
        int moves = 0;
        block.RegisterOperationAction(
            operation =>
            {
                if (OptimizerCreation.TryMatch(operation.Operation, out OptimizerCreation creation) && creation.Model is not null)
                {
                    Interlocked.Exchange(ref creations, 1);
                }
                else if (ModelMove.Of(operation.Operation) is not null)
                {
                    Interlocked.Exchange(ref moves, 1);
                }
            },
            OperationKind.Invocation,
            OperationKind.ObjectCreation);
        block.RegisterOperationBlockEndAction(end =>
        {
            if (creations != 0 && moves != 0)
            {
                Check(end);
            }
        });
    });

    private void Check(OperationBlockAnalysisContext context)
    {
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.Block or OperationKind.MethodBody or OperationKind.ConstructorBody)
            {
                ControlFlowGraph graph = context.GetControlFlowGraph(block);
                foreach ((IOperation move, IOperation creation) in new MoveAfterCreation(graph).Find(context.CancellationToken))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rule, ModelMove.Location(move), [creation.Syntax.GetLocation()], ModelMove.Of(move)!.Name));
                }
            }
        }
    }
}
