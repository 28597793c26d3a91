namespace MetaAdamW.Generators;

/// <summary>Names of the generator's steps, by which tests see what an edit makes it do again.</summary>
internal static class TrackingNames
{
    /// <summary>Models read from the annotated classes.</summary>
    public const string Models = nameof(Models);

    /// <summary>Names of generated files that differ in case only.</summary>
    public const string Clashes = nameof(Clashes);
}
