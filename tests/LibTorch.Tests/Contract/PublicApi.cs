using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.LibTorch.Tests.Contract;

/// <summary>The public and protected members of an assembly, each as a line of C# that another assembly's can be compared with.</summary>
internal sealed class PublicApi
{
    private static readonly SymbolDisplayFormat MemberFormat = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        // Without namespaces the lines stay short; what they say stays clear.
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat TypeFormat = MemberFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance);

    private readonly Dictionary<string, INamedTypeSymbol> types;

    /// <summary>That of the library under test.</summary>
    public static PublicApi OfLibrary { get; } = Read(typeof(TorchSharp.torch).Assembly.Location);

    private PublicApi(IAssemblySymbol assembly)
    {
        types = AllTypes(assembly.GlobalNamespace).Where(IsVisible).ToDictionary(NameOf);
    }

    public IEnumerable<string> TypeNames => types.Keys.Order(StringComparer.Ordinal);

    public static PublicApi Read(string path)
    {
        IEnumerable<MetadataReference> framework = Directory
            .EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
            .Select(file => MetadataReference.CreateFromFile(file));
        PortableExecutableReference own = MetadataReference.CreateFromFile(path);
        CSharpCompilation compilation = CSharpCompilation.Create("reader", references: [own, .. framework]);
        return new PublicApi((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(own)!);
    }

    public bool Has(string typeName) => types.ContainsKey(typeName);

    /// <summary>The members that a type itself declares, overrides left out: whatever they override is declared elsewhere.</summary>
    public IEnumerable<(string Line, ISymbol Symbol)> DeclaredBy(string typeName)
    {
        INamedTypeSymbol type = types[typeName];
        yield return (Header(type), type);
        foreach (ISymbol member in type.GetMembers()) {
            if (IsVisible(member) && !IsPlumbing(member))
                yield return (Line(member), member);
        }
    }

    /// <summary>All that users of a type have: its members, those of its bases, and what it can be converted to.</summary>
    public HashSet<string> AvailableIn(string typeName)
    {
        INamedTypeSymbol type = types[typeName];
        HashSet<string> lines = [Header(type), .. Ancestors(type)];
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType) {
            foreach (ISymbol member in current.OriginalDefinition.GetMembers())
                lines.Add(Line(member));
        }
        foreach (INamedTypeSymbol inherited in type.TypeKind == TypeKind.Interface ? type.AllInterfaces : [])
            lines.UnionWith(inherited.OriginalDefinition.GetMembers().Select(Line));
        return lines;
    }

    /// <summary>The classes and interfaces that a type derives from.</summary>
    public IEnumerable<string> AncestorsOf(string typeName) => Ancestors(types[typeName]);

    private static IEnumerable<string> Ancestors(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            yield return "is " + NameOf(current);
        foreach (INamedTypeSymbol contract in type.AllInterfaces.Where(IsVisible))
            yield return "is " + NameOf(contract);
    }

    private static string NameOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString() + "." + type.ToDisplayString(MemberFormat);

    private static string Header(INamedTypeSymbol type)
    {
        string kind = type switch {
            { TypeKind: TypeKind.Class, IsStatic: true } => "static class",
            { TypeKind: TypeKind.Class, IsAbstract: true } => "abstract class",
            { TypeKind: TypeKind.Class, IsSealed: true } => "sealed class",
            { TypeKind: TypeKind.Struct, IsRefLikeType: true } => "ref struct",
            _ => type.TypeKind.ToString().ToLowerInvariant(),
        };
        string signature = type.DelegateInvokeMethod is { } invoke ? " " + invoke.ToDisplayString(MemberFormat) : "";
        return $"{Access(type)} {kind} {type.Name}{signature}{Constraints(type.TypeParameters)}";
    }

    private static string Line(ISymbol member)
    {
        string modifiers = member.IsStatic ? " static" : "";
        if (member is not IFieldSymbol && member.ContainingType.TypeKind != TypeKind.Interface && (member.IsVirtual || member.IsAbstract || member.IsOverride))
            modifiers += " virtual";
        if (member is IFieldSymbol { IsReadOnly: true })
            modifiers += " readonly";
        // That a struct's member changes nothing is no concern of its callers.
        string text = member.ToDisplayString(MemberFormat);
        if (member is (IMethodSymbol or IPropertySymbol) && text.StartsWith("readonly ", StringComparison.Ordinal))
            text = text["readonly ".Length..];
        string accessors = member is not IPropertySymbol property ? "" :
            $" {{{Accessor("get", property.GetMethod, property)}{Accessor("set", property.SetMethod, property)} }}";
        string constraints = member is IMethodSymbol method ? Constraints(method.TypeParameters) : "";
        return $"{Access(member)}{modifiers} {text}{accessors}{constraints}";
    }

    private static string Accessor(string name, IMethodSymbol? accessor, IPropertySymbol property) =>
        accessor is null || !IsVisible(accessor) ? "" : accessor.DeclaredAccessibility == property.DeclaredAccessibility ? $" {name};" : $" {Access(accessor)} {name};";

    private static string Constraints(IEnumerable<ITypeParameterSymbol> parameters) => string.Concat(parameters.Select(parameter => {
        List<string> constraints = [.. parameter.ConstraintTypes.Select(type => type.ToDisplayString(TypeFormat))];
        if (parameter.HasReferenceTypeConstraint)
            constraints.Insert(0, "class");
        if (parameter.HasUnmanagedTypeConstraint)
            constraints.Insert(0, "unmanaged");
        else if (parameter.HasValueTypeConstraint)
            constraints.Insert(0, "struct");
        if (parameter.HasConstructorConstraint)
            constraints.Add("new()");
        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }));

    private static string Access(ISymbol symbol) =>
        symbol.DeclaredAccessibility == Accessibility.Public ? "public" : "protected";

    private static bool IsVisible(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol) {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }
        return true;
    }

    private static bool IsPlumbing(ISymbol member) =>
        member is INamedTypeSymbol || member.IsOverride
        || member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.IsValueType: true }
        || member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion) };

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member =>
            member is INamedTypeSymbol type ? AllTypes(type).Prepend(type) : AllTypes(member));
}
