using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Diagnostics;

/// <summary>MAW3xxx: options of groups, features and the optimizer.</summary>
internal static class OptionDiagnostics
{
    private const string Category = "MetaAdamW.Options";

    public static readonly DiagnosticDescriptor InvalidScale = new(
        "MAW3001",
        "A learning-rate scale must be positive",
        "{0} = {1} is not positive and finite: use 1 for the optimizer's rate, less for a slower group, Frozen = true for one that stands still",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The optimizer's learning rate is multiplied by the scale.",
        HelpLinks.Base + "MAW3001.md");

    public static readonly DiagnosticDescriptor InvalidDecay = new(
        "MAW3002",
        "A weight decay must not be negative",
        "WeightDecay = {0} is not zero or positive, and finite: use 0 for no decay, or leave it out to take the optimizer's",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Each step takes the share learning rate × decay off a weight. A negative decay would make weights grow without bound.",
        HelpLinks.Base + "MAW3002.md");

    public static readonly DiagnosticDescriptor HeadsDoNotDivide = new(
        "MAW3003",
        "The heads must divide the width of the features",
        "{0} heads do not divide a width of {1}: use {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Attention splits each row of features evenly between its heads.",
        HelpLinks.Base + "MAW3003.md");

    public static readonly DiagnosticDescriptor WidthTooSmall = new(
        "MAW3004",
        "The width is too small for the features",
        "{0} needs {1} columns, so a width of {2} is too small: use {3}, or leave Width out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A row holds all the columns of the feature set, padded with zeros to the width.",
        HelpLinks.Base + "MAW3004.md");

    public static readonly DiagnosticDescriptor NeedsGroups = new(
        "MAW3005",
        "These features need more than one group",
        "'{0}' has one group, '{1}', and normalised features compare groups, so all of them would be zero: put members into other groups, or remove Normalized",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Normalised features are standardised across the groups; one group alone is its own mean.",
        HelpLinks.Base + "MAW3005.md");

    public static readonly DiagnosticDescriptor SwitchWithoutEffect = new(
        "MAW3006",
        "A switch has no effect on this feature set",
        "{0} has no effect on FeatureSet.Enhanced: remove it, or choose another set",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Normalized and SecondMoment belong to Basic and BasicPlus.",
        HelpLinks.Base + "MAW3006.md");

    public static readonly DiagnosticDescriptor OptionsWithoutGroup = new(
        "MAW3007",
        "Options need a named group",
        "{0} has no effect on a class without a group name: name the group, or put the option on members",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "[ParamGroup] without a name marks a model; its parameters follow the fine-grained rule, whose groups take the optimizer's options.",
        HelpLinks.Base + "MAW3007.md");

    public static readonly DiagnosticDescriptor FeaturesOutsideModel = new(
        "MAW3008",
        "[Features] belongs to a model",
        "[Features] on '{0}' does nothing: mark the class [ParamGroup] too, or remove it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A feature extractor is generated for classes that are marked [ParamGroup].",
        HelpLinks.Base + "MAW3008.md");

    public static readonly DiagnosticDescriptor OptionOutOfRange = new(
        "MAW3009",
        "An option is out of range",
        "{0} = {1} would throw an ArgumentOutOfRangeException: it must be {2}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "MetaAdamWOptions checks each option when it is set. A constant that is out of range fails whenever the code runs.",
        HelpLinks.Base + "MAW3009.md");

    public static readonly DiagnosticDescriptor InvalidFeatureOption = new(
        "MAW3010",
        "A feature option is out of range",
        "{0} = {1} is out of range: it must be {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Width and Heads are 0 (chosen from the columns) or more; the set is a member of FeatureSet.",
        HelpLinks.Base + "MAW3010.md");

    public static readonly DiagnosticDescriptor InvalidBeta = new(
        "MAW3011",
        "The betas of a group must be at least 0 and less than 1",
        "{0} = {1} is not at least 0 and less than 1: change it, or leave it out to take the optimizer's",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Beta1 and Beta2 are the shares of the moments that stay in each step.",
        HelpLinks.Base + "MAW3011.md");

    public static readonly DiagnosticDescriptor InvalidFactorRange = new(
        "MAW3012",
        "The ranges of a group's factors must be between 0 and 2",
        "{0} = {1} is not between 0 and 2: use 0 to hold the factor at 1, or leave it out to take the optimizer's range",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A range is the width of the interval around 1 that a factor comes from. One above 2 would reach below zero.",
        HelpLinks.Base + "MAW3012.md");

    public static readonly DiagnosticDescriptor OptionOfFrozenGroup = new(
        "MAW3013",
        "An option has no effect on a frozen group",
        "{0} has no effect: the group is frozen, and nothing here sets requires_grad again: remove it, or do not freeze the group",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Parameters of a frozen group are not updated. Its other options count only from when they are unfrozen.",
        HelpLinks.Base + "MAW3013.md");

    public static readonly DiagnosticDescriptor AllFrozen = new(
        "MAW3014",
        "All groups are frozen",
        "All groups of '{0}' are frozen, and nothing here sets requires_grad again, so nothing trains: leave one of them without Frozen",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A loss that depends on frozen parameters alone has no gradient, and its backward pass throws.",
        HelpLinks.Base + "MAW3014.md");
}
