using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MetaAdamW.Runtime.Tests;

/// <summary>What Oracle/oracle.py wrote: gzipped JSON with base64 of little-endian doubles.</summary>
internal static class OracleData
{
    public static JsonElement Read(string file)
    {
        using Stream stream = typeof(OracleData).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"The test assembly has no resource '{file}'.");
        using var zip = new GZipStream(stream, CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(zip);
        return document.RootElement.Clone();
    }

    public static double[] Numbers(this JsonElement packed) => [.. MemoryMarshal.Cast<byte, double>(packed.GetBytesFromBase64())];

    public static double[] Flat(IEnumerable<(string Name, Tensor Tensor)> named)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. named.OrderBy(p => p.Name, StringComparer.Ordinal)
            .SelectMany(p => p.Tensor.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray())];
    }

    /// <summary>Norm, product with a fixed vector, and 24 elements, as the oracle stores long vectors.</summary>
    public static double[] Digest(double[] x)
    {
        double[] other = new Lcg(5).Array(x.Length);
        return
        [
            Math.Sqrt(x.Sum(v => v * v)),
            x.Zip(other, (a, b) => a * b).Sum(),
            .. Enumerable.Range(0, 24).Select(i => x[i * x.Length / 24]),
        ];
    }

    /// <summary>Compares vectors: the distance of each element relative to the largest of the expected.</summary>
    public static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max(), 1e-30);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R} (largest {scale:R}, tolerance {tolerance})");
        }
    }
}
