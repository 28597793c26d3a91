using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MetaAdamW.CodeFixes;

/// <summary>Makes a class, and those that it is nested in, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakePartialFix() : DocumentFix("MAW1001")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type ? new("Make it partial", PartialTypes.Make(root, type)) : null;
}

/// <summary>Makes the class of a task, or of features, a model.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakeModelFix() : DocumentFix("MAW2008", "MAW3008")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        // What is no module would only be wrong in another way; one of several tasks may have made it a model already.
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || model.GetDeclaredSymbol(type) is not { } symbol || !Generators.Parsing.KnownTypes.IsModule(symbol)
            || Generators.Parsing.KnownTypes.Find(symbol, Generators.Parsing.KnownTypes.ParamGroupAttribute) is not null)
        {
            return null;
        }

        var marker = new SyntaxAnnotation();
        SyntaxNode changed = PartialTypes.Make(root.ReplaceNode(type, type.WithAdditionalAnnotations(marker)), marker);
        var partial = (TypeDeclarationSyntax)changed.GetAnnotatedNodes(marker).Single();
        return new(
            $"Mark '{type.Identifier.ValueText}' [ParamGroup]",
            changed.ReplaceNode(partial, AttributeSyntaxEdits.Add(partial, GroupAttribute.Of(model, type.SpanStart))));
    }
}

/// <summary>Gives an auto-property's field a name that people can read.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ComponentNameFix() : DocumentFix("MAW1014")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } property)
        {
            return null;
        }

        bool isImported = model.LookupNamespacesAndTypes(property.SpanStart, name: "ComponentNameAttribute").Length > 0;
        AttributeSyntax attribute = AttributeSyntaxEdits.WithNamedText(
            SyntaxFactory.Attribute(SyntaxFactory.ParseName(isImported ? "ComponentName" : "TorchSharp.Utils.ComponentName")),
            "Name",
            property.Identifier.ValueText);
        return new("Name the component", root.ReplaceNode(property, AttributeSyntaxEdits.Add(property, attribute, SyntaxKind.FieldKeyword)));
    }
}

/// <summary>Calls <c>RegisterComponents</c> at the end of the constructors, where it belongs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RegisterLastFix() : DocumentFix("MAW1009", "MAW1010")
{
    private const string Method = "RegisterComponents";

    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (diagnostic.Id == "MAW1010")
        {
            // The call is moved only where it is a statement of the constructor itself.
            return node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } block } call
                ? new($"Call {Method} last", root.ReplaceNode(block, block.WithStatements(block.Statements.Remove(call).Add(call))))
                : null;
        }

        List<ConstructorDeclarationSyntax> constructors =
        [
            .. node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<ConstructorDeclarationSyntax>()
                .Where(c => c.Body is not null && c.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) != true
                    && !c.Modifiers.Any(SyntaxKind.StaticKeyword)) ?? [],
        ];
        return constructors.Count == 0
            ? null
            : new($"Call {Method} in the constructor", root.ReplaceNodes(constructors, (_, c) => c.WithBody(c.Body!.AddStatements(Call()))));
    }

    private static ExpressionStatementSyntax Call() =>
        SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(SyntaxFactory.IdentifierName(Method))).WithAdditionalAnnotations(Formatter.Annotation);
}

/// <summary>Turns a list of modules, or a static module, into what TorchSharp registers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RegisteredCollectionFix() : DocumentFix("MAW1012")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { Declaration: { Variables: [var variable] } declaration } field)
        {
            return null;
        }

        SyntaxToken isStatic = field.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.StaticKeyword));
        if (!isStatic.IsKind(SyntaxKind.None))
        {
            return new("Make it an instance field", root.ReplaceNode(field, field.WithModifiers(field.Modifiers.Remove(isStatic)).WithLeadingTrivia(field.GetLeadingTrivia())));
        }

        // List<T> and ModuleList<T> share Add, Count and the indexer; other uses of a list the compiler will show.
        if (declaration.Type is not GenericNameSyntax { Identifier.ValueText: "List" } list
            || model.GetTypeInfo(list.TypeArgumentList.Arguments[0]).Type is not { } item || !Generators.Parsing.KnownTypes.IsModule(item)
            || variable.Initializer?.Value is not (null or ImplicitObjectCreationExpressionSyntax { Initializer: null, ArgumentList.Arguments.Count: 0 }
                or ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "List" }, Initializer: null, ArgumentList.Arguments.Count: 0 }))
        {
            return null;
        }

        IEnumerable<GenericNameSyntax> names = new[] { list }.Concat(
            variable.Initializer?.Value is ObjectCreationExpressionSyntax { Type: GenericNameSyntax made } ? [made] : []);
        bool isImported = model.LookupNamespacesAndTypes(field.SpanStart, name: "ModuleList").Length > 0;
        return isImported
            ? new("Use a ModuleList", root.ReplaceNodes(names, (_, n) => n.WithIdentifier(SyntaxFactory.Identifier("ModuleList").WithTriviaFrom(n.Identifier))))
            : null;
    }
}

/// <summary>Adds the modifier <c>partial</c>.</summary>
internal static class PartialTypes
{
    public static SyntaxNode Make(SyntaxNode root, TypeDeclarationSyntax type)
    {
        IEnumerable<TypeDeclarationSyntax> types = type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(t => !t.Modifiers.Any(SyntaxKind.PartialKeyword));
        return root.ReplaceNodes(types, (_, t) => Add(t));
    }

    public static SyntaxNode Make(SyntaxNode root, SyntaxAnnotation marker) =>
        Make(root, (TypeDeclarationSyntax)root.GetAnnotatedNodes(marker).Single());

    private static TypeDeclarationSyntax Add(TypeDeclarationSyntax type)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return (TypeDeclarationSyntax)type.WithModifiers(type.Modifiers.Add(keyword));
        }

        // Without modifiers the keyword holds the indentation.
        SyntaxToken first = type.Keyword;
        return (TypeDeclarationSyntax)type.WithKeyword(first.WithLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(keyword.WithLeadingTrivia(first.LeadingTrivia)));
    }
}
