using System.Text.Json;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>A study with all that is kept of its runs: records.json. Several of the same study can be merged.</summary>
internal sealed record StudyRecords(Study Study, IReadOnlyList<RunRecord> Runs, IReadOnlyList<RateSweep> Sweeps)
{
    public const string FileName = "records.json";

    public string Format() => JsonSerializer.Serialize(this, CheckpointJson.Options) + "\n";

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserException">It can't be read.</exception>
    public static StudyRecords Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StudyRecords>(File.ReadAllText(path), CheckpointJson.Options) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UserException($"{path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>These records and more; of a run that both have, the other's. Contenders stay in the order in which they first came.</summary>
    /// <param name="other">More records.</param>
    /// <param name="path">Where they came from, for the message.</param>
    /// <exception cref="UserException">They are of another study, or of a contender with other settings.</exception>
    public StudyRecords With(StudyRecords other, string path)
    {
        if (Study.DifferenceTo(other.Study) is { } difference)
            throw new UserException($"the results in {path} belong to a run with other options ({difference})");
        foreach (var run in other.Runs)
            foreach (var setting in run.Settings)
                // what only one of the two says came with another version of the program
                if (Runs.Any(mine => mine.Contender == run.Contender && mine.Settings.Any(s => s.Name == setting.Name && s.Value != setting.Value)))
                    throw new UserException($"the results in {path} have {run.Contender} with other settings ({setting.Name}: {setting.Value})");
        var order = Runs.Concat(other.Runs).Select(r => r.Contender).Distinct().ToList();
        return this with
        {
            Study = Study with { Command = string.Join('\n', Study.Command.Split('\n').Union(other.Study.Command.Split('\n'))) },
            Runs = [.. Runs.Where(mine => !other.Runs.Any(r => (r.Contender, r.Seed) == (mine.Contender, mine.Seed))).Concat(other.Runs)
                .OrderBy(r => r.Seed).ThenBy(r => order.IndexOf(r.Contender))],
            Sweeps = [.. Sweeps.Where(mine => !other.Sweeps.Any(s => s.Contender == mine.Contender)), .. other.Sweeps],
        };
    }
}
