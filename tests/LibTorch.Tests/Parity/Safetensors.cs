using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>Numbers of an oracle's file, every type widened to float64. It shares no code with the reader that is under test.</summary>
internal sealed record StoredArray(long[] Shape, string Type, double[] Values)
{
    public static Dictionary<string, StoredArray> ReadAll(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        var arrays = new Dictionary<string, StoredArray>();
        foreach (JsonProperty entry in header.RootElement.EnumerateObject()) {
            int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            ReadOnlySpan<byte> raw = file.AsSpan(8 + headerLength + offsets[0], offsets[1] - offsets[0]);
            string type = entry.Value.GetProperty("dtype").GetString()!;
            double[] values = type switch {
                "F64" => MemoryMarshal.Cast<byte, double>(raw).ToArray(),
                "F32" => Widen(MemoryMarshal.Cast<byte, float>(raw)),
                "I64" => Widen(MemoryMarshal.Cast<byte, long>(raw)),
                "I32" => Widen(MemoryMarshal.Cast<byte, int>(raw)),
                "BOOL" => Widen(raw),
                _ => throw new InvalidDataException($"{entry.Name} is of type {type}."),
            };
            arrays[entry.Name] = new([.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())], type, values);
        }
        return arrays;
    }

    private static double[] Widen<T>(ReadOnlySpan<T> numbers) where T : System.Numerics.INumber<T>
    {
        var values = new double[numbers.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = double.CreateChecked(numbers[i]);
        return values;
    }
}
