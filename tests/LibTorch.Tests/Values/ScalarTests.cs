using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

public class ScalarTests
{
    [Fact]
    public void Numbers_keep_their_kind_and_value()
    {
        (Scalar, ScalarType)[] whole = [((byte)3, int64), ((sbyte)3, int64), ((short)3, int64), (3, int64), (3L, int64)];
        Assert.All(whole, pair => Assert.Equal((pair.Item2, 3L), (pair.Item1.Type, pair.Item1.ToInt64())));
        (Scalar, ScalarType)[] real = [(0.5f, float64), (0.5, float64), ((Half)0.5, float64), (new BFloat16(0.5f), float64)];
        Assert.All(real, pair => Assert.Equal((pair.Item2, 0.5), (pair.Item1.Type, pair.Item1.ToDouble())));
        Scalar flag = true, complex = new Complex(1, 2), pairOfFloats = (1f, 2f);
        Assert.True(flag.ToBoolean());
        Assert.Equal(new Complex(1, 2), complex.ToComplexFloat64());
        Assert.Equal((1f, 2f), pairOfFloats.ToComplexFloat32());
        flag.Dispose();
        OnTorchSharp.Differs("disposed scalars", () => Assert.True(flag.ToBoolean()));
    }

    [Fact]
    public void Scalars_become_numbers()
    {
        Scalar three = 3, half = 0.5;
        Assert.Equal(((byte)3, (sbyte)3, (short)3, 3), (three.ToByte(), three.ToSByte(), three.ToInt16(), three.ToInt32()));
        Assert.Equal((0.5f, (Half)0.5, new BFloat16(0.5f)), (half.ToSingle(), half.ToHalf(), half.ToBFloat16()));
        Scalar[] made =
        [
            ((byte)3).ToScalar(), ((sbyte)3).ToScalar(), ((short)3).ToScalar(), 3.ToScalar(), 3L.ToScalar(), 3f.ToScalar(), 3.0.ToScalar(),
            ((Half)3).ToScalar(), new BFloat16(3).ToScalar(), 3f.ToBFloat16Scalar(), new Complex(3, 0).ToScalar(), (3f, 0f).ToScalar(),
        ];
        Assert.All(made[..10], scalar => Assert.Equal(3, scalar.ToDouble()));
        Assert.All(made[10..], scalar => Assert.Equal(new Complex(3, 0), scalar.ToComplexFloat64()));
        Assert.True(true.ToScalar().ToBoolean());
    }

    [Fact]
    public void Tensors_of_one_element_become_numbers()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor three = tensor(3), half = tensor(0.5), complex = tensor((1f, 2f));
        Assert.Equal(((byte)3, (sbyte)3, (short)3, 3, 3L), (three.ToByte(), three.ToSByte(), three.ToInt16(), three.ToInt32(), three.ToInt64()));
        Assert.Equal((0.5f, (Half)0.5, new BFloat16(0.5f)), (half.ToSingle(), half.ToHalf(), half.ToBFloat16()));
        Assert.Equal(((1f, 2f), (1f, 2f)), (complex.ToComplex32(), complex.ToComplexFloat32()));
        Assert.Equal((new Complex(1, 2), new Complex(1, 2)), (complex.ToComplex64(), complex.ToComplexFloat64()));
        Assert.True(tensor(true).ToBoolean());
        Assert.Equal([4, 5], zeros(4, 5).IntShape().ToArray());
        Assert.Equal((2, 8), (float16.ElementSize(), int64.ElementSize()));
        Assert.Equal(2.5, 2.5.ToTensor().item<double>());
        Tensor grid = new[] { 1, 2, 3, 4 }.ToTensor([2, 2]);
        Assert.Equal((3, int32), (grid[1, 0].item<int>(), grid.dtype));
    }
}
