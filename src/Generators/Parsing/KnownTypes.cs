using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Names of the types that a model is made of, and the questions that are asked of a symbol.</summary>
internal static class KnownTypes
{
    public const string ParamGroupAttribute = "MetaAdamW.ParamGroupAttribute";
    public const string PriorityAttribute = "MetaAdamW.PriorityAttribute";
    public const string FeaturesAttribute = "MetaAdamW.FeaturesAttribute";
    public const string HuwTaskAttribute = "MetaAdamW.HuwTaskAttribute";

    /// <summary>Whether the type is <c>torch.nn.Module</c> or derives from it.</summary>
    public static bool IsModule(ITypeSymbol? type)
    {
        for (ITypeSymbol? t = Reach(type); t is not null; t = t.BaseType)
        {
            if (t is { Name: "Module", ContainingType: { Name: "nn", ContainingType: { Name: "torch" } torch } } && IsTorchSharp(torch.ContainingNamespace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the type is <c>TorchSharp.Modules.Parameter</c>.</summary>
    public static bool IsParameter(ITypeSymbol? type) => IsTorchModule(type) && type!.Name == "Parameter";

    /// <summary>Whether the type is <c>torch.Tensor</c> (a parameter is one too).</summary>
    public static bool IsTensor(ITypeSymbol? type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t is { Name: "Tensor", ContainingType: { Name: "torch" } torch } && IsTorchSharp(torch.ContainingNamespace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the type is declared in <c>TorchSharp.Modules</c>.</summary>
    public static bool IsTorchModule(ITypeSymbol? type) =>
        type?.ContainingNamespace is { Name: "Modules" } modules && IsTorchSharp(modules.ContainingNamespace);

    /// <summary>Whether the member belongs to <c>torch.nn</c> itself: a factory of layers.</summary>
    public static bool IsLayerFactory(ISymbol member) =>
        member.ContainingType is { Name: "nn", ContainingType: { Name: "torch" } torch } && IsTorchSharp(torch.ContainingNamespace);

    /// <summary>Whether the member belongs to <c>torch</c> itself: a factory of tensors.</summary>
    public static bool IsTensorFactory(ISymbol member) =>
        member.ContainingType is { Name: "torch" } torch && IsTorchSharp(torch.ContainingNamespace);

    /// <summary>Whether the type comes with TorchSharp.</summary>
    public static bool IsFromTorchSharp(ITypeSymbol type)
    {
        INamespaceSymbol? space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return IsTorchSharp(space);
    }

    /// <summary>Whether the type has a full name, which is a namespace of one part and a name.</summary>
    public static bool Is(ITypeSymbol? type, string fullName) =>
        type is INamedTypeSymbol { IsGenericType: false, ContainingType: null, ContainingNamespace: { ContainingNamespace.IsGlobalNamespace: true } space }
        && type.Name.Length + 1 + space.Name.Length == fullName.Length
        && fullName.EndsWith(type.Name, StringComparison.Ordinal)
        && fullName.StartsWith(space.Name, StringComparison.Ordinal)
        && fullName[space.Name.Length] == '.';

    public static AttributeData? Find(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(a => Is(a.AttributeClass, attribute));

    /// <summary>The value of a named argument of an attribute, if it is given and of that type.</summary>
    public static bool TryGet<T>(this AttributeData attribute, string name, out T value)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: not TypedConstantKind.Array, Value: T given })
            {
                value = given;
                return true;
            }
        }

        value = default!;
        return false;
    }

    // A type parameter is what its constraint says.
    private static ITypeSymbol? Reach(ITypeSymbol? type)
    {
        for (int depth = 0; type is ITypeParameterSymbol parameter && depth < 16; depth++)
        {
            type = parameter.ConstraintTypes.FirstOrDefault(t => t.TypeKind is TypeKind.Class or TypeKind.TypeParameter);
        }

        return type is ITypeParameterSymbol ? null : type;
    }

    private static bool IsTorchSharp(INamespaceSymbol? space) =>
        space is { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true };
}
