using MetaAdamW.Files;

namespace MetaAdamW.Tasks;

/// <summary>Files that the program leaves: each appears whole, or the old one stays and the user is told why.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file, in place of an older one.</summary>
    /// <exception cref="UserException">It can't be written; what there was is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            WholeFile.Write(path, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} can't be written: {e.Message}", e);
        }
    }
}
