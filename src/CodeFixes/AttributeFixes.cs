using System.Composition;
using MetaAdamW.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.CodeFixes;

/// <summary>Takes out an attribute that does nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveAttributeFix()
    : DocumentFix("MAW1002", "MAW1003", "MAW1006", "MAW2001", "MAW2002", "MAW2006", "MAW2008", "MAW3008")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && AttributeSyntaxEdits.Remove(root, attribute) is { } changed
            ? new($"Remove [{attribute.Name}]", changed)
            : null;
}

/// <summary>Gives a group the options that it has on another member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SameOptionsFix() : DocumentFix("MAW1004")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } other]
            || tree.GetRoot().FindNode(other.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } first)
        {
            return null;
        }

        AttributeSyntax changed = attribute;
        foreach (AttributeArgumentSyntax old in attribute.ArgumentList?.Arguments.Where(a => a.NameEquals is not null) ?? [])
        {
            changed = AttributeSyntaxEdits.WithoutArgument(changed, old.NameEquals!.Name.Identifier.ValueText)!;
        }

        AttributeArgumentSyntax[] options = [.. first.ArgumentList?.Arguments.Where(a => a.NameEquals is not null).Select(a => a.WithoutTrivia()) ?? []];
        if (options.Length > 0)
        {
            changed = changed.WithArgumentList((changed.ArgumentList ?? Microsoft.CodeAnalysis.CSharp.SyntaxFactory.AttributeArgumentList()).AddArguments(options))
                .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
        }

        return new("Use the same options", root.ReplaceNode(attribute, changed));
    }
}

/// <summary>Puts a member into a group of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddGroupFix() : DocumentFix("MAW1005")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        // One attribute would hold for all the fields of a declaration with several.
        if (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
            || member is FieldDeclarationSyntax { Declaration.Variables.Count: > 1 })
        {
            return null;
        }

        string name = root.FindToken(diagnostic.Location.SourceSpan.Start).ValueText.Trim('_');
        return name.Length == 0 || !Generators.Parsing.GroupNames.IsValid(name)
            ? null
            : new($"Put it into a group '{name}'", root.ReplaceNode(member, AttributeSyntaxEdits.Add(member, GroupAttribute.Of(model, member.SpanStart, name))));
    }
}

/// <summary>Gives a group another name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RenameGroupFix() : DocumentFix("MAW1007", "MAW1008")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return null;
        }

        string? name = diagnostic.Properties.TryGetValue(SimilarNameAnalyzer.Meant, out string? meant) && meant is not null
            ? meant
            : Valid(attribute, model);
        return name is null ? null : new($"Call the group '{name}'", root.ReplaceNode(attribute, AttributeSyntaxEdits.WithText(attribute, name)));
    }

    // The nearest valid name: what is not allowed becomes an underscore; an empty one becomes the member's.
    private static string? Valid(AttributeSyntax attribute, SemanticModel model)
    {
        ExpressionSyntax? argument = attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null)?.Expression;
        string written = argument is not null && model.GetConstantValue(argument).Value is string text ? text.Trim() : "";
        string name = new([.. written.Select(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or '-' ? c : '_')]);
        if (name.Trim('_').Length == 0)
        {
            name = attribute.Parent?.Parent switch
            {
                FieldDeclarationSyntax { Declaration.Variables: [var only] } => only.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                TypeDeclarationSyntax type => type.Identifier.ValueText,
                _ => "",
            };
        }

        name = name.Length > 0 && (char.IsDigit(name[0]) || name[0] is '.' or '-') ? "_" + name : name;
        return Generators.Parsing.GroupNames.IsValid(name) ? name : null;
    }
}
