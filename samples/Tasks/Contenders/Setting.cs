namespace MetaAdamW.Tasks.Contenders;

/// <summary>A setting in words.</summary>
internal sealed record Setting(string Name, string Value);
