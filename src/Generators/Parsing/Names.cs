using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Names as they are written, before the compiler says what they mean.</summary>
internal static class Names
{
    /// <summary>The last name of <c>a.b</c>, <c>a?.b</c> or <c>b</c>; null for any other expression.</summary>
    public static string? MemberName(this ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
