using System.Collections.Immutable;

namespace MetaAdamW.Generators.Model;

/// <summary>Tells generated files apart whose names differ in case only, which the compiler and some disks take for one.</summary>
internal static class HintNames
{
    /// <summary>The names that another one equals up to case; nearly always none.</summary>
    public static EquatableArray<string> FindClashes(ImmutableArray<string> names) => names
        .GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
        .Where(g => g.Count() > 1)
        .SelectMany(g => g)
        .OrderBy(n => n, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The name, with a hash of its exact letters where it clashes.</summary>
    public static string Distinguish(string name, EquatableArray<string> clashes)
    {
        if (!clashes.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return $"{name.Substring(0, name.Length - ".g.cs".Length)}-{hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture)}.g.cs";
    }
}
