using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>
/// Follows the paths of a method from each creation of an optimizer. A path ends where the model or the optimizer becomes
/// another; a move of the model on it is a mistake where the optimizer lives on.
/// </summary>
internal sealed class MoveAfterCreation
{
    private readonly Dictionary<BasicBlock, IReadOnlyList<IOperation>> _operations = [];
    private readonly Dictionary<CaptureId, ISymbol> _captures = [];
    private readonly ControlFlowGraph _graph;

    public MoveAfterCreation(ControlFlowGraph graph)
    {
        _graph = graph;
        foreach (BasicBlock block in graph.Blocks)
        {
            List<IOperation> operations = [];
            foreach (IOperation operation in block.Operations)
            {
                AddInOrder(operation, operations);
            }

            if (block.BranchValue is { } value)
            {
                AddInOrder(value, operations);
            }

            _operations.Add(block, operations);
        }

        // The compiler keeps a value over a branch in a capture; one of a variable stands for the variable.
        foreach (IFlowCaptureOperation capture in _operations.Values.SelectMany(o => o).OfType<IFlowCaptureOperation>())
        {
            if (Variable.Of(capture.Value) is { } variable)
            {
                _captures[capture.Id] = variable;
            }
        }
    }

    /// <summary>The moves that leave an optimizer behind, each once, with the creation of one.</summary>
    public IEnumerable<(IOperation Move, IOperation Creation)> Find(CancellationToken cancellation)
    {
        var found = new Dictionary<IOperation, IOperation>();
        foreach (BasicBlock block in _graph.Blocks)
        {
            IReadOnlyList<IOperation> operations = _operations[block];
            for (int i = 0; i < operations.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (OptimizerCreation.TryMatch(operations[i], out OptimizerCreation creation) && ModelOf(creation) is { } model)
                {
                    Follow(new Creation(operations[i], model, Target(operations[i])), block, i + 1, found);
                }
            }
        }

        return found.Select(f => (f.Key, f.Value));
    }

    private void Follow(Creation creation, BasicBlock start, int index, Dictionary<IOperation, IOperation> found)
    {
        if (creation.Optimizer is null)
        {
            // An optimizer that is handed on at once can't be followed.
            return;
        }

        var visited = new HashSet<(BasicBlock, IOperation?)>();
        var open = new Stack<(BasicBlock Block, int Index, IOperation? Move)>([(start, index, null)]);
        while (open.Count > 0)
        {
            (BasicBlock block, int first, IOperation? move) = open.Pop();
            if (!Walk(creation, block, first, ref move, found))
            {
                continue;
            }

            foreach (ControlFlowBranch? branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (branch?.Destination is { } next && visited.Add((next, move)))
                {
                    open.Push((next, 0, move));
                }
            }

            // A field outlives the method, and its optimizer is stepped elsewhere.
            if (block.Kind == BasicBlockKind.Exit && move is not null && creation.Optimizer is IFieldSymbol or IPropertySymbol)
            {
                found[move] = creation.Operation;
            }
        }
    }

    /// <summary>Goes through a block; false where the path ends in it.</summary>
    private bool Walk(Creation creation, BasicBlock block, int first, ref IOperation? move, Dictionary<IOperation, IOperation> found)
    {
        IReadOnlyList<IOperation> operations = _operations[block];
        for (int i = first; i < operations.Count; i++)
        {
            IOperation operation = operations[i];
            if (operation is ISimpleAssignmentOperation assignment && VariableOf(assignment.Target) is { } target)
            {
                bool isOptimizer = Same(target, creation.Optimizer!) && Variable.Unconverted(assignment.Value) != creation.Operation;
                bool isModel = Same(target, creation.Model) && !ModelMove.IsMoveOf(assignment.Value, target);
                if (isOptimizer || isModel)
                {
                    return false;
                }
            }
            else if (ModelMove.Of(operation) is { } moved && Same(moved, creation.Model))
            {
                move ??= operation;
            }
            else if (move is not null && IsUse(operation, creation.Optimizer!))
            {
                found[move] = creation.Operation;
                return false;
            }
        }

        return true;
    }

    private bool IsUse(IOperation operation, ISymbol optimizer)
    {
        if (operation is IFlowAnonymousFunctionOperation function)
        {
            return function.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == optimizer.Name);
        }

        return !operation.IsImplicit
            && VariableOf(operation) is { } variable && Same(variable, optimizer)
            && !IsTarget(operation)
            && operation.Parent is not IInvocationOperation { TargetMethod.Name: "Dispose" };
    }

    private static bool IsTarget(IOperation operation) =>
        operation.Parent is ISimpleAssignmentOperation assignment && assignment.Target == operation;

    private ISymbol? ModelOf(OptimizerCreation creation) => creation.Model ?? creation.Operation switch
    {
        IInvocationOperation { Instance: { } instance } => VariableOf(instance),
        IObjectCreationOperation { Arguments: [{ Value: var first }, ..] } => VariableOf(first),
        _ => null,
    };

    private ISymbol? VariableOf(IOperation operation) =>
        Variable.Unconverted(operation) is IFlowCaptureReferenceOperation capture
            ? _captures.TryGetValue(capture.Id, out ISymbol? variable) ? variable : null
            : Variable.Of(operation);

    private ISymbol? Target(IOperation creation)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        return value.Parent is ISimpleAssignmentOperation assignment ? VariableOf(assignment.Target) : null;
    }

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    // Operands come before what uses them.
    private static void AddInOrder(IOperation operation, List<IOperation> operations)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            AddInOrder(child, operations);
        }

        operations.Add(operation);
    }

    private sealed record Creation(IOperation Operation, ISymbol Model, ISymbol? Optimizer);
}
