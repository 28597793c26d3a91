using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Follows what is added to lists and to TorchSharp's collections, and what LINQ makes of them.</summary>
internal sealed partial class Interpreter
{
    // What .NET's collections can be asked without being changed.
    private static readonly HashSet<string> Questions = new(StringComparer.Ordinal)
    {
        "AsReadOnly", "AsSpan", "BinarySearch", "Contains", "ContainsKey", "ContainsValue", "ConvertAll", "Equals", "Exists", "Find", "FindAll", "FindIndex", "FindLast",
        "GetEnumerator", "GetHashCode", "GetLength", "GetLowerBound", "GetRange", "GetType", "GetUpperBound", "GetValueOrDefault", "IndexOf", "LastIndexOf", "Peek", "ToString",
        "TrueForAll", "TryGetValue",
    };

    private Value CallSequence(SequenceValue sequence, IInvocationOperation call, Frame frame)
    {
        List<Value> arguments = [.. call.Arguments.Select(a => Pass(a, frame))];
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

            case "ForEach" when arguments is [FunctionValue action]:
                Map(sequence, action);
                return Value.Null;

            default:
                sequence.IsOpen |= !Questions.Contains(call.TargetMethod.Name);
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

            case ("Empty", []):
                return NewSequence([]);

            case ("Select", [SequenceValue source, FunctionValue function]):
                return Map(source, function);

            case ("SelectMany", [SequenceValue source, FunctionValue function]):
                SequenceValue parts = Map(source, function);
                return NewSequence(
                    parts.Items.SelectMany(p => p is SequenceValue part ? part.Items : [new UnknownValue(ElementType(call.Type))]),
                    parts.IsOpen || !parts.Items.TrueForAll(p => p is SequenceValue { IsOpen: false }));

            case ("Where", [SequenceValue source, FunctionValue function]):
                return Filter(source, function);

            case ("Zip", [SequenceValue left, SequenceValue right, ..]):
                SequenceValue pairs = NewSequence(left.Items.Zip(right.Items, (a, b) => NewSequence([a, b])), left.IsOpen || right.IsOpen);
                return arguments switch
                {
                    [_, _] => pairs,
                    [_, _, FunctionValue function] => NewSequence(pairs.Items.Select(p => Invoke(function, ((SequenceValue)p).Items)), pairs.IsOpen),
                    _ => new UnknownValue(call.Type),
                };

            case ("Skip" or "Take" or "SkipLast" or "TakeLast", [SequenceValue source, var count]):
                return Cut(source, call.TargetMethod.Name, count);

            case ("OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Distinct", [SequenceValue source, ..]):
                return NewSequence(source.Items, isOpen: true);

            case ("Max" or "Min" or "Sum", [SequenceValue { IsOpen: false } source]):
                return Fold(call.TargetMethod.Name, source.Items, call.Type);

            case ("Max" or "Min" or "Sum", [SequenceValue { IsOpen: false } source, FunctionValue function]):
                return Fold(call.TargetMethod.Name, Map(source, function).Items, call.Type);

            case ("Aggregate", [SequenceValue { IsOpen: false } source, var seed, FunctionValue function]):
                return source.Items.Aggregate(seed, (all, item) => Invoke(function, [all, item]));

            case ("ElementAt", [SequenceValue source, var place]):
                return ReadItem(source, place, call.Type);

            case ("Single", [SequenceValue { IsOpen: false, Items: [var single] }]):
                return single;

            case ("ToArray" or "ToList" or "AsEnumerable" or "Cast", [SequenceValue source]):
                return NewSequence(source.Items, source.IsOpen);

            case ("Concat", [SequenceValue left, SequenceValue right]):
                return NewSequence(left.Items.Concat(right.Items), left.IsOpen || right.IsOpen);

            case ("Append", [SequenceValue left, var last]):
                return NewSequence(left.Items.Append(last), left.IsOpen);

            case ("Prepend", [SequenceValue right, var start]):
                return NewSequence(right.Items.Prepend(start), right.IsOpen);

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

    private SequenceValue Filter(SequenceValue source, FunctionValue function)
    {
        List<Value> kept = [];
        bool isOpen = source.IsOpen;
        uncertainty += source.IsOpen ? 1 : 0;
        foreach (Value item in source.Items.ToList())
        {
            bool? holds = Invoke(function, [item]) is ConstantValue { Constant: bool known } ? known : null;
            isOpen |= holds is null;
            if (holds != false)
            {
                kept.Add(item);
            }
        }

        uncertainty -= source.IsOpen ? 1 : 0;
        return NewSequence(kept, isOpen);
    }

    private SequenceValue Cut(SequenceValue source, string method, Value count)
    {
        if (source.IsOpen || !Folding.TryInteger(count, out long number))
        {
            return NewSequence(source.Items, isOpen: true);
        }

        int all = source.Items.Count, n = (int)Math.Max(0, Math.Min(number, all));
        return NewSequence(method switch
        {
            "Skip" => source.Items.GetRange(n, all - n),
            "Take" => source.Items.GetRange(0, n),
            "SkipLast" => source.Items.GetRange(0, all - n),
            _ => source.Items.GetRange(all - n, n),
        });
    }

    private static Value Fold(string method, List<Value> numbers, ITypeSymbol? type)
    {
        if (numbers.Count == 0)
        {
            return method == "Sum" ? Folding.Convert(Value.Of(0), type) : new UnknownValue(type);
        }

        return Folding.Convert(numbers.Aggregate((a, b) => method == "Sum" ? Folding.Binary(BinaryOperatorKind.Add, a, b) : Folding.Call(method, [a, b]) ?? UnknownValue.Untyped), type);
    }
}
