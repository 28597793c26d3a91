using System.Runtime.CompilerServices;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>
/// Whether a project lets parameters train that stood still: somewhere it sets <c>requires_grad</c> to something that is not plainly
/// false. What is said about frozen groups holds only where it does not.
/// </summary>
internal static class Unfreezing
{
    // By file, so that an edit in one makes only that one be looked at again.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> Known = new();

    public static bool IsIn(Compilation compilation, CancellationToken cancellation) => compilation.SyntaxTrees.Any(tree =>
        Known.GetValue(tree, t => new StrongBox<bool>(t.GetRoot(cancellation).DescendantNodes().Any(Unfreezes))).Value);

    private static bool Unfreezes(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left.MemberName() == "requires_grad" && !IsFalse(assignment.Right),
        InvocationExpressionSyntax call => call.Expression.MemberName() is "requires_grad_" or "with_requires_grad"
            && !call.ArgumentList.Arguments.Any(a => IsFalse(a.Expression)),
        _ => false,
    };

    private static bool IsFalse(ExpressionSyntax expression) => expression.IsKind(SyntaxKind.FalseLiteralExpression);
}
