using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

internal sealed partial class Interpreter
{
    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
        Throw,

        /// <summary>To another section of the switch around it: <see cref="target"/>.</summary>
        GoTo,
    }

    private ILabelSymbol? target;

    private Flow Run(IOperation? statement, Frame frame)
    {
        if (statement is null || !Step())
        {
            return Flow.Next;
        }

        switch (statement)
        {
            case IBlockOperation block:
                return RunAll(block.Operations, frame);

            case IVariableDeclarationGroupOperation or IVariableDeclarationOperation or IUsingDeclarationOperation:
                Declare(statement, frame);
                return Flow.Next;

            case ILocalFunctionOperation function:
                frame.Declare(function.Symbol.OriginalDefinition, new FunctionValue(function.Symbol, function.Body, frame));
                return Flow.Next;

            case IExpressionStatementOperation expression:
                Evaluate(expression.Operation, frame);
                return Flow.Next;

            case IConditionalOperation conditional:
                return RunConditional(conditional, frame);

            case IForLoopOperation loop:
                RunAll(loop.Before, frame);
                return RunLoop(loop, loop.Condition, testsFirst: true, loop.Body, loop.AtLoopBottom, frame);

            case IWhileLoopOperation loop when !loop.ConditionIsUntil:
                return RunLoop(loop, loop.Condition, loop.ConditionIsTop, loop.Body, [], frame);

            case IForEachLoopOperation loop:
                return RunForEach(loop, frame);

            case ISwitchOperation choice:
                return RunSwitch(choice, frame);

            case IReturnOperation { Kind: OperationKind.Return } result:
                Value returned = result.ReturnedValue is null ? Value.Null : Evaluate(result.ReturnedValue, frame);
                frame.Result = frame.Result is null ? returned : Value.Join(frame.Result, returned);
                return Flow.Return;

            case IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } item } when frame.Yielded is { } yielded:
                Append(yielded, Evaluate(item, frame));
                return Flow.Next;

            case IReturnOperation { Kind: OperationKind.YieldBreak } when frame.Yielded is { } yielded:
                yielded.IsOpen |= uncertainty > yielded.BornAt;
                return Flow.Return;

            case IThrowOperation:
                return Flow.Throw;

            case IBranchOperation { BranchKind: BranchKind.Break }:
                return Flow.Break;

            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return Flow.Continue;

            case IBranchOperation { BranchKind: BranchKind.GoTo, Syntax: GotoStatementSyntax { CaseOrDefaultKeyword.RawKind: not 0 } } branch:
                target = branch.Target;
                return Flow.GoTo;

            case ITryOperation attempt:
                Flow flow = Run(attempt.Body, frame);
                Flow last = Run(attempt.Finally, frame);
                return last == Flow.Next ? flow : last;

            case IUsingOperation use:
                Declare(use.Resources, frame);
                return Run(use.Body, frame);

            case ILockOperation locked:
                return Run(locked.Body, frame);

            case ILabeledOperation labeled:
                return Run(labeled.Operation, frame);

            default:
                Evaluate(statement, frame);
                return Flow.Next;
        }
    }

    private Flow RunAll(IEnumerable<IOperation> statements, Frame frame)
    {
        // Local functions can be called before the line that declares them.
        foreach (IOperation statement in statements)
        {
            if (statement is ILocalFunctionOperation)
            {
                Run(statement, frame);
            }
        }

        foreach (IOperation statement in statements)
        {
            if (statement is not ILocalFunctionOperation && Run(statement, frame) is var flow and not Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private void Declare(IOperation? declaration, Frame frame)
    {
        switch (declaration)
        {
            case IUsingDeclarationOperation use:
                Declare(use.DeclarationGroup, frame);
                break;

            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclarationOperation one in group.Declarations)
                {
                    Declare(one, frame);
                }

                break;

            case IVariableDeclarationOperation one:
                foreach (IVariableDeclaratorOperation declarator in one.Declarators)
                {
                    IOperation? value = declarator.GetVariableInitializer()?.Value;
                    frame.Declare(declarator.Symbol, value is null ? Value.Null : Evaluate(value, frame));
                }

                break;

            case { } expression:
                Evaluate(expression, frame);
                break;
        }
    }

    private Flow RunConditional(IConditionalOperation conditional, Frame frame)
    {
        if (Evaluate(conditional.Condition, frame) is ConstantValue { Constant: bool known })
        {
            return Run(known ? conditional.WhenTrue : conditional.WhenFalse, frame);
        }

        return RunEither([() => Run(conditional.WhenTrue, frame), () => Run(conditional.WhenFalse, frame)], frame);
    }

    /// <summary>Runs one of several ways, nobody knows which, and goes on with all that they may leave.</summary>
    private Flow RunEither(IReadOnlyList<Func<Flow>> ways, Frame frame)
    {
        FrameState start = frame.Save();
        FrameState? joined = null;
        Flow? flow = null;
        uncertainty++;
        foreach (Func<Flow> way in ways)
        {
            frame.Restore(start);
            Flow end = way();
            if (end is Flow.Throw)
            {
                continue;
            }

            // A way that leaves by `return` keeps its fields, but the statements that follow belong to the others.
            if (joined is not null)
            {
                frame.Join(joined);
            }

            joined = frame.Save();
            flow = flow is null || flow == end ? end : Flow.Next;
        }

        uncertainty--;
        if (joined is null)
        {
            frame.Restore(start);
            return Flow.Throw;
        }

        return flow ?? Flow.Next;
    }

    private Flow RunLoop(IOperation loop, IOperation? condition, bool testsFirst, IOperation body, IEnumerable<IOperation> bottom, Frame frame)
    {
        bool test = testsFirst;
        int start = steps;
        bool buildsNothing = !BuildsModules(loop);
        while (Step())
        {
            // A loop that only fills a table of numbers must not eat up the budget.
            if (buildsNothing && steps - start > StepsForArithmetic)
            {
                steps = start + StepsForArithmetic;
                Forget(loop, frame);
                Open(loop, frame);
                return Flow.Next;
            }

            // Nor must one that builds thousands of parts: what it fills stays open, and the statements after it are read.
            if (steps - start > StepsForLoop)
            {
                return RunUnknownTimes(loop, () => Run(body, frame), frame);
            }

            if (test && condition is not null)
            {
                Value goesOn = Evaluate(condition, frame);
                if (goesOn is not ConstantValue { Constant: bool again })
                {
                    return RunUnknownTimes(loop, () => Run(body, frame), frame);
                }

                if (!again)
                {
                    return Flow.Next;
                }
            }

            test = true;
            Flow flow = Run(body, frame);
            if (flow is Flow.Return or Flow.Throw or Flow.GoTo)
            {
                return flow;
            }

            if (flow == Flow.Break)
            {
                return Flow.Next;
            }

            RunAll(bottom, frame);
        }

        return Flow.Next;
    }

    private Flow RunForEach(IForEachLoopOperation loop, Frame frame)
    {
        Value collection = Evaluate(loop.Collection, frame);
        IReadOnlyList<Value>? items = collection switch
        {
            SequenceValue { IsOpen: false } sequence => [.. sequence.Items],
            ModuleValue { IsOpen: false, Form: ModuleForm.Sequential or ModuleForm.ModuleList } list => [.. list.Items.Select(i => i.Value)],
            _ => null,
        };

        if (items is null)
        {
            Value sample = collection is SequenceValue { Items.Count: > 0 } open ? open.Items.Aggregate(Value.Join) : UnknownValue.Untyped;
            return RunUnknownTimes(
                loop,
                () =>
                {
                    BindIterator(loop, sample, frame);
                    return Run(loop.Body, frame);
                },
                frame);
        }

        foreach (Value item in items)
        {
            BindIterator(loop, item, frame);
            Flow flow = Run(loop.Body, frame);
            if (flow is Flow.Return or Flow.Throw or Flow.GoTo)
            {
                return flow;
            }

            if (flow == Flow.Break || IsExhausted)
            {
                break;
            }
        }

        return Flow.Next;
    }

    private static bool BuildsModules(IOperation loop) =>
        loop.Descendants().Any(o => KnownTypes.IsModule(o.Type) || KnownTypes.IsParameter(o.Type));

    private void BindIterator(IForEachLoopOperation loop, Value item, Frame frame)
    {
        if (loop.LoopControlVariable is IVariableDeclaratorOperation variable)
        {
            frame.Declare(variable.Symbol, item);
        }
        else
        {
            Assign(loop.LoopControlVariable, item, frame);
        }
    }

    // The body runs once, for any of its turns: what it changes from turn to turn is not known.
    private Flow RunUnknownTimes(IOperation loop, Func<Flow> body, Frame frame)
    {
        FrameState before = frame.Save();
        Forget(loop, frame);
        uncertainty++;
        body();
        uncertainty--;
        Forget(loop, frame);
        frame.Join(before);
        return Flow.Next;
    }

    private static void Forget(IOperation loop, Frame frame)
    {
        foreach (IOperation operation in loop.Descendants())
        {
            IOperation? target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation increment => increment.Target,
                _ => null,
            };

            if (target is ILocalReferenceOperation { Local: var local } && frame.TryGet(local, out Value? value) && value is ConstantValue or UnknownValue)
            {
                frame.Set(local, new UnknownValue(local.Type));
            }
        }
    }

    // What a loop that was given up was still filling.
    private void Open(IOperation loop, Frame frame)
    {
        if (frame.Yielded is { } yielded)
        {
            yielded.IsOpen = true;
        }

        foreach (IInvocationOperation call in loop.Descendants().OfType<IInvocationOperation>())
        {
            if (call.Instance is ILocalReferenceOperation or IFieldReferenceOperation && Evaluate(call.Instance, frame) is SequenceValue list)
            {
                list.IsOpen = true;
            }
        }
    }

    private Flow RunSwitch(ISwitchOperation choice, Frame frame)
    {
        Value value = Evaluate(choice.Value, frame);
        List<Func<Flow>> ways = [];
        bool hasDefault = false;
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            bool? matches = false;
            foreach (ICaseClauseOperation clause in section.Clauses)
            {
                hasDefault |= clause is IDefaultCaseClauseOperation;
                matches |= clause switch
                {
                    IDefaultCaseClauseOperation => false,
                    ISingleValueCaseClauseOperation single => Matches(value, Evaluate(single.Value, frame)),
                    IPatternCaseClauseOperation pattern => Matches(value, pattern.Pattern, pattern.Guard, frame),
                    _ => null,
                };
            }

            if (matches == true && ways.Count == 0)
            {
                return AfterSwitch(RunSection(section, choice, frame));
            }

            if (matches != false)
            {
                ways.Add(() => RunSection(section, choice, frame));
            }
        }

        ISwitchCaseOperation? fallback = choice.Cases.FirstOrDefault(c => c.Clauses.Any(l => l is IDefaultCaseClauseOperation));
        if (ways.Count == 0)
        {
            return fallback is null ? Flow.Next : AfterSwitch(RunSection(fallback, choice, frame));
        }

        ways.Add(hasDefault ? () => RunSection(fallback!, choice, frame) : () => Flow.Next);
        return AfterSwitch(RunEither(ways, frame));
    }

    /// <summary>Runs a section of a switch, and those that it goes on to by <c>goto case</c> and <c>goto default</c>.</summary>
    private Flow RunSection(ISwitchCaseOperation section, ISwitchOperation choice, Frame frame)
    {
        Flow flow = RunAll(section.Body, frame);
        while (flow == Flow.GoTo && Step()
            && choice.Cases.FirstOrDefault(c => c.Clauses.Any(clause => SymbolEqualityComparer.Default.Equals(clause.Label, target))) is { } next)
        {
            flow = RunAll(next.Body, frame);
        }

        return flow;
    }

    private static Flow AfterSwitch(Flow flow) => flow == Flow.Break ? Flow.Next : flow;
}
