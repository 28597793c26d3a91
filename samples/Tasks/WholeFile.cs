namespace MetaAdamW.Tasks;

/// <summary>
/// Files that appear whole: each is written beside its place, and renamed when it is on the disk. A killed program or a full disk
/// leaves the old one.
/// </summary>
internal static class WholeFile
{
    /// <summary>Writes a file, in place of an older one.</summary>
    /// <exception cref="UserException">It can't be written; what there was is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var partial = path + ".partial";
        try
        {
            // In place of what a killed program may have left; one that is writing the same file now keeps it, and this one is told.
            var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
            try
            {
                using (file)
                {
                    write(file);
                    file.Flush(flushToDisk: true);
                }
                File.Move(partial, path, overwrite: true);
            }
            catch
            {
                File.Delete(partial);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} can't be written: {e.Message}", e);
        }
    }
}
