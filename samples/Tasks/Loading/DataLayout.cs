namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// A form in which folders hold a data set: for each of its parts the path of a file, or of several where the last name has a
/// <c>*</c>. <c>archive.zip!path</c> is a path inside an archive.
/// </summary>
internal sealed record DataLayout(params string[] Parts)
{
    private const char InArchive = '!';

    /// <summary>The same form in several places of a folder.</summary>
    /// <param name="folders">The places; "" is the folder itself.</param>
    /// <param name="parts">As of <see cref="DataLayout"/>.</param>
    public static IEnumerable<DataLayout> Below(IEnumerable<string> folders, params string[] parts)
        => folders.Select(folder => new DataLayout([.. parts.Select(part => folder.Length == 0 ? part : $"{folder}/{part}")]));

    /// <summary>Whether a folder has the first part.</summary>
    public bool IsIn(string folder) => Files(folder, Parts[0].Split(InArchive)[0]).Count > 0;

    /// <summary>Reads every part.</summary>
    /// <returns>The files of each part, in order of their names.</returns>
    /// <exception cref="UserException">A part is missing or damaged.</exception>
    public IReadOnlyList<DataFile>[] Read(string folder)
    {
        var parts = Parts[0].Contains(InArchive)
            ? Archive.Read(Files(folder, Parts[0].Split(InArchive)[0])[0], [.. Parts.Select(part => part.Split(InArchive)[1])])
            : [.. Parts.Select(part => (IReadOnlyList<DataFile>)[.. Files(folder, part).Select(DataFile.Read)])];
        for (var i = 0; i < parts.Length; i++)
            if (parts[i].Count == 0)
                throw new UserException($"data folder '{folder}' has no {Parts[i].Replace($"{InArchive}", ": ")}, which belongs to its {Parts[0].Replace($"{InArchive}", ": ")}");
        return parts;
    }

    private static List<string> Files(string folder, string part)
    {
        var path = Path.GetFullPath(Path.Combine(folder, part));
        if (!part.Contains('*'))
            return File.Exists(path) ? [path] : [];
        var parent = Path.GetDirectoryName(path)!;
        return Directory.Exists(parent) ? [.. Directory.EnumerateFiles(parent, Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
    }
}
