using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>The fields of a module that TorchSharp looks at, in the order in which it looks, and the names that it gives them.</summary>
internal static class ComponentFields
{
    /// <summary>
    /// Instance fields of the class and then of its base classes, of any visibility; a name that was seen further down the
    /// chain hides the same name further up.
    /// </summary>
    public static IEnumerable<IFieldSymbol> Of(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? t = type; t is not null && !KnownTypes.IsFromTorchSharp(t); t = t.BaseType)
        {
            foreach (IFieldSymbol field in t.GetMembers().OfType<IFieldSymbol>())
            {
                if (!field.IsStatic && !field.IsConst && seen.Add(field.Name))
                {
                    yield return field;
                }
            }
        }
    }

    /// <summary>The name from <c>[ComponentName]</c>, else the field's own (for an auto-property its backing field's).</summary>
    public static string NameOf(IFieldSymbol field)
    {
        foreach (AttributeData attribute in field.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ComponentNameAttribute", ContainingNamespace: { Name: "Utils", ContainingNamespace.Name: "TorchSharp" } }
                && attribute.TryGet("Name", out string name))
            {
                return name;
            }
        }

        return field.Name;
    }

    /// <summary>The field behind an auto-property, or null.</summary>
    public static IFieldSymbol? Behind(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));

    /// <summary>What the user wrote for the field: the property for a backing field, the field itself otherwise.</summary>
    public static ISymbol Declared(IFieldSymbol field) => field.AssociatedSymbol ?? field;
}
