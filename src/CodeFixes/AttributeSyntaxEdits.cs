using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MetaAdamW.CodeFixes;

/// <summary>Changes of attributes that keep comments and line breaks.</summary>
internal static class AttributeSyntaxEdits
{
    /// <summary>Takes an attribute out, and its brackets where it is alone in them.</summary>
    public static SyntaxNode? Remove(SyntaxNode root, AttributeSyntax attribute)
    {
        if (attribute.Parent is not AttributeListSyntax list)
        {
            return null;
        }

        if (list.Attributes.Count > 1)
        {
            return root.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
        }

        // What stands before the brackets belongs to the member.
        return list.Parent is { } owner
            ? root.ReplaceNode(owner, owner.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!.WithLeadingTrivia(owner.GetLeadingTrivia()))
            : null;
    }

    /// <summary>The attribute without one of its named arguments.</summary>
    public static AttributeSyntax? WithoutArgument(AttributeSyntax attribute, string name)
    {
        AttributeArgumentSyntax? argument = attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        if (argument is null)
        {
            return null;
        }

        AttributeArgumentListSyntax arguments = attribute.ArgumentList!;
        SeparatedSyntaxList<AttributeArgumentSyntax> rest = arguments.Arguments.Remove(argument);
        return attribute.WithArgumentList(rest.Count == 0 ? null : arguments.WithArguments(rest));
    }

    /// <summary>The attribute with its first positional argument set to a text.</summary>
    public static AttributeSyntax WithText(AttributeSyntax attribute, string text)
    {
        AttributeArgumentSyntax value = SyntaxFactory.AttributeArgument(Text(text));
        AttributeArgumentListSyntax arguments = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        AttributeArgumentSyntax? positional = arguments.Arguments.FirstOrDefault(a => a.NameEquals is null);
        return attribute.WithArgumentList(arguments.WithArguments(
            positional is null ? arguments.Arguments.Insert(0, value) : arguments.Arguments.Replace(positional, positional.WithExpression(Text(text)))));
    }

    /// <summary>The attribute with a named argument set to a text.</summary>
    public static AttributeSyntax WithNamedText(AttributeSyntax attribute, string name, string text) => WithNamed(attribute, name, Text(text));

    /// <summary>The attribute with a named argument, the last, set to a value.</summary>
    public static AttributeSyntax WithNamed(AttributeSyntax attribute, string name, ExpressionSyntax expression)
    {
        AttributeSyntax cleared = WithoutArgument(attribute, name) ?? attribute;
        AttributeArgumentSyntax value = SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals(name), null, expression);
        return cleared.WithArgumentList((cleared.ArgumentList ?? SyntaxFactory.AttributeArgumentList()).AddArguments(value)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>A member with one attribute more, on the line that it has or on one of its own above.</summary>
    public static MemberDeclarationSyntax Add(MemberDeclarationSyntax member, AttributeSyntax attribute, SyntaxKind? target = null)
    {
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute));
        if (target is { } kind)
        {
            list = list.WithTarget(SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(kind)));
        }

        SyntaxTriviaList leading = member.GetLeadingTrivia();
        SyntaxTrivia indent = leading.LastOrDefault();
        list = list.WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        MemberDeclarationSyntax bare = member.WithLeadingTrivia(indent.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indent) : default);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }

    public static LiteralExpressionSyntax Text(string text) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));
}
