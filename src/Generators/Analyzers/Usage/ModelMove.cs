using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>TorchSharp's methods that move a module to another device or type, which replaces its parameters.</summary>
internal static class ModelMove
{
    /// <summary>The variable whose module is moved, or null where the operation is no move.</summary>
    public static ISymbol? Of(IOperation operation)
    {
        if (operation is not IInvocationOperation { TargetMethod: { Name: "to" or "cpu" or "cuda" or "half" or "bfloat16" or "float" or "double" } method } call
            || !KnownTypes.IsFromTorchSharp(method.ContainingType)
            || !KnownTypes.IsModule(call.Type))
        {
            return null;
        }

        IOperation? module = call.Instance ?? (method.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        return module is not null && KnownTypes.IsModule(Variable.Unconverted(module).Type) ? Moved(module) : null;
    }

    /// <summary>Whether the value is the variable's module, moved any number of times.</summary>
    public static bool IsMoveOf(IOperation value, ISymbol variable) => Variable.Unconverted(value) is var move && Of(move) is { } moved
        && SymbolEqualityComparer.Default.Equals(moved, variable);

    /// <summary>Where a message about the move points.</summary>
    public static Location Location(IOperation move) => move.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        ? access.Name.GetLocation()
        : move.Syntax.GetLocation();

    // model.half().cuda() moves the model twice.
    private static ISymbol? Moved(IOperation module) => Variable.Of(module) ?? Of(Variable.Unconverted(module));
}
