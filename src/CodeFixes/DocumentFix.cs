using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MetaAdamW.CodeFixes;

/// <summary>A fix that rewrites one document; it is offered only after the rewriting has been tried.</summary>
public abstract class DocumentFix : CodeFixProvider
{
    private protected DocumentFix(params string[] ids) => FixableDiagnosticIds = ids.ToImmutableArray();

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(FixAllAsync);

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
                    CodeAction.Create(fix.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(fix.Root)), equivalenceKey: diagnostic.Id + GetType().Name),
                    diagnostic);
            }
        }
    }

    // One after the other: fixes that touch the same attribute, or change what the next one has to see, would not merge.
    private async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } original)
        {
            return null;
        }

        List<TrackedDiagnostic> tracked = [.. diagnostics.OrderBy(d => d.Location.SourceSpan.Start).Select(d => new TrackedDiagnostic(d, original))];
        Document current = document.WithSyntaxRoot(original.TrackNodes(tracked.SelectMany(t => t.Nodes).Distinct()));
        foreach (TrackedDiagnostic diagnostic in tracked)
        {
            SyntaxNode? root = await current.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
            SemanticModel? model = await current.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
            if (root is not null && model is not null && diagnostic.In(root) is var (node, moved) && Fix(root, node, moved, model) is { } fix)
            {
                current = current.WithSyntaxRoot(fix.Root);
            }
        }

        return current;
    }

    /// <summary>The document after the fix and what the fix is called, or null where there is none.</summary>
    private protected abstract DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model);

    /// <summary>A rewritten document.</summary>
    private protected sealed record DocumentChange(string Title, SyntaxNode Root);

    /// <summary>A diagnostic whose places are found again after other fixes have changed the document.</summary>
    private sealed class TrackedDiagnostic(Diagnostic diagnostic, SyntaxNode original)
    {
        // A place in another file stays where it is.
        private readonly (Location Location, SyntaxNode? Node)[] _places =
        [
            .. new[] { diagnostic.Location }.Concat(diagnostic.AdditionalLocations)
                .Select(l => (l, l.SourceTree == original.SyntaxTree ? original.FindNode(l.SourceSpan, getInnermostNodeForTie: true) : null)),
        ];

        public IEnumerable<SyntaxNode> Nodes => _places.Select(p => p.Node).OfType<SyntaxNode>();

        /// <summary>The node and the diagnostic as they are now, or null where an earlier fix took them out.</summary>
        public (SyntaxNode Node, Diagnostic Diagnostic)? In(SyntaxNode root)
        {
            SyntaxNode?[] now = [.. _places.Select(p => p.Node is null ? null : root.GetCurrentNode(p.Node))];
            if (now[0] is not { } node || _places.Where((p, i) => p.Node is not null && now[i] is null).Any())
            {
                return null;
            }

            Location[] locations = [.. _places.Select((p, i) => p.Node is { } before ? Moved(p.Location, before, now[i]!) : p.Location)];
            return (node, Diagnostic.Create(diagnostic.Descriptor, locations[0], locations.Skip(1), diagnostic.Properties));
        }

        private static Location Moved(Location location, SyntaxNode before, SyntaxNode now) => location.SourceSpan == before.Span
            ? now.GetLocation()
            : Location.Create(now.SyntaxTree, new TextSpan(now.SpanStart + location.SourceSpan.Start - before.SpanStart, location.SourceSpan.Length));
    }
}
