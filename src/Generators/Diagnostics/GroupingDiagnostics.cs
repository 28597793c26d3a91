using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Diagnostics;

/// <summary>MAW1xxx: how parameters come into groups.</summary>
internal static class GroupingDiagnostics
{
    private const string Category = "MetaAdamW.Grouping";

    public static readonly DiagnosticDescriptor NotPartial = new(
        "MAW1001",
        "A model class must be partial",
        "'{0}' must be partial, so that its group table and CreateMetaAdamW can be added to it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator writes the other half of a class that is marked [ParamGroup]. The class, and every type that it is nested in, has to be partial.",
        HelpLinks.Base + "MAW1001.md");

    public static readonly DiagnosticDescriptor NotAModule = new(
        "MAW1002",
        "A model class must be a module",
        "'{0}' is marked [ParamGroup] but does not derive from torch.nn.Module: derive it from Module<...>, or remove the attribute",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "[ParamGroup] on a class says that the class is a model whose parameters are optimised. Only torch.nn.Module has parameters.",
        HelpLinks.Base + "MAW1002.md");

    public static readonly DiagnosticDescriptor NoParameters = new(
        "MAW1003",
        "A member without parameters can't be in a group",
        "'{0}' holds no parameters, so [ParamGroup] on it does nothing: remove the attribute",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "[ParamGroup] on a member puts the parameters below it into a group. The member is no module or parameter, or a module without parameters such as an activation.",
        HelpLinks.Base + "MAW1003.md");

    public static readonly DiagnosticDescriptor ConflictingOptions = new(
        "MAW1004",
        "One group has one set of options",
        "The group '{0}' has other options on '{1}': give both the same, or give one group another name",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A group may be named on several members. Its options are those of the group's first parameter, so different ones have no effect.",
        HelpLinks.Base + "MAW1004.md");

    public static readonly DiagnosticDescriptor MemberInNoGroup = new(
        "MAW1005",
        "A member is in no group while others are",
        "'{0}' has no [ParamGroup] while other members have one: its parameters are grouped by layer, depth and bias",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Members without the attribute follow the fine-grained rule. Beside groups by hand that may be intended, or forgotten.",
        HelpLinks.Base + "MAW1005.md");

    public static readonly DiagnosticDescriptor TwoGroups = new(
        "MAW1006",
        "A member is in two groups",
        "'{0}' has a [ParamGroup] on the property and one on its field: keep one",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The attribute of the property counts; the one of its backing field does nothing.",
        HelpLinks.Base + "MAW1006.md");

    public static readonly DiagnosticDescriptor SimilarName = new(
        "MAW1007",
        "A group's name is nearly another's",
        "The group '{0}' is nearly called '{1}': if they are one group, give them one name",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Names are compared exactly, so a slip of the finger splits a group in two.",
        HelpLinks.Base + "MAW1007.md");

    public static readonly DiagnosticDescriptor InvalidName = new(
        "MAW1008",
        "A group's name is not valid",
        "'{0}' is no group name: use a letter or an underscore, then letters, digits, '_', '.' and '-'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Names are plain so that they never clash with those of the fine-grained rule, which contain slashes.",
        HelpLinks.Base + "MAW1008.md");

    public static readonly DiagnosticDescriptor NeverRegistered = new(
        "MAW1009",
        "A module never registers its components",
        "'{0}' never calls RegisterComponents, so TorchSharp does not see {1}: call it at the end of the constructor",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A module finds its fields only in RegisterComponents. Without it the model has no parameters.",
        HelpLinks.Base + "MAW1009.md");

    public static readonly DiagnosticDescriptor RegisteredTooEarly = new(
        "MAW1010",
        "Components are registered too early",
        "RegisterComponents runs before {0} is assigned, so TorchSharp does not see it: call it last",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "RegisterComponents looks at the fields as they are when it is called, and only once.",
        HelpLinks.Base + "MAW1010.md");

    public static readonly DiagnosticDescriptor RegisteredByBase = new(
        "MAW1011",
        "The base class has registered already",
        "The base class '{1}' calls RegisterComponents before {0} is assigned, and a second call does nothing: call register_module for it, or let the base class leave the call to its heirs",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "RegisterComponents works once in the life of a module. Where a base class calls it in its constructor, fields that the derived constructor assigns are missed.",
        HelpLinks.Base + "MAW1011.md");

    public static readonly DiagnosticDescriptor UnregisteredCollection = new(
        "MAW1012",
        "TorchSharp does not register this collection",
        "'{0}' holds modules or parameters in a way that TorchSharp does not register ({1}): {2}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Only instance fields that are a module or a parameter are registered. Arrays, lists, dictionaries, tuples, Lazy<T> and static fields are not; ModuleList, ModuleDict, ParameterList and ParameterDict are.",
        HelpLinks.Base + "MAW1012.md");

    public static readonly DiagnosticDescriptor NullAtRegistration = new(
        "MAW1013",
        "A component is null when components are registered",
        "'{0}' is assigned only after the constructor, so it is null when components are registered: assign it in the constructor, or call register_module for it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "RegisterComponents skips fields that are null. What a method assigns later is not part of the model.",
        HelpLinks.Base + "MAW1013.md");

    public static readonly DiagnosticDescriptor BackingFieldName = new(
        "MAW1014",
        "An auto-property registers under the name of its backing field",
        "The parameters of '{0}' will be called '<{0}>k__BackingField': add [field: ComponentName(Name = \"{0}\")]",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "TorchSharp looks at fields. An auto-property's field has a name that the compiler made, and that name gets into saved files.",
        HelpLinks.Base + "MAW1014.md");

    public static readonly DiagnosticDescriptor TiedAcrossGroups = new(
        "MAW1015",
        "Tied parameters are in different groups",
        "'{0}' and '{1}' are one tensor, but their groups are '{2}' and '{3}': put both into one group",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A tensor that is reached under two names is updated once, in the group of its first name.",
        HelpLinks.Base + "MAW1015.md");
}
