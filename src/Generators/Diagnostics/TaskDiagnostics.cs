using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Diagnostics;

/// <summary>MAW2xxx: tasks and priorities.</summary>
internal static class TaskDiagnostics
{
    private const string Category = "MetaAdamW.Tasks";

    public static readonly DiagnosticDescriptor InvalidPriority = new(
        "MAW2001",
        "A priority must be positive",
        "The priority {0} is not positive and finite: use 1 for the usual weight, more for more",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "At the optimum the variance of a loss is the loss divided by its priority.",
        HelpLinks.Base + "MAW2001.md");

    public static readonly DiagnosticDescriptor PriorityWithoutTask = new(
        "MAW2002",
        "A priority needs something to weigh",
        "[Priority] on '{0}' does nothing: {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "[Priority(value)] belongs to a member marked [HuwTask]; [Priority(MetaTerm, value)] to a class marked [ParamGroup].",
        HelpLinks.Base + "MAW2002.md");

    public static readonly DiagnosticDescriptor TaskSignature = new(
        "MAW2003",
        "A task must give a loss",
        "'{0}' is no task: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A task is a method that returns a Tensor and takes its parameters by value, without type parameters, or a property of type Tensor that can be read.",
        HelpLinks.Base + "MAW2003.md");

    public static readonly DiagnosticDescriptor DuplicateTask = new(
        "MAW2004",
        "Two tasks have one name",
        "There is another task called '{0}': give one of them another Name",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Tasks are told apart by their names in records and saved states.",
        HelpLinks.Base + "MAW2004.md");

    public static readonly DiagnosticDescriptor SingleTask = new(
        "MAW2005",
        "One task alone needs no weighting",
        "'{0}' is the only task of '{1}': mark the other losses [HuwTask] too, or minimise this one without a weighting",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Uncertainty weighting balances two or more losses. With one, the learned variance only rescales the learning rate.",
        HelpLinks.Base + "MAW2005.md");

    public static readonly DiagnosticDescriptor DuplicatePriority = new(
        "MAW2006",
        "A priority is given twice",
        "The priority of {0} is given twice: keep one",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Each term of the meta-loss, and each task, has one priority.",
        HelpLinks.Base + "MAW2006.md");

    public static readonly DiagnosticDescriptor DifferentParameters = new(
        "MAW2007",
        "Tasks must share their parameters",
        "'{0}' takes other parameters than the task '{1}': give both ({2}), because WeightedLoss passes the same to all",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "WeightedLoss takes one list of parameters and passes it to each method; methods without parameters and properties fit all.",
        HelpLinks.Base + "MAW2007.md");

    public static readonly DiagnosticDescriptor TaskOutsideModel = new(
        "MAW2008",
        "A task belongs to a model",
        "'{0}' is a task, but nothing is generated for '{1}': mark the class [ParamGroup], or remove [HuwTask]",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "CreateHuw and WeightedLoss are generated for classes that are marked [ParamGroup].",
        HelpLinks.Base + "MAW2008.md");
}
