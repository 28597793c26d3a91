using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Module.save and load, in TorchSharp's own format.</summary>
public class ModuleFileTests
{
    // One entry "b" with the two float32 values 1 and -2: LEB128 count, name, type 6, one dimension, size 2, elements.
    private static readonly byte[] TwoFloats = [1, 1, (byte)'b', 6, 1, 2, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];

    [Fact]
    public void The_bytes_are_those_of_TorchSharp()
    {
        using var module = new Holder(("b", tensor(new[] { 1f, -2f })));
        using var stream = new MemoryStream();
        module.save(new BinaryWriter(stream));
        Assert.Equal(TwoFloats, stream.ToArray());
    }

    [Fact]
    public void Long_lengths_take_several_bytes()
    {
        using var module = new Holder(("x", zeros(300, dtype: ScalarType.Bool)));
        using var stream = new MemoryStream();
        module.save(new BinaryWriter(stream));
        Assert.Equal([1, 1, (byte)'x', 11, 1, 0xac, 0x02], stream.ToArray()[..7]);
        Assert.Equal(7 + 300, stream.Length);
    }

    [Fact]
    public void A_model_comes_back_from_its_file()
    {
        using var model = Model();
        using var other = Model();
        Assert.False(Same(model, other));
        var path = Path.GetTempFileName();
        try
        {
            Assert.Same(model, model.save(path));
            var parameters = other.parameters().ToList();
            Assert.Same(other, other.load(path));
            Assert.True(Same(model, other));
            Assert.True(parameters.SequenceEqual(other.parameters(), ReferenceEqualityComparer.Instance!));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.BFloat16)]
    public void Every_type_comes_back(ScalarType type)
    {
        using var written = new Holder(("t", (arange(6, dtype: ScalarType.Float32).reshape(2, 3) - 1).to_type(type)), ("s", tensor(3.0).to_type(type)), ("e", zeros([0, 2], type)));
        using var read = new Holder(("t", zeros([2, 3], type)), ("s", zeros([], type)), ("e", zeros([0, 2], type)));
        using var stream = new MemoryStream();
        written.save(new BinaryWriter(stream));
        stream.Position = 0;
        read.load(new BinaryReader(stream));
        Assert.True(Same(written, read));
    }

    [Fact]
    public void Elements_are_written_in_row_major_order()
    {
        using var grid = arange(6, dtype: ScalarType.Float32).reshape(2, 3);
        Check(grid.t().contiguous());
        OnTorchSharp.Differs("transposed tensors in files", () => Check(grid.t()));

        static void Check(Tensor turned)
        {
            using var written = new Holder(("t", turned));
            using var read = new Holder(("t", zeros(3, 2)));
            Copy(written, read);
            Assert.Equal([0f, 3, 1, 4, 2, 5], read.get_buffer("t")!.data<float>().ToArray());
        }
    }

    [Fact]
    public void Skipped_names_are_neither_written_nor_read()
    {
        using var model = Model();
        using var stream = new MemoryStream();
        model.save(new BinaryWriter(stream), skip: ["0.weight"]);
        using var other = Model();
        using var before = other.get_parameter("0.weight")!.clone();

        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => other.load(new BinaryReader(stream)));

        stream.Position = 0;
        var loaded = new Dictionary<string, bool>();
        other.load(new BinaryReader(stream), strict: false, skip: ["0.bias"], loadedParameters: loaded);
        Assert.DoesNotContain("0.weight", loaded.Keys);
        Assert.True(before.equal(other.get_parameter("0.weight")!).all().ToBoolean());
        Assert.False(model.get_parameter("0.bias")!.equal(other.get_parameter("0.bias")!).all().ToBoolean());
        Assert.True(model.get_parameter("1.weight")!.equal(other.get_parameter("1.weight")!).all().ToBoolean());
    }

    [Fact]
    public void Unknown_names_are_read_over_when_not_strict()
    {
        using var written = new Holder(("a", ones(2)), ("b", ones(3)));
        using var read = new Holder(("b", zeros(3)));
        using var stream = new MemoryStream();
        written.save(new BinaryWriter(stream));

        stream.Position = 0;
        var loaded = new Dictionary<string, bool>();
        read.load(new BinaryReader(stream), strict: false, loadedParameters: loaded);
        Assert.Equal(new Dictionary<string, bool> { ["a"] = false, ["b"] = true }, loaded);
        Assert.Equal(3, read.get_buffer("b")!.sum().ToDouble());
    }

    [Fact]
    public void A_module_that_does_not_fit_is_left_as_it_was()
    {
        using var written = new Holder(("a", ones(2)), ("b", ones(3)));
        Refused(written, new Holder(("a", zeros(2)), ("b", zeros(4))), "shape", entriesBefore: 1);
        Refused(written, new Holder(("a", zeros(2)), ("b", zeros(3, ScalarType.Float64))), "types", entriesBefore: 1);
        Refused(written, new Holder(("a", zeros(2)), ("c", zeros(3))), "'b'", entriesBefore: 1);
        Refused(written, new Holder(("a", zeros(2))), "expected 1", entriesBefore: 0);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        using var module = new Holder(("a", ones(2)), ("b", ones(2, 2)));
        using var stream = new MemoryStream();
        module.save(new BinaryWriter(stream));
        var bytes = stream.ToArray();

        using var target = new Holder(("a", zeros(2)), ("b", zeros(2, 2)));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<EndOfStreamException>(() => target.load(new BinaryReader(new MemoryStream(bytes[..length]))));
            if (!OnTorchSharp.IsHere) Assert.Equal(0, target.buffers().Sum(buffer => buffer.sum().ToDouble()));
        }
        OnTorchSharp.Differs("half-loaded files", () => Assert.Equal(0, target.buffers().Sum(buffer => buffer.sum().ToDouble())));
        target.load(new BinaryReader(new MemoryStream(bytes)));
        Assert.Equal(6, target.buffers().Sum(buffer => buffer.sum().ToDouble()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is no module at all, but a text of some length.")]
    [InlineData("\u0001\u0001b\u0063")]
    [InlineData("\u0001\u0001b\u0006\u0001\u007fxxxx")]
    public void A_foreign_file_is_refused(string content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));
            using var module = new Holder(("b", zeros(2)));
            var error = Assert.ThrowsAny<Exception>(() => module.load(path));
            Assert.True(error is InvalidDataException or ArgumentException or EndOfStreamException, error.ToString());
            Assert.Equal(0, module.get_buffer("b")!.sum().ToDouble());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Data_after_the_last_entry_is_refused_in_a_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. TwoFloats, 0]);
            using var module = new Holder(("b", zeros(2)));
            OnTorchSharp.Differs("data after the last entry", () =>
            {
                Assert.Contains(path, Assert.Throws<InvalidDataException>(() => module.load(path)).Message, StringComparison.Ordinal);
                Assert.Equal(0, module.get_buffer("b")!.sum().ToDouble());
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var module = new Holder(("b", zeros(2)));
        Assert.Contains("nowhere.dat", Assert.Throws<FileNotFoundException>(() => module.load("nowhere.dat")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_can_make_a_module()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var model = new Small();
            model.save(path);
            using var made = nn.Module.Create<Small>(path);
            Assert.True(Same(model, made));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void State_dictionaries_are_copied_in_place()
    {
        using var model = Model();
        using var other = Model();
        var weight = other.get_parameter("0.weight")!;
        var (missing, unexpected) = other.load_state_dict(model.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(Same(model, other));
        Assert.Same(weight, other.get_parameter("0.weight"));
    }

    [Fact]
    public void State_dictionaries_that_do_not_fit_change_nothing()
    {
        using var target = new Holder(("a", zeros(2)), ("b", zeros(3)));
        Assert.Throws<InvalidOperationException>(() => target.load_state_dict(new() { ["a"] = ones(2) }));
        Assert.ThrowsAny<Exception>(() => target.load_state_dict(new() { ["a"] = ones(2), ["b"] = ones(5) }));
        OnTorchSharp.Differs("half-loaded files", () => Assert.Equal(0, target.buffers().Sum(buffer => buffer.sum().ToDouble())));

        init.zeros_(target.get_buffer("a")!);
        var (missing, unexpected) = target.load_state_dict(new() { ["a"] = ones(2), ["z"] = ones(1) }, strict: false);
        Assert.Equal(["b"], missing);
        Assert.Equal(["z"], unexpected);
        Assert.Equal(2, target.get_buffer("a")!.sum().ToDouble());
    }

    [Fact]
    public void State_dictionaries_take_a_prefix()
    {
        using var model = new Small();
        Assert.Equal(["m.layer.weight", "m.layer.bias"], model.state_dict(prefix: "m").Keys);
    }

    private static Sequential Model() => Sequential(Linear(3, 4), BatchNorm1d(4), Linear(4, 2));

    private static bool Same(nn.Module a, nn.Module b)
    {
        var (x, y) = (a.state_dict(), b.state_dict());
        return x.Keys.SequenceEqual(y.Keys) && x.All(entry => entry.Value.dtype == y[entry.Key].dtype && (entry.Value.numel() == 0 || entry.Value.equal(y[entry.Key]).all().ToBoolean()));
    }

    private static void Copy(nn.Module from, nn.Module to)
    {
        using var stream = new MemoryStream();
        from.save(new BinaryWriter(stream));
        stream.Position = 0;
        to.load(new BinaryReader(stream));
    }

    // What comes before the entry that does not fit has been loaded by TorchSharp.
    private static void Refused(nn.Module from, nn.Module to, string expected, int entriesBefore)
    {
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Copy(from, to)).Message, StringComparison.Ordinal);
        if (entriesBefore == 0) Assert.Equal(0, to.buffers().Sum(buffer => buffer.sum().ToDouble()));
        else OnTorchSharp.Differs("half-loaded files", () => Assert.Equal(0, to.buffers().Sum(buffer => buffer.sum().ToDouble())));
        to.Dispose();
    }

    private sealed class Holder : nn.Module
    {
        public Holder(params (string Name, Tensor Value)[] buffers) : base(nameof(Holder))
        {
            foreach (var (name, value) in buffers) register_buffer(name, value);
        }
    }

    private sealed class Small : nn.Module
    {
        private readonly Linear layer = Linear(2, 2);

        public Small() : base(nameof(Small)) => RegisterComponents();

        public Linear Layer => layer;
    }
}
