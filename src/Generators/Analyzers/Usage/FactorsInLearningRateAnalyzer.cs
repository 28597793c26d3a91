using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4005: what the optimizer learned does not go into a learning rate.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FactorsInLearningRateAnalyzer() : ModelAnalyzer(UsageDiagnostics.FactorsInLearningRate)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment);

    private void Check(OperationAnalysisContext context)
    {
        var assignment = (IAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "LearningRate", ContainingType: { } owner } }
            && (KnownTypes.IsFromTorchSharp(owner) || IsOfRuntime(owner))
            && new LearnedFactors().In(assignment.Value) is { } factor)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, assignment.Syntax.GetLocation(), factor));
        }
    }

    private static bool IsOfRuntime(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "MetaAdamW", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Finds factors in expressions, and in the locals that they are computed from.</summary>
    private sealed class LearnedFactors
    {
        private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

        /// <summary>The name of the first factor that a value depends on, or null.</summary>
        public string? In(IOperation value)
        {
            foreach (IOperation operation in value.DescendantsAndSelf())
            {
                string? factor = operation switch
                {
                    IPropertyReferenceOperation { Property: { Name: "Alpha" or "Beta", ContainingType: { } owner } property }
                        when KnownTypes.Is(owner, RuntimeTypes.StepRecord) || KnownTypes.Is(owner, RuntimeTypes.Optimizer) => $"{owner.Name}.{property.Name}",
                    IPropertyReferenceOperation { Property: { Name: "LearningRate" or "WeightDecay", ContainingType: { } owner } property }
                        when KnownTypes.Is(owner, RuntimeTypes.StepRecord) => $"{owner.Name}.{property.Name}",
                    ILocalReferenceOperation { Local: var local } when _visited.Add(local) => InAssignmentsTo(local, operation),
                    _ => null,
                };
                if (factor is not null)
                {
                    return factor;
                }
            }

            return null;
        }

        private string? InAssignmentsTo(ILocalSymbol local, IOperation reference)
        {
            foreach (IOperation operation in reference.Root().Descendants())
            {
                IOperation? source = operation switch
                {
                    IVariableDeclaratorOperation declarator when Is(declarator.Symbol) => declarator.GetVariableInitializer()?.Value,
                    IAssignmentOperation assignment when Variable.Is(assignment.Target, local) => assignment.Value,
                    IForEachLoopOperation loop when loop.Locals.Any(Is) => loop.Collection,
                    _ => null,
                };
                if (source is not null && In(source) is { } factor)
                {
                    return factor;
                }
            }

            return null;

            bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, local);
        }
    }
}
