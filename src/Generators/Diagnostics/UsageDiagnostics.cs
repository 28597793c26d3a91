using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Diagnostics;

/// <summary>MAW4xxx: how the optimizer is used.</summary>
internal static class UsageDiagnostics
{
    private const string Category = "MetaAdamW.Usage";

    public static readonly DiagnosticDescriptor NoValidationData = new(
        "MAW4001",
        "The meta-objective needs validation data",
        "The meta-objective gets {0} for validation: give it data that is not trained on, or set Objective = MetaObjectiveKind.Gradient",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Loss decrease and generalization gap are measured on validation batches.",
        HelpLinks.Base + "MAW4001.md");

    public static readonly DiagnosticDescriptor CreatedBeforeMove = new(
        "MAW4002",
        "Create the optimizer after the model is moved",
        "'{0}' is moved after its optimizer was created, and the optimizer keeps the old parameters: create it after this call",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "to, cuda, cpu, half and the like replace the parameters of a module where they change device or type.",
        HelpLinks.Base + "MAW4002.md");

    public static readonly DiagnosticDescriptor CreatedInLoop = new(
        "MAW4003",
        "Create the optimizer once",
        "An optimizer of '{0}' is created on each turn of the loop, which loses its moments and all that it has learned: create it before the loop",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The optimizer keeps moments for each parameter, and the weights of its attention module.",
        HelpLinks.Base + "MAW4003.md");

    public static readonly DiagnosticDescriptor NeverUpdated = new(
        "MAW4004",
        "The optimizer never learns",
        "The loop calls {0}.step but nothing calls {0}.MetaUpdate, so the factors are never learned: call it after each step",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "MetaUpdate trains the attention module that sets the factors of the groups. It does nothing until it is due.",
        HelpLinks.Base + "MAW4004.md");

    public static readonly DiagnosticDescriptor FactorsInLearningRate = new(
        "MAW4005",
        "Learned factors do not belong in the learning rate",
        "{0} is written into the learning rate: remove this, the optimizer applies its factors itself",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A factor in the learning rate is applied twice, and compounded by every scheduler, because schedulers read the rate back.",
        HelpLinks.Base + "MAW4005.md");

    public static readonly DiagnosticDescriptor PlainOptimizer = new(
        "MAW4006",
        "An annotated model has an optimizer of its own",
        "'{0}' is annotated for MetaAdamW but optimised by plain {1}: use CreateMetaAdamW",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A plain optimizer does not use the group table and the feature extractor of the model.",
        HelpLinks.Base + "MAW4006.md");
}
