using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>
/// The values that a script in Oracle/ wrote, case by case (see nn_oracle.py). A reader of its own: it needs nothing but what
/// TorchSharp has too.
/// </summary>
internal sealed class OracleFile
{
    private readonly Dictionary<string, Dictionary<string, Entry>> cases = [];

    public OracleFile(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracle", name));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        foreach (var property in header.RootElement.EnumerateObject())
        {
            var slash = property.Name.IndexOf('/', StringComparison.Ordinal);
            var (caseName, key) = (property.Name[..slash], property.Name[(slash + 1)..]);
            if (!cases.TryGetValue(caseName, out var entries)) cases.Add(caseName, entries = []);
            var offsets = property.Value.GetProperty("data_offsets");
            entries.Add(key, new Entry(
                property.Value.GetProperty("dtype").GetString()!,
                [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())],
                bytes.AsMemory((8 + length + offsets[0].GetInt32())..(8 + length + offsets[1].GetInt32()))));
        }
    }

    public IReadOnlyCollection<string> Cases => cases.Keys;

    /// <summary>The keys of a case that begin with a text, in the order of their numbers or names.</summary>
    public IReadOnlyList<string> Keys(string caseName, string prefix)
        => [.. cases[caseName].Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(key => key.Length).ThenBy(key => key, StringComparer.Ordinal)];

    /// <summary>A tensor of a case; real ones in the type that is asked for.</summary>
    public Tensor Read(string caseName, string key, ScalarType type)
    {
        var entry = cases[caseName][key];
        switch (entry.Type)
        {
            case "F64":
                using (var exact = tensor(MemoryMarshal.Cast<byte, double>(entry.Bytes.Span).ToArray(), entry.Shape)) return exact.to_type(type, copy: true);
            case "I64":
                return tensor(MemoryMarshal.Cast<byte, long>(entry.Bytes.Span).ToArray(), entry.Shape);
            default:
                return tensor(Array.ConvertAll(entry.Bytes.Span.ToArray(), flag => flag != 0), entry.Shape);
        }
    }

    public bool Has(string caseName, string key) => cases[caseName].ContainsKey(key);

    private sealed record Entry(string Type, long[] Shape, ReadOnlyMemory<byte> Bytes);
}
