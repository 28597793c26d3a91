using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>The source that a reading looked at, and so depends on.</summary>
internal sealed class Dependencies
{
    private readonly HashSet<ISymbol> touched = new(SymbolEqualityComparer.Default);

    public HashSet<SyntaxTree> Trees { get; } = [];

    /// <summary>Whether something could not be resolved, so that any edit anywhere may change the reading.</summary>
    public bool IsProvisional { get; set; }

    /// <summary>Notes the declarations of a type, of its bases and of its type arguments.</summary>
    public void Touch(ITypeSymbol? type)
    {
        while (type is IArrayTypeSymbol array)
        {
            type = array.ElementType;
        }

        if (type is null || !touched.Add(type))
        {
            return;
        }

        if (type.TypeKind == TypeKind.Error)
        {
            IsProvisional = true;
        }

        foreach (SyntaxReference declaration in type.DeclaringSyntaxReferences)
        {
            Trees.Add(declaration.SyntaxTree);
        }

        if (type is INamedTypeSymbol named)
        {
            foreach (ITypeSymbol argument in named.TypeArguments)
            {
                Touch(argument);
            }

            Touch(named.BaseType);
            Touch(named.ContainingType);
        }
    }

    /// <summary>Notes where a member comes from.</summary>
    public void Touch(ISymbol? member)
    {
        if (member is null || !touched.Add(member))
        {
            return;
        }

        Touch(member.ContainingType);
        foreach (SyntaxReference declaration in member.DeclaringSyntaxReferences)
        {
            Trees.Add(declaration.SyntaxTree);
        }
    }
}
