using System.IO.Compression;
using System.Security.Cryptography;

namespace MetaAdamW.Tasks.Loading;

/// <summary>A file as its publisher offers it.</summary>
/// <param name="Address">Where it is fetched from when no folder has it.</param>
/// <param name="Sha256">Sum of the file as fetched, in lower-case hexadecimal digits.</param>
internal sealed record PublishedFile(Uri Address, string Sha256);

/// <summary>
/// Where the tasks find their data: the folder given on the command line, else the one in METAADAMW_DATA, else
/// <c>shared/data</c> beside the repository, else the publisher.
/// </summary>
internal sealed class DataSource(string? folder)
{
    public const string EnvironmentVariable = "METAADAMW_DATA";

    /// <summary>Opens a data file, decompressed whatever its form, and says where it was found.</summary>
    /// <param name="task">The task that asks, for the message.</param>
    /// <param name="names">The names under which folders may hold the file, the likeliest first.</param>
    /// <param name="published">The publisher's copy; null where a folder is the only way.</param>
    /// <exception cref="UserException">There is no such file, or it can't be read.</exception>
    public DataFile Open(string task, IReadOnlyList<string> names, PublishedFile? published)
    {
        if ((folder ?? Environment.GetEnvironmentVariable(EnvironmentVariable)) is { Length: > 0 } given)
        {
            if (!Directory.Exists(given))
                throw new UserException($"data folder '{given}' does not exist");
            return Find(given, names)
                ?? throw new UserException($"data folder '{given}' has no file for {task}: looked for {string.Join(", ", names)}");
        }

        if (Repository() is { } repository && Find(Path.Combine(repository, "..", "shared", "data"), names) is { } shared)
            return shared;
        if (published is null)
            throw new UserException($"no data for {task}: name its folder with --data or in {EnvironmentVariable}");
        return DataFile.Read(Fetch(task, published));
    }

    private static DataFile? Find(string folder, IReadOnlyList<string> names)
        => names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path
            ? DataFile.Read(Path.GetFullPath(path))
            : null;

    /// <summary>The folder of the repository that this program was built in, null elsewhere.</summary>
    private static string? Repository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "MetaAdamW.Gen.sln")))
                return at.FullName;
        return null;
    }

    /// <summary>Fetches a file once; later runs take it from the user's cache.</summary>
    private static string Fetch(string task, PublishedFile published)
    {
        var cache = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
                ? home
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "metaadamw");
        var target = Path.Combine(cache, $"{published.Sha256[..8]}-{Path.GetFileName(published.Address.LocalPath)}");
        if (File.Exists(target))
            return target;

        byte[] content;
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
            content = client.GetByteArrayAsync(published.Address).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new UserException(
                $"no data for {task}: {published.Address} can't be fetched ({e.Message}); " +
                $"name a folder that has it with --data or in {EnvironmentVariable}", e);
        }

        var sum = Convert.ToHexStringLower(SHA256.HashData(content));
        if (sum != published.Sha256)
            throw new UserException($"{published.Address} is not the file it was: its sha256 is {sum}, not {published.Sha256}");
        try
        {
            Directory.CreateDirectory(cache);
            var partial = $"{target}.{Environment.ProcessId}.partial";
            File.WriteAllBytes(partial, content);
            File.Move(partial, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the fetched data can't be kept in '{cache}': {e.Message}", e);
        }
        return target;
    }
}

/// <summary>A data file in memory, decompressed.</summary>
internal sealed record DataFile(string Path, byte[] Content)
{
    /// <summary>Reads a file; one whose name ends in <c>.gz</c> is decompressed and checked.</summary>
    /// <exception cref="UserException">It can't be read, or the gzip member is damaged.</exception>
    public static DataFile Read(string path)
    {
        try
        {
            var stored = File.ReadAllBytes(path);
            return new(path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Decompress(path, stored) : stored);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} can't be read: {e.Message}", e);
        }
    }

    private static byte[] Decompress(string path, byte[] stored)
    {
        try
        {
            using var content = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress))
                gzip.CopyTo(content);

            // A stream that breaks off between two blocks decodes without complaint; its trailer, the length modulo 2^32, is gone.
            if (stored.Length < 18 || BitConverter.ToUInt32(stored, stored.Length - 4) != (uint)content.Length)
                throw new InvalidDataException("the end is missing");
            return content.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new UserException($"{path} is no whole gzip file: {e.Message}", e);
        }
    }

    /// <summary>The lines of a text file, numbered from 1, without their ends; LF and CR LF both end one.</summary>
    public IEnumerable<(int Number, string Text)> Lines()
    {
        using var reader = new StreamReader(new MemoryStream(Content));
        for (var number = 1; reader.ReadLine() is { } line; number++)
            yield return (number, line);
    }

    /// <summary>An exception that points at a line.</summary>
    public UserException Broken(int line, string what) => new($"{Path}, line {line}: {what}");
}
