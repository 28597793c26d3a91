using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MetaAdamW.CodeFixes;

/// <summary>A fix that rewrites one document; it is offered only after the rewriting has been tried.</summary>
public abstract class DocumentFix : CodeFixProvider
{
    private protected DocumentFix(params string[] ids) => FixableDiagnosticIds = ids.ToImmutableArray();

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (Fix(root, node, diagnostic, model) is { } fix)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(fix.Root)), equivalenceKey: diagnostic.Id + fix.Title),
                    diagnostic);
            }
        }
    }

    /// <summary>The document after the fix and what the fix is called, or null where there is none.</summary>
    private protected abstract DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model);

    /// <summary>A rewritten document.</summary>
    private protected sealed record DocumentChange(string Title, SyntaxNode Root);
}
