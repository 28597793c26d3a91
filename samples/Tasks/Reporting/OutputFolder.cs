using System.Text;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>
/// The folder that <c>--out</c> names. Files appear in it whole. A folder that was made for a run that leaves nothing is taken
/// away again.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string folder;
    private readonly bool isNew;

    private OutputFolder(string folder, bool isNew)
    {
        this.folder = folder;
        this.isNew = isNew;
    }

    /// <summary>Makes sure that files can be written to the folder.</summary>
    /// <exception cref="UserException">They can't.</exception>
    public static OutputFolder Open(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        var isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
            var probe = System.IO.Path.Combine(folder, $".probe-{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (isNew)
                RemoveEmpty(folder);
            throw new UserException($"--out '{path}' can't be written: {e.Message}", e);
        }
        return new(folder, isNew);
    }

    /// <summary>The full path of a file in the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(folder, name);

    /// <summary>Writes a file, in place of an older one.</summary>
    /// <exception cref="UserException">It can't be written.</exception>
    public void Write(string name, string content) => OutputFile.Write(Path(name), file => file.Write(Encoding.UTF8.GetBytes(content)));

    public void Dispose()
    {
        if (isNew)
            RemoveEmpty(folder);
    }

    private static void RemoveEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
