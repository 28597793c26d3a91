namespace MetaAdamW.Generators.Diagnostics;

/// <summary>Where the pages of the diagnostics are.</summary>
internal static class HelpLinks
{
    public const string Base = "https://github.com/MetaAdamW/MetaAdamW.Gen/blob/main/docs/diagnostics/";
}
