using System.Collections.Immutable;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Tells a code fix which argument of an attribute a diagnostic is about.</summary>
internal static class AttributeArgument
{
    public const string Key = "Argument";

    public static ImmutableDictionary<string, string?> Named(string name) => ImmutableDictionary<string, string?>.Empty.Add(Key, name);
}
