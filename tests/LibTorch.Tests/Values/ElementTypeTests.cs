using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

/// <summary>The names of element types and what they say about tensors. How types combine is in Parity/Members.</summary>
public class ElementTypeTests
{
    [Fact]
    public void Types_have_PyTorchs_names()
    {
        Assert.Equal(
            [ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Bool],
            [uint8, int8, int16, int32, int64, @bool]);
        Assert.Equal([int16, int32, int64], [@short, @int, @long]);
        Assert.Equal([ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64], [float16, bfloat16, float32, float64]);
        Assert.Equal([float16, float32, float64], [half, @float, @double]);
        Assert.Equal([ScalarType.ComplexFloat32, ScalarType.ComplexFloat64], [complex64, complex128]);
        Assert.Equal([complex64, complex128], [cfloat, cdouble]);
        Assert.Equal([ScalarType.QInt8, ScalarType.QUInt8, ScalarType.QInt32], [qint8, quint8, qint32]);
    }

    [Theory]
    [InlineData(ScalarType.Byte, "integral")]
    [InlineData(ScalarType.Int8, "integral")]
    [InlineData(ScalarType.Int16, "integral")]
    [InlineData(ScalarType.Int32, "integral")]
    [InlineData(ScalarType.Int64, "integral")]
    [InlineData(ScalarType.Bool, "integral")]
    [InlineData(ScalarType.Float16, "floating")]
    [InlineData(ScalarType.BFloat16, "floating")]
    [InlineData(ScalarType.Float32, "floating")]
    [InlineData(ScalarType.Float64, "floating")]
    [InlineData(ScalarType.ComplexFloat32, "complex")]
    [InlineData(ScalarType.ComplexFloat64, "complex")]
    [InlineData(ScalarType.QInt8, "quantized")]
    [InlineData(ScalarType.QUInt8, "quantized")]
    [InlineData(ScalarType.QInt32, "quantized")]
    public void Every_type_is_of_one_kind(ScalarType type, string kind)
    {
        bool[] expected = [kind == "integral", kind == "floating", kind == "complex", kind == "quantized"];
        Assert.Equal(expected, (bool[])[is_integral(type), is_floating_point(type), is_complex(type), is_quantized(type)]);
        using Tensor tensor = empty(2, dtype: type);
        Assert.Equal(expected, (bool[])[tensor.is_integral(), tensor.is_floating_point(), tensor.is_complex(), tensor.is_quantized()]);
        Assert.Equal(expected[..3], (bool[])[torch.is_integral(tensor), torch.is_floating_point(tensor), torch.is_complex(tensor)]);
        Assert.Equal(type.ElementSize(), tensor.element_size());
    }

    [Fact]
    public void Only_whole_numbers_have_a_greatest()
    {
        Assert.Equal(255, max_int_value(uint8));
        Assert.Throws<ArgumentException>(() => max_int_value(float32));
        Assert.Throws<ArgumentException>(() => max_int_value(ScalarType.Bool));
    }

    [Fact]
    public void Objects_are_told_apart()
    {
        using Tensor one = ones(1);
        using Storage<float> storage = one.storage<float>();
        Assert.True(is_tensor(one) && is_storage(storage));
        Assert.False(is_tensor(storage) || is_storage(one) || is_tensor(1.0) || is_storage("one"));
    }

    [Fact]
    public void Conversions_may_copy_dispose_or_change_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, 2f });
        Tensor same = x.to(float32), alias = as_tensor(x), copy = x.to(float32, copy: true), moved = x.to(CPU, copy: true);
        x[0] = 7;
        Assert.Equal([7, 7, 1, 1], ((Tensor[])[same, alias, copy, moved]).Select(tensor => tensor[0].item<float>()));
        Tensor kept = moved.to(float64, CPU, disposeAfter: true);
        Assert.True(moved.IsInvalid && !kept.IsInvalid);
        Assert.True(kept.to("cpu", disposeAfter: true).is_cpu() && kept.IsInvalid);
        Assert.True(same.to(DeviceType.META, disposeAfter: true).is_meta && same.IsInvalid);
        Assert.Equal(float64, copy.to_type(float64, disposeAfter: true).dtype);
        Assert.True(copy.IsInvalid);
    }

    [Fact]
    public void Devices_that_are_not_there_are_refused()
    {
        using Tensor x = ones(1);
        Assert.Equal(cuda.is_available(), cuda_is_available());
        Assert.False(mps_is_available());
        Assert.ThrowsAny<Exception>(() => x.mps());
        Assert.Throws<ArgumentException>(() => x.cuda(CPU));
        if (!cuda_is_available())
            Assert.ThrowsAny<Exception>(() => x.cuda());
    }
}
