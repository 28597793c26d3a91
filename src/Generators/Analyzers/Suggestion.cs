using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>The value that a diagnostic proposes, for its code fix.</summary>
internal static class Suggestion
{
    private const string Key = "Suggestion";

    /// <summary>A diagnostic's properties with a proposal.</summary>
    public static ImmutableDictionary<string, string?> Of(int value) => ImmutableDictionary<string, string?>.Empty.Add(Key, Constants.Text(value));

    /// <summary>What a diagnostic proposes, or null.</summary>
    public static string? Suggested(this Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(Key, out string? value) ? value : null;
}
