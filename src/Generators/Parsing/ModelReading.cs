using System.Collections.Immutable;
using MetaAdamW.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Parsing;

/// <summary>A model class as the compiler sees it: what the generator writes from, and what the analyzers look at.</summary>
internal sealed class ModelReading
{
    private readonly Compilation compilation;
    private readonly Dependencies dependencies;
    private IReadOnlyList<GroupDeclaration>? declarations;
    private ModelSpec? spec;

    private ModelReading(
        INamedTypeSymbol type,
        Compilation compilation,
        Dependencies dependencies,
        IReadOnlyList<ParameterRow> rows,
        IReadOnlyList<Tie> ties,
        IReadOnlyList<ModuleValue> builds,
        IReadOnlyList<ModuleValue> unregistered,
        bool isHalfTyped)
    {
        Type = type;
        this.compilation = compilation;
        this.dependencies = dependencies;
        Rows = rows;
        Ties = ties;
        Builds = builds;
        Unregistered = unregistered;
        IsHalfTyped = isHalfTyped;
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>Every parameter under its name, in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<ParameterRow> Rows { get; }

    public IReadOnlyList<Tie> Ties { get; }

    /// <summary>What each constructor makes.</summary>
    public IReadOnlyList<ModuleValue> Builds { get; }

    /// <summary>Parts of the model that nobody registers.</summary>
    public IReadOnlyList<ModuleValue> Unregistered { get; }

    /// <summary>Whether the class has errors that a reader stumbles over, so that what is missing may just not be typed yet.</summary>
    public bool IsHalfTyped { get; }

    /// <summary>The attributes that speak about the class's parameters: those of its members, then those further in.</summary>
    public IReadOnlyList<GroupDeclaration> Declarations => declarations ??=
    [
        .. Type.GetMembers()
            .Where(m => m is IPropertySymbol or IFieldSymbol { AssociatedSymbol: null })
            .Select(GroupDeclaration.OfMember)
            .Concat(Rows.Select(r => r.Declaration))
            .OfType<GroupDeclaration>()
            .GroupBy(d => (d.Target, d.Name))
            .Select(g => g.First()),
    ];

    /// <summary>The model that the emitter prints, free of symbols.</summary>
    public ModelSpec Spec => spec ??= ToSpec();

    /// <summary>Whether a method of the class, or of one within it, assigns a member.</summary>
    public bool IsAssignedInMethods(ISymbol member) => Type.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax().DescendantNodes())
        .OfType<AssignmentExpressionSyntax>()
        .Any(assignment => assignment.Kind() is SyntaxKind.SimpleAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression
            && assignment.Left.MemberName() == member.Name
            && compilation.GetSemanticModel(assignment.SyntaxTree) is var semantics
            && SymbolEqualityComparer.Default.Equals(semantics.GetSymbolInfo(assignment.Left).Symbol?.OriginalDefinition, member)
            && IsInMethod(semantics.GetEnclosingSymbol(assignment.SpanStart)));

    // A function in a constructor belongs to the constructor.
    private static bool IsInMethod(ISymbol? symbol)
    {
        while (symbol?.ContainingSymbol is not (INamedTypeSymbol or null))
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) };
    }

    /// <summary>Reads a class that derives from <c>torch.nn.Module</c>.</summary>
    public static ModelReading Read(INamedTypeSymbol type, Compilation compilation, Dependencies dependencies, CancellationToken cancellation)
    {
        dependencies.Touch(type);
        List<List<ParameterRow>> alternatives = [];
        List<Tie> ties = [];
        List<ModuleValue> builds = [], unregistered = [];
        foreach (IMethodSymbol constructor in ModuleWalker.Constructors(type))
        {
            var interpreter = new Interpreter(compilation, dependencies, cancellation);
            var walker = new ModuleWalker(interpreter, dependencies);
            ModuleValue build = interpreter.Build(type, constructor);
            alternatives.Add(walker.Walk(build));
            ties.AddRange(walker.Ties);
            unregistered.AddRange(walker.Unregistered);
            builds.Add(build);
        }

        bool isHalfTyped = dependencies.IsProvisional
            || type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation).GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error));
        return new ModelReading(
            type, compilation, dependencies, Patterns.Separate(ModuleWalker.MergeAlternatives(alternatives)), ties, builds, unregistered, isHalfTyped);
    }

    /// <summary>The class that a declaration makes a model, or null where it makes none that can be served.</summary>
    /// <remarks>A class may be declared in several parts; the part with the attribute speaks for it.</remarks>
    public static INamedTypeSymbol? ModelOf(
        ClassDeclarationSyntax declaration, SemanticModel semantics, Dependencies dependencies, CancellationToken cancellation)
    {
        if (semantics.GetDeclaredSymbol(declaration, cancellation) is not { } type
            || KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is not { ApplicationSyntaxReference: { } attribute }
            || attribute.SyntaxTree != declaration.SyntaxTree || !declaration.Span.Contains(attribute.Span))
        {
            // An attribute that is not understood yet may be ours once its namespace is imported.
            dependencies.IsProvisional = HasUnknownAttribute(declaration, semantics, cancellation);
            return null;
        }

        dependencies.Touch(type);
        return CanServe(type, cancellation) ? type : null;
    }

    /// <summary>Whether a second half can be written for the class: partial all the way up, a module, not static, not local to a file.</summary>
    public static bool CanServe(INamedTypeSymbol type, CancellationToken cancellation) =>
        type is { TypeKind: TypeKind.Class, IsStatic: false, IsFileLocal: false }
        && KnownTypes.IsModule(type)
        && Nesting(type).All(t => IsPartial(t, cancellation) && !t.IsFileLocal);

    private static bool HasUnknownAttribute(ClassDeclarationSyntax declaration, SemanticModel semantics, CancellationToken cancellation) =>
        semantics.GetDeclaredSymbol(declaration, cancellation)?.GetAttributes().Any(a => a.AttributeClass is null or { TypeKind: TypeKind.Error }) != false;

    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        !type.DeclaringSyntaxReferences.IsEmpty
        && type.DeclaringSyntaxReferences.All(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
            && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>The type and those that it is nested in, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Nesting(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            types.Push(t);
        }

        return types;
    }

    private ModelSpec ToSpec()
    {
        List<(ParameterRow Row, string? Group)> entries = Repetition.Collapse([.. Rows.Select(r => (r, r.Declaration?.Name))]);
        List<GroupSpec> groups = [];
        foreach ((ParameterRow row, string? group) in entries)
        {
            if (group is not null && !groups.Exists(g => g.Name == group))
            {
                groups.Add(new GroupSpec(group, row.Declaration!.Options));
            }
        }

        return new ModelSpec
        {
            Namespace = Type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : "",
            Types = Nesting(Type).Select(SpecOf).ToEquatableArray(),
            HintName = HintNameOf(Type),
            Groups = groups.ToEquatableArray(),
            Parameters = entries.Select(SpecOf).ToEquatableArray(),
            Summary = Summarize(groups).ToEquatableArray(),
            Features = FeatureReading.Read(Type),
            Priorities = PriorityReading.OfModel(Type),
            Huw = TaskReading.Read(Type, dependencies),
        };
    }

    private IEnumerable<GroupSummary> Summarize(List<GroupSpec> declared)
    {
        var rule = new FineGrained(Rows);
        List<(ParameterRow Row, string? Group)> entries =
            Repetition.Collapse([.. Rows.Select(r => (r, r.Declaration?.Name ?? rule.GroupOf(r)))]);

        // What only the live model decides comes last.
        return entries.GroupBy(e => e.Group).OrderBy(g => g.Key is null).Select(g => new GroupSummary(
            g.Key,
            declared.Find(d => d.Name == g.Key)?.Options ?? GroupOptions.None,
            g.Select(SpecOf).ToEquatableArray()));
    }

    private static ParameterSpec SpecOf((ParameterRow Row, string? Group) entry) =>
        new(entry.Row.Path, entry.Row.Layer, entry.Group, entry.Row.Count, entry.Row.IsOptional, entry.Row.Repeat, entry.Row.Declaration?.Place);

    private static TypeSpec SpecOf(INamedTypeSymbol type) => new(
        type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        },
        Identifier(type.Name),
        type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(p => Identifier(p.Name)))}>",
        type.IsSealed);

    /// <summary>The name as source has to write it.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    // Full name and arity: Some.Place.Net-2.g.cs; a class name has no hyphen.
    private static string HintNameOf(INamedTypeSymbol type)
    {
        string name = string.Join(".", Nesting(type).Select(t => t.Arity == 0 ? t.Name : $"{t.Name}-{t.Arity}"));
        string full = type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{name}" : name;
        return full.Replace("@", "") + ".g.cs";
    }
}

/// <summary>Reads <c>[Features]</c>.</summary>
internal static class FeatureReading
{
    public static FeatureSpec Read(INamedTypeSymbol type)
    {
        if (KnownTypes.Find(type, KnownTypes.FeaturesAttribute) is not { } attribute)
        {
            return FeatureSpec.Default;
        }

        FeatureSpec spec = OfAttribute(attribute);
        return spec.IsConsistent ? spec : spec with { DeclaredWidth = 0, DeclaredHeads = 0 };
    }

    /// <summary>The attribute as it is written, sound or not.</summary>
    public static FeatureSpec OfAttribute(AttributeData attribute)
    {
        FeatureSpec spec = FeatureSpec.Default;
        if (attribute.ConstructorArguments is [{ Value: int set and >= (int)FeatureSet.Basic and <= (int)FeatureSet.Enhanced }])
        {
            spec = spec with { Set = (FeatureSet)set };
        }

        return spec with
        {
            TimeStep = !attribute.TryGet("TimeStep", out bool time) || time,
            SecondMoment = !attribute.TryGet("SecondMoment", out bool second) || second,
            Normalized = attribute.TryGet("Normalized", out bool normalized) && normalized,
            Gating = attribute.TryGet("Gating", out bool gating) && gating,
            DeclaredWidth = attribute.TryGet("Width", out int width) ? width : 0,
            DeclaredHeads = attribute.TryGet("Heads", out int heads) ? heads : 0,
        };
    }
}

/// <summary>Reads <c>[Priority]</c>.</summary>
internal static class PriorityReading
{
    public static PrioritiesSpec OfModel(INamedTypeSymbol type)
    {
        var priorities = new PrioritiesSpec();
        foreach (AttributeData attribute in All(type))
        {
            if (attribute.ConstructorArguments is [{ Value: int term }, { Value: double value }] && IsValid(value))
            {
                priorities = term switch
                {
                    0 => priorities with { GradientAlignment = value },
                    1 => priorities with { LossDecrease = value },
                    2 => priorities with { GeneralizationGap = value },
                    _ => priorities,
                };
            }
        }

        return priorities;
    }

    public static double OfTask(ISymbol member)
    {
        foreach (AttributeData attribute in All(member))
        {
            if (attribute.ConstructorArguments is [{ Value: double value }] && IsValid(value))
            {
                return value;
            }
        }

        return 1;
    }

    public static IEnumerable<AttributeData> All(ISymbol symbol) =>
        symbol.GetAttributes().Where(a => KnownTypes.Is(a.AttributeClass, KnownTypes.PriorityAttribute));

    public static bool IsValid(double priority) => priority > 0 && !double.IsInfinity(priority);
}

/// <summary>Reads <c>[HuwTask]</c> members.</summary>
internal static class TaskReading
{
    public static HuwSpec? Read(INamedTypeSymbol type, Dependencies dependencies)
    {
        List<(ISymbol Member, AttributeData Attribute)> tasks = [.. Tasks(type)];
        foreach (IParameterSymbol parameter in tasks.Select(t => t.Member).OfType<IMethodSymbol>().SelectMany(m => m.Parameters))
        {
            dependencies.Touch(parameter.Type);
        }

        if (tasks.Count == 0 || tasks.Any(t => !HasTaskSignature(t.Member)))
        {
            return null;
        }

        // Methods share one list of parameters; a property or a method without any needs none.
        IMethodSymbol? pattern = tasks.Select(t => t.Member).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length > 0);
        List<string> names = [.. tasks.Select(t => NameOf(t.Member, t.Attribute))];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count
            || tasks.Select(t => t.Member).OfType<IMethodSymbol>().Any(m => m.Parameters.Length > 0 && !SameParameters(m, pattern!)))
        {
            return null;
        }

        var parameters = (pattern?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
            .Select(p => new TaskParameterSpec(p.Type.ToDisplayString(TypeFormat), ModelReading.Identifier(p.Name)))
            .ToEquatableArray();

        return new HuwSpec(
            tasks.Select(t => new TaskSpec(
                NameOf(t.Member, t.Attribute),
                ModelReading.Identifier(t.Member.Name),
                t.Member is IMethodSymbol,
                t.Member is IMethodSymbol { Parameters.IsEmpty: false },
                KindOf(t.Attribute) == 1,
                PriorityReading.OfTask(t.Member))).ToEquatableArray(),
            parameters,
            AccessibilityOf(pattern, type));
    }

    /// <summary>Members marked as tasks, in the order of their declaration.</summary>
    public static IEnumerable<(ISymbol Member, AttributeData Attribute)> Tasks(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: true }
                && KnownTypes.Find(member, KnownTypes.HuwTaskAttribute) is { } attribute)
            {
                yield return (member, attribute);
            }
        }
    }

    /// <summary>Whether a member gives a loss: a tensor, of a method without type or by-reference parameters, or of a readable property.</summary>
    public static bool HasTaskSignature(ISymbol member) => member switch
    {
        IMethodSymbol method => KnownTypes.IsTensor(method.ReturnType) && !method.IsGenericMethod && !method.ReturnsByRef && !method.ReturnsByRefReadonly
            && method.Parameters.All(p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType && p.Type is not IPointerTypeSymbol && p.Type.TypeKind != TypeKind.Error),
        IPropertySymbol property => KnownTypes.IsTensor(property.Type) && property is { IsIndexer: false, GetMethod: not null },
        _ => false,
    };

    public static bool SameParameters(IMethodSymbol left, IMethodSymbol right) =>
        left.Parameters.Length == right.Parameters.Length
        && left.Parameters.Zip(right.Parameters, (a, b) => SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(same => same);

    public static string NameOf(ISymbol member, AttributeData attribute) =>
        attribute.TryGet("Name", out string name) && name.Length > 0 ? name : member.Name;

    private static int KindOf(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: int kind }] ? kind : 0;

    private static SymbolDisplayFormat TypeFormat { get; } = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // A method must not show a type that is less visible than itself; what the task shows, its like may show too.
    private static string AccessibilityOf(IMethodSymbol? pattern, INamedTypeSymbol type) =>
        pattern is null or { DeclaredAccessibility: Accessibility.Public } ? "public"
        : pattern.Parameters.Any(p => IsHidden(p.Type)) ? SyntaxFacts.GetText(pattern.DeclaredAccessibility)
        : type.DeclaredAccessibility == Accessibility.Public ? "internal"
        : "public";

    private static bool IsHidden(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsHidden(array.ElementType),
        INamedTypeSymbol named => ModelReading.Nesting(named).Any(t =>
            t.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal || t.TypeArguments.Any(IsHidden)),
        _ => false,
    };
}
