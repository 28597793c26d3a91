namespace MetaAdamW.Tasks.Contenders;

/// <summary>The rate in a contender's name, where the command line gave it one: "adamw+rate=0.001".</summary>
internal static class Rate
{
    /// <summary>The part of the name that says the rate; null: none does.</summary>
    public static string? Of(string contender) => contender.Split('+').LastOrDefault(Says);

    /// <summary>The name without it.</summary>
    public static string Without(string contender) => string.Join('+', contender.Split('+').Where(part => !Says(part)));

    private static bool Says(string part) => part.StartsWith("rate=", StringComparison.Ordinal);
}
