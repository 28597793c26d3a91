using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Diagnostics;

/// <summary>MAW4xxx: how the optimizer is used.</summary>
internal static class UsageDiagnostics
{
    private const string Category = "MetaAdamW.Usage";

    public static readonly DiagnosticDescriptor NoValidationData = new(
        "MAW4001",
        "The meta-objective needs validation data",
        "The meta-objective gets {0} for validation: two of its three terms compare the loss on data that is not trained on",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Loss decrease and generalization gap are measured on a validation batch.",
        HelpLinks.Base + "MAW4001.md");

    public static readonly DiagnosticDescriptor CreatedBeforeMove = new(
        "MAW4002",
        "Create the optimizer after the model is moved",
        "'{0}' is moved after its optimizer was created: moving replaces the parameters, and the optimizer keeps the old ones",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "to, cuda, cpu and the like make new parameters where they change device or type.",
        HelpLinks.Base + "MAW4002.md");

    public static readonly DiagnosticDescriptor CreatedInLoop = new(
        "MAW4003",
        "Create the optimizer once",
        "An optimizer for '{0}' is created on each turn of the loop: its moments and what it has learned are lost each time",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The optimizer keeps moments for each parameter, and the weights of its attention module.",
        HelpLinks.Base + "MAW4003.md");

    public static readonly DiagnosticDescriptor NeverUpdated = new(
        "MAW4004",
        "The optimizer never learns",
        "The loop calls '{0}.step' but never MetaUpdate, so all factors stay as they are: this is plain AdamW",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "MetaUpdate trains the attention module that sets the factors of the groups. It does nothing until it is due, so call it after each step.",
        HelpLinks.Base + "MAW4004.md");

    public static readonly DiagnosticDescriptor FactorsInLearningRate = new(
        "MAW4005",
        "Learned factors do not belong in the learning rate",
        "A learned factor is written into '{0}': the optimizer applies its factors itself, and schedulers read the learning rate back",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A factor in the learning rate would be applied twice, and compounded by every scheduler.",
        HelpLinks.Base + "MAW4005.md");

    public static readonly DiagnosticDescriptor PlainOptimizer = new(
        "MAW4006",
        "An annotated model has an optimizer of its own",
        "'{0}' is annotated for MetaAdamW but optimised by plain AdamW: use {1}.CreateMetaAdamW",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The group table and the feature extractor of the model are not used.",
        HelpLinks.Base + "MAW4006.md");
}
