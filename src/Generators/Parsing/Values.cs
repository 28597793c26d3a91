using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>What the compiler can know about a value while it reads a constructor. Values are compared by identity: two names
/// for one object are one value.</summary>
internal abstract class Value
{
    public static Value Null { get; } = new ConstantValue(null);

    public static Value Of(object? constant) => constant is null ? Null : new ConstantValue(constant);

    /// <summary>One of two values; the same value stays itself.</summary>
    public static Value Join(Value left, Value right)
    {
        if (ReferenceEquals(left, right) || (left is ConstantValue l && right is ConstantValue r && Equals(l.Constant, r.Constant) && SymbolEqualityComparer.Default.Equals(l.Enumeration, r.Enumeration)))
        {
            return left;
        }

        // Numbers and flags that differ are simply not known; only structure is worth keeping apart.
        if (!left.IsStructure && !right.IsStructure)
        {
            return UnknownValue.Untyped;
        }

        List<Value> options = [.. left.Options];
        options.AddRange(right.Options.Where(o => !options.Contains(o)));
        return new ChoiceValue(options);
    }

    public virtual IEnumerable<Value> Options => [this];

    /// <summary>What a variable holds that is set to this value: a struct is copied.</summary>
    public virtual Value Stored => this;

    protected virtual bool IsStructure => false;
}

/// <summary>Nothing is known but, perhaps, the type.</summary>
internal sealed class UnknownValue(ITypeSymbol? type) : Value
{
    public static UnknownValue Untyped { get; } = new(null);

    public ITypeSymbol? Type { get; } = type;

    protected override bool IsStructure => KnownTypes.IsModule(Type) || KnownTypes.IsTensor(Type);
}

internal sealed class ConstantValue(object? constant) : Value
{
    /// <summary>A number, a character, a flag, a text or null; of an enumeration's member the number.</summary>
    public object? Constant { get; } = constant;

    /// <summary>The enumeration that the number is a member of, if it is.</summary>
    public ITypeSymbol? Enumeration { get; init; }
}

/// <summary>One of several, as an unknown condition decides.</summary>
internal sealed class ChoiceValue(List<Value> options) : Value
{
    public override IEnumerable<Value> Options => options;

    protected override bool IsStructure => true;
}

/// <summary>A tuple, an array, a list or another sequence. Open: of unknown length, the items are samples of what it holds.</summary>
internal sealed class SequenceValue(IEnumerable<Value> items, bool isOpen = false) : Value
{
    public List<Value> Items { get; } = [.. items];

    public bool IsOpen { get; set; } = isOpen;

    /// <summary>How many unknown conditions enclosed its making: what happens under these alone is certain for it.</summary>
    public int BornAt { get; init; }

    protected override bool IsStructure => true;
}

/// <summary>A lambda or a local function, with the frame that it closes over.</summary>
internal sealed class FunctionValue(IMethodSymbol symbol, IBlockOperation? body, Frame frame) : Value
{
    public IMethodSymbol Symbol { get; } = symbol;

    public IBlockOperation? Body { get; } = body;

    public Frame Frame { get; } = frame;
}

/// <summary>A tensor: its sizes as far as they are known, null where not even their number is.</summary>
internal sealed class TensorValue(long?[]? sizes) : Value
{
    public long?[]? Sizes { get; } = sizes;

    protected override bool IsStructure => true;
}

/// <summary>A <c>Parameter</c>.</summary>
internal sealed class ParameterValue(long?[]? sizes, bool? requiresGrad) : Value
{
    public long?[]? Sizes { get; } = sizes;

    public bool? RequiresGrad { get; set; } = requiresGrad;

    /// <summary>Rank and count of a parameter whose sizes nobody wrote.</summary>
    private (int? Rank, long? Count) Known { get; init; }

    public int? Rank => Sizes?.Length ?? Known.Rank;

    public long? Count
    {
        get
        {
            if (Sizes is null)
            {
                return Known.Count;
            }

            long? count = 1;
            foreach (long? size in Sizes)
            {
                count *= size;
            }

            return count;
        }
    }

    protected override bool IsStructure => true;

    /// <summary>A trainable parameter that a layer made.</summary>
    public static ParameterValue Of(int? rank, long? count) => new(null, true) { Known = (rank, count) };
}

/// <summary>An object of a class whose source is at hand.</summary>
internal class ObjectValue(INamedTypeSymbol type) : Value
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>How many unknown conditions enclosed its making: what happens under these alone is certain for it.</summary>
    public int BornAt { get; init; }

    /// <summary>Fields, auto-properties (by their backing field) and captured constructor parameters.</summary>
    public Dictionary<ISymbol, Value> Members { get; set; } = new(SymbolEqualityComparer.Default);

    protected override bool IsStructure => true;

    public override Value Stored => Type.TypeKind == TypeKind.Struct ? Copy(BornAt) : this;

    /// <summary>Another object with the same members, as <c>with</c> makes one.</summary>
    public ObjectValue Copy(int bornAt) => new(Type) { BornAt = bornAt, Members = new(Members, SymbolEqualityComparer.Default) };
}

/// <summary>How a module holds its parameters.</summary>
internal enum ModuleForm
{
    /// <summary>A class of the user's: fields, registered by reflection or by hand.</summary>
    User,

    /// <summary>A layer of the catalogue.</summary>
    Layer,

    Sequential,

    ModuleList,

    ModuleDict,

    ParameterList,

    ParameterDict,

    /// <summary>A module without parameters: an activation, a pooling, a dropout.</summary>
    Empty,

    /// <summary>A module that can't be looked into.</summary>
    Opaque,
}

/// <summary>A live module, as far as the compiler can follow its making.</summary>
internal sealed class ModuleValue(INamedTypeSymbol type, ModuleForm form) : ObjectValue(type)
{
    public ModuleForm Form { get; } = form;

    /// <summary>Arguments of the layer's factory, for a layer.</summary>
    public ILayerArguments Arguments { get; init; } = NoArguments.Instance;

    /// <summary>Parameters of a layer that were read or set by its properties, which is how weights are tied.</summary>
    public Dictionary<string, Value> GivenParameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Items of a collection. A name is null where it is not constant.</summary>
    public List<ModuleItem> Items { get; } = [];

    /// <summary>Whether the number of items, and so their names, are unknown.</summary>
    public bool IsOpen { get; set; }

    /// <summary>What was registered, in that order; names are unique.</summary>
    public List<ModuleItem> Registered { get; } = [];

    /// <summary>Whether something was registered under a name that is not constant.</summary>
    public bool HasUnknownNames { get; set; }

    /// <summary>Whether its constructor was not read to the end, since that would have taken too long.</summary>
    public bool IsUnfinished { get; set; }

    /// <summary>Whether the layer's parameters start without gradients.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Whether <c>RegisterComponents</c> ran.</summary>
    public bool HasRegistered { get; set; }

    /// <summary>The call of <c>RegisterComponents</c> that counted, or null where the constructors make none.</summary>
    public Microsoft.CodeAnalysis.SyntaxNode? RegistrationCall { get; set; }

    /// <summary>Whether a component is registered, or is an item of a collection that is.</summary>
    public bool Holds(Value component) =>
        Registered.Any(r => r.Value.Options.Contains(component)
            || r.Value.Options.OfType<ModuleValue>().Any(m => m.Form != ModuleForm.User && m.Items.Exists(i => i.Value.Options.Contains(component))));

    /// <summary>Whether a field has a component that TorchSharp never saw.</summary>
    public bool Misses(IFieldSymbol field) =>
        !HasUnknownNames
        && Members.TryGetValue(field.OriginalDefinition, out Value? value)
        && value.Options.Any(o => (o is ModuleValue || o is ParameterValue) && !(HasRegistered && RegistrationCall is null ? WasRegisteredByHand(o) : Holds(o)));

    /// <summary>Whether a component was never registered, neither by reflection nor by hand.</summary>
    public bool IsUnseen(Value component) => component is ModuleValue or ParameterValue && !Holds(component);

    private bool WasRegisteredByHand(Value component) => RegisteredByHand.Contains(component);

    /// <summary>What <c>register_module</c> and <c>register_parameter</c> were called for.</summary>
    public List<Value> RegisteredByHand { get; } = [];

    public void Register(string name, Value value, bool isOptional)
    {
        int at = Registered.FindIndex(c => c.Name == name);
        if (at < 0)
        {
            Registered.Add(new ModuleItem(name, value, isOptional));
        }
    }
}

/// <summary>One item of a collection or one registered component.</summary>
internal readonly record struct ModuleItem(string? Name, Value Value, bool IsOptional);

/// <summary>Arguments of which nothing is known.</summary>
internal sealed class NoArguments : ILayerArguments
{
    public static NoArguments Instance { get; } = new();

    public long? Integer(string name, long? absent = null) => null;

    public bool? Flag(string name, bool absent) => null;

    public bool? IsNull(string name) => null;

    public long? Volume(string name, int dimensions) => null;

    public ILayerArguments? Layer(string name) => null;
}

/// <summary>Arguments of a call of a layer's factory, by parameter name.</summary>
internal sealed class CallArguments(IReadOnlyDictionary<string, Value> values) : ILayerArguments
{
    public IReadOnlyDictionary<string, Value> Values { get; } = values;

    public long? Integer(string name, long? absent = null) =>
        !Values.TryGetValue(name, out Value? value) ? absent : Folding.TryInteger(value, out long number) ? number : null;

    public bool? Flag(string name, bool absent) =>
        !Values.TryGetValue(name, out Value? value) ? absent : value is ConstantValue { Constant: bool flag } ? flag : null;

    public bool? IsNull(string name) => !Values.TryGetValue(name, out Value? value) ? true : value switch
    {
        ConstantValue { Constant: null } => true,
        UnknownValue or ChoiceValue => null,
        _ => false,
    };

    public long? Volume(string name, int dimensions)
    {
        if (!Values.TryGetValue(name, out Value? value))
        {
            return null;
        }

        long? volume = 1;
        if (value is SequenceValue { IsOpen: false } sizes)
        {
            foreach (Value size in sizes.Items)
            {
                volume *= Folding.TryInteger(size, out long number) ? number : null;
            }

            return volume;
        }

        long? side = Integer(name);
        for (int i = 0; i < dimensions; i++)
        {
            volume *= side;
        }

        return volume;
    }

    public ILayerArguments? Layer(string name) =>
        Values.TryGetValue(name, out Value? value) && value is ModuleValue { Form: ModuleForm.Layer } layer ? layer.Arguments : null;
}

/// <summary>The variables of one call.</summary>
/// <param name="parent">The frame that a lambda or a local function closes over.</param>
/// <param name="self">The object that the call is made on.</param>
/// <param name="types">What the type parameters of a method, and of its class, stand for.</param>
internal sealed class Frame(Frame? parent, ObjectValue? self, IReadOnlyDictionary<ISymbol, ITypeSymbol>? types = null)
{
    private readonly IReadOnlyDictionary<ISymbol, ITypeSymbol>? types = types;
    private Dictionary<ISymbol, Value> variables = new(SymbolEqualityComparer.Default);

    public Frame? Parent { get; } = parent;

    public ObjectValue? Self { get; } = self;

    /// <summary>What an iterator gives, one after another; null in any other call.</summary>
    public SequenceValue? Yielded { get; set; }

    /// <summary>What the call may return; more than one value where an unknown condition decides.</summary>
    public Value? Result { get; set; }

    public bool TryGet(ISymbol variable, [NotNullWhen(true)] out Value? value)
    {
        for (Frame? frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame.variables.TryGetValue(variable, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>What a type parameter stands for, or null.</summary>
    public ITypeSymbol? ArgumentFor(ITypeParameterSymbol parameter)
    {
        for (Frame? frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame.types?.TryGetValue(parameter, out ITypeSymbol? argument) == true)
            {
                return argument;
            }

            for (INamedTypeSymbol? type = frame.Self?.Type; type is not null; type = type.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, parameter.ContainingSymbol))
                {
                    return type.TypeArguments[parameter.Ordinal];
                }
            }
        }

        return null;
    }

    public void Declare(ISymbol variable, Value value) => variables[variable] = value.Stored;

    public void Set(ISymbol variable, Value value)
    {
        for (Frame? frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame.variables.ContainsKey(variable))
            {
                frame.variables[variable] = value.Stored;
                return;
            }
        }

        Declare(variable, value);
    }

    /// <summary>The variables as they stand, to come back to.</summary>
    public FrameState Save() => new(
        new Dictionary<ISymbol, Value>(variables, SymbolEqualityComparer.Default),
        Self is null ? null : new Dictionary<ISymbol, Value>(Self.Members, SymbolEqualityComparer.Default));

    public void Restore(FrameState state)
    {
        variables = new Dictionary<ISymbol, Value>(state.Variables, SymbolEqualityComparer.Default);
        if (Self is not null && state.Members is not null)
        {
            Self.Members = new Dictionary<ISymbol, Value>(state.Members, SymbolEqualityComparer.Default);
        }
    }

    /// <summary>Goes on with what either of two states may have left.</summary>
    public void Join(FrameState other)
    {
        Join(variables, other.Variables);
        if (Self is not null && other.Members is not null)
        {
            Join(Self.Members, other.Members);
        }
    }

    private static void Join(Dictionary<ISymbol, Value> into, Dictionary<ISymbol, Value> from)
    {
        foreach (ISymbol key in into.Keys.Union(from.Keys, SymbolEqualityComparer.Default).OfType<ISymbol>().ToList())
        {
            Value left = into.TryGetValue(key, out Value? l) ? l : Value.Null;
            Value right = from.TryGetValue(key, out Value? r) ? r : Value.Null;
            into[key] = Value.Join(left, right);
        }
    }
}

/// <summary>A saved state of a frame.</summary>
internal sealed record FrameState(Dictionary<ISymbol, Value> Variables, Dictionary<ISymbol, Value>? Members);
