using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Ways through the tree that an operation stands in.</summary>
internal static class OperationTree
{
    /// <summary>The body, or the initializer, that an operation stands in.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
