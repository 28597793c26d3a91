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
            return Value.Of(operation.ConstantValue.Value);
        }

        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand, frame);

            case IConversionOperation conversion:
                return Folding.Convert(Evaluate(conversion.Operand, frame), conversion.Type);

            case ILocalReferenceOperation local:
                return frame.TryGet(local.Local, out Value? variable) ? variable : new UnknownValue(local.Type);

            case IParameterReferenceOperation parameter:
                return ReadParameter(parameter.Parameter, frame);

            case IFieldReferenceOperation field:
                return ReadField(field, frame);

            case IPropertyReferenceOperation property:
                return ReadProperty(property, frame);

            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                return ReadItem(Evaluate(element.ArrayReference, frame), Evaluate(element.Indices[0], frame), element.Type);

            case IInstanceReferenceOperation:
                return frame.Self is { } self ? self : new UnknownValue(operation.Type);

            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, Evaluate(assignment.Value, frame), frame);

            case ICompoundAssignmentOperation compound:
                return Assign(
                    compound.Target,
                    Folding.Convert(Combine(compound.OperatorKind, compound.Target, compound.Value, frame), compound.Type),
                    frame);

            case ICoalesceAssignmentOperation coalesce:
                Value present = Evaluate(coalesce.Target, frame);
                return present is ConstantValue { Constant: null } ? Assign(coalesce.Target, Evaluate(coalesce.Value, frame), frame) : present;

            case IIncrementOrDecrementOperation increment:
                Value before = Evaluate(increment.Target, frame);
                BinaryOperatorKind kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
                Value after = Assign(increment.Target, Folding.Binary(kind, before, Value.Of(1)), frame);
                return increment.IsPostfix ? before : after;

            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(deconstruction.Target, Evaluate(deconstruction.Value, frame), frame);

            case IBinaryOperation binary:
                return Combine(binary.OperatorKind, binary.LeftOperand, binary.RightOperand, frame);

            case IUnaryOperation unary:
                Value operand = Evaluate(unary.Operand, frame);
                return operand is TensorValue ? operand : Folding.Unary(unary.OperatorKind, operand);

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

            case IArrayCreationOperation array:
                return EvaluateArray(array, frame);

            case IObjectCreationOperation creation:
                return Create(creation, frame);

            case IInvocationOperation call:
                return Call(call, frame);

            case IDelegateCreationOperation { Target: var target }:
                return Evaluate(target, frame);

            case IAnonymousFunctionOperation function:
                return new FunctionValue(function.Symbol, function.Body, frame);

            case IMethodReferenceOperation method:
                return frame.TryGet(method.Method.OriginalDefinition, out Value? declared) ? declared : new UnknownValue(method.Type);

            case IInterpolatedStringOperation text:
                return EvaluateText(text, frame);

            case IDefaultValueOperation { Type: { } type } when type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T:
                return Value.Null;

            case IConditionalAccessOperation access:
                Evaluate(access.Operation, frame);
                return new UnknownValue(access.Type);

            case IDiscardOperation:
                return new UnknownValue(operation.Type);
        }

        dependencies.IsProvisional |= operation is IInvalidOperation;
        return operation.Syntax is CollectionExpressionSyntax collection
            ? EvaluateCollection(collection, operation.Type, frame)
            : new UnknownValue(operation.Type);
    }

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

    private SequenceValue NewSequence(IEnumerable<Value> items, bool isOpen = false) => new(items, isOpen) { BornAt = uncertainty };

    private Value ReadParameter(IParameterSymbol parameter, Frame frame)
    {
        ISymbol key = parameter.OriginalDefinition;
        return frame.TryGet(key, out Value? value) || (frame.Self?.Members.TryGetValue(key, out value) ?? false)
            ? value
            : new UnknownValue(parameter.Type);
    }

    private Value ReadField(IFieldReferenceOperation reference, Frame frame)
    {
        IFieldSymbol field = reference.Field;
        dependencies.Touch(field.OriginalDefinition);
        if (field.IsStatic)
        {
            return field.IsReadOnly ? ReadStatic(field) : new UnknownValue(field.Type);
        }

        // A tuple's elements are its items.
        if (field.CorrespondingTupleField is { } element && Evaluate(reference.Instance, frame) is SequenceValue { IsOpen: false } tuple)
        {
            return int.TryParse(element.Name.Substring(4), out int position) && position >= 1 && position <= tuple.Items.Count
                ? tuple.Items[position - 1]
                : new UnknownValue(field.Type);
        }

        return ReadMember(Evaluate(reference.Instance, frame), field.OriginalDefinition, field.Type);
    }

    private Value ReadStatic(IFieldSymbol field)
    {
        if (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value }
            || !constantsBeingRead.Add(field))
        {
            return new UnknownValue(field.Type);
        }

        Value constant = EvaluateInitializer(value, new Frame(null, null));
        constantsBeingRead.Remove(field);
        return constant;
    }

    private Value ReadMember(Value owner, ISymbol member, ITypeSymbol type)
    {
        if (owner is not ObjectValue { Type.DeclaringSyntaxReferences.IsEmpty: false } known)
        {
            return new UnknownValue(type);
        }

        // A field that nothing has set yet is null, zero or false.
        return known.Members.TryGetValue(member, out Value? value) ? value
            : !type.IsReferenceType ? new UnknownValue(type)
            : IsExhausted ? new UnknownValue(type) : Value.Null;
    }

    private Value ReadProperty(IPropertyReferenceOperation reference, Frame frame)
    {
        IPropertySymbol property = reference.Property;
        dependencies.Touch(property.OriginalDefinition);
        Value owner = reference.Instance is null ? UnknownValue.Untyped : Evaluate(reference.Instance, frame);
        if (property.IsIndexer && reference.Arguments.Length == 1)
        {
            return ReadItem(owner, Evaluate(reference.Arguments[0].Value, frame), reference.Type);
        }

        if (property.Name is "Length" or "Count")
        {
            switch (owner)
            {
                case ConstantValue { Constant: string text }:
                    return Value.Of(text.Length);
                case SequenceValue { IsOpen: false } sequence:
                    return Value.Of(sequence.Items.Count);
                case ModuleValue { IsOpen: false, Form: not (ModuleForm.User or ModuleForm.Opaque or ModuleForm.Layer) } list:
                    return Value.Of(list.Items.Count);
            }
        }

        if (BackingField(property) is { } backing)
        {
            return ReadMember(owner, backing, property.Type);
        }

        // A property that only computes something.
        SyntaxNode? syntax = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        SyntaxNode? body = syntax switch
        {
            PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow,
            PropertyDeclarationSyntax p => p.AccessorList?.Accessors.FirstOrDefault(a => a.Keyword.ValueText == "get") is { } get
                ? (SyntaxNode?)get.ExpressionBody ?? get.Body
                : null,
            _ => null,
        };

        return body is not null && depth < CallDepth && (property.IsStatic || owner is ObjectValue)
            ? RunBody(OperationOf(body), new Frame(null, owner as ObjectValue), property.Type)
            : new UnknownValue(property.Type);
    }

    private static IFieldSymbol? BackingField(IPropertySymbol property) =>
        property.OriginalDefinition.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property.OriginalDefinition));

    private static Value ReadItem(Value owner, Value index, ITypeSymbol? type)
    {
        if (Folding.TryInteger(index, out long at) && at >= 0)
        {
            switch (owner)
            {
                case SequenceValue { IsOpen: false } sequence when at < sequence.Items.Count:
                    return sequence.Items[(int)at];
                case ModuleValue { IsOpen: false } list when at < list.Items.Count:
                    return list.Items[(int)at].Value;
            }
        }

        return owner is SequenceValue { Items.Count: > 0 } any ? any.Items.Aggregate(Value.Join) : new UnknownValue(type);
    }

    private Value Assign(IOperation target, Value value, Frame frame)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                frame.Set(local.Local, value);
                break;

            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value, frame);
                break;

            case IParameterReferenceOperation parameter:
                frame.Set(parameter.Parameter.OriginalDefinition, value);
                break;

            case IFieldReferenceOperation { Field.IsStatic: false } field when Evaluate(field.Instance, frame) is ObjectValue owner:
                AssignMember(owner, field.Field.OriginalDefinition, value);
                break;

            case IPropertyReferenceOperation { Property: var property } reference:
                Value instance = Evaluate(reference.Instance, frame);
                if (property.IsIndexer)
                {
                    AssignItem(instance, reference.Arguments.Length == 1 ? Evaluate(reference.Arguments[0].Value, frame) : UnknownValue.Untyped, value);
                }
                else if (instance is ObjectValue known && BackingField(property) is { } backing)
                {
                    AssignMember(known, backing, value);
                }

                break;

            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                AssignItem(Evaluate(element.ArrayReference, frame), Evaluate(element.Indices[0], frame), value);
                break;

            case ITupleOperation:
                Deconstruct(target, value, frame);
                break;
        }

        return value;
    }

    private void AssignMember(ObjectValue owner, ISymbol member, Value value)
    {
        // Only the frame's own object is put back after an uncertain branch; others keep both values.
        owner.Members[member] = uncertainty > owner.BornAt && owner.Members.TryGetValue(member, out Value? old) && old is not ConstantValue
            ? Value.Join(old, value)
            : value;
    }

    private void AssignItem(Value owner, Value index, Value value)
    {
        if (owner is not SequenceValue sequence)
        {
            return;
        }

        if (!sequence.IsOpen && uncertainty <= sequence.BornAt && Folding.TryInteger(index, out long at) && at >= 0 && at < sequence.Items.Count)
        {
            sequence.Items[(int)at] = value;
        }
        else
        {
            sequence.IsOpen = true;
            sequence.Items.Add(value);
        }
    }

    private Value Deconstruct(IOperation target, Value value, Frame frame)
    {
        if (target is IDeclarationExpressionOperation declaration)
        {
            target = declaration.Expression;
        }

        if (target is ITupleOperation tuple)
        {
            for (int i = 0; i < tuple.Elements.Length; i++)
            {
                Value part = value is SequenceValue { IsOpen: false } parts && i < parts.Items.Count
                    ? parts.Items[i]
                    : new UnknownValue(tuple.Elements[i].Type);
                Assign(tuple.Elements[i], part, frame);
            }
        }

        return value;
    }

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

    private Value EvaluateSwitch(ISwitchExpressionOperation choice, Frame frame)
    {
        Value value = Evaluate(choice.Value, frame);
        List<IOperation> possible = [];
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
        {
            bool? matches = (arm.Guard, arm.Pattern) switch
            {
                (null, IDiscardPatternOperation) => true,
                (null, IConstantPatternOperation constant) => Matches(value, Evaluate(constant.Value, frame)),
                _ => null,
            };

            if (matches != false)
            {
                possible.Add(arm.Value);
            }

            if (matches == true)
            {
                break;
            }
        }

        return possible.Count == 1 ? Evaluate(possible[0], frame) : Either(possible, frame);
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

    private Value EvaluateCollection(CollectionExpressionSyntax collection, ITypeSymbol? type, Frame frame)
    {
        List<Value> items = [];
        bool isOpen = false;
        foreach (CollectionElementSyntax element in collection.Elements)
        {
            switch (element)
            {
                case ExpressionElementSyntax item:
                    items.Add(Evaluate(OperationOf(item.Expression), frame));
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

        if (type is INamedTypeSymbol named && KnownTypes.IsTorchModule(named) && CollectionForm(named.Name) is { } form)
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
