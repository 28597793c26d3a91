using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW4004: an optimizer that steps in a loop is asked for its meta-update somewhere, or learns in its steps.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverUpdatedAnalyzer() : ModelAnalyzer(UsageDiagnostics.NeverUpdated)
{
    private const string Update = "MetaUpdate";
    private const string Online = "Online";

    /// <summary>The options that learn in each step.</summary>
    private const string Default = "Default";

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterOperationAction(Check, OperationKind.Invocation);

    private void Check(OperationAnalysisContext context)
    {
        var step = (IInvocationOperation)context.Operation;
        if (step.TargetMethod.Name != "step"
            || !KnownTypes.Is(step.Instance?.Type, RuntimeTypes.Optimizer)
            || Variable.Of(step.Instance) is not { } optimizer
            || !IsInLoop(step)
            || (optimizer is ILocalSymbol ? IsUpdatedOrHandedOn(step.Root(), optimizer) || LearnsOnline(step.Root()) : IsUpdatedByType(context, optimizer)))
        {
            return;
        }

        Location location = step.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            ? access.Name.GetLocation()
            : step.Syntax.GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(Rule, location, optimizer.Name));
    }

    private static bool IsInLoop(IOperation operation)
    {
        for (IOperation? o = operation.Parent; o is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); o = o.Parent)
        {
            if (o is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    // TorchSharp's own code, such as a scheduler, gets the optimizer as well; it does not know of meta-updates.
    private static bool IsUpdatedOrHandedOn(IOperation root, ISymbol optimizer)
    {
        foreach (IOperation reference in root.Descendants())
        {
            if (reference is not ILocalReferenceOperation || !Variable.Is(reference, optimizer))
            {
                continue;
            }

            IOperation use = reference;
            while (use.Parent is IConversionOperation)
            {
                use = use.Parent;
            }

            bool isHarmless = use.Parent switch
            {
                IInvocationOperation call when call.Instance == use => call.TargetMethod.Name != Update,
                IMemberReferenceOperation member => member is not IMethodReferenceOperation,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: { } callee } } => KnownTypes.IsFromTorchSharp(callee),
                IArgumentOperation { Parent: IObjectCreationOperation { Constructor.ContainingType: { } created } } => KnownTypes.IsFromTorchSharp(created),
                ISimpleAssignmentOperation assignment => assignment.Target == use,
                IUsingOperation or IExpressionStatementOperation or IIsPatternOperation or IBinaryOperation or IEventAssignmentOperation => true,
                IConditionalAccessOperation access => !access.WhenNotNull.DescendantsAndSelf().OfType<IInvocationOperation>().Any(c => c.TargetMethod.Name == Update),
                _ => false,
            };
            if (!isHarmless)
            {
                return true;
            }
        }

        return false;
    }

    // Whichever optimizer the options are for: here someone knows of learning in steps.
    private static bool LearnsOnline(IOperation root) => root.Descendants().Any(operation =>
        operation switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: Online } property } } assignment =>
                KnownTypes.Is(property.ContainingType, RuntimeTypes.Options) && Constants.Of(assignment.Value) is not 0,
            IPropertyReferenceOperation { Property: { Name: Default, IsStatic: true } property } => KnownTypes.Is(property.ContainingType, RuntimeTypes.Options),
            _ => false,
        });

    // Another method of the type may do it; a field that others see may be updated by them.
    private static bool IsUpdatedByType(OperationAnalysisContext context, ISymbol optimizer)
    {
        INamedTypeSymbol? type = context.ContainingSymbol.ContainingType;
        return type is null
            || (optimizer is IFieldSymbol or IPropertySymbol && optimizer.DeclaredAccessibility != Accessibility.Private)
            || type.DeclaringSyntaxReferences.Any(part => part.GetSyntax(context.CancellationToken).DescendantNodes()
                .OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText is Update or Online || IsDefaultOptions(name)));
    }

    private static bool IsDefaultOptions(SimpleNameSyntax name) =>
        name is { Identifier.ValueText: Default, Parent: MemberAccessExpressionSyntax { Expression: var owner } access }
        && access.Name == name
        && (owner as SimpleNameSyntax ?? (owner as MemberAccessExpressionSyntax)?.Name) is { Identifier.ValueText: "MetaAdamWOptions" };
}
