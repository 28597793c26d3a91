using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4001: a meta-objective whose terms need validation data is given some.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoValidationDataAnalyzer() : ModelAnalyzer(UsageDiagnostics.NoValidationData)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.ObjectCreation);

    private void Check(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!RuntimeTypes.IsObjective(creation.Type))
        {
            return;
        }

        IOperation? validation = Argument(creation, "validation");
        if (validation is not null && Flaw(validation, Argument(creation, "train")) is { } flaw && !ChoosesGradient(context))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, validation.Syntax.GetLocation(), flaw));
        }
    }

    private static IOperation? Argument(IObjectCreationOperation creation, string name) =>
        creation.Arguments.FirstOrDefault(a => a is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } p } && p.Name == name)?.Value;

    private static string? Flaw(IOperation validation, IOperation? train)
    {
        if (validation.ConstantValue is { HasValue: true, Value: null } || Variable.Unconverted(validation) is IDefaultValueOperation)
        {
            return "null";
        }

        if (IsEmpty(Variable.Unconverted(validation)))
        {
            return "nothing";
        }

        return train is not null && Variable.Of(validation) is { } data && Variable.Is(train, data) ? "the training data" : null;
    }

    private static bool IsEmpty(IOperation collection) => collection switch
    {
        IArrayCreationOperation array => array.Initializer is { } values
            ? values.ElementValues.IsEmpty
            : array.DimensionSizes is [{ ConstantValue: { HasValue: true, Value: 0 } }],
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null or { Initializers.IsEmpty: true } } list =>
            list.Type is INamedTypeSymbol { ContainingNamespace: { } space } && space.ToDisplayString() == "System.Collections.Generic",
        IInvocationOperation { TargetMethod: { Name: "Empty", IsStatic: true, Parameters.IsEmpty: true, ContainingType.Name: "Array" or "Enumerable" } } => true,
        // Collection expressions have no operation kind in the oldest compiler that is supported.
        _ => collection.Syntax is CollectionExpressionSyntax { Elements.Count: 0 },
    };

    // Which optimizer the objective goes to can't be followed in general: a file that chooses the gradient term alone is trusted.
    private static bool ChoosesGradient(OperationAnalysisContext context)
    {
        SyntaxNode root = context.Operation.Syntax.SyntaxTree.GetRoot(context.CancellationToken);
        return root.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == "Gradient"
            && context.Operation.SemanticModel?.GetSymbolInfo(name, context.CancellationToken).Symbol is IFieldSymbol { ContainingType: { } kinds }
            && KnownTypes.Is(kinds, RuntimeTypes.ObjectiveKind));
    }
}
