using MetaAdamW.Generators.Model;
using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>One <c>[ParamGroup]</c> that speaks about parameters.</summary>
internal sealed record GroupDeclaration(string Name, GroupOptions Options, AttributeData Attribute, ISymbol Target)
{
    /// <summary>Where the attribute stands: <c>Forecaster.head</c>, or <c>Forecaster</c> on the class.</summary>
    public string Place => Target is INamedTypeSymbol type ? type.Name : $"{Target.ContainingType.Name}.{Target.Name}";

    /// <summary>Reads the attribute on a member; without a name the group is called like the member.</summary>
    public static GroupDeclaration? OfMember(ISymbol member) =>
        Find(member) is { } attribute && (NameOf(attribute) ?? member.Name) is var name && GroupNames.IsValid(name)
            ? new(name, OptionsOf(attribute), attribute, member)
            : null;

    /// <summary>Reads the attribute on a class, where it names a group for all that the members leave open.</summary>
    public static GroupDeclaration? OfClass(INamedTypeSymbol type) =>
        Find(type) is { } attribute && NameOf(attribute) is { } name && GroupNames.IsValid(name)
            ? new(name, OptionsOf(attribute), attribute, type)
            : null;

    /// <summary>The attribute on a member, wherever it was written: <c>[field: ParamGroup]</c> on a property too.</summary>
    public static AttributeData? Find(ISymbol member)
    {
        if (KnownTypes.Find(member, KnownTypes.ParamGroupAttribute) is { } attribute)
        {
            return attribute;
        }

        return member is IPropertySymbol property && ComponentFields.Behind(property) is { } field
            ? KnownTypes.Find(field, KnownTypes.ParamGroupAttribute)
            : null;
    }

    /// <summary>The name that the attribute gives, or null.</summary>
    public static string? NameOf(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string name }] ? name : null;

    /// <summary>The options that the attribute gives; one that is out of range counts as not given.</summary>
    public static GroupOptions OptionsOf(AttributeData attribute)
    {
        return new()
        {
            LearningRateScale = Number("LearningRateScale", v => v > 0) ?? 1,
            WeightDecay = Number("WeightDecay", v => v >= 0),
            Beta1 = Number("Beta1", v => v is >= 0 and < 1),
            Beta2 = Number("Beta2", v => v is >= 0 and < 1),
            AlphaRange = Number("AlphaRange", v => v is >= 0 and <= 2),
            BetaRange = Number("BetaRange", v => v is >= 0 and <= 2),
            Frozen = attribute.TryGet("Frozen", out bool frozen) && frozen,
        };

        double? Number(string option, Func<double, bool> isInRange) =>
            attribute.TryGet(option, out double value) && isInRange(value) && !double.IsInfinity(value) ? value : null;
    }
}

/// <summary>The rule for names that users give to groups.</summary>
internal static class GroupNames
{
    /// <summary>A letter or an underscore, then letters, digits, <c>_ . -</c>: never what the fine-grained rule writes.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length == 0 || !(IsLetter(name[0]) || name[0] == '_'))
        {
            return false;
        }

        return name.All(c => IsLetter(c) || c is (>= '0' and <= '9') or '_' or '.' or '-');
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}

/// <summary>One parameter of a model, or a pattern of them, while the model is read.</summary>
internal sealed record ParameterRow
{
    public required string Path { get; init; }

    public required LayerKind Layer { get; init; }

    public int? Rank { get; init; }

    public long? Count { get; init; }

    public bool IsOptional { get; init; }

    /// <summary>The attribute that decides about it, or null where the fine-grained rule does.</summary>
    public GroupDeclaration? Declaration { get; init; }

    /// <summary>The field or property of the model itself that leads to it.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>How many parameters the row stands for; null where that is not known.</summary>
    public int? Repeat { get; init; } = 1;

    public bool IsPattern => Path.IndexOf('*') >= 0;

    /// <summary>What two rows under one name have in common.</summary>
    public ParameterRow MergeWith(ParameterRow other) => this with
    {
        Layer = Layer == other.Layer ? Layer : LayerKind.Other,
        Rank = Rank == other.Rank ? Rank : null,
        Count = Count == other.Count ? Count : null,
        IsOptional = IsOptional || other.IsOptional,
        Declaration = Declaration ?? other.Declaration,
        Member = Member ?? other.Member,
    };
}

/// <summary>One object that the model reaches under two names.</summary>
internal sealed record Tie(ParameterRow First, ParameterRow Second);
