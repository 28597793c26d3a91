using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>results.json: the numbers of all runs, for programs.</summary>
internal static class ResultsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    private sealed record Results(
        string Task, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Variant, IReadOnlyList<Run> Runs);

    private sealed record Run(
        string Optimizer, long Seed, long Parameters, int Groups, IReadOnlyList<EpochRecord> Epochs, BestEpoch? Best);

    public static string Format(Study study, IReadOnlyList<RunRecord> runs)
        => JsonSerializer.Serialize(
            new Results(study.Task, study.Variant, [.. runs.Select(run => new Run(
                run.Contender, run.Seed, run.Parameters, run.Groups.Count, run.Epochs, run.Best))]),
            Options) + "\n";
}
