using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Where the parts of an attribute stand in the source.</summary>
internal static class AttributeLocations
{
    /// <summary>The attribute itself, without its brackets.</summary>
    public static Location Location(this AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Microsoft.CodeAnalysis.Location.None;

    /// <summary>The value that a property or a constructor's parameter is given; the attribute where it is given none.</summary>
    public static Location ValueLocation(this AttributeData attribute, string name, CancellationToken cancellation) =>
        Argument(attribute, name, cancellation)?.Expression.GetLocation() ?? attribute.Location(cancellation);

    /// <summary>The whole argument of a property or a constructor's parameter; the attribute where there is none.</summary>
    public static Location ArgumentLocation(this AttributeData attribute, string name, CancellationToken cancellation) =>
        Argument(attribute, name, cancellation)?.GetLocation() ?? attribute.Location(cancellation);

    /// <summary>Every <c>[ParamGroup]</c> on the symbol; for a property those on the field behind it too.</summary>
    public static IEnumerable<AttributeData> Groups(ISymbol symbol)
    {
        IEnumerable<AttributeData> own = symbol.GetAttributes().Where(a => KnownTypes.Is(a.AttributeClass, KnownTypes.ParamGroupAttribute));
        return symbol is IPropertySymbol property && ComponentFields.Behind(property) is { } field ? own.Concat(Groups(field)) : own;
    }

    private static AttributeArgumentSyntax? Argument(AttributeData attribute, string name, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax { ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        int position = 0;
        foreach (AttributeArgumentSyntax argument in arguments)
        {
            string? given = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText
                ?? (attribute.AttributeConstructor is { } constructor && position < constructor.Parameters.Length ? constructor.Parameters[position].Name : null);
            if (given == name)
            {
                return argument;
            }

            position++;
        }

        return null;
    }
}
