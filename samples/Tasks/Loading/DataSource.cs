namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// Where the tasks find their data: the folder given on the command line, else the one in METAADAMW_DATA, else
/// <c>shared/data</c> beside the repository, else the publisher.
/// </summary>
internal sealed class DataSource(string? folder)
{
    public const string EnvironmentVariable = "METAADAMW_DATA";

    /// <summary>The folder beside the repository that this program was built in; null: there is none.</summary>
    public string? Shared { get; init; } = Repository() is { } repository ? Path.Combine(repository, "..", "shared", "data") : null;

    /// <summary>Where fetched files are kept.</summary>
    public string Cache { get; init; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "metaadamw");

    /// <summary>Reads a data set, decompressed whatever its form.</summary>
    /// <param name="task">The task that asks, for the message.</param>
    /// <param name="layouts">The forms in which folders may hold it, the likeliest first.</param>
    /// <param name="publication">The publisher's copy; null where a folder is the only way.</param>
    /// <returns>The files of each part of the layout that was found.</returns>
    /// <exception cref="UserException">There is no such data set, or it can't be read.</exception>
    public IReadOnlyList<DataFile>[] Open(string task, IReadOnlyList<DataLayout> layouts, Publication? publication)
    {
        if ((folder ?? Environment.GetEnvironmentVariable(EnvironmentVariable)) is { Length: > 0 } given)
        {
            if (!Directory.Exists(given))
                throw new UserException($"data folder '{given}' does not exist");
            return Find(given, layouts)
                ?? throw new UserException($"data folder '{given}' has no file for {task}: looked for {string.Join(", ", layouts.Select(layout => layout.Parts[0]))}");
        }

        if (Shared is not null && Find(Shared, layouts) is { } shared)
            return shared;
        if (publication is null)
            throw new UserException($"no data for {task}: name its folder with --data or in {EnvironmentVariable}");
        return publication.Layout.Read(publication.Fetch(task, Cache));
    }

    private static IReadOnlyList<DataFile>[]? Find(string folder, IReadOnlyList<DataLayout> layouts)
        => layouts.FirstOrDefault(layout => layout.IsIn(folder))?.Read(folder);

    private static string? Repository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "MetaAdamW.Gen.sln")))
                return at.FullName;
        return null;
    }
}
