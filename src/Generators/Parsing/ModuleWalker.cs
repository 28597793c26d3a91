using MetaAdamW.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Lists the parameters of a module as <c>named_parameters()</c> does: its own first, then those of its children.</summary>
internal sealed class ModuleWalker(Interpreter interpreter, Dependencies dependencies)
{
    // Far deeper than any network, and shallow enough for any stack.
    private const int DeepestNesting = 100;

    private readonly Dictionary<object, List<ParameterRow>> seen = [];
    private readonly HashSet<object> open = [];
    private readonly HashSet<ISymbol> typesBeingRead = new(SymbolEqualityComparer.Default);

    /// <summary>Parameters that the model reaches twice; TorchSharp lists them under the first name only.</summary>
    public List<Tie> Ties { get; } = [];

    /// <summary>Modules in a <c>Sequential</c> that do not register themselves; TorchSharp does not do it for them.</summary>
    public List<ModuleValue> Unregistered { get; } = [];

    public List<ParameterRow> Walk(ModuleValue root)
    {
        seen.Clear();
        Ties.Clear();
        return Merge(Module(root, "", new Context(null, null, IsOptional: false, IsRoot: true)));
    }

    /// <summary>Rows under one name become one.</summary>
    public static List<ParameterRow> Merge(IEnumerable<ParameterRow> rows)
    {
        List<ParameterRow> merged = [];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ParameterRow row in rows)
        {
            if (places.TryGetValue(row.Path, out int place))
            {
                merged[place] = merged[place].MergeWith(row);
            }
            else
            {
                places[row.Path] = merged.Count;
                merged.Add(row);
            }
        }

        return merged;
    }

    /// <summary>Alternatives: what is not in all of them is optional.</summary>
    public static List<ParameterRow> MergeAlternatives(IReadOnlyList<List<ParameterRow>> alternatives)
    {
        List<ParameterRow> merged = Merge(alternatives.SelectMany(a => a));
        for (int i = 0; i < merged.Count; i++)
        {
            string path = merged[i].Path;
            if (!alternatives.All(a => a.Exists(r => r.Path == path)))
            {
                merged[i] = merged[i] with { IsOptional = true };
            }
        }

        return merged;
    }

    private IEnumerable<ParameterRow> Any(Value value, string prefix, Context context)
    {
        switch (value)
        {
            case ModuleValue module:
                return open.Count >= DeepestNesting ? Anything(prefix, context) : Once(module, prefix, () => Module(module, prefix, context));

            case ParameterValue parameter:
                return Once(parameter, prefix, () =>
                [
                    Row(prefix, LayerKind.Other, parameter.Rank, parameter.Count, context with
                    {
                        IsOptional = context.IsOptional || parameter.RequiresGrad != true,
                    }),
                ]);

            case ChoiceValue choice:
                return MergeAlternatives([.. choice.Options.Select(o => Merge(Any(o, prefix, context)))]);

            case UnknownValue { Type: { } type }:
                return OfType(type, prefix, context);

            default:
                return value is ConstantValue ? [] : Anything(prefix, context);
        }
    }

    // The same object under a second name adds nothing, unless the first may not be there.
    private IEnumerable<ParameterRow> Once(object identity, string prefix, Func<IEnumerable<ParameterRow>> list)
    {
        // A module that holds itself, as half-typed code may say, lists nothing more.
        if (!open.Add(identity))
        {
            return [];
        }

        List<ParameterRow> rows = [.. list()];
        open.Remove(identity);
        if (!seen.TryGetValue(identity, out List<ParameterRow>? earlier))
        {
            seen[identity] = rows;
            return rows;
        }

        // Items of an open collection come by with the same name again.
        if (earlier.Count == rows.Count)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                if (earlier[i].Path != rows[i].Path)
                {
                    Ties.Add(new Tie(earlier[i], rows[i]));
                }
            }
        }

        return rows.Where((r, i) => i >= earlier.Count || earlier[i].IsOptional).Select(r => r with { IsOptional = true });
    }

    private IEnumerable<ParameterRow> Module(ModuleValue module, string prefix, Context context)
    {
        switch (module.Form)
        {
            case ModuleForm.User:
                return User(module, prefix, context);

            case ModuleForm.Layer:
                return Layer(module.Type.Name, module.Arguments, prefix, context with { IsOptional = context.IsOptional || module.IsFrozen }, module.GivenParameters);

            case ModuleForm.Sequential or ModuleForm.ModuleList or ModuleForm.ModuleDict or ModuleForm.ParameterList or ModuleForm.ParameterDict:
                return Collection(module, prefix, context);

            case ModuleForm.Empty:
                return [];

            default:
                return Anything(prefix, context);
        }
    }

    private List<ParameterRow> User(ModuleValue module, string prefix, Context context)
    {
        dependencies.Touch(module.Type);
        if (!module.HasRegistered)
        {
            if (context.IsInSequential)
            {
                Unregistered.Add(module);
            }
            else
            {
                interpreter.Finish(module);
            }
        }

        Context inside = context.Inside(GroupDeclaration.OfClass(module.Type.OriginalDefinition));
        List<ParameterRow> rows = [];

        // Parameters of the module itself come before its children's, as TorchSharp keeps them apart.
        foreach (ModuleItem child in module.Registered.Where(c => IsParameter(c.Value)).Concat(module.Registered.Where(c => !IsParameter(c.Value))))
        {
            ISymbol? member = MemberOf(module, child);
            Context below = context.Below(member, inside) with { IsOptional = context.IsOptional || child.IsOptional };
            rows.AddRange(Any(child.Value, Join(prefix, child.Name ?? "*"), below));
        }

        if (module.HasUnknownNames)
        {
            rows.AddRange(Anything(Join(prefix, "*"), inside).Where(_ => prefix.Length > 0));
        }

        return rows;
    }

    private static bool IsParameter(Value value) =>
        value.Options.All(o => o is ParameterValue || (o is UnknownValue { Type: { } type } && KnownTypes.IsParameter(type)));

    /// <summary>The field or property that holds what was registered.</summary>
    private static ISymbol? MemberOf(ModuleValue module, ModuleItem child)
    {
        ISymbol? byName = null, byObject = null;
        foreach (IFieldSymbol field in ComponentFields.Of(module.Type))
        {
            ISymbol declared = ComponentFields.Declared(field);
            bool isSame = module.Members.TryGetValue(field.OriginalDefinition, out Value? value)
                && value.Options.Any(o => o is not ConstantValue && child.Value.Options.Contains(o));
            if (ComponentFields.NameOf(field) == child.Name)
            {
                byName = declared;
            }
            else if (isSame && (byObject is null || GroupDeclaration.Find(byObject) is null))
            {
                byObject = declared;
            }
        }

        // Where the field of that name says nothing, another one with the same object may.
        return byName is null || (GroupDeclaration.Find(byName) is null && byObject is not null && GroupDeclaration.Find(byObject) is not null)
            ? byObject ?? byName
            : byName;
    }

    private IEnumerable<ParameterRow> Collection(ModuleValue collection, string prefix, Context context)
    {
        // TorchSharp registers a list as it is when its parent registers it; a Sequential is read anew each time.
        List<ModuleItem> items = collection.Form is ModuleForm.ModuleList or ModuleForm.ModuleDict && collection.HasRegistered && !collection.IsOpen
            ? collection.Registered
            : collection.Items;
        context = context with { IsInSequential = collection.Form == ModuleForm.Sequential };
        if (!collection.IsOpen)
        {
            return items.SelectMany(item => Any(item.Value, Join(prefix, item.Name ?? "*"), context with { IsOptional = context.IsOptional || item.IsOptional }));
        }

        if (items.Count == 0)
        {
            return Anything(prefix, context);
        }

        // Of an open collection only samples are known: each may be there any number of times.
        List<List<ParameterRow>> samples = [.. items.Select(item => Merge(Any(item.Value, Join(prefix, "*"), context)))];
        return MergeAlternatives(samples).Select(r => r with { Repeat = null });
    }

    private IEnumerable<ParameterRow> OfType(ITypeSymbol type, string prefix, Context context)
    {
        dependencies.Touch(type);
        if (KnownTypes.IsParameter(type))
        {
            return [Row(prefix, LayerKind.Other, null, null, context)];
        }

        if (type is not INamedTypeSymbol named || !KnownTypes.IsModule(named))
        {
            return KnownTypes.IsModule(type) ? Anything(prefix, context) : [];
        }

        if (KnownTypes.IsTorchModule(named))
        {
            switch (named)
            {
                case { Name: "ModuleList" or "ModuleDict", TypeArguments: [var element] }:
                    return OfType(element, Join(prefix, "*"), context).Select(r => r with { Repeat = null });
                case { Name: "ParameterList" or "ParameterDict" }:
                    return [Row(Join(prefix, "*"), LayerKind.Other, null, null, context) with { Repeat = null }];
                case { Name: "Sequential" }:
                    return Anything(prefix, context);
            }

            return LayerCatalogue.Contains(named.Name) ? Layer(named.Name, NoArguments.Instance, prefix, context)
                : named.IsAbstract ? Anything(prefix, context)
                : [];
        }

        // A module that came from somewhere else, of a class that is at hand: what its constructors build.
        if (named.DeclaringSyntaxReferences.IsEmpty || named.IsAbstract || !typesBeingRead.Add(named))
        {
            return Anything(prefix, context);
        }

        List<List<ParameterRow>> alternatives =
        [
            .. Constructors(named).Select(c => Merge(Module(interpreter.Build(named, c), prefix, context))),
        ];
        typesBeingRead.Remove(named);
        return MergeAlternatives(alternatives);
    }

    /// <summary>The constructors that can make an object from outside: those that do not only call another one are enough.</summary>
    public static IEnumerable<IMethodSymbol> Constructors(INamedTypeSymbol type)
    {
        List<IMethodSymbol> all = [.. type.InstanceConstructors.Where(c => !IsCopy(c, type) && !IsMistyped(c, type))];
        List<IMethodSymbol> reachable = [.. all.Where(c => c.DeclaredAccessibility != Accessibility.Private)];
        return reachable.Count > 0 ? reachable : all;

        // A method without a type reads as a constructor of another name.
        static bool IsMistyped(IMethodSymbol constructor, INamedTypeSymbol type) =>
            constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is ConstructorDeclarationSyntax c && c.Identifier.ValueText != type.Name);

        static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
            constructor.IsImplicitlyDeclared && constructor.Parameters is [{ Type: var only }] && SymbolEqualityComparer.Default.Equals(only, type);
    }

    private IEnumerable<ParameterRow> Layer(
        string name, ILayerArguments arguments, string prefix, Context context, IReadOnlyDictionary<string, Value>? given = null)
    {
        foreach (LayerParameter p in LayerCatalogue.ParametersOf(name, arguments))
        {
            Context at = context with { IsOptional = context.IsOptional || p.Present is null };
            string path = Join(prefix, p.Name);
            Value? value = null;
            bool isGiven = given?.TryGetValue(p.Name, out value) == true
                || (arguments is CallArguments { Values: var values } && values.TryGetValue(p.Name, out value) && value is ParameterValue);
            if (isGiven && value is not UnknownValue)
            {
                foreach (ParameterRow row in Any(value!, path, at))
                {
                    yield return row with { Layer = p.Kind };
                }
            }
            else if (isGiven)
            {
                // It may be listed elsewhere already, under another name.
                yield return Row(path, p.Kind, p.Rank, null, at with { IsOptional = true });
            }
            else
            {
                yield return Row(path, p.Kind, p.Rank, p.Count, at) with { Repeat = p.Name.IndexOf('*') >= 0 ? null : 1 };
            }
        }
    }

    private static IEnumerable<ParameterRow> Anything(string prefix, Context context) =>
        [Row(Join(prefix, "**"), LayerKind.Other, null, null, context with { IsOptional = true }) with { Repeat = null }];

    private static ParameterRow Row(string path, LayerKind layer, int? rank, long? count, Context context) => new()
    {
        Path = path,
        Layer = layer,
        Rank = rank,
        Count = count,
        IsOptional = context.IsOptional,
        Declaration = context.Declaration,
        Member = context.Member,
    };

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : prefix + "." + name;

    /// <summary>What holds for all parameters below a point of the model.</summary>
    private sealed record Context(GroupDeclaration? Declaration, ISymbol? Member, bool IsOptional, bool IsRoot, bool IsInSequential = false)
    {
        public Context Inside(GroupDeclaration? ofClass) => this with { Declaration = Declaration ?? ofClass };

        // The outer attribute wins over the inner, a member's over its own class's.
        public Context Below(ISymbol? member, Context inside) => this with
        {
            Declaration = Declaration ?? (member is null ? null : GroupDeclaration.OfMember(member)) ?? inside.Declaration,
            Member = IsRoot ? member : Member,
            IsRoot = false,
            IsInSequential = false,
        };
    }
}
