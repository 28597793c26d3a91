namespace MetaAdamW;

/// <summary>What decides which group a parameter is in (arXiv:2605.04055, section 3.2).</summary>
public enum GroupRule
{
    /// <summary>A <c>[ParamGroup]</c> attribute, or an entry that stands in a table in its place.</summary>
    Attribute,

    /// <summary>The fine-grained rule: layer type, depth, weight or bias.</summary>
    FineGrained,

    /// <summary>Whoever made the optimizer: its parameter groups are the groups.</summary>
    Caller,
}

/// <summary>Why a parameter is in its group.</summary>
/// <param name="Rule">What decided.</param>
/// <param name="Explanation">
/// The same in words: <c>[ParamGroup("head")] on Forecaster.head</c>, or
/// <c>'attention' in the name: attention; layer 2 of 0 to 5: middle; 2 dimensions: weight</c>.
/// </param>
public sealed record GroupReason(GroupRule Rule, string Explanation)
{
    internal static GroupReason OfCaller { get; } = new(GroupRule.Caller, "a parameter group of the optimizer");

    internal static GroupReason Of(ParamSpec spec) => new(
        GroupRule.Attribute,
        spec.DeclaredBy switch
        {
            null => $"the entry '{spec.Pattern}' of the table",
            var place when place.Contains('.', StringComparison.Ordinal) => $"[ParamGroup(\"{spec.Group}\")] on {place}",
            var place => $"[ParamGroup(\"{spec.Group}\")] on the class {place}",
        });
}

/// <summary>A group's name, and why a parameter goes there.</summary>
internal sealed record Placement(string Group, GroupReason Reason)
{
    public static Placement ByRule(LiveParameter parameter, LayerKind layer, long? deepest, bool skipLeadingNumber) => new(
        FineGrainedKey.Of(parameter.Name, parameter.Tensor.dim(), layer, deepest, skipLeadingNumber).ToString(),
        new(GroupRule.FineGrained, FineGrainedKey.Explain(parameter.Name, parameter.Tensor.dim(), layer, deepest, skipLeadingNumber)));
}
