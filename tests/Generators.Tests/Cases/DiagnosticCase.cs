namespace MetaAdamW.Tests.Cases;

/// <summary>
/// A source and where a rule fires in it: at each span between <c>[|</c> and <c>|]</c>, nowhere else, and no other rule does.
/// Without such a span the rule has to be silent.
/// </summary>
/// <param name="Id">The rule.</param>
/// <param name="Source">The source with its marks.</param>
/// <param name="Fixed">The source after its code fix, for rules that have one; null where there is none to offer.</param>
public sealed record DiagnosticCase(string Id, string Source, string? Fixed = null)
{
    /// <summary>Other rules that fire on the source, by the way.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>The title of the fix that makes <see cref="Fixed"/>, for rules with several; null where one is offered.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the source is half typed, so that it does not compile.</summary>
    public bool IsBroken { get; init; }

    public bool Fires => Source.Contains("[|", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = Source.ReplaceLineEndings(" ");
        int mark = Math.Max(0, text.IndexOf("[|", StringComparison.Ordinal));
        return $"{Id} {(Fires ? "fires" : "silent")}: {text.Substring(mark, Math.Min(60, text.Length - mark))}";
    }
}

/// <summary>Sources for every rule: where it fires, where it stays silent, and what its fix makes of it.</summary>
internal static partial class DiagnosticCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } = [.. Grouping(), .. Registration(), .. Tasks(), .. Options(), .. Usage()];

    /// <summary>A model with these members, attributes and, where needed, code before it.</summary>
    private static string Net(string members, string attributes = "[ParamGroup]", string before = "") =>
        $$"""
        {{before}}{{attributes}}
        public partial class Net : Module<Tensor, Tensor>
        {
            {{members.ReplaceLineEndings("\n    ")}}
            %forward%
        }
        """;

    private const string Constructor = "public Net() : base(\"net\") { RegisterComponents(); }";
}
