using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.CodeFixes;

/// <summary>Replaces plain Adam or AdamW by the model's own optimizer, with the same options.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CreateOptimizerFix() : DocumentFix("MAW4006")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node is not ExpressionSyntax plain
            || model.GetOperation(plain) is not { } operation
            || Arguments(operation) is not [var parameters, ..] arguments
            || Unconverted(parameters.Value).Syntax is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } listing
            || Options(arguments) is not { } options)
        {
            return null;
        }

        // On `this` no name need stand before parameters().
        string target = listing.Expression is MemberAccessExpressionSyntax access ? access.Expression.WithoutTrivia() + "." : "";
        string initializer = options.Count == 0 ? "" : $"new() {{ {string.Join(", ", options)} }}";
        ExpressionSyntax created = SyntaxFactory.ParseExpression($"{target}CreateMetaAdamW({initializer})").WithTriviaFrom(plain);
        return Declared(plain) switch
        {
            { IsVar: false } type when type.Parent?.Parent is LocalDeclarationStatementSyntax && !Fits(model, type) =>
                Change(root.ReplaceNodes([plain, type], (old, _) => old == plain ? created : SyntaxFactory.IdentifierName("var").WithTriviaFrom(type))),
            { } type when type.IsVar || Fits(model, type) => Change(root.ReplaceNode(plain, created)),
            null when plain.Parent is ExpressionStatementSyntax or MemberAccessExpressionSyntax || Converts(model, plain) => Change(root.ReplaceNode(plain, created)),
            _ => null,
        };

        static DocumentChange Change(SyntaxNode changed) => new("Use CreateMetaAdamW", changed);
    }

    private static IReadOnlyList<IArgumentOperation> Arguments(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => Array.Empty<IArgumentOperation>(),
    };

    /// <summary>The options that say the same, or null where the optimizer has no counterpart for one.</summary>
    private static List<string>? Options(IReadOnlyList<IArgumentOperation> arguments)
    {
        List<string> options = [];
        Dictionary<string, IArgumentOperation> named = arguments.Skip(1).Where(a => a.Parameter is not null)
            .ToDictionary(a => a.Parameter!.Name, StringComparer.Ordinal);
        Add("lr", "LearningRate");
        if (named.TryGetValue("beta1", out IArgumentOperation? first) && named.TryGetValue("beta2", out IArgumentOperation? second)
            && (IsGiven(first) || IsGiven(second)))
        {
            options.Add($"Betas = ({Text(first)}, {Text(second)})");
        }

        Add("eps", "Epsilon");

        // Plain optimizers do not decay unless they are told to.
        if (named.TryGetValue("weight_decay", out IArgumentOperation? decay))
        {
            options.Add($"WeightDecay = {Text(decay)}");
        }

        Add("maximize", "Maximize");
        bool isPlain = !named.TryGetValue("amsgrad", out IArgumentOperation? amsgrad) || amsgrad.Value.ConstantValue is { HasValue: true, Value: false };
        return isPlain ? options : null;

        void Add(string parameter, string option)
        {
            if (named.TryGetValue(parameter, out IArgumentOperation? argument) && IsGiven(argument))
            {
                options.Add($"{option} = {Text(argument)}");
            }
        }
    }

    private static bool IsGiven(IArgumentOperation argument) => argument.ArgumentKind == ArgumentKind.Explicit;

    private static string Text(IArgumentOperation argument) => IsGiven(argument)
        ? Unconverted(argument.Value).Syntax.WithoutTrivia().ToString()
        : Convert.ToString(argument.Value.ConstantValue.Value, CultureInfo.InvariantCulture) ?? "0";

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }

    // The type of the variable that the optimizer initializes.
    private static TypeSyntax? Declared(ExpressionSyntax plain) =>
        plain.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: var type } } } ? type : null;

    private static bool Fits(SemanticModel model, TypeSyntax type) => Accepts(model, model.GetTypeInfo(type).Type);

    // Where the plain optimizer is taken by a more general type, so is the other.
    private static bool Converts(SemanticModel model, ExpressionSyntax plain) => model.GetTypeInfo(plain) is { ConvertedType: { } wanted, Type: { } own }
        && !SymbolEqualityComparer.Default.Equals(wanted, own) && Accepts(model, wanted);

    private static bool Accepts(SemanticModel model, ITypeSymbol? wanted) =>
        wanted is not null && model.Compilation.GetTypeByMetadataName(Generators.Analyzers.RuntimeTypes.Optimizer) is { } optimizer
        && model.Compilation.ClassifyConversion(optimizer, wanted) is { IsImplicit: true };
}
