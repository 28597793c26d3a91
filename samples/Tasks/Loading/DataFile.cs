using System.IO.Compression;
using System.Text;

namespace MetaAdamW.Tasks.Loading;

/// <summary>A data file in memory, decompressed.</summary>
/// <param name="Path">Where it came from, for messages.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record DataFile(string Path, byte[] Content)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; one whose name ends in <c>.gz</c> is decompressed and checked.</summary>
    /// <exception cref="UserException">It can't be read, or the gzip member is damaged.</exception>
    public static DataFile Read(string path)
    {
        try
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                return new(path, File.ReadAllBytes(path));
            using var stored = File.OpenRead(path);
            using var content = new MemoryStream();
            Decompress(stored, stream => stream.CopyTo(content));
            return new(path, content.ToArray());
        }
        catch (InvalidDataException e)
        {
            throw new UserException($"{path} is no whole gzip file: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>Decompresses a gzip member to its very end, whatever the reader leaves.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut.</exception>
    internal static void Decompress(FileStream stored, Action<Stream> read)
    {
        using var gzip = new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true);
        using var counted = new CountingStream(gzip);
        read(counted);
        counted.CopyTo(Stream.Null);

        // A stream that breaks off between two blocks decodes without complaint; its trailer, the length modulo 2^32, is gone.
        Span<byte> length = stackalloc byte[4];
        if (stored.Length < 18)
            throw new InvalidDataException("the end is missing");
        stored.Seek(-4, SeekOrigin.End);
        stored.ReadExactly(length);
        if (BitConverter.ToUInt32(length) != (uint)counted.Count)
            throw new InvalidDataException("the end is missing");
    }

    /// <summary>The lines of a UTF-8 text file, numbered from 1, without their ends; LF and CR LF both end one.</summary>
    /// <exception cref="UserException">A line is not UTF-8.</exception>
    public IEnumerable<(int Number, string Text)> Lines()
    {
        var start = Content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (var number = 1; start < Content.Length; number++)
        {
            var length = Content.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? Content.Length : start + length;
            var last = end > start && Content[end - 1] == '\r' ? end - 1 : end;
            yield return (number, Text(number, Content.AsSpan(start, last - start)));
            start = end + 1;
        }
    }

    /// <summary>The whole of a UTF-8 text file.</summary>
    /// <exception cref="UserException">It is not UTF-8.</exception>
    public string Text() => Text(1, Content);

    /// <summary>An exception that points at a line.</summary>
    public UserException Broken(int line, string what) => new($"{Path}, line {line}: {what}");

    private string Text(int line, ReadOnlySpan<byte> bytes)
    {
        try
        {
            // a zero byte is valid UTF-8, but text that has one is in UTF-16 or no text
            if (!bytes.Contains((byte)0))
                return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserException($"{Path}, line {line}: this is not UTF-8 text", e);
        }
        throw Broken(line, "this is not UTF-8 text");
    }
}
