using System.Buffers.Binary;
using System.Text.Json;
using MetaAdamW.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch;

/// <summary>
/// Dictionaries of tensors in the safetensors format, which Python reads and writes (<c>safetensors.torch.load_file</c> and
/// <c>save_file</c>). With <c>state_dict</c> and <c>load_state_dict</c> a module's weights move both ways.
/// </summary>
/// <remarks>
/// A file is the length of its header (8 bytes, little-endian), the header (JSON: type, shape and place of each tensor) and the
/// elements, little-endian and row-major. Every length in it is checked before it is used.
/// </remarks>
public static class SafeTensors
{
    private const int MaximalHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private static readonly (string Name, ScalarType Type)[] Types =
    [
        ("BOOL", ScalarType.Bool), ("U8", ScalarType.Byte), ("I8", ScalarType.Int8), ("I16", ScalarType.Int16),
        ("I32", ScalarType.Int32), ("I64", ScalarType.Int64), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("F32", ScalarType.Float32), ("F64", ScalarType.Float64),
    ];

    /// <summary>Writes tensors of any device to a file. An existing file is replaced only when everything is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Further texts by name, or null.</param>
    /// <exception cref="ArgumentException">A tensor has a type that the format lacks, or a name that it reserves.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Larger elements first: every tensor then begins at a multiple of its element size.
        var entries = tensors
            .OrderByDescending(entry => TensorFormat.ElementSize(entry.Value.dtype))
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .ToList();
        var header = Header(entries, metadata);

        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in entries) TensorFormat.WriteElements(stream, tensor);
        });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the tensors shall be; main memory by default.</param>
    /// <returns>The tensors by name, in the order in which they are in the file.</returns>
    /// <exception cref="InvalidDataException">The file is truncated, or of another format.</exception>
    public static Dictionary<string, Tensor> Load(string path, Device? device = null)
    {
        using var stream = File.OpenRead(path);
        var result = new Dictionary<string, Tensor>();
        try
        {
            var start = ReadHeader(path, stream, out var entries, out _);
            using var ungraded = no_grad();
            foreach (var entry in entries)
            {
                stream.Position = start + entry.Begin;
                var tensor = empty(entry.Shape, entry.Type, CPU);
                result.Add(entry.Name, tensor);
                TensorFormat.ReadElements(stream, tensor);
                if (device is null || device.type == DeviceType.CPU) continue;
                result[entry.Name] = Aten.to(tensor, device, entry.Type);
                tensor.Dispose();
            }
            return result;
        }
        catch
        {
            foreach (var tensor in result.Values) tensor.Dispose();
            throw;
        }
    }

    /// <summary>Reads only the texts of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is truncated, or of another format.</exception>
    public static Dictionary<string, string> LoadMetadata(string path)
    {
        using var stream = File.OpenRead(path);
        ReadHeader(path, stream, out _, out var metadata);
        return metadata;
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, text) in metadata) json.WriteString(key, text);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var (name, tensor) in entries)
            {
                if (name == MetadataKey) throw new ArgumentException($"The format reserves the name '{MetadataKey}'.");
                var type = Array.Find(Types, known => known.Type == tensor.dtype).Name ?? throw new ArgumentException($"The format has no type for '{name}', a tensor of {tensor.dtype}.");
                var end = offset + (tensor.numel() * TensorFormat.ElementSize(tensor.dtype));
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                WriteArray(json, "shape", tensor.shape);
                WriteArray(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }
            json.WriteEndObject();
        }
        while (memory.Length % 8 != 0) memory.WriteByte((byte)' ');
        return memory.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static long ReadHeader(string path, FileStream stream, out List<Entry> entries, out Dictionary<string, string> metadata)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length) throw Bad(path, "it has no header");
        var size = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (size > MaximalHeader || size > (ulong)(stream.Length - stream.Position)) throw Bad(path, $"it claims a header of {size} bytes");

        var text = new byte[size];
        stream.ReadExactly(text);
        entries = [];
        metadata = [];
        try
        {
            using var json = JsonDocument.Parse(text);
            var names = new HashSet<string>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name)) throw Bad(path, $"'{property.Name}' appears twice");
                if (property.Name == MetadataKey)
                {
                    foreach (var item in property.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString()!;
                }
                else
                {
                    entries.Add(EntryOf(path, property));
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is no safetensors file: its header can't be read.", e);
        }

        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long expected = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != expected) throw Bad(path, $"'{entry.Name}' does not begin where the tensor before it ends");
            expected = entry.End;
        }
        var start = stream.Position;
        if (start + expected != stream.Length) throw Bad(path, $"its tensors take {expected} bytes, but it has {stream.Length - start}");
        return start;
    }

    private static Entry EntryOf(string path, JsonProperty property)
    {
        var name = property.Name;
        var typeName = property.Value.GetProperty("dtype").GetString();
        var known = Array.Find(Types, type => type.Name == typeName);
        if (known.Name is null) throw Bad(path, $"'{name}' has the unknown type {typeName}");

        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        var offsets = property.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw Bad(path, $"'{name}' has no beginning and end");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        long bytes;
        try
        {
            bytes = shape.Aggregate(TensorFormat.ElementSize(known.Type), (product, size) => checked(product * size));
        }
        catch (OverflowException)
        {
            bytes = -1;
        }
        if (shape.Any(size => size < 0) || begin < 0 || bytes < 0 || end - begin != bytes) throw Bad(path, $"shape and place of '{name}' do not agree");
        return new Entry(name, known.Type, shape, begin, end);
    }

    private static InvalidDataException Bad(string path, string what) => new($"'{path}' is no safetensors file, or a broken one: {what}.");

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End);
}
