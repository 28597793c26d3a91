using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.CodeFixes;

/// <summary>Replaces plain AdamW by the model's own optimizer, options included.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CreateOptimizerFix() : DocumentFix("MAW4006")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>(i => i.Span == diagnostic.Location.SourceSpan) is not { } call
            || call.ArgumentList.Arguments is not [{ Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var module } } }, ..]
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        List<ArgumentSyntax> rest = [.. call.ArgumentList.Arguments.Skip(1)];
        List<string> options = [];
        Dictionary<string, ExpressionSyntax> given = new(StringComparer.Ordinal);
        for (int i = 0; i < rest.Count; i++)
        {
            string name = rest[i].NameColon?.Name.Identifier.ValueText ?? method.Parameters[i + 1].Name;
            given[name] = rest[i].Expression;
        }

        foreach (KeyValuePair<string, ExpressionSyntax> argument in given)
        {
            switch (argument.Key)
            {
                case "lr":
                    options.Add($"LearningRate = {argument.Value}");
                    break;
                case "weight_decay":
                    options.Add($"WeightDecay = {argument.Value}");
                    break;
                case "eps":
                    options.Add($"Epsilon = {argument.Value}");
                    break;
                case "beta1":
                    options.Add($"Betas = ({argument.Value}, {(given.TryGetValue("beta2", out ExpressionSyntax? second) ? second.ToString() : "0.999")})");
                    break;
                case "beta2" when given.ContainsKey("beta1"):
                    break;
                case "beta2":
                    options.Add($"Betas = (0.9, {argument.Value})");
                    break;
                default:
                    // amsgrad and maximize have no counterpart, so the change is not known to be right.
                    return null;
            }
        }

        string arguments = options.Count == 0 ? "" : $"new() {{ {string.Join(", ", options)} }}";
        ExpressionSyntax created = SyntaxFactory.ParseExpression($"{module}.CreateMetaAdamW({arguments})").WithTriviaFrom(call);
        return new("Use CreateMetaAdamW", root.ReplaceNode(call, created));
    }
}

/// <summary>Creates the optimizer after the model has been moved.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CreateAfterMoveFix() : DocumentFix("MAW4002")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (diagnostic.AdditionalLocations is not [var moved]
            || node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } creation
            || root.FindNode(moved.SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is not { } move || move.Parent != block)
        {
            return null;
        }

        // Nothing in between may need the optimizer.
        int from = block.Statements.IndexOf(creation), to = block.Statements.IndexOf(move);
        HashSet<string> declared = [.. creation.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(v => v.Identifier.ValueText)];
        bool isFree = declared.Count > 0 && block.Statements.Skip(from + 1).Take(to - from)
            .All(s => !s.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && declared.Contains(t.ValueText)));
        return isFree
            ? new("Create it after the move", root.ReplaceNode(block, block.WithStatements(block.Statements.RemoveAt(from).Insert(to, creation))))
            : null;
    }
}
