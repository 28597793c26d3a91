using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>An expression that creates the optimizer of a model: <c>model.CreateMetaAdamW(...)</c> or <c>new MetaAdamWOptimizer(model, ...)</c>.</summary>
/// <param name="Operation">The expression.</param>
/// <param name="Model">What holds the model: a local, a parameter, a field or a property of <c>this</c>; null for any other expression.</param>
/// <param name="ModelType">The type of the model as the source knows it.</param>
internal readonly record struct OptimizerCreation(IOperation Operation, ISymbol? Model, ITypeSymbol? ModelType)
{
    /// <summary>Matches an expression.</summary>
    public static bool TryMatch(IOperation operation, out OptimizerCreation creation)
    {
        IOperation? model = operation switch
        {
            IInvocationOperation { TargetMethod.Name: "CreateMetaAdamW", Instance: { } instance } call when KnownTypes.Is(call.Type, RuntimeTypes.Optimizer) => instance,
            IObjectCreationOperation construction when KnownTypes.Is(construction.Type, RuntimeTypes.Optimizer)
                && construction.Arguments is [{ Value: var first }, ..] && KnownTypes.IsModule(Variable.Unconverted(first).Type) => first,
            _ => null,
        };
        creation = model is null ? default : new OptimizerCreation(operation, Variable.Of(model), Variable.Unconverted(model).Type);
        return model is not null;
    }

    /// <summary>Where a message about the creation points: the method's name, or the constructor's type.</summary>
    public Location Location => Operation.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        ObjectCreationExpressionSyntax construction => construction.Type.GetLocation(),
        var other => other.GetLocation(),
    };
}
