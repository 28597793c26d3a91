using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Names of the runtime's types, and questions asked of code that uses the optimizer.</summary>
internal static class Usage
{
    public const string CreateOptimizer = "CreateMetaAdamW";

    private static readonly HashSet<string> Moves = new(StringComparer.Ordinal)
    {
        "to", "_to", "cuda", "cpu", "half", "@float", "float", "@double", "double", "type",
    };

    /// <summary>Whether the type is, or derives from, a type of the runtime.</summary>
    public static bool IsRuntime(ITypeSymbol? type, string name)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t.Name == name && t.ContainingNamespace is { Name: "MetaAdamW", ContainingNamespace.IsGlobalNamespace: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the call creates the optimizer of an annotated model.</summary>
    public static bool CreatesOptimizer(IInvocationOperation call) =>
        call.TargetMethod is { Name: CreateOptimizer, IsStatic: false } && KnownTypes.IsModule(call.Instance?.Type);

    /// <summary>The module that a call moves to another device or type, or null.</summary>
    public static IOperation? Moved(IInvocationOperation call)
    {
        IOperation? subject = call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value);
        while (subject is IConversionOperation conversion)
        {
            subject = conversion.Operand;
        }

        return Moves.Contains(call.TargetMethod.Name) && KnownTypes.IsFromTorchSharp(call.TargetMethod.ContainingType) && KnownTypes.IsModule(subject?.Type)
            ? subject
            : null;
    }

    /// <summary>The variable, parameter, field or property that an expression names, or null.</summary>
    public static ISymbol? Named(IOperation? expression) => expression switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        IConversionOperation conversion => Named(conversion.Operand),
        IParenthesizedOperation parenthesized => Named(parenthesized.Operand),
        _ => null,
    };

    /// <summary>The loops around an operation, inside its own method or lambda, innermost first.</summary>
    public static IEnumerable<ILoopOperation> LoopsAround(IOperation operation)
    {
        for (IOperation? o = operation; o is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; o = o.Parent)
        {
            if (o is ILoopOperation loop)
            {
                yield return loop;
            }
        }
    }
}

/// <summary>MAW4001: a meta-objective without validation data.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoValidationDataAnalyzer() : ModelAnalyzer(UsageDiagnostics.NoValidationData)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.ObjectCreation);

    private void Analyze(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!Usage.IsRuntime(creation.Type, "MetaObjective"))
        {
            return;
        }

        IArgumentOperation? validation = creation.Arguments.FirstOrDefault(a => a.Parameter?.Name == "validation");
        IArgumentOperation? train = creation.Arguments.FirstOrDefault(a => a.Parameter?.Name == "train");
        string? given = validation is null ? null
            : validation.Value.ConstantValue is { HasValue: true, Value: null } ? "nothing"
            : IsEmpty(validation.Value) ? "an empty sequence"
            : train is not null && Usage.Named(validation.Value) is { } data
              && SymbolEqualityComparer.Default.Equals(data, Usage.Named(train.Value)) ? "the training data"
            : null;
        if (given is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, validation!.Syntax.GetLocation(), given));
        }
    }

    private static bool IsEmpty(IOperation value) => value switch
    {
        IConversionOperation conversion => IsEmpty(conversion.Operand),
        IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true } => true,
        IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: 0 } }], Initializer: null } => true,
        IInvocationOperation { TargetMethod: { Name: "Empty", ContainingType.Name: "Array" or "Enumerable" } } => true,
        _ => value.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax { Elements.Count: 0 },
    };
}

/// <summary>MAW4002: the model is moved after its optimizer was created.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CreatedBeforeMoveAnalyzer() : ModelAnalyzer(UsageDiagnostics.CreatedBeforeMove)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationBlockAction(Analyze);

    private void Analyze(OperationBlockAnalysisContext context)
    {
        List<IInvocationOperation> calls = [.. context.OperationBlocks.SelectMany(b => b.Descendants()).OfType<IInvocationOperation>()];
        foreach (IInvocationOperation creation in calls.Where(Usage.CreatesOptimizer))
        {
            if (Usage.Named(creation.Instance) is not { } model)
            {
                continue;
            }

            IInvocationOperation? move = calls.Find(c => c.Syntax.SpanStart > creation.Syntax.Span.End
                && SymbolEqualityComparer.Default.Equals(Usage.Named(Usage.Moved(c)), model));
            if (move is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Syntax.GetLocation(), [move.Syntax.GetLocation()], model.Name));
            }
        }
    }
}

/// <summary>MAW4003: an optimizer that is created on each turn of a loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CreatedInLoopAnalyzer() : ModelAnalyzer(UsageDiagnostics.CreatedInLoop)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!Usage.CreatesOptimizer(call) || Usage.Named(call.Instance) is not { } model)
        {
            return;
        }

        // A model that is made anew on each turn needs a new optimizer too.
        foreach (ILoopOperation loop in Usage.LoopsAround(call))
        {
            if (!MakesAnew(loop, model))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), model.Name));
                return;
            }
        }
    }

    private static bool MakesAnew(ILoopOperation loop, ISymbol model) =>
        loop.Locals.Contains(model, SymbolEqualityComparer.Default)
        || loop.Descendants().Any(o => o switch
        {
            IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, model),
            ISimpleAssignmentOperation assignment => SymbolEqualityComparer.Default.Equals(Usage.Named(assignment.Target), model),
            _ => false,
        });
}

/// <summary>MAW4004: a training loop that never updates the meta-learner.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverUpdatedAnalyzer() : ModelAnalyzer(UsageDiagnostics.NeverUpdated)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationBlockAction(Analyze);

    private void Analyze(OperationBlockAnalysisContext context)
    {
        List<IOperation> operations = [.. context.OperationBlocks.SelectMany(b => b.DescendantsAndSelf())];
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IInvocationOperation step in operations.OfType<IInvocationOperation>())
        {
            // Only an optimizer that this method makes and keeps to itself can be judged here.
            if (step.TargetMethod.Name == "step" && Usage.IsRuntime(step.Instance?.Type, "MetaAdamWOptimizer")
                && Usage.Named(step.Instance) is ILocalSymbol optimizer
                && Usage.LoopsAround(step).Any() && !IsUpdatedOrShared(operations, optimizer) && reported.Add(optimizer))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, step.Syntax.GetLocation(), optimizer.Name));
            }
        }
    }

    private static bool IsUpdatedOrShared(List<IOperation> operations, ILocalSymbol optimizer) => operations.Any(o =>
        o is ILocalReferenceOperation { Local: var local } reference && SymbolEqualityComparer.Default.Equals(local, optimizer)
        && reference.Parent switch
        {
            IInvocationOperation call => call.TargetMethod.Name == "MetaUpdate",
            IMemberReferenceOperation => false,
            _ => true,
        });
}

/// <summary>MAW4005: a learned factor is written into a learning rate.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FactorsInLearningRateAnalyzer() : ModelAnalyzer(UsageDiagnostics.FactorsInLearningRate)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment);

    private void Analyze(OperationAnalysisContext context)
    {
        var assignment = (IAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property.Name: "LearningRate" or "InitialLearningRate" } target
            && assignment.Value.DescendantsAndSelf().Any(IsFactor))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, assignment.Syntax.GetLocation(), target.Property.Name));
        }
    }

    private static bool IsFactor(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: "Alpha" or "Beta" } property } && Usage.IsRuntime(property.ContainingType, "StepRecord");
}

/// <summary>MAW4006: plain AdamW for an annotated model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PlainOptimizerAnalyzer() : ModelAnalyzer(UsageDiagnostics.PlainOptimizer)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "AdamW", ContainingType: { Name: "optim", ContainingType.Name: "torch" } }
            && Model(call) is { Type: INamedTypeSymbol type } model
            && KnownTypes.Find(type.OriginalDefinition, KnownTypes.ParamGroupAttribute) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), type.Name, model.Syntax.ToString()));
        }
    }

    /// <summary>The model whose parameters the optimizer gets, or null.</summary>
    private static IOperation? Model(IInvocationOperation call)
    {
        IOperation? parameters = call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value;
        while (parameters is IConversionOperation conversion)
        {
            parameters = conversion.Operand;
        }

        return parameters is IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { } model } ? model : null;
    }
}
