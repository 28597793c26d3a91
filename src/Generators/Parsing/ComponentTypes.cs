using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Tells what may hold modules or parameters without TorchSharp seeing them.</summary>
internal static class ComponentTypes
{
    /// <summary>Words for a type that holds modules or parameters but is no module: an array, a list, a tuple, a lazy value.</summary>
    public static string? InCollection(ITypeSymbol type)
    {
        if (KnownTypes.IsModule(type) || KnownTypes.IsTensor(type))
        {
            return null;
        }

        return type switch
        {
            IArrayTypeSymbol array when Holds(array.ElementType) => "an array",
            INamedTypeSymbol { IsTupleType: true } tuple when tuple.TupleElements.Any(e => Holds(e.Type)) => "a tuple",
            INamedTypeSymbol { Name: "Lazy" } lazy when lazy.TypeArguments.Any(Holds) => "a lazy value",
            INamedTypeSymbol { TypeKind: not TypeKind.Delegate } generic
                when generic.TypeArguments.Any(Holds) && (IsEnumerable(generic) || generic.AllInterfaces.Any(IsEnumerable)) =>
                generic.Name.EndsWith("Dictionary", StringComparison.Ordinal) ? "a dictionary" : "a collection",
            _ => null,
        };
    }

    private static bool Holds(ITypeSymbol type) => KnownTypes.IsModule(type) || KnownTypes.IsParameter(type) || InCollection(type) is not null;

    private static bool IsEnumerable(INamedTypeSymbol type) => type.SpecialType == SpecialType.System_Collections_IEnumerable
        || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;
}
