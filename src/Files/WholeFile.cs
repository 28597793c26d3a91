namespace MetaAdamW.Files;

/// <summary>
/// Files that appear whole: each is written beside its place, and renamed when it is on the disk. A killed program or a full disk
/// leaves the old one.
/// </summary>
/// <remarks>Compiled into each assembly that writes files: they must not need each other.</remarks>
internal static class WholeFile
{
    /// <summary>Writes a file, in place of an older one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="beside">
    /// Where it is written first, <paramref name="path"/> with <c>.partial</c> by default. What a killed program left there is written
    /// over; a program that is writing there now keeps its file, and this one is told.
    /// </param>
    /// <exception cref="IOException">It can't be written; what there was is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, Action<Stream> write, string? beside = null)
    {
        beside ??= path + ".partial";
        var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            using (file)
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);   // half a file helps nobody, and may have taken the last of the disk
            throw;
        }
    }
}
