using System.Composition;
using System.Globalization;
using MetaAdamW.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.CodeFixes;

/// <summary>Takes out an option that is wrong or does nothing, which leaves its default.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveOptionFix() : DocumentFix(
    "MAW3001", "MAW3002", "MAW3004", "MAW3005", "MAW3006", "MAW3007", "MAW3010", "MAW3011", "MAW3012", "MAW3013")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model) =>
        node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { NameEquals.Name.Identifier.ValueText: var name } argument
        && argument.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
        && AttributeSyntaxEdits.WithoutArgument(attribute, name) is { } changed
            ? new($"Remove {name}", root.ReplaceNode(attribute, changed))
            : null;
}

/// <summary>Freezes a group whose learning rate was to be nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FreezeGroupFix() : DocumentFix("MAW3001")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is not { NameEquals.Name.Identifier.ValueText: var name } argument
            || argument.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || model.GetConstantValue(argument.Expression).Value is not { } scale
            || Convert.ToDouble(scale, CultureInfo.InvariantCulture) != 0)
        {
            return null;
        }

        AttributeSyntax frozen = AttributeSyntaxEdits.WithNamed(
            AttributeSyntaxEdits.WithoutArgument(attribute, name)!, "Frozen", SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression));
        return new("Freeze the group", root.ReplaceNode(attribute, frozen));
    }
}

/// <summary>Sets the width of the features to one that holds the columns and that the heads divide.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FitWidthFix() : DocumentFix("MAW3003", "MAW3004")
{
    private const string Width = "Width";

    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (diagnostic.Suggested() is not { } value
            || node.FirstAncestorOrSelf<AttributeSyntax>()?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == Width)
                is not { } argument)
        {
            return null;
        }

        ExpressionSyntax number = SyntaxFactory.LiteralExpression(
            SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(int.Parse(value, CultureInfo.InvariantCulture)));
        return new($"Set {Width} to {value}", root.ReplaceNode(argument.Expression, number.WithTriviaFrom(argument.Expression)));
    }
}

/// <summary>Sets the heads in an optimizer's options to a number that divides the width of the features.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FitHeadsFix() : DocumentFix("MAW3003")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (diagnostic.Suggested() is not { } value || node is not ExpressionSyntax { Parent: AssignmentExpressionSyntax } heads)
        {
            return null;
        }

        ExpressionSyntax number = SyntaxFactory.LiteralExpression(
            SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(int.Parse(value, CultureInfo.InvariantCulture)));
        return new($"Set Heads to {value}", root.ReplaceNode(heads, number.WithTriviaFrom(heads)));
    }
}
