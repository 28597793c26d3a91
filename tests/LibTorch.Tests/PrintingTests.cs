using System.Globalization;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class PrintingTests
{
    private static string Text(Tensor tensor, TorchSharp.TensorStringStyle style) => tensor.ToString(style, null, null, CultureInfo.InvariantCulture, "\n");

    [Fact]
    public void TheDefaultIsMetadata()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
        Assert.Equal("[], type = Int64, device = cpu", tensor(5L).ToString());
        Assert.Equal("[2], type = Float32, device = meta", zeros(2, device: META).ToString(numpy));
    }

    [Fact]
    public void NumpyNests()
    {
        using var scope = NewDisposeScope();
        Tensor x = arange(12, dtype: float32).reshape(3, 4) / 8;
        Assert.Equal("[[0, 0.125, 0.25, 0.375]\n [0.5, 0.625, 0.75, 0.875]\n [1, 1.125, 1.25, 1.375]]", Text(x, numpy));
        Assert.Equal("[0, 1, 2, ... 7, 8, 9]", Text(arange(10), numpy));
        Assert.Equal("[[[True]]]", Text(ones(1, 1, 1).@bool(), numpy));
        Assert.Equal("[]", Text(empty(0), numpy));
        Assert.StartsWith("[[0, 1]\n [2, 3]\n [4, 5]\n ...\n [14, 15]", Text(arange(20).reshape(10, 2), numpy));
    }

    [Fact]
    public void JuliaAlignsColumns()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, -20.5f, 300f, float.NaN }, [2, 2]);
        Assert.Equal("[2x2], type = Float32, device = cpu\n   1 -20.5\n 300   NaN\n", Text(x, julia));
        Assert.Equal("[], type = Float64, device = cpu, value = 0.33333", Text(tensor(1.0 / 3), julia));
        Assert.Equal("[1x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n", Text(arange(2).reshape(1, 1, 2), julia));
        Assert.Equal("[40], type = Int64, device = cpu\n 0 1 2 ...\n", arange(40).ToString(julia, width: 10, newLine: "\n"));
    }

    [Fact]
    public void CSharpWritesArrays()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("[2], type = Float32, device = cpu, value = float [] {1f, 2f}", Text(tensor(new[] { 1f, 2f }), csharp));
        Assert.Equal("[2x2], type = Int64, device = cpu, value = \nlong [,] {\n {0L, 1L},\n {2L, 3L}\n}", Text(arange(4).reshape(2, 2), csharp));
    }
}
