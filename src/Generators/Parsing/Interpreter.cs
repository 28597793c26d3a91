using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>
/// Runs the constructors of a model at compile time, as far as their values are known, to see the module that they build:
/// which layers, of which sizes, registered under which names and in which order.
/// </summary>
/// <remarks>
/// An unknown condition runs both branches and joins what they leave; an unknown loop runs its body once and leaves the
/// collections that it fills open. What can't be followed becomes <see cref="UnknownValue"/>. A budget of steps bounds
/// the whole run, so that no program can hold the compiler up.
/// </remarks>
internal sealed partial class Interpreter(Compilation compilation, Dependencies dependencies, CancellationToken cancellation)
{
    private const int StepBudget = 40_000;
    private const int StepsForLoop = 10_000;
    private const int StepsForArithmetic = 2_000;
    private const int CallDepth = 48;
    private const int LongestSequence = 4_096;

    /// <summary>How often a class that holds itself is looked into where nobody knows how often it does.</summary>
    private const int UnknownNesting = 4;

    private readonly Dictionary<SyntaxTree, SemanticModel> semanticModels = [];
    private readonly HashSet<ISymbol> constantsBeingRead = new(SymbolEqualityComparer.Default);
    private readonly Stack<Value> accessed = new();
    private readonly Stack<INamedTypeSymbol> underConstruction = new();
    private int steps;
    private int depth;
    private int nesting;
    private int uncertainty;

    private bool IsExhausted => steps > StepBudget;

    /// <summary>Builds the module that one constructor of a class makes from unknown arguments.</summary>
    public ModuleValue Build(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        dependencies.Touch(type);
        var module = new ModuleValue(type, FormOf(type));
        var arguments = constructor.Parameters.ToDictionary(
            p => (ISymbol)p, p => (Value)new UnknownValue(p.Type), SymbolEqualityComparer.Default);
        Construct(module, type, constructor, arguments);
        module.IsUnfinished = IsExhausted;
        Finish(module);
        return module;
    }

    /// <summary>Registers what reflection would find, if the constructor has not done so itself.</summary>
    public void Finish(ModuleValue module)
    {
        if (module.Form == ModuleForm.User && !module.HasRegistered)
        {
            RegisterComponents(module);
        }
    }

    private bool Step()
    {
        cancellation.ThrowIfCancellationRequested();
        return ++steps <= StepBudget;
    }

    private SemanticModel? ModelOf(SyntaxTree tree)
    {
        if (!semanticModels.TryGetValue(tree, out SemanticModel? model))
        {
            if (!compilation.ContainsSyntaxTree(tree))
            {
                return null;
            }

            semanticModels[tree] = model = compilation.GetSemanticModel(tree);
            dependencies.Trees.Add(tree);
        }

        return model;
    }

    private IOperation? OperationOf(SyntaxNode? syntax) =>
        syntax is null ? null : ModelOf(syntax.SyntaxTree)?.GetOperation(syntax, cancellation);

    private Value New(INamedTypeSymbol type, IMethodSymbol? constructor, Dictionary<ISymbol, Value> arguments)
    {
        dependencies.Touch(type);
        bool isModule = KnownTypes.IsModule(type);
        if (type.DeclaringSyntaxReferences.IsEmpty || depth >= CallDepth || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || IsNestedAtWill(type))
        {
            return new UnknownValue(type);
        }

        ObjectValue made = isModule
            ? new ModuleValue(type, FormOf(type)) { BornAt = uncertainty }
            : new ObjectValue(type) { BornAt = uncertainty };
        underConstruction.Push(type.OriginalDefinition);
        Construct(made, type, constructor, arguments);
        underConstruction.Pop();
        return made;
    }

    private bool IsNestedAtWill(INamedTypeSymbol type) => uncertainty >= UnknownNesting
        && underConstruction.Count(t => SymbolEqualityComparer.Default.Equals(t, type.OriginalDefinition)) >= UnknownNesting;

    // A class that derives from one of TorchSharp's collections is that collection.
    private static ModuleForm FormOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (KnownTypes.IsTorchModule(t))
            {
                return CollectionForm(t.Name) ?? ModuleForm.Opaque;
            }
        }

        return ModuleForm.User;
    }

    private static ModuleForm? CollectionForm(string name) => name switch
    {
        "Sequential" => ModuleForm.Sequential,
        "ModuleList" => ModuleForm.ModuleList,
        "ModuleDict" => ModuleForm.ModuleDict,
        "ParameterList" => ModuleForm.ParameterList,
        "ParameterDict" => ModuleForm.ParameterDict,
        _ => null,
    };

    private void Construct(ObjectValue self, INamedTypeSymbol type, IMethodSymbol? constructor, IEnumerable<KeyValuePair<ISymbol, Value>> arguments)
    {
        if (depth >= CallDepth || !Step())
        {
            return;
        }

        depth++;
        var frame = new Frame(null, self);
        foreach (KeyValuePair<ISymbol, Value> argument in arguments)
        {
            frame.Declare(argument.Key, argument.Value);
        }

        SyntaxNode? declaration = constructor?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        switch (declaration)
        {
            case ConstructorDeclarationSyntax syntax:
                RunConstructor(self, type, syntax, frame);
                break;

            case TypeDeclarationSyntax { ParameterList: not null } primary:
                // Members see the parameters of a primary constructor for the object's whole life.
                foreach (KeyValuePair<ISymbol, Value> argument in arguments)
                {
                    self.Members[argument.Key] = argument.Value;
                }

                InitializeFields(self, type, frame);
                SyntaxNode? baseCall = primary.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault();
                ConstructBase(self, type, OperationOf(baseCall) as IInvocationOperation, frame);
                break;

            default:
                InitializeFields(self, type, frame);
                ConstructBase(self, type, null, frame);
                break;
        }

        depth--;
    }

    private void RunConstructor(ObjectValue self, INamedTypeSymbol type, ConstructorDeclarationSyntax syntax, Frame frame)
    {
        var body = OperationOf(syntax) as IConstructorBodyOperation;
        IInvocationOperation? initializer = Initializer(body);
        if (syntax.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer })
        {
            if (initializer is not null)
            {
                Construct(self, type, initializer.TargetMethod, Bind(initializer.Arguments, frame));
            }
        }
        else
        {
            InitializeFields(self, type, frame);
            ConstructBase(self, type, syntax.Initializer is null ? null : initializer, frame);
        }

        if (body?.BlockBody is { } block)
        {
            Run(block, frame);
        }

        if (body?.ExpressionBody is { } expression)
        {
            Run(expression, frame);
        }
    }

    private static IInvocationOperation? Initializer(IConstructorBodyOperation? body) => body?.Initializer switch
    {
        IInvocationOperation call => call,
        IExpressionStatementOperation { Operation: IInvocationOperation call } => call,
        _ => null,
    };

    private void ConstructBase(ObjectValue self, INamedTypeSymbol type, IInvocationOperation? call, Frame frame)
    {
        if (type.BaseType is not { SpecialType: not SpecialType.System_Object } baseType)
        {
            return;
        }

        if (baseType.DeclaringSyntaxReferences.IsEmpty)
        {
            if (call is not null && self is ModuleValue module && CollectionForm(baseType.Name) is { } && KnownTypes.IsTorchModule(baseType))
            {
                foreach (IArgumentOperation argument in call.Arguments)
                {
                    Fill(module, Evaluate(argument.Value, frame));
                }
            }

            return;
        }

        if (call is not null)
        {
            Construct(self, baseType, call.TargetMethod, Bind(call.Arguments, frame));
        }
        else
        {
            IMethodSymbol? implicitBase = baseType.InstanceConstructors.FirstOrDefault(c => c.Parameters.All(p => p.IsOptional || p.IsParams));
            Construct(self, baseType, implicitBase, Defaults(implicitBase));
        }
    }

    private static Dictionary<ISymbol, Value> Defaults(IMethodSymbol? method)
    {
        var values = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        foreach (IParameterSymbol parameter in method?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            values[parameter.OriginalDefinition] =
                parameter.IsParams ? new SequenceValue([]) :
                parameter.HasExplicitDefaultValue ? Value.Of(parameter.ExplicitDefaultValue) : new UnknownValue(parameter.Type);
        }

        return values;
    }

    private void InitializeFields(ObjectValue self, INamedTypeSymbol type, Frame frame)
    {
        foreach (ISymbol member in type.OriginalDefinition.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false, IsConst: false } field)
            {
                continue;
            }

            // A positional property of a record starts as its parameter.
            ISymbol declared = field.AssociatedSymbol ?? field;
            SyntaxNode? syntax = declared.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
            ExpressionSyntax? initializer = syntax switch
            {
                VariableDeclaratorSyntax v => v.Initializer?.Value,
                PropertyDeclarationSyntax p => p.Initializer?.Value,
                _ => null,
            };

            if (initializer is not null)
            {
                self.Members[field] = EvaluateInitializer(initializer, frame);
            }
            else if (syntax is ParameterSyntax && ModelOf(syntax.SyntaxTree)?.GetDeclaredSymbol(syntax, cancellation) is { } parameter
                     && frame.TryGet(parameter, out Value? positional))
            {
                self.Members[field] = positional;
            }
        }
    }

    private Value EvaluateInitializer(ExpressionSyntax expression, Frame frame) =>
        OperationOf(expression.Parent) is ISymbolInitializerOperation { Value: { } value } ? Evaluate(value, frame)
        : OperationOf(expression) is { } operation ? Evaluate(operation, frame)
        : UnknownValue.Untyped;

    private Dictionary<ISymbol, Value> Bind(IEnumerable<IArgumentOperation> arguments, Frame frame)
    {
        var values = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                values[parameter.OriginalDefinition] = Pass(argument, frame);
            }
        }

        return values;
    }

    // Nobody knows what comes out, unless the call that it goes to is followed.
    private Value Pass(IArgumentOperation argument, Frame frame) => argument.Parameter?.RefKind == RefKind.Out
        ? Assign(argument.Value, new UnknownValue(argument.Value.Type), frame)
        : Evaluate(argument.Value, frame);

    /// <summary>Gives back what a method has left in its <c>out</c> and <c>ref</c> parameters.</summary>
    private void GiveBack(IEnumerable<IArgumentOperation> arguments, IMethodSymbol method, Frame callee, Frame caller)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref, Ordinal: var place } && place < method.Parameters.Length
                && callee.TryGet(method.Parameters[place].OriginalDefinition, out Value? left))
            {
                Assign(argument.Value, left, caller);
            }
        }
    }

    /// <summary>What <c>RegisterComponents</c> does: fields of the class, then of its bases, by their component names.</summary>
    private void RegisterComponents(ModuleValue module)
    {
        if (module.HasRegistered)
        {
            return;
        }

        module.HasRegistered = true;
        if (module.Form is ModuleForm.ModuleList or ModuleForm.ModuleDict)
        {
            // The list registers what it holds now; what is added later is never seen.
            if (!module.IsOpen)
            {
                for (int i = 0; i < module.Items.Count; i++)
                {
                    ModuleItem item = module.Items[i];
                    module.Registered.Add(item);
                    RegisterBelow(item.Value);
                }
            }

            return;
        }

        if (module.Form != ModuleForm.User)
        {
            return;
        }

        foreach (IFieldSymbol field in ComponentFields.Of(module.Type))
        {
            dependencies.Touch(field.Type);
            if (module.Members.TryGetValue(field.OriginalDefinition, out Value? value))
            {
                RegisterValue(module, ComponentFields.NameOf(field), value);
            }
            else if (IsExhausted)
            {
                RegisterValue(module, ComponentFields.NameOf(field), new UnknownValue(field.Type));
            }
        }
    }

    private void RegisterValue(ModuleValue module, string name, Value value)
    {
        List<Value> options = [.. value.Options];
        List<Value> components = [.. options.Where(IsComponent)];
        if (components.Count == 0)
        {
            return;
        }

        foreach (Value component in components)
        {
            RegisterBelow(component);
        }

        module.Register(
            name,
            components.Count == 1 ? components[0] : new ChoiceValue(components),
            uncertainty > module.BornAt || components.Count < options.Count);
    }

    private static bool IsComponent(Value value) => value switch
    {
        ModuleValue or ParameterValue => true,
        UnknownValue { Type: { } type } => KnownTypes.IsModule(type) || KnownTypes.IsParameter(type),
        _ => false,
    };

    private void RegisterBelow(Value value)
    {
        if (nesting >= CallDepth)
        {
            return;
        }

        nesting++;
        foreach (ModuleValue child in value.Options.OfType<ModuleValue>())
        {
            RegisterComponents(child);
        }

        nesting--;
    }
}
