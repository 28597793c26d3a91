using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MetaAdamW.CodeFixes;

/// <summary>Moves statements, of a block or at the top of a file.</summary>
internal static class StatementMove
{
    /// <summary>The statement that a node belongs to: the member of the file where it stands at the top.</summary>
    public static SyntaxNode? Of(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>() is { } statement
        ? statement.Parent is GlobalStatementSyntax top ? top : statement
        : node.FirstAncestorOrSelf<GlobalStatementSyntax>();

    /// <summary>The one variable that a statement declares or assigns, or null.</summary>
    public static string? AssignedName(SyntaxNode statement) => (statement is GlobalStatementSyntax top ? top.Statement : statement) switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: [var only] } => only.Identifier.ValueText,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } } => name.Identifier.ValueText,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } } } =>
            name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether a statement mentions a name.</summary>
    public static bool Mentions(SyntaxNode statement, string name) =>
        statement.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name);

    /// <summary>The tree with one statement before or after another.</summary>
    public static SyntaxNode Move(SyntaxNode root, SyntaxNode statement, SyntaxNode anchor, bool isAfter)
    {
        SyntaxNode tracked = root.TrackNodes(statement, anchor);
        SyntaxNode moved = Fitting(statement, anchor).WithAdditionalAnnotations(Formatter.Annotation);
        SyntaxNode place = tracked.GetCurrentNode(anchor)!;
        tracked = isAfter ? tracked.InsertNodesAfter(place, [moved]) : tracked.InsertNodesBefore(place, [moved]);
        return tracked.RemoveNode(tracked.GetCurrentNode(statement)!, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static SyntaxNode Fitting(SyntaxNode statement, SyntaxNode anchor) => (statement, anchor) switch
    {
        (StatementSyntax inner, GlobalStatementSyntax) => SyntaxFactory.GlobalStatement(inner),
        _ => statement,
    };
}
