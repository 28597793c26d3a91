using System.Security.Cryptography;
using MetaAdamW.Files;

namespace MetaAdamW.Tasks.Loading;

/// <summary>A file as its publisher offers it.</summary>
/// <param name="Sha256">Sum of the file as fetched, in lower-case hexadecimal digits.</param>
/// <param name="Addresses">Where it is to be had; the first that answers is taken.</param>
internal sealed record PublishedFile(string Sha256, params string[] Addresses)
{
    public string Name => Path.GetFileName(new Uri(Addresses[0]).LocalPath);
}

/// <summary>A data set as its publisher offers it.</summary>
/// <param name="Layout">Where its parts are among the files.</param>
/// <param name="Files">All files.</param>
internal sealed record Publication(DataLayout Layout, params PublishedFile[] Files)
{
    /// <summary>Fetches the files, each once; later runs take them from the user's cache. Sums are checked every time.</summary>
    /// <param name="task">The task that asks, for messages and as the folder's name.</param>
    /// <param name="cache">The folder of all tasks' files.</param>
    /// <returns>The folder that has the files.</returns>
    /// <exception cref="UserException">A file can't be had or kept, or is not the one that it was.</exception>
    public string Fetch(string task, string cache)
    {
        var folder = Path.Combine(cache, task);
        foreach (var file in Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path))
                Keep(path, Get(task, file));
            else if (Sum(File.ReadAllBytes(path)) is var sum && sum != file.Sha256)
                throw new UserException($"{path} is not the file that was fetched: its sha256 is {sum}, not {file.Sha256}; remove it and it is fetched anew");
        }
        return folder;
    }

    private static byte[] Get(string task, PublishedFile file)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        var failures = new List<string>();
        foreach (var address in file.Addresses)
        {
            try
            {
                var content = client.GetByteArrayAsync(new Uri(address)).GetAwaiter().GetResult();
                var sum = Sum(content);
                if (sum == file.Sha256)
                    return content;
                failures.Add($"{address} is not the file it was: its sha256 is {sum}, not {file.Sha256}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                failures.Add($"{address} can't be fetched ({e.Message})");
            }
        }
        throw new UserException(
            $"no data for {task}: {string.Join("; ", failures)}; name a folder that has it with --data or in {DataSource.EnvironmentVariable}");
    }

    private static void Keep(string path, byte[] content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, file => file.Write(content), beside: $"{path}.{Environment.ProcessId}.partial");   // two programs may fetch at once
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the fetched data can't be kept as '{path}': {e.Message}", e);
        }
    }

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
