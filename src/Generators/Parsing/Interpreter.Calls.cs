using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

internal sealed partial class Interpreter
{
    // Tensor methods that leave the sizes as they are.
    private static readonly HashSet<string> SizeKeepers = new(StringComparer.Ordinal)
    {
        "to", "cuda", "cpu", "clone", "detach", "detach_", "contiguous", "requires_grad_", "with_requires_grad", "alias", "abs", "abs_", "exp",
        "exp_", "log", "log_", "sqrt", "sqrt_", "neg", "neg_", "mul", "mul_", "div", "div_", "add", "add_", "sub", "sub_", "fill_", "zero_",
        "normal_", "uniform_", "clamp", "clamp_", "tril", "tril_", "triu", "triu_", "DetachFromDisposeScope", "MoveToOuterDisposeScope",
        "zeros_", "ones_", "constant_", "trunc_normal_", "eye_", "orthogonal_", "xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_",
        "zeros_like", "ones_like", "rand_like", "randn_like", "empty_like",
    };

    private Value Create(IObjectCreationOperation creation, Frame frame)
    {
        if (creation.Type is not INamedTypeSymbol type)
        {
            return new UnknownValue(creation.Type);
        }

        type = Close(type, frame);
        Dictionary<ISymbol, Value> arguments = Bind(creation.Arguments, frame);
        Value made;
        if (KnownTypes.IsTorchModule(type))
        {
            made = CreateTorch(type, creation.Constructor, arguments);
        }
        else if (!type.DeclaringSyntaxReferences.IsEmpty)
        {
            made = New(type, creation.Constructor, arguments);
        }
        else if (type.AllInterfaces.Any(i => i.Name == "IEnumerable"))
        {
            SequenceValue? source = arguments.Values.OfType<SequenceValue>().FirstOrDefault();
            made = NewSequence(source?.Items ?? [], source?.IsOpen ?? arguments.Values.Any(v => v is UnknownValue { Type: not { IsValueType: true } }));
        }
        else
        {
            made = new UnknownValue(type);
        }

        return Initialize(made, creation.Initializer, frame);
    }

    /// <summary>Runs the initializer behind a <c>new</c> or a <c>with</c>.</summary>
    private Value Initialize(Value made, IObjectOrCollectionInitializerOperation? initializer, Frame frame)
    {
        foreach (IOperation member in initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            switch (member)
            {
                case ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } } set when made is ObjectValue owner:
                    AssignMember(owner, field.OriginalDefinition, Evaluate(set.Value, frame));
                    break;

                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { IsIndexer: false } property } } set
                    when made is ObjectValue owner && BackingField(property) is { } backing:
                    AssignMember(owner, backing, Evaluate(set.Value, frame));
                    break;

                case IInvocationOperation { TargetMethod.Name: "Add" } add:
                    List<Value> added = [.. add.Arguments.Select(a => Evaluate(a.Value, frame))];
                    Append(made, added.Count == 1 ? added[0] : NewSequence(added));
                    break;

                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } target } set:
                    Append(made, NewSequence([Evaluate(target.Arguments[0].Value, frame), Evaluate(set.Value, frame)]));
                    break;
            }
        }

        return made;
    }

    /// <summary>Makes a module or a parameter of TorchSharp's, by constructor or by factory.</summary>
    private Value CreateTorch(INamedTypeSymbol type, IMethodSymbol? method, Dictionary<ISymbol, Value> arguments)
    {
        if (type.Name == "Parameter")
        {
            Value data = Argument(arguments, "data");
            bool? gradient = Argument(arguments, "requires_grad") is ConstantValue { Constant: bool flag } ? flag : null;
            return new ParameterValue((data as TensorValue)?.Sizes ?? (data as ParameterValue)?.Sizes, gradient);
        }

        if (CollectionForm(type.Name) is { } form)
        {
            var collection = new ModuleValue(type, form) { BornAt = uncertainty };
            foreach (Value argument in arguments.Values)
            {
                Fill(collection, argument);
            }

            return collection;
        }

        if (LayerCatalogue.Contains(type.Name))
        {
            var values = new Dictionary<string, Value>(StringComparer.Ordinal);
            foreach (KeyValuePair<ISymbol, Value> argument in arguments)
            {
                values[argument.Key.Name] = argument.Value;
            }

            return new ModuleValue(type, ModuleForm.Layer) { BornAt = uncertainty, Arguments = new CallArguments(values) };
        }

        return new ModuleValue(type, KnownTypes.IsModule(type) ? ModuleForm.Empty : ModuleForm.Opaque) { BornAt = uncertainty };
    }

    private static Value Argument(Dictionary<ISymbol, Value> arguments, string name)
    {
        foreach (KeyValuePair<ISymbol, Value> argument in arguments)
        {
            if (argument.Key.Name == name)
            {
                return argument.Value;
            }
        }

        return UnknownValue.Untyped;
    }

    private Value Call(IInvocationOperation call, Frame frame)
    {
        IMethodSymbol method = call.TargetMethod;
        dependencies.Touch(method.OriginalDefinition);
        if (KnownTypes.IsLayerFactory(method) && method.ReturnType is INamedTypeSymbol made && KnownTypes.IsTorchModule(made))
        {
            return method.Name.EndsWith("_from_pretrained", StringComparison.Ordinal)
                ? Pretrained(made, Bind(call.Arguments, frame))
                : CreateTorch(made, method, Bind(call.Arguments, frame));
        }

        if (KnownTypes.IsTensorFactory(method) && KnownTypes.IsTensor(method.ReturnType) && !SizeKeepers.Contains(method.Name))
        {
            return new TensorValue(TensorSizes(method, Bind(call.Arguments, frame)));
        }

        Value? receiver = call.Instance is null ? null : Evaluate(call.Instance, frame);
        if (receiver is ModuleValue module && TryCallModule(module, call, frame, out Value? result))
        {
            return result;
        }

        if (receiver is SequenceValue sequence)
        {
            return CallSequence(sequence, call, frame);
        }

        if (receiver is FunctionValue function && method.MethodKind == MethodKind.DelegateInvoke)
        {
            return Invoke(function, [.. call.Arguments.Select(a => Evaluate(a.Value, frame))]);
        }

        if (method.MethodKind == MethodKind.LocalFunction && frame.TryGet(method.OriginalDefinition, out Value? local) && local is FunctionValue localFunction)
        {
            return InvokeBound(localFunction, Bind(call.Arguments, frame), callee => GiveBack(call.Arguments, method, callee, frame));
        }

        if (method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" })
        {
            return CallLinq(call, frame);
        }

        if (!method.DeclaringSyntaxReferences.IsEmpty)
        {
            return CallSource(call, receiver, frame);
        }

        return CallForeign(call, receiver, frame);
    }

    private static ModuleValue Pretrained(INamedTypeSymbol type, Dictionary<ISymbol, Value> arguments)
    {
        // The table is the given tensor; its sizes stand in for the counts.
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        if (Argument(arguments, "embeddings") is TensorValue { Sizes: [{ } rows, { } columns] })
        {
            values["num_embeddings"] = Value.Of(rows);
            values["embedding_dims"] = Value.Of(columns);
        }

        return new ModuleValue(type, ModuleForm.Layer)
        {
            Arguments = new CallArguments(values),
            IsFrozen = Argument(arguments, "freeze") is not ConstantValue { Constant: false },
        };
    }

    private static long?[]? TensorSizes(IMethodSymbol method, Dictionary<ISymbol, Value> arguments)
    {
        if (method.Name == "tensor" && method.Parameters[0].Type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double)
        {
            return [];
        }

        if (method.Name is not ("zeros" or "ones" or "empty" or "rand" or "randn" or "full" or "normal"))
        {
            return null;
        }

        if (Argument(arguments, "size") is SequenceValue { IsOpen: false } sizes)
        {
            return [.. sizes.Items.Select(Size)];
        }

        List<long?> dimensions = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType is SpecialType.System_Int64 or SpecialType.System_Int32 && parameter.Name != "value")
            {
                dimensions.Add(arguments.TryGetValue(parameter.OriginalDefinition, out Value? size) ? Size(size) : null);
            }
        }

        return dimensions.Count > 0 ? [.. dimensions] : null;

        static long? Size(Value value) => Folding.TryInteger(value, out long number) ? number : null;
    }

    private bool TryCallModule(ModuleValue module, IInvocationOperation call, Frame frame, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Value? result)
    {
        IMethodSymbol method = call.TargetMethod;
        result = module;
        bool isTorch = KnownTypes.IsFromTorchSharp(method.ContainingType);
        bool isUncertain = uncertainty > module.BornAt;
        switch (method.Name)
        {
            case "RegisterComponents" when isTorch && method.Parameters.IsEmpty:
                module.RegistrationCall ??= module.HasRegistered ? null : call.Syntax;
                RegisterComponents(module);
                return true;

            case "register_module" or "add_module" or "register_parameter" or "register_buffer" when isTorch && call.Arguments.Length >= 2:
                Value[] pair = [.. call.Arguments.Take(2).Select(a => Evaluate(a.Value, frame))];
                if (method.Name != "register_buffer" && pair[0] is ConstantValue { Constant: string name })
                {
                    foreach (Value component in pair[1].Options)
                    {
                        RegisterBelow(component);
                    }

                    module.RegisteredByHand.AddRange(pair[1].Options);
                    module.Register(name, pair[1], isUncertain);
                }
                else if (method.Name != "register_buffer")
                {
                    module.HasUnknownNames = true;
                }

                return true;

            case "append" or "Add" or "extend" or "insert" or "Insert" when isTorch && module.Form is not (ModuleForm.User or ModuleForm.Layer):
                List<Value> added = [.. call.Arguments.Select(a => Evaluate(a.Value, frame))];
                if (method.Name is "insert" or "Insert")
                {
                    module.IsOpen = true;
                    added.RemoveAt(0);
                }

                Append(module, added.Count == 1 ? added[0] : NewSequence(added));
                return true;

            case "Remove" or "RemoveAt" or "Clear" or "remove" or "clear" or "pop" when isTorch && module.Form is not (ModuleForm.User or ModuleForm.Layer):
                module.IsOpen = true;
                result = new UnknownValue(call.Type);
                return true;
        }

        return false;
    }

    private Value Invoke(FunctionValue function, IReadOnlyList<Value> arguments)
    {
        var bound = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        for (int i = 0; i < arguments.Count && i < function.Symbol.Parameters.Length; i++)
        {
            bound[function.Symbol.Parameters[i].OriginalDefinition] = arguments[i];
        }

        return InvokeBound(function, bound);
    }

    private Value InvokeBound(FunctionValue function, Dictionary<ISymbol, Value> arguments, Action<Frame>? after = null)
    {
        var frame = new Frame(function.Frame, function.Frame.Self);
        foreach (KeyValuePair<ISymbol, Value> argument in arguments)
        {
            frame.Declare(argument.Key, argument.Value);
        }

        Value result = RunBody(function.Body, frame, function.Symbol.ReturnType);
        after?.Invoke(frame);
        return result;
    }

    private Value CallSource(IInvocationOperation call, Value? receiver, Frame caller)
    {
        IMethodSymbol method = call.TargetMethod;
        Dictionary<ISymbol, ITypeSymbol> types = TypeArguments(method, caller);
        Dictionary<ISymbol, Value> arguments = Bind(call.Arguments, caller);
        if (method.ReducedFrom is { } unreduced)
        {
            method = unreduced;
        }

        if (call.IsVirtual && receiver is ObjectValue { Type: var type }
            && MostDerived(type, method) is var derived && !SymbolEqualityComparer.Default.Equals(derived.OriginalDefinition, method.OriginalDefinition))
        {
            // An override has parameters of its own.
            arguments = method.Parameters.Zip(derived.Parameters, (of, to) => (of.OriginalDefinition, To: to.OriginalDefinition))
                .Where(p => arguments.ContainsKey(p.OriginalDefinition))
                .ToDictionary(p => (ISymbol)p.To, p => arguments[p.OriginalDefinition], SymbolEqualityComparer.Default);
            method = derived;
        }

        if (BodyOf(method) is not { } body || depth >= CallDepth || method.IsAsync || (!method.IsStatic && receiver is not ObjectValue))
        {
            return new UnknownValue(Resolve(method.ReturnType, caller));
        }

        var frame = new Frame(null, receiver as ObjectValue, types);
        foreach (KeyValuePair<ISymbol, Value> argument in arguments)
        {
            frame.Declare(argument.Key, argument.Value);
        }

        Value result = RunBody(OperationOf(body), frame, method.ReturnType);
        GiveBack(call.Arguments, method, frame, caller);
        return result;
    }

    private SyntaxNode? BodyOf(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is MethodDeclarationSyntax syntax ? (SyntaxNode?)syntax.ExpressionBody ?? syntax.Body : null;

    /// <summary>What the type parameters of a method and of the classes around it stand for in a call.</summary>
    private static Dictionary<ISymbol, ITypeSymbol> TypeArguments(IMethodSymbol method, Frame caller)
    {
        var types = new Dictionary<ISymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
        Add((method.ReducedFrom ?? method.OriginalDefinition).TypeParameters, method.TypeArguments);
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            Add(type.OriginalDefinition.TypeParameters, type.TypeArguments);
        }

        return types;

        void Add(ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments)
        {
            for (int i = 0; i < parameters.Length && i < arguments.Length; i++)
            {
                if (Resolve(arguments[i], caller) is var argument && !SymbolEqualityComparer.Default.Equals(argument, parameters[i]))
                {
                    types[parameters[i]] = argument;
                }
            }
        }
    }

    /// <summary>A method that is handed on as a delegate.</summary>
    private Value ReadMethod(IMethodReferenceOperation reference, Frame frame)
    {
        IMethodSymbol method = reference.Method;
        dependencies.Touch(method.OriginalDefinition);
        var self = reference.Instance is null ? null : Evaluate(reference.Instance, frame) as ObjectValue;
        if (self is not null && (method.IsVirtual || method.IsAbstract || method.IsOverride))
        {
            method = MostDerived(self.Type, method);
        }

        return (self is not null || method.IsStatic) && method.ReducedFrom is null && !method.IsAsync
            && BodyOf(method) is { } body && OperationOf(body) is IBlockOperation block
            ? new FunctionValue(method, block, new Frame(null, self, TypeArguments(reference.Method, frame)))
            : new UnknownValue(reference.Type);
    }

    /// <summary>The override of a method or a property that an object of a class runs.</summary>
    private static T MostDerived<T>(INamedTypeSymbol type, T member)
        where T : class, ISymbol
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            foreach (T candidate in t.GetMembers(member.Name).OfType<T>())
            {
                for (ISymbol? m = candidate; m is not null; m = Overridden(m))
                {
                    if (SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition))
                    {
                        return candidate;
                    }
                }
            }
        }

        return member;

        static ISymbol? Overridden(ISymbol member) => (member as IMethodSymbol)?.OverriddenMethod ?? (ISymbol?)(member as IPropertySymbol)?.OverriddenProperty;
    }

    private Value RunBody(IOperation? body, Frame frame, ITypeSymbol? type)
    {
        if (body is null || depth >= CallDepth)
        {
            return new UnknownValue(type);
        }

        if (IsIterator(body.Syntax))
        {
            frame.Yielded = NewSequence([]);
        }

        depth++;
        Run(body, frame);
        depth--;
        if (frame.Yielded is { } yielded)
        {
            yielded.IsOpen |= IsExhausted;
            return yielded;
        }

        return IsExhausted ? new UnknownValue(type) : frame.Result ?? new UnknownValue(type);
    }

    private static bool IsIterator(SyntaxNode body) =>
        body.DescendantNodes(n => n == body || n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<YieldStatementSyntax>().Any();

    private Value CallForeign(IInvocationOperation call, Value? receiver, Frame frame)
    {
        IMethodSymbol method = call.TargetMethod;
        List<Value> arguments = [.. call.Arguments.Select(a => Pass(a, frame))];
        Value? subject = receiver ?? (arguments.Count > 0 ? arguments[0] : null);
        switch (subject)
        {
            case TensorValue tensor when method.Name is "AsParameter":
                return new ParameterValue(tensor.Sizes, true);

            case TensorValue or ParameterValue when SizeKeepers.Contains(method.Name):
                return subject;

            // module.to(device) and the like give the module back.
            case ModuleValue when KnownTypes.IsModule(method.ReturnType) && KnownTypes.IsFromTorchSharp(method.ContainingType):
                return subject;
        }

        // Powers in single precision are the platform's own.
        if (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace.Name: "System" } functions && (functions.Name, method.Name) is not ("MathF", "Pow")
            && Folding.Call(method.Name, arguments) is { } number)
        {
            return Convert(number, method.ReturnType);
        }

        if (subject is ConstantValue { Constant: not null } && method is { Name: "ToString", Parameters.IsEmpty: true } && Folding.Text(subject) is { } shown)
        {
            return Value.Of(shown);
        }

        if (subject is ConstantValue { Constant: string text } && method.Parameters.IsEmpty && Folding.Call(method.Name, text) is { } changed)
        {
            return changed;
        }

        if (method is { Name: "Empty", ContainingType.Name: "Array" })
        {
            return NewSequence([]);
        }

        if (method is { Name: "GetValues" or "GetNames", ContainingType.SpecialType: SpecialType.System_Enum, TypeArguments: [INamedTypeSymbol { EnumUnderlyingType: not null } enumeration] })
        {
            dependencies.Touch(enumeration);
            return NewSequence(Folding.MembersOf(enumeration).Select(m => method.Name == "GetNames" ? Value.Of(m.Name) : Convert(Value.Of(m.ConstantValue), enumeration)));
        }

        if (method is { Name: "Create", ContainingType.Name: "Tuple" or "ValueTuple" })
        {
            return NewSequence(arguments);
        }

        // What a stranger may have added to a list is not known.
        foreach (SequenceValue given in arguments.OfType<SequenceValue>())
        {
            given.IsOpen |= given.BornAt >= 0 && method.ReturnsVoid;
        }

        return new UnknownValue(call.Type);
    }
}
