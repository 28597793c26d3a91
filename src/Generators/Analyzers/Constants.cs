using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Constants of the source, and how messages print them.</summary>
internal static class Constants
{
    /// <summary>The compile-time constant that an expression is, seen through conversions such as that from <c>int</c> to <c>long?</c>.</summary>
    public static object? Of(IOperation operation)
    {
        while (operation is IConversionOperation { ConstantValue.HasValue: false, OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation.ConstantValue is { HasValue: true, Value: var value } ? value : null;
    }

    /// <summary>A number as every culture reads it.</summary>
    public static string Text(object number) => Convert.ToString(number, CultureInfo.InvariantCulture) ?? "";
}
