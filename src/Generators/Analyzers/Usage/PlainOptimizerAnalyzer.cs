using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4006: a model that is annotated for MetaAdamW is not optimised by plain Adam or AdamW.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PlainOptimizerAnalyzer() : ModelAnalyzer(UsageDiagnostics.PlainOptimizer)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Check, OperationKind.Invocation, OperationKind.ObjectCreation);

    private void Check(OperationAnalysisContext context)
    {
        (IMethodSymbol? method, IArgumentOperation? parameters) = context.Operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments.FirstOrDefault()),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments.FirstOrDefault()),
            _ => default,
        };
        if (method is null || parameters is null || !IsPlain(method))
        {
            return;
        }

        // The model is what parameters() or named_parameters() is asked of; on `this` no name stands there.
        if (Variable.Unconverted(parameters.Value) is IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { Type: { } model } }
            && KnownTypes.IsModule(model)
            && KnownTypes.Find(model.OriginalDefinition, KnownTypes.ParamGroupAttribute) is not null)
        {
            string optimizer = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), model.Name, optimizer));
        }
    }

    private static bool IsPlain(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor
        ? KnownTypes.IsTorchModule(method.ContainingType) && method.ContainingType.Name is "Adam" or "AdamW"
        : method.Name is "Adam" or "AdamW"
            && method.ContainingType is { Name: "optim", ContainingType.Name: "torch" } optim && KnownTypes.IsFromTorchSharp(optim);
}
