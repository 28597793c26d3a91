namespace MetaAdamW.Generators.Analyzers;

/// <summary>Tells a slip of the finger from a different name.</summary>
internal static class SpellingDistance
{
    private const int ShortestWord = 4;

    /// <summary>
    /// Whether two different names are one up to case and separators, or one letter that is wrong, missing, added or swapped with
    /// its neighbour. Digits count names on purpose, so names that differ in them are different.
    /// </summary>
    public static bool IsSlip(string left, string right)
    {
        if (left == right)
        {
            return false;
        }

        string a = Plain(left), b = Plain(right);
        if (a == b)
        {
            return true;
        }

        if (Math.Min(a.Length, b.Length) < ShortestWord || Math.Abs(a.Length - b.Length) > 1 || Digits(a) != Digits(b))
        {
            return false;
        }

        int start = 0;
        while (start < Math.Min(a.Length, b.Length) && a[start] == b[start])
        {
            start++;
        }

        string restA = a.Substring(start), restB = b.Substring(start);
        return restA.Length == restB.Length
            ? restA.Substring(1) == restB.Substring(1) || IsSwap(restA, restB)
            : restA.Length > restB.Length ? restA.Substring(1) == restB && !IsPlural(restA) : restB.Substring(1) == restA && !IsPlural(restB);
    }

    // "head" and "heads" are two good names.
    private static bool IsPlural(string rest) => rest == "s";

    private static bool IsSwap(string a, string b) =>
        a.Length >= 2 && a[0] == b[1] && a[1] == b[0] && a.Substring(2) == b.Substring(2);

    private static string Plain(string name) =>
        new([.. name.Where(c => c is not ('_' or '-' or '.')).Select(char.ToLowerInvariant)]);

    private static string Digits(string name) => new([.. name.Where(char.IsDigit)]);
}
