using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

internal sealed partial class Interpreter
{
    private Value Evaluate(IOperation? operation, Frame frame)
    {
        if (operation is null || !Step())
        {
            return new UnknownValue(operation?.Type);
        }

        if (operation.ConstantValue.HasValue)
        {
            TouchConstants(operation);
            return Convert(Value.Of(operation.ConstantValue.Value), operation.Type);
        }

        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand, frame);

            case IConversionOperation conversion:
                return Convert(Evaluate(conversion.Operand, frame), conversion.Type);

            case ILocalReferenceOperation local:
                return frame.TryGet(local.Local, out Value? variable) ? variable : new UnknownValue(local.Type);

            case IParameterReferenceOperation parameter:
                return ReadParameter(parameter.Parameter, frame);

            case IFieldReferenceOperation field:
                return ReadField(field, frame);

            case IPropertyReferenceOperation property:
                return ReadProperty(property, frame);

            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                return ReadItemOrSlice(Evaluate(element.ArrayReference, frame), element.Indices[0], element.Type, frame);

            case IImplicitIndexerReferenceOperation indexer:
                return ReadItemOrSlice(Evaluate(indexer.Instance, frame), indexer.Argument, indexer.Type, frame);

            case IInstanceReferenceOperation:
                return frame.Self is { } self ? self : new UnknownValue(operation.Type);

            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, Evaluate(assignment.Value, frame), frame);

            case ICompoundAssignmentOperation compound:
                // The operator works in the type that the value has been converted to: x *= 0.5f in single precision, whatever x is.
                Value combined = Combine(compound.OperatorKind, compound.Target, compound.Value, frame);
                bool shifts = compound.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift;
                return Assign(compound.Target, Convert(shifts ? combined : Convert(combined, compound.Value.Type), compound.Type), frame);

            case ICoalesceAssignmentOperation coalesce:
                Value present = Evaluate(coalesce.Target, frame);
                return present switch
                {
                    ConstantValue { Constant: null } => Assign(coalesce.Target, Evaluate(coalesce.Value, frame), frame),
                    UnknownValue or ChoiceValue => Assign(coalesce.Target, Value.Join(present, Either([coalesce.Value], frame)), frame),
                    _ => present,
                };

            case IIncrementOrDecrementOperation increment:
                Value before = Evaluate(increment.Target, frame);
                BinaryOperatorKind kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
                Value after = Assign(increment.Target, Convert(Folding.Binary(kind, before, Value.Of(1)), increment.Type), frame);
                return increment.IsPostfix ? before : after;

            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(deconstruction.Target, Evaluate(deconstruction.Value, frame), frame);

            case IBinaryOperation binary:
                return Convert(Combine(binary.OperatorKind, binary.LeftOperand, binary.RightOperand, frame), binary.Type);

            case IUnaryOperation unary:
                Value operand = Evaluate(unary.Operand, frame);
                return operand is TensorValue ? operand : Convert(Folding.Unary(unary.OperatorKind, operand), unary.Type);

            case IConditionalOperation conditional:
                return Evaluate(conditional.Condition, frame) is ConstantValue { Constant: bool known }
                    ? Evaluate(known ? conditional.WhenTrue : conditional.WhenFalse, frame)
                    : Either([conditional.WhenTrue, conditional.WhenFalse], frame);

            case ICoalesceOperation coalesce:
                Value first = Evaluate(coalesce.Value, frame);
                return first switch
                {
                    ConstantValue { Constant: null } => Evaluate(coalesce.WhenNull, frame),
                    UnknownValue or ChoiceValue => Value.Join(first, Either([coalesce.WhenNull], frame)),
                    _ => first,
                };

            case ISwitchExpressionOperation choice:
                return EvaluateSwitch(choice, frame);

            case ITupleOperation tuple:
                return NewSequence(tuple.Elements.Select(e => Evaluate(e, frame)));

            case IArrayCreationOperation newArray:
                return EvaluateArray(newArray, frame);

            case IObjectCreationOperation creation:
                return Create(creation, frame);

            case IInvocationOperation call:
                return Call(call, frame);

            case IDelegateCreationOperation { Target: var target }:
                return Evaluate(target, frame);

            case IAnonymousFunctionOperation function:
                return new FunctionValue(function.Symbol, function.Body, frame);

            case IMethodReferenceOperation method:
                return frame.TryGet(method.Method.OriginalDefinition, out Value? declared) ? declared : ReadMethod(method, frame);

            case IInterpolatedStringOperation text:
                return EvaluateText(text, frame);

            case IDefaultValueOperation { Type: { } type } when type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T:
                return Value.Null;

            case IConditionalAccessOperation access:
                return EvaluateAccess(access, frame);

            case IConditionalAccessInstanceOperation when accessed.Count > 0:
                return accessed.Peek();

            case IIsPatternOperation test:
                return Matches(Evaluate(test.Value, frame), test.Pattern, frame) is { } matches ? Value.Of(matches) : UnknownValue.Untyped;

            case IIsTypeOperation { IsNegated: false } test:
                return IsOfType(Evaluate(test.ValueOperand, frame), test.TypeOperand) is { } isType ? Value.Of(isType) : UnknownValue.Untyped;

            case ITranslatedQueryOperation query:
                return Evaluate(query.Operation, frame);

            case IWithOperation { Operand: var source } with when Evaluate(source, frame) is ObjectValue original and not ModuleValue:
                return Initialize(original.Copy(uncertainty), with.Initializer, frame);

            case ITypeParameterObjectCreationOperation { Type: ITypeParameterSymbol parameter } when frame.ArgumentFor(parameter) is INamedTypeSymbol argument:
                return argument.InstanceConstructors.FirstOrDefault(c => c.Parameters.IsEmpty) is { } constructor
                    ? New(argument, constructor, Defaults(constructor))
                    : new UnknownValue(argument);

            case IDiscardOperation:
                return new UnknownValue(operation.Type);
        }

        dependencies.IsProvisional |= operation is IInvalidOperation;
        return operation.Syntax is CollectionExpressionSyntax collection
            ? EvaluateCollection(collection, operation, frame)
            : new UnknownValue(operation.Type);
    }

    /// <summary>Reads <c>a?.b</c>: null where the left side is, both where that is not known.</summary>
    private Value EvaluateAccess(IConditionalAccessOperation access, Frame frame)
    {
        Value left = Evaluate(access.Operation, frame);
        if (left is ConstantValue { Constant: null } or UnknownValue or ChoiceValue)
        {
            return left is ConstantValue ? Value.Null : new UnknownValue(access.Type);
        }

        accessed.Push(left);
        Value right = Evaluate(access.WhenNotNull, frame);
        accessed.Pop();
        return right;
    }

    /// <summary>A type with what its type parameters stand for, as far as that is known.</summary>
    private static INamedTypeSymbol Close(INamedTypeSymbol type, Frame frame)
    {
        if (!type.IsGenericType || type.IsTupleType || type.ContainingType is { IsGenericType: true })
        {
            return type;
        }

        ITypeSymbol[] arguments = [.. type.TypeArguments.Select(a => Resolve(a, frame))];
        return arguments.SequenceEqual(type.TypeArguments, SymbolEqualityComparer.Default) ? type : type.ConstructedFrom.Construct(arguments);
    }

    private static ITypeSymbol Resolve(ITypeSymbol type, Frame frame) => type switch
    {
        ITypeParameterSymbol parameter => frame.ArgumentFor(parameter) ?? parameter,
        INamedTypeSymbol named => Close(named, frame),
        _ => type,
    };

    // The compiler has folded the constant; it may be made of others, in other files.
    private void TouchConstants(IOperation operation)
    {
        if (operation is ILiteralOperation)
        {
            return;
        }

        foreach (IFieldReferenceOperation constant in operation.DescendantsAndSelf().OfType<IFieldReferenceOperation>())
        {
            if (constant.Field.ContainingType.DeclaringSyntaxReferences.IsEmpty || !constantsBeingRead.Add(constant.Field))
            {
                continue;
            }

            dependencies.Touch(constant.Field);
            if (constant.Field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: { } initializer }
                && OperationOf(initializer) is ISymbolInitializerOperation { Value: { } value })
            {
                TouchConstants(value);
            }

            constantsBeingRead.Remove(constant.Field);
        }
    }

    /// <summary>A value as a type holds it; a member of an enumeration has its name from there.</summary>
    private Value Convert(Value value, ITypeSymbol? type)
    {
        Value converted = Folding.Convert(value, type);
        if (converted is ConstantValue { Enumeration: { } enumeration })
        {
            dependencies.Touch(enumeration);
        }

        return converted;
    }

    private SequenceValue NewSequence(IEnumerable<Value> items, bool isOpen = false) => new(items, isOpen) { BornAt = uncertainty };

    private Value Combine(BinaryOperatorKind kind, IOperation left, IOperation right, Frame frame)
    {
        Value a = Evaluate(left, frame);
        if (a is ConstantValue { Constant: bool decided }
            && ((kind == BinaryOperatorKind.ConditionalAnd && !decided) || (kind == BinaryOperatorKind.ConditionalOr && decided)))
        {
            return a;
        }

        Value b = Evaluate(right, frame);
        return (a, b) switch
        {
            (TensorValue tensor, ConstantValue) => tensor,
            (ConstantValue, TensorValue tensor) => tensor,
            _ => Folding.Binary(kind, a, b),
        };
    }

    private Value Either(IEnumerable<IOperation?> expressions, Frame frame)
    {
        Value? result = null;
        uncertainty++;
        foreach (IOperation? expression in expressions)
        {
            if (expression is null or IThrowOperation || (expression as IConversionOperation)?.Operand is IThrowOperation)
            {
                continue;
            }

            Value value = Evaluate(expression, frame);
            result = result is null ? value : Value.Join(result, value);
        }

        uncertainty--;
        return result ?? UnknownValue.Untyped;
    }

    private Value EvaluateArray(IArrayCreationOperation array, Frame frame)
    {
        if (array.Initializer is { } initializer)
        {
            return NewSequence(initializer.ElementValues.Select(e => Evaluate(e, frame)));
        }

        if (array.DimensionSizes.Length == 1 && Folding.TryInteger(Evaluate(array.DimensionSizes[0], frame), out long length) && length is >= 0 and <= LongestSequence)
        {
            Value empty = array.Type is IArrayTypeSymbol { ElementType.IsReferenceType: true } ? Value.Null : UnknownValue.Untyped;
            return NewSequence(Enumerable.Repeat(empty, (int)length));
        }

        return NewSequence([], isOpen: true);
    }

    private Value EvaluateCollection(CollectionExpressionSyntax collection, IOperation operation, Frame frame)
    {
        List<Value> items = [];
        bool isOpen = false;
        foreach (CollectionElementSyntax element in collection.Elements)
        {
            switch (element)
            {
                case ExpressionElementSyntax item:
                    // Of `new(…)`, which has its type from the collection, only the collection's operation knows.
                    items.Add(Evaluate(OperationOf(item.Expression) ?? operation.Descendants().FirstOrDefault(o => o.Syntax == item.Expression), frame));
                    break;

                case SpreadElementSyntax spread when Evaluate(OperationOf(spread.Expression), frame) is SequenceValue sequence:
                    items.AddRange(sequence.Items);
                    isOpen |= sequence.IsOpen;
                    break;

                default:
                    isOpen = true;
                    break;
            }
        }

        if (operation.Type is INamedTypeSymbol named && KnownTypes.IsTorchModule(named) && CollectionForm(named.Name) is { } form)
        {
            var module = new ModuleValue(named, form) { BornAt = uncertainty };
            Fill(module, new SequenceValue(items, isOpen));
            return module;
        }

        return NewSequence(items, isOpen);
    }

    private Value EvaluateText(IInterpolatedStringOperation text, Frame frame)
    {
        var builder = new StringBuilder();
        foreach (IInterpolatedStringContentOperation part in text.Parts)
        {
            string? piece = part switch
            {
                IInterpolatedStringTextOperation literal => Folding.Text(Evaluate(literal.Text, frame)),
                IInterpolationOperation { FormatString: null, Alignment: null } hole => Folding.Text(Evaluate(hole.Expression, frame)),
                IInterpolationOperation { FormatString: ILiteralOperation { ConstantValue.Value: string format }, Alignment: null } hole =>
                    Folding.Text(Evaluate(hole.Expression, frame), format),
                _ => null,
            };

            if (piece is null)
            {
                return new UnknownValue(text.Type);
            }

            builder.Append(piece);
        }

        return Value.Of(builder.ToString());
    }
}
