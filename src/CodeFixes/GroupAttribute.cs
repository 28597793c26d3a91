using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace MetaAdamW.CodeFixes;

/// <summary>Writes <c>[ParamGroup]</c> where a fix needs one.</summary>
internal static class GroupAttribute
{
    /// <summary>The attribute, by its short name where the namespace is imported.</summary>
    public static AttributeSyntax Of(SemanticModel model, int position, string? group = null)
    {
        bool isImported = model.LookupNamespacesAndTypes(position, name: "ParamGroupAttribute").Length > 0;
        NameSyntax name = isImported ? SyntaxFactory.IdentifierName("ParamGroup") : SyntaxFactory.ParseName("global::MetaAdamW.ParamGroup");
        AttributeSyntax attribute = SyntaxFactory.Attribute(name.WithAdditionalAnnotations(Simplifier.Annotation));
        return group is null ? attribute : AttributeSyntaxEdits.WithText(attribute, group);
    }
}
