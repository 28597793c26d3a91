using MetaAdamW.Tasks.Display;
using MetaAdamW.Tasks.Reporting;

namespace MetaAdamW.Tasks.Commands;

/// <summary>Merges what several runs of this program left, and reports it as one.</summary>
internal static class ReportCommand
{
    /// <param name="folders">Folders that <c>--out</c> named.</param>
    /// <param name="isAblation">Whether the table is that of an ablation.</param>
    /// <param name="outPath">Where to write; null: nowhere.</param>
    /// <param name="json">Whether the results go to standard output as JSON.</param>
    public static int Run(IReadOnlyList<string> folders, bool isAblation, string? outPath, bool json)
    {
        var paths = folders.Select(folder => Path.Combine(folder, StudyRecords.FileName)).ToList();
        if (paths.Find(path => !File.Exists(path)) is { } missing)
            throw new UserException($"there is no {missing}: name folders that --out of train, compare or ablate named");
        var records = paths.Skip(1).Aggregate(StudyRecords.Read(paths[0]), (merged, path) => merged.With(StudyRecords.Read(path), path));
        using var output = outPath is null ? null : OutputFolder.Open(outPath);
        var results = new Results(isAblation, output);
        results.Keep(records);
        results.Finish(records, Messages.For(quiet: false, json), json);
        return 0;
    }
}
