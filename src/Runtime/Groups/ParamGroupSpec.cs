using System.Text.RegularExpressions;

namespace MetaAdamW;

/// <summary>A group that the user named, with its options.</summary>
public sealed partial record ParamGroupSpec : GroupOptions
{
    /// <summary>Describes a group.</summary>
    /// <param name="name">A letter or an underscore, then letters, digits, <c>_ . -</c>.</param>
    /// <exception cref="ArgumentException">The name is not of that form.</exception>
    public ParamGroupSpec(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NamePattern().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is no group name: a name is a letter or an underscore, then letters, digits, '_', '.' and '-'.", nameof(name));
        }

        Name = name;
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    private protected override string OfGroup => $" of group '{Name}'";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
