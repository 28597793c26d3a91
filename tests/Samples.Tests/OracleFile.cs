using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace MetaAdamW.Samples.Tests;

/// <summary>Tensors that Oracle/models.py wrote (safetensors); a reader that needs nothing but what TorchSharp has.</summary>
internal sealed class OracleFile
{
    private const string InitialPrefix = "initial/";

    private readonly Dictionary<string, (string Type, long[] Shape, ReadOnlyMemory<byte> Bytes)> entries = [];

    public OracleFile(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracle", name)).AsMemory();
        var body = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file.Span);
        using var header = JsonDocument.Parse(file[8..body]);
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            var offsets = entry.Value.GetProperty("data_offsets");
            entries.Add(entry.Name, (
                entry.Value.GetProperty("dtype").GetString()!,
                [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())],
                file[(body + offsets[0].GetInt32())..(body + offsets[1].GetInt32())]));
        }
    }

    public Tensor Tensor(string name)
    {
        var (type, shape, bytes) = entries[name];
        return type switch
        {
            "F32" => tensor(MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray(), shape),
            "F64" => tensor(MemoryMarshal.Cast<byte, double>(bytes.Span).ToArray(), shape),
            "I64" => tensor(MemoryMarshal.Cast<byte, long>(bytes.Span).ToArray(), shape),
            "U8" => tensor(bytes.ToArray(), shape),
            _ => throw new InvalidDataException($"{name} has the type {type}"),
        };
    }

    public double[] Numbers(string name) => Tensor(name).data<double>().ToArray();

    /// <summary>Gives a model the oracle's initial weights; each must have its place and each place its weights.</summary>
    public void Initialise(nn.Module model)
    {
        using var ungraded = no_grad();
        var state = model.state_dict();
        var mine = state.Keys.Where(name => !IsConstant(name)).Order(StringComparer.Ordinal);
        Assert.Equal(entries.Keys.Where(name => name.StartsWith(InitialPrefix, StringComparison.Ordinal)).Select(name => name[InitialPrefix.Length..]).Order(StringComparer.Ordinal), mine);
        foreach (var (name, value) in state.Where(entry => !IsConstant(entry.Key)))
        {
            var given = Tensor(InitialPrefix + name);
            Assert.Equal(given.shape, value.shape);
            value.copy_(given);
        }
    }

    // positions and masks, which are part of a module's state in TorchSharp
    private static bool IsConstant(string name) => name is "positions" or "mask";
}
