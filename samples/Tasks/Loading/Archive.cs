using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Enumeration;
using System.IO.Hashing;

namespace MetaAdamW.Tasks.Loading;

/// <summary>Files inside a zip file or a compressed tar file, taken in one pass without unpacking it.</summary>
internal static class Archive
{
    /// <summary>Reads the entries that match some patterns.</summary>
    /// <param name="path">The archive: <c>.zip</c>, <c>.tar.gz</c> or <c>.tgz</c>.</param>
    /// <param name="patterns">Names inside the archive; <c>*</c> stands for any characters.</param>
    /// <returns>The entries of each pattern, in order of their names.</returns>
    /// <exception cref="UserException">The archive can't be read or is damaged.</exception>
    public static IReadOnlyList<DataFile>[] Read(string path, IReadOnlyList<string> patterns)
    {
        var found = patterns.Select(_ => new List<DataFile>()).ToArray();
        try
        {
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                ReadZip(path, Match);
            else
                using (var stored = File.OpenRead(path))
                    DataFile.Decompress(stored, stream => ReadTar(stream, Match));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new UserException($"{path} is no whole archive: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} can't be read: {e.Message}", e);
        }
        return [.. found.Select(files => files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList())];

        void Match(string name, Func<byte[]> content)
        {
            for (var i = 0; i < patterns.Count; i++)
                if (FileSystemName.MatchesSimpleExpression(patterns[i], name, ignoreCase: false))
                    found[i].Add(new($"{path}: {name}", content()));
        }
    }

    private static void ReadZip(string path, Action<string, Func<byte[]>> entry)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var file in archive.Entries)
            entry(file.FullName, () => Content(file));
    }

    /// <summary>What an entry of a zip file holds, checked by its sum, which <see cref="ZipArchive"/> does not do.</summary>
    /// <exception cref="InvalidDataException">It is not what was put into the archive.</exception>
    internal static byte[] Content(ZipArchiveEntry file)
    {
        using var stream = file.Open();
        var content = Bytes(stream, file.Length);
        return Crc32.HashToUInt32(content) == file.Crc32 ? content : throw new InvalidDataException($"the sum of {file.FullName} is wrong");
    }

    private static void ReadTar(Stream stream, Action<string, Func<byte[]>> entry)
    {
        using var reader = new TarReader(stream, leaveOpen: true);
        while (reader.GetNextEntry() is { } file)
            if (file.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                entry(
                    file.Name.StartsWith("./", StringComparison.Ordinal) ? file.Name[2..] : file.Name,
                    () => file.DataStream is { } data ? Bytes(data, file.Length) : []);
    }

    private static byte[] Bytes(Stream stream, long length)
    {
        var content = new byte[length];
        stream.ReadExactly(content);
        return content;
    }
}
