using System.Buffers.Binary;
using System.Text;
using MetaAdamW.LibTorch.Tests.NN;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.Files;

/// <summary>safetensors files both ways; the ones from Python are the oracle's.</summary>
public sealed class SafeTensorsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(path);
        File.Delete(path + ".partial");
    }

    [Fact]
    public void A_file_from_Python_is_read()
    {
        using var scope = NewDisposeScope();
        var read = SafeTensors.Load(Path.Combine(AppContext.BaseDirectory, "Oracle", "nn_modules.safetensors"));
        var oracle = new OracleFile("nn_modules.safetensors");
        Assert.Equal(oracle.Cases.Sum(name => oracle.Keys(name, "").Count), read.Count);
        foreach (var (name, tensor) in read)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var expected = oracle.Read(name[..slash], name[(slash + 1)..], ScalarType.Float64);
            Assert.Equal(expected.dtype, tensor.dtype);
            Assert.Equal(expected.shape, tensor.shape);
            Assert.True(expected.numel() == 0 || expected.equal(tensor).all().ToBoolean(), name);
        }
    }

    [Fact]
    public void The_bytes_are_those_that_Python_writes()
    {
        using var small = tensor(new long[] { 7 }).to_type(ScalarType.Byte);
        using var pair = tensor(new[] { 1f, -2f });
        SafeTensors.Save(path, new Dictionary<string, Tensor> { ["z"] = small, ["a"] = pair }, new Dictionary<string, string> { ["format"] = "pt" });

        var header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"z":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""";
        header = header.PadRight((header.Length + 7) / 8 * 8);
        var expected = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(expected, header.Length);
        Assert.Equal([.. expected, .. Encoding.UTF8.GetBytes(header), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7], File.ReadAllBytes(path));
        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt" }, SafeTensors.LoadMetadata(path));
    }

    [Theory]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Every_type_comes_back(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var written = new Dictionary<string, Tensor> {
            ["matrix"] = (arange(6, dtype: ScalarType.Float32) - 1).reshape(2, 3).to_type(type).t(),
            ["scalar"] = tensor(1.0).to_type(type),
            ["empty"] = zeros([0, 3], type),
            ["name \" with \\ odd / letters é"] = ones(3, type),
        };
        SafeTensors.Save(path, written);
        var read = SafeTensors.Load(path);
        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, expected) in written)
        {
            Assert.Equal(expected.shape, read[name].shape);
            Assert.Equal(type, read[name].dtype);
            Assert.True(expected.numel() == 0 || expected.equal(read[name]).all().ToBoolean(), name);
        }
    }

    [Fact]
    public void Weights_of_a_module_come_back()
    {
        using var model = Sequential(Linear(3, 4), BatchNorm1d(4));
        using var other = Sequential(Linear(3, 4), BatchNorm1d(4));
        SafeTensors.Save(path, model.state_dict());
        using var scope = NewDisposeScope();
        other.load_state_dict(SafeTensors.Load(path));
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.equal(other.state_dict()[entry.Key]).all().ToBoolean()));
    }

    [Fact]
    public void A_file_cut_short_or_extended_is_refused()
    {
        using var value = ones(3);
        SafeTensors.Save(path, new Dictionary<string, Tensor> { ["a"] = value });
        var bytes = File.ReadAllBytes(path);
        var live = LiveTensors.Count();
        for (var length = 0; length < bytes.Length; length++) Refused(bytes[..length]);
        Refused([.. bytes, 0]);
        Assert.Equal(live, Tensor.TotalCount);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,-8]}}""", 0)]
    [InlineData("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8)]
    [InlineData("""{"a":[1,2]}""", 8)]
    [InlineData("[]", 0)]
    [InlineData("no json", 0)]
    public void A_header_that_lies_is_refused(string header, int elements)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        Refused([.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[elements]]);
    }

    [Fact]
    public void What_the_format_lacks_is_refused_and_leaves_no_file()
    {
        File.Delete(path);
        using var value = zeros(2, ScalarType.ComplexFloat32);
        Assert.Throws<ArgumentException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["c"] = value }));
        using var plain = zeros(2);
        Assert.Throws<ArgumentException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["__metadata__"] = plain }));
        Assert.False(File.Exists(path));
        Assert.False(File.Exists(path + ".partial"));
    }

    [Fact]
    public void A_file_that_another_program_is_writing_is_left_to_it()
    {
        using var other = new FileStream(path + ".partial", FileMode.Create, FileAccess.Write, FileShare.None);
        using var value = zeros(2);
        Assert.Throws<IOException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["v"] = value }));
        Assert.True(File.Exists(path + ".partial"));
    }

    private void Refused(byte[] content)
    {
        File.WriteAllBytes(path, content);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => SafeTensors.Load(path)).Message, StringComparison.Ordinal);
    }
}
