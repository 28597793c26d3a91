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
        IArgumentOperation? parameters = context.Operation switch
        {
            IInvocationOperation call when IsPlain(call.TargetMethod) => call.Arguments.FirstOrDefault(),
            IObjectCreationOperation { Constructor: { } constructor } creation when IsPlain(constructor) => creation.Arguments.FirstOrDefault(),
            _ => null,
        };

        // The model is what parameters() or named_parameters() is asked of; on `this` no name stands there.
        if (parameters is not null
            && Variable.Unconverted(parameters.Value) is IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { Type: { } model } }
            && KnownTypes.IsModule(model)
            && KnownTypes.Find(model.OriginalDefinition, KnownTypes.ParamGroupAttribute) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), model.Name, context.Operation.Type!.Name));
        }
    }

    private static bool IsPlain(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor
        ? KnownTypes.IsTorchModule(method.ContainingType) && method.ContainingType.Name is "Adam" or "AdamW"
        : method.Name is "Adam" or "AdamW"
            && method.ContainingType is { Name: "optim", ContainingType.Name: "torch" } optim && KnownTypes.IsFromTorchSharp(optim);
}
