using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Reads and sets what objects, collections and layers hold.</summary>
internal sealed partial class Interpreter
{
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
            return field.IsReadOnly ? ReadStatic(field, field.Type) : new UnknownValue(field.Type);
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

    /// <summary>Reads a static field that nobody sets later, or a static property of that kind, from its initializer.</summary>
    private Value ReadStatic(ISymbol member, ITypeSymbol type)
    {
        ExpressionSyntax? initializer = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };

        if (initializer is null || !constantsBeingRead.Add(member))
        {
            return new UnknownValue(type);
        }

        Value constant = EvaluateInitializer(initializer, new Frame(null, null));
        constantsBeingRead.Remove(member);
        return constant;
    }

    private Value ReadMember(Value owner, ISymbol member, ITypeSymbol type)
    {
        if (owner is not ObjectValue { Type.DeclaringSyntaxReferences.IsEmpty: false } known)
        {
            return new UnknownValue(type);
        }

        if (known.Members.TryGetValue(member, out Value? value))
        {
            return value;
        }

        // A field that nothing has set yet is null or false; numbers of a module may be set where nobody looks.
        return IsExhausted ? new UnknownValue(type)
            : type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? Value.Null
            : type.SpecialType == SpecialType.System_Boolean && known is not ModuleValue ? Value.Of(false)
            : new UnknownValue(type);
    }

    private Value ReadProperty(IPropertyReferenceOperation reference, Frame frame)
    {
        IPropertySymbol property = reference.Property;
        dependencies.Touch(property.OriginalDefinition);
        Value owner = reference.Instance is null ? UnknownValue.Untyped : Evaluate(reference.Instance, frame);
        if (owner is ObjectValue { Type: var type } && (property.IsVirtual || property.IsOverride || property.IsAbstract) && reference.Instance!.Syntax is not BaseExpressionSyntax)
        {
            property = MostDerived(type, property);
        }

        if (property.IsIndexer && reference.Arguments.Length == 1)
        {
            Value index = EvaluateIndex(owner, reference.Arguments[0].Value, frame);
            return owner is SequenceValue entries && IsDictionary(property.ContainingType)
                ? FindEntry(entries, index) is { } entry ? entry.Items[1] : new UnknownValue(reference.Type)
                : ReadItem(owner, index, reference.Type);
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

        switch (owner)
        {
            case SequenceValue { IsOpen: false, Items: [var key, var held] } when property.ContainingType is { Name: "KeyValuePair" } && property.Name is "Key" or "Value":
                return property.Name == "Key" ? key : held;
            case SequenceValue { IsOpen: false } entries when IsDictionary(property.ContainingType) && property.Name is "Keys" or "Values":
                return NewSequence(entries.Items.OfType<SequenceValue>().Select(e => e.Items[property.Name == "Keys" ? 0 : 1]));
            case ModuleValue { Form: ModuleForm.Layer, Arguments: CallArguments { Values: var sizes } }
                when sizes.TryGetValue(LayerCatalogue.ArgumentOf(property.Name), out Value? size) && size is ConstantValue:
                return size;
            case ModuleValue { Form: ModuleForm.Layer } layer when KnownTypes.IsParameter(property.Type):
                return ReadLayerParameter(layer, property);
            case { } value when property is { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }:
                return value;
        }

        if (BackingField(property) is { } backing)
        {
            return property.IsStatic
                ? property.SetMethod is null ? ReadStatic(property, property.Type) : new UnknownValue(property.Type)
                : ReadMember(owner, backing, property.Type);
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

    private static IFieldSymbol? BackingField(IPropertySymbol property) => ComponentFields.Behind(property.OriginalDefinition);

    /// <summary>The position that an index means; one from the end needs to know how many items there are.</summary>
    private Value EvaluateIndex(Value owner, IOperation index, Frame frame)
    {
        while (index is IConversionOperation conversion)
        {
            index = conversion.Operand;
        }

        if (index is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd)
        {
            return Evaluate(index, frame);
        }

        int? count = owner switch
        {
            SequenceValue { IsOpen: false } sequence => sequence.Items.Count,
            ModuleValue { IsOpen: false } list => list.Items.Count,
            _ => null,
        };
        return count is { } n && Folding.TryInteger(Evaluate(fromEnd.Operand, frame), out long back) ? Value.Of(n - back) : UnknownValue.Untyped;
    }

    private Value ReadItemOrSlice(Value owner, IOperation index, ITypeSymbol? type, Frame frame)
    {
        if (index is not IRangeOperation range)
        {
            return ReadItem(owner, EvaluateIndex(owner, index, frame), type);
        }

        if (owner is not SequenceValue sequence)
        {
            return new UnknownValue(type);
        }

        Value first = range.LeftOperand is null ? Value.Of(0) : EvaluateIndex(owner, range.LeftOperand, frame);
        Value end = range.RightOperand is null ? Value.Of(sequence.Items.Count) : EvaluateIndex(owner, range.RightOperand, frame);
        return !sequence.IsOpen && Folding.TryInteger(first, out long from) && Folding.TryInteger(end, out long to) && from >= 0 && from <= to && to <= sequence.Items.Count
            ? NewSequence(sequence.Items.GetRange((int)from, (int)(to - from)))
            : NewSequence(sequence.Items, isOpen: true);
    }

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

        if (owner is ModuleValue { IsOpen: false } named && index is ConstantValue { Constant: string name } && named.Items.FindIndex(i => i.Name == name) is var place and >= 0)
        {
            return named.Items[place].Value;
        }

        return owner is SequenceValue { Items.Count: > 0 } any ? any.Items.Aggregate(Value.Join) : new UnknownValue(type);
    }

    private static bool IsDictionary(INamedTypeSymbol type) => type.Name.EndsWith("Dictionary", StringComparison.Ordinal) && type.Arity == 2;

    /// <summary>The entry of a dictionary, which is a sequence of pairs.</summary>
    private static SequenceValue? FindEntry(SequenceValue dictionary, Value key) =>
        dictionary.IsOpen || key is not ConstantValue { Constant: { } constant }
            ? null
            : dictionary.Items.OfType<SequenceValue>().FirstOrDefault(e => e.Items is [ConstantValue { Constant: var known }, _] && constant.Equals(known));

    /// <summary>The parameter of a layer: the one that was set, else one that stands for what the layer makes.</summary>
    private static Value ReadLayerParameter(ModuleValue layer, IPropertySymbol property)
    {
        if (layer.GivenParameters.TryGetValue(property.Name, out Value? given)
            || (layer.Arguments is CallArguments { Values: var values } && values.TryGetValue(property.Name, out given) && given is ParameterValue))
        {
            return given;
        }

        foreach (LayerParameter parameter in LayerCatalogue.ParametersOf(layer.Type.Name, layer.Arguments))
        {
            if (parameter.Name == property.Name && parameter.Present == true)
            {
                return layer.GivenParameters[property.Name] = ParameterValue.Of(parameter.Rank, parameter.Count);
            }
        }

        return new UnknownValue(property.Type);
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
                    Value index = reference.Arguments.Length == 1 ? EvaluateIndex(instance, reference.Arguments[0].Value, frame) : UnknownValue.Untyped;
                    if (instance is SequenceValue entries && IsDictionary(property.ContainingType))
                    {
                        AssignEntry(entries, index, value);
                    }
                    else
                    {
                        AssignItem(instance, index, value);
                    }
                }
                else if (instance is ModuleValue { Form: ModuleForm.Layer } layer && KnownTypes.IsParameter(property.Type))
                {
                    layer.GivenParameters[property.Name] = uncertainty > layer.BornAt ? Value.Join(ReadLayerParameter(layer, property), value) : value;
                }
                else if (instance is ObjectValue known && BackingField(property) is { } backing)
                {
                    AssignMember(known, backing, value);
                }
                else if (instance is ObjectValue self)
                {
                    RunSetter(self, property, value);
                }

                break;

            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                Value array = Evaluate(element.ArrayReference, frame);
                AssignItem(array, EvaluateIndex(array, element.Indices[0], frame), value);
                break;

            case IImplicitIndexerReferenceOperation indexer:
                Value list = Evaluate(indexer.Instance, frame);
                AssignItem(list, EvaluateIndex(list, indexer.Argument, frame), value);
                break;

            case ITupleOperation:
                Deconstruct(target, value, frame);
                break;
        }

        return value;
    }

    private void RunSetter(ObjectValue self, IPropertySymbol property, Value value)
    {
        if (property.OriginalDefinition.SetMethod is { } set
            && set.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is AccessorDeclarationSyntax accessor)
        {
            var frame = new Frame(null, self);
            frame.Declare(set.Parameters[set.Parameters.Length - 1], value);
            RunBody(OperationOf((SyntaxNode?)accessor.ExpressionBody ?? accessor.Body), frame, null);
        }
    }

    private void AssignMember(ObjectValue owner, ISymbol member, Value value)
    {
        // Only the frame's own object is put back after an uncertain branch; others keep both values.
        owner.Members[member] = uncertainty > owner.BornAt && owner.Members.TryGetValue(member, out Value? old) && old is not ConstantValue
            ? Value.Join(old, value)
            : value.Stored;
    }

    private void AssignItem(Value owner, Value index, Value value)
    {
        if (owner is ModuleValue { Form: not (ModuleForm.User or ModuleForm.Layer) } module)
        {
            AssignItem(module, index, value);
            return;
        }

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

    private void AssignItem(ModuleValue collection, Value index, Value value)
    {
        int place = Folding.TryInteger(index, out long at) && at >= 0 && at < collection.Items.Count ? (int)at
            : index is ConstantValue { Constant: string name } ? collection.Items.FindIndex(i => i.Name == name)
            : -1;
        if (place < 0)
        {
            // A dictionary takes a new name; what another one does with an index that is not known stays open.
            Append(collection, NewSequence([index is ConstantValue ? index : new UnknownValue(compilation.GetSpecialType(SpecialType.System_String)), value]));
            return;
        }

        ModuleItem old = collection.Items[place];
        collection.Items[place] = old with { Value = uncertainty > collection.BornAt ? Value.Join(old.Value, value) : value };
    }

    private void AssignEntry(SequenceValue dictionary, Value key, Value value)
    {
        if (uncertainty <= dictionary.BornAt && FindEntry(dictionary, key) is { } entry)
        {
            entry.Items[1] = value;
        }
        else
        {
            dictionary.IsOpen |= key is not ConstantValue;
            Append(dictionary, NewSequence([key, value]));
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
            IReadOnlyList<Value> parts = Parts(value, tuple.Elements.Length);
            for (int i = 0; i < tuple.Elements.Length; i++)
            {
                Assign(tuple.Elements[i], i < parts.Count ? parts[i] : new UnknownValue(tuple.Elements[i].Type), frame);
            }
        }

        return value;
    }

    /// <summary>The items of a tuple, the positional properties of a record; empty where they are not known.</summary>
    private IReadOnlyList<Value> Parts(Value value, int count)
    {
        switch (value)
        {
            case SequenceValue { IsOpen: false } tuple:
                return tuple.Items;

            case ObjectValue { Type: { IsRecord: true } record } known
                when record.GetMembers("Deconstruct").OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length == count) is { IsImplicitlyDeclared: true } positional:
                return [.. positional.Parameters.Select(p => record.GetMembers(p.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property && BackingField(property) is { } backing
                    ? ReadMember(known, backing, property.Type)
                    : new UnknownValue(p.Type))];

            default:
                return [];
        }
    }
}
