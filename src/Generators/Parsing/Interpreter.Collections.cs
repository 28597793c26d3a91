using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Follows what is added to lists and to TorchSharp's collections, and what LINQ makes of them.</summary>
internal sealed partial class Interpreter
{
    private Value CallSequence(SequenceValue sequence, IInvocationOperation call, Frame frame)
    {
        List<Value> arguments = [.. call.Arguments.Select(a => Evaluate(a.Value, frame))];
        switch (call.TargetMethod.Name)
        {
            case "Add" or "Append" or "Enqueue":
                Append(sequence, arguments.Count == 1 ? arguments[0] : NewSequence(arguments));
                return Value.Null;

            case "AddRange" when arguments is [SequenceValue more]:
                foreach (Value item in more.Items.ToList())
                {
                    Append(sequence, item);
                }

                sequence.IsOpen |= more.IsOpen;
                return Value.Null;

            case "ToArray" or "ToList":
                return NewSequence(sequence.Items, sequence.IsOpen);

            default:
                sequence.IsOpen |= call.TargetMethod.ReturnsVoid;
                return new UnknownValue(call.Type);
        }
    }

    private void Append(Value collection, Value item)
    {
        switch (collection)
        {
            case SequenceValue sequence:
                sequence.IsOpen |= uncertainty > sequence.BornAt || sequence.Items.Count >= LongestSequence;
                sequence.Items.Add(item);
                break;

            case ModuleValue module:
                bool wasUncertain = uncertainty > module.BornAt;
                Fill(module, item);
                module.IsOpen |= wasUncertain;
                break;
        }
    }

    /// <summary>Adds a module, a named module, or a sequence of these to a collection of TorchSharp's.</summary>
    private void Fill(ModuleValue collection, Value value)
    {
        switch (value)
        {
            case SequenceValue { IsOpen: false, Items: [var name, var item] } when IsName(name) && !IsName(item):
                collection.Items.Add(new ModuleItem((name as ConstantValue)?.Constant as string, item, false));
                collection.IsOpen |= name is not ConstantValue { Constant: string };
                break;

            case SequenceValue sequence when nesting < CallDepth && Step():
                nesting++;
                foreach (Value each in sequence.Items.ToList())
                {
                    Fill(collection, each);
                }

                nesting--;
                collection.IsOpen |= sequence.IsOpen;
                break;

            case SequenceValue:
                collection.IsOpen = true;
                break;

            case ModuleValue or ParameterValue or ChoiceValue:
                collection.Items.Add(new ModuleItem(
                    collection.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), value, value is ChoiceValue));
                break;

            case UnknownValue { Type: { } type } when KnownTypes.IsModule(type) || KnownTypes.IsTensor(type):
                collection.Items.Add(new ModuleItem(
                    collection.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), value, true));
                break;

            case UnknownValue { Type.SpecialType: SpecialType.System_String }:
                break;

            case UnknownValue unknown:
                collection.IsOpen = true;
                collection.Items.Add(new ModuleItem(null, new UnknownValue(ElementType(unknown.Type)), true));
                break;
        }

        static bool IsName(Value value) =>
            value is ConstantValue { Constant: string } or UnknownValue { Type.SpecialType: SpecialType.System_String };
    }

    private static ITypeSymbol? ElementType(ITypeSymbol? sequence) => sequence switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    private Value CallLinq(IInvocationOperation call, Frame frame)
    {
        List<Value> arguments = [.. call.Arguments.Select(a => Evaluate(a.Value, frame))];
        switch (call.TargetMethod.Name, arguments)
        {
            case ("Range", [var start, var count]):
                return Folding.TryInteger(count, out long n) && n is >= 0 and <= LongestSequence && Folding.TryInteger(start, out long first)
                    ? NewSequence(Enumerable.Range((int)first, (int)n).Select(i => Value.Of(i)))
                    : NewSequence([new UnknownValue(null)], isOpen: true);

            case ("Repeat", [var item, var count]):
                return Folding.TryInteger(count, out long times) && times is >= 0 and <= LongestSequence
                    ? NewSequence(Enumerable.Repeat(item, (int)times))
                    : NewSequence([item], isOpen: true);

            case ("Select", [SequenceValue source, FunctionValue function]):
                return Map(source, function);

            case ("ToArray" or "ToList" or "AsEnumerable" or "Cast", [SequenceValue source]):
                return NewSequence(source.Items, source.IsOpen);

            case ("Concat", [SequenceValue left, SequenceValue right]):
                return NewSequence(left.Items.Concat(right.Items), left.IsOpen || right.IsOpen);

            case ("Append", [SequenceValue left, var last]):
                return NewSequence(left.Items.Append(last), left.IsOpen);

            case ("Count", [SequenceValue { IsOpen: false } source]):
                return Value.Of(source.Items.Count);

            case ("Reverse", [SequenceValue source]):
                return NewSequence(Enumerable.Reverse(source.Items), source.IsOpen);

            case ("First", [SequenceValue { IsOpen: false, Items: [var head, ..] }]):
                return head;

            case ("Last", [SequenceValue { IsOpen: false, Items: [.., var tail] }]):
                return tail;

            default:
                return new UnknownValue(call.Type);
        }
    }

    private SequenceValue Map(SequenceValue source, FunctionValue function)
    {
        uncertainty += source.IsOpen ? 1 : 0;
        List<Value> items = [];
        for (int i = 0; i < source.Items.Count && !IsExhausted; i++)
        {
            items.Add(Invoke(function, function.Symbol.Parameters.Length > 1 ? [source.Items[i], Value.Of(i)] : [source.Items[i]]));
        }

        uncertainty -= source.IsOpen ? 1 : 0;
        return NewSequence(items, source.IsOpen);
    }
}
