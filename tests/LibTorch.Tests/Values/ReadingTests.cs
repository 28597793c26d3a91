using System.Collections;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

/// <summary>The ways from a tensor to .NET's numbers, bytes and lists, and back.</summary>
public class ReadingTests
{
    [Fact]
    public void Single_elements_are_counted_through_all_dimensions()
    {
        using DisposeScope scope = NewDisposeScope();
        // [[0, 1, 2], [3, 4, 5]] seen as [[0, 3], [1, 4], [2, 5]]: the order of indices is not that of the memory.
        Tensor x = arange(6).reshape(2, 3).t();
        Assert.Equal([0, 3, 1, 4, 2, 5], Enumerable.Range(0, 6).Select(i => x.ReadCpuInt64(i)));
        Assert.Equal([0, 3, 1, 4, 2, 5], Enumerable.Range(0, 6).Select(i => x.ReadCpuValue<long>(i)));
        Assert.Equal(4.0, x.@double().ReadCpuDouble(3));
        Assert.Equal(4f, x.@float().ReadCpuSingle(3));
        Assert.Equal(4f, x.contiguous().half().ReadCpuFloat16(3));
        Assert.Equal(4f, x.contiguous().bfloat16().ReadCpuBFloat16(3));
        OnTorchSharp.Differs("ReadCpuFloat16", () => Assert.Equal(4f, x.half().ReadCpuFloat16(3)));
        OnTorchSharp.Differs("ReadCpuFloat16", () => Assert.Equal(4f, x.bfloat16().ReadCpuBFloat16(3)));
        Assert.Equal(4, x.@int().ReadCpuInt32(3));
        Assert.Equal(4, x.@short().ReadCpuInt16(3));
        Assert.Equal(4, x.@byte().ReadCpuByte(3));
        Assert.Equal(-4, (-x).@char().ReadCpuSByte(3));
        Assert.Equal([false, true], [x.@bool().ReadCpuBool(0), x.@bool().ReadCpuBool(3)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ReadCpuInt64(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ReadCpuInt64(-1));
        Assert.Throws<ArgumentException>(() => x.ReadCpuSingle(0));
        Assert.Throws<InvalidOperationException>(() => zeros(2, device: META).ReadCpuSingle(0));
    }

    [Fact]
    public void Elements_become_nested_lists()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(5, ((Scalar)tensor(5L).tolist()).ToInt64());
        var rows = (IList)arange(6).reshape(2, 3).t().tolist();
        Assert.Equal([[0, 3], [1, 4], [2, 5]], rows.Cast<IList>().Select(row => row.Cast<Scalar>().Select(number => number.ToInt64())));
        Assert.Empty((IList)empty(0).tolist());
        Assert.Equal([true, false], ((IList)tensor(new[] { true, false }).tolist()).Cast<Scalar>().Select(flag => flag.ToBoolean()));
    }

    [Fact]
    public void Numbers_keep_their_kind_as_scalars()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] ones = [tensor(1L), tensor(1f), tensor(true), tensor((1f, 0f))];
        Assert.Equal([int64, float64, ScalarType.Bool, complex128], ones.Select(one => one.ToScalar().Type));
        Assert.Equal(System.Numerics.Complex.One, ones[3].ToScalar().ToComplexFloat64());
        // TorchSharp declares this conversion only to forbid it.
        Assert.Throws<InvalidOperationException>(() => (Tensor)(Scalar)1);
    }

    [Fact]
    public void Bytes_are_those_of_the_memory()
    {
        using Tensor x = tensor(new[] { 1, 256 });
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0], x.bytes.ToArray());
        x.bytes = new byte[] { 2, 0, 0, 0, 0, 0, 1, 0 };
        Assert.Equal([2, 65536], x.data<int>().ToArray());
        x.bytes[0] = 3;
        Assert.Equal(3, x[0].item<int>());
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[7]);
        using Tensor turned = ones(2, 3).t(), nowhere = zeros(2, device: META);
        Assert.Throws<InvalidOperationException>(() => turned.bytes.Length);
        Assert.Throws<InvalidOperationException>(() => nowhere.bytes.Length);
    }

    [Theory]
    [InlineData(3, 1024)]
    [InlineData(300_000, 1)]
    [InlineData(300_000, 1 << 22)]
    public void Bytes_go_through_streams_of_any_length(int length, int bufferSize)
    {
        using Tensor x = arange(length).@double(), y = zeros(length, dtype: float64);
        using var stream = new MemoryStream();
        x.WriteBytesToStream(stream, bufferSize);
        Assert.Equal(8L * length, stream.Length);
        stream.Position = 0;
        y.ReadBytesFromStream(stream, bufferSize);
        Assert.True(x.Equals(y));
        Assert.Throws<EndOfStreamException>(() => y.ReadBytesFromStream(stream, bufferSize));
        using Tensor turned = ones(2, 3).t();
        Assert.Throws<InvalidOperationException>(() => turned.WriteBytesToStream(stream));
        Assert.Throws<InvalidOperationException>(() => turned.ReadBytesFromStream(stream));
    }

    [Fact]
    public void Tensors_describe_themselves()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, 3, 4, dtype: float64), part = x[1, 1..];
        Assert.Equal((3, 3, 3, 24, 24, 8, 8), (x.Dimensions, x.dim(), x.ndim, x.NumberOfElements, x.numel(), x.ElementSize, x.element_size()));
        Assert.Equal(24, numel(x));
        Assert.Equal((0, 16), (x.storage_offset(), part.storage_offset()));
        Assert.True(x.is_contiguous() && part.is_contiguous() && zeros(1, 3).t().is_contiguous() && zeros(0, 3).t().is_contiguous() && zeros([]).is_contiguous());
        Assert.False(x.transpose(0, 1).is_contiguous() || x[TensorIndex.Ellipsis, 1..].is_contiguous());
        Assert.True(x.is_cpu() && !x.is_cuda && !x.is_meta);
        Assert.Equal((-1, DeviceType.CPU), (x.device_index, x.device.type));
        Tensor nowhere = zeros(2, device: META);
        Assert.True(nowhere.is_meta && !nowhere.is_cpu() && nowhere.device.type == DeviceType.META);
        Assert.Null(x.name);
        x.name = "weights";
        Assert.Equal("weights", x.name);
    }

    [Fact]
    public void Equality_is_of_shape_and_elements()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, 2f }), same = tensor(new[] { 1f, 2f });
        Assert.True(x.Equals(same) && x.Equals((object)same) && x.Equals((object)x));
        Assert.False(x.Equals(tensor(new[] { 1f, 3f })) || x.Equals(x.reshape(1, 2)) || x.Equals((object)"x") || x.Equals((Tensor)null!) || x.Equals((object?)null));
        Assert.Equal(x.GetHashCode(), x.GetHashCode());
    }

    [Fact]
    public void An_accessor_takes_elements_in_order()
    {
        using Tensor grid = zeros(2, 3, dtype: int32), turned = grid.t();
        TensorAccessor<int> elements = turned.data<int>();
        elements.CopyFrom(new[] { 9, 1, 2, 3 }, 1, 2);
        Assert.Equal([0, 0, 1, 2, 3, 0], elements.ToArray());
        // What does not fit is left out.
        elements.CopyFrom([5, 6, 7], tensorIndex: 5);
        Assert.Equal([0, 0, 1, 2, 3, 5], elements.ToArray());
        Assert.Equal([0, 1, 3, 0, 2, 5], grid.data<int>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => elements.CopyFrom([1], tensorIndex: 7));
        // Its tensor does not go with it.
        elements.Dispose();
        Assert.Equal([0, 0, 1, 2, 3, 5], turned.data<int>().ToArray());
    }

    [Fact]
    public void No_elements_are_an_empty_array()
    {
        using Tensor line = zeros(0), grid = zeros(0, 2);
        Assert.Empty(line.data<float>().ToArray());
        OnTorchSharp.Differs("elements of nothing", () => Assert.Empty(grid.data<float>().ToArray()));
    }

    [Fact]
    public void Zeros_that_autograd_knows_of_can_be_read()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { -1.0, 2.0 }, requires_grad: true);
        Tensor first = autograd.grad([x.abs().sum()], [x], create_graph: true)[0];
        Tensor second = autograd.grad([first.sum()], [x], allow_unused: true)[0];
        Assert.Equal([0, 0], second.clone().data<double>().ToArray());
        OnTorchSharp.Untried("known zeros", () => Assert.Equal([0, 0], second.data<double>().ToArray()));
    }
}
