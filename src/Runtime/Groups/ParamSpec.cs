namespace MetaAdamW;

/// <summary>One entry of a <see cref="ParamGroupTable"/>: a parameter's name, or a pattern for several, and where they belong.</summary>
/// <param name="Pattern">
/// A dotted name as <c>named_parameters</c> reports it. A part <c>*</c> stands for one whole part; <c>**</c>, as the last part only,
/// for all that follows (one part or more).
/// </param>
/// <param name="Layer">The kind of the owning module's type. Words in the parameter's name (embed, attn, ...) go before it.</param>
/// <param name="Group">The group's name, or null where the fine-grained rule decides.</param>
public sealed record ParamSpec(string Pattern, LayerKind Layer, string? Group)
{
    private readonly string[] _parts = Split(Pattern);

    /// <summary>Whether the entry may match nothing, as with a layer that is made without a bias.</summary>
    public bool Optional { get; init; }

    /// <summary>The number of elements of each matched parameter, where the compiler knows it.</summary>
    public long? Count { get; init; }

    /// <summary>
    /// The member (<c>Forecaster.head</c>) or the class (<c>Forecaster</c>) whose attribute names the group; null where the
    /// fine-grained rule decides, or where the entry was not written by the generator.
    /// </summary>
    public string? DeclaredBy { get; init; }

    /// <summary>Whether the pattern covers a parameter name.</summary>
    /// <param name="name">A dotted name.</param>
    /// <returns>True where every part fits.</returns>
    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<char> rest = name;
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i] == "**")
            {
                return rest.Length > 0;
            }

            bool last = i == _parts.Length - 1;
            int dot = rest.IndexOf('.');
            ReadOnlySpan<char> part = dot < 0 ? rest : rest[..dot];
            if (part.IsEmpty || (_parts[i] != "*" && !part.SequenceEqual(_parts[i])) || last != (dot < 0))
            {
                return false;
            }

            rest = dot < 0 ? [] : rest[(dot + 1)..];
        }

        return rest.IsEmpty;
    }

    private static string[] Split(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        string[] parts = pattern.Split('.');
        int rest = Array.IndexOf(parts, "**");
        if (parts.Contains(string.Empty) || (rest >= 0 && rest != parts.Length - 1))
        {
            throw new ArgumentException($"'{pattern}' is no pattern: parts must not be empty, and '**' can only be the last part.", nameof(pattern));
        }

        return parts;
    }
}
