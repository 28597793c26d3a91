using System.Composition;
using MetaAdamW.Generators.Analyzers;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MetaAdamW.CodeFixes;

/// <summary>Creates the optimizer after the model has been moved.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CreateAfterMoveFix() : DocumentFix("MAW4002")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (diagnostic.AdditionalLocations is not [var created]
            || StatementMove.Of(root.FindNode(created.SourceSpan, getInnermostNodeForTie: true)) is not { } creation
            || StatementMove.Of(node) is not { } move || move.Parent != creation.Parent)
        {
            return null;
        }

        // Nothing up to the move may need the optimizer.
        List<SyntaxNode> siblings = [.. creation.Parent!.ChildNodes()];
        return StatementMove.AssignedName(creation) is { } name
            && siblings.IndexOf(creation) < siblings.IndexOf(move)
            && siblings.Skip(siblings.IndexOf(creation) + 1).TakeWhile(s => s != move).Append(move).All(s => !StatementMove.Mentions(s, name))
                ? new("Create the optimizer after the move", StatementMove.Move(root, creation, move, isAfter: true))
                : null;
    }
}

/// <summary>Creates the optimizer before the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CreateBeforeLoopFix() : DocumentFix("MAW4003")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (diagnostic.AdditionalLocations is not [var around]
            || StatementMove.Of(node) is not LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } creation
            || StatementMove.Of(root.FindNode(around.SourceSpan)) is not { } loop
            || loop.Parent is not (BlockSyntax or CompilationUnitSyntax))
        {
            return null;
        }

        // Outside of the loop the name must still be free.
        string name = variable.Identifier.ValueText;
        bool isFree = !loop.Parent.DescendantNodes().Any(n => n != variable && Declared(n) == name);
        return isFree ? new("Create the optimizer before the loop", StatementMove.Move(root, creation, loop, isAfter: false)) : null;
    }

    private static string? Declared(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        _ => null,
    };
}

/// <summary>Calls <c>MetaUpdate</c> after the step, where one objective is at hand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddMetaUpdateFix() : DocumentFix("MAW4004")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access, Parent: ExpressionStatementSyntax step }
            || StatementMove.Of(step) is not { Parent: BlockSyntax or CompilationUnitSyntax } statement
            || Objective(model, step.SpanStart) is not { } objective)
        {
            return null;
        }

        StatementSyntax update = SyntaxFactory.ParseStatement($"{access.Expression.WithoutTrivia()}.MetaUpdate({objective});")
            .WithAdditionalAnnotations(Formatter.Annotation)
            .WithLeadingTrivia(step.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        SyntaxNode added = statement is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(update) : update;
        return new($"Call MetaUpdate({objective})", root.InsertNodesAfter(statement, [added]));
    }

    private static string? Objective(SemanticModel model, int position)
    {
        bool isStatic = model.GetEnclosingSymbol(position)?.IsStatic == true;
        List<ISymbol> objectives = [.. model.LookupSymbols(position).Where(s => s switch
        {
            ILocalSymbol local => RuntimeTypes.IsObjective(local.Type) && local.DeclaringSyntaxReferences.All(r => r.Span.End < position),
            IParameterSymbol parameter => RuntimeTypes.IsObjective(parameter.Type),
            IFieldSymbol field => RuntimeTypes.IsObjective(field.Type) && (field.IsStatic || !isStatic),
            IPropertySymbol property => RuntimeTypes.IsObjective(property.Type) && (property.IsStatic || !isStatic),
            _ => false,
        })];
        return objectives is [var only] ? ModelReading.Identifier(only.Name) : null;
    }
}

/// <summary>Leaves the learning rate to the user and the schedulers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveFactorFix() : DocumentFix("MAW4005")
{
    private const string Title = "Remove the assignment";

    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model) =>
        node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() switch
        {
            { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement } => new(Title, root.RemoveNode(statement, SyntaxRemoveOptions.KeepUnbalancedDirectives)!),
            { Parent: ExpressionStatementSyntax { Parent: GlobalStatementSyntax statement } } => new(Title, root.RemoveNode(statement, SyntaxRemoveOptions.KeepUnbalancedDirectives)!),
            { Parent: InitializerExpressionSyntax initializer } option => new(
                Title, root.ReplaceNode(initializer, initializer.WithExpressions(initializer.Expressions.Remove(option)))),
            _ => null,
        };
}
