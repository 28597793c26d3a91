using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Expressions that stand for one variable: locals, parameters, fields and properties of <c>this</c> or of the class.</summary>
internal static class Variable
{
    /// <summary>The variable that an expression stands for, seen through conversions; null for any other expression.</summary>
    public static ISymbol? Of(IOperation? operation) => Unconverted(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.IsEmpty: true } property => property.Property,
        IVariableDeclaratorOperation declarator => declarator.Symbol,
        _ => null,
    };

    /// <summary>The expression without the conversions around it.</summary>
    public static IOperation Unconverted(IOperation? operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation!;
    }

    /// <summary>Whether the expression reads or writes the variable.</summary>
    public static bool Is(IOperation? operation, ISymbol variable) => SymbolEqualityComparer.Default.Equals(Of(operation), variable);

    /// <summary>Whether the variable is declared within a piece of syntax.</summary>
    public static bool IsDeclaredIn(this ISymbol variable, SyntaxNode syntax) =>
        variable is ILocalSymbol or IParameterSymbol
        && variable.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == syntax.SyntaxTree && syntax.Span.Contains(r.Span));
}
