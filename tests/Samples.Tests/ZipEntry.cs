using System.IO.Compression;

namespace MetaAdamW.Samples.Tests;

/// <summary>A file in an archive.</summary>
internal static class ZipEntry
{
    public static byte[] Read(string archive, string name)
    {
        using var zip = ZipFile.OpenRead(archive);
        using var content = new MemoryStream();
        using var stream = zip.GetEntry(name)!.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
