using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class IndexingTests
{
    [Fact]
    public void NumbersAndRangesMakeViews()
    {
        using var scope = NewDisposeScope();
        Tensor x = arange(24, dtype: float32).reshape(2, 3, 4);
        Assert.Equal(17f, x[1, 1, 1].item<float>());
        Assert.Equal([2, 2], x[.., 1..3, 2].shape);
        Assert.Equal([6f, 10f, 18f, 22f], x[.., 1..3, 2].data<float>().ToArray());
        Assert.Equal([12f, 14f, 16f, 18f, 20f, 22f], x[1, TensorIndex.Colon, TensorIndex.Slice(step: 2)].data<float>().ToArray());
        Assert.Equal([23f], x[^1, ^1, ^1..].data<float>().ToArray());
        Assert.Equal([2, 3, 1], x[TensorIndex.Ellipsis, TensorIndex.Slice(0, 1)].shape);
        Assert.Equal([1, 2, 3, 4], x[TensorIndex.None].shape);
        Assert.Equal([0, 2, 3, 4], x[TensorIndex.Bool(false)].shape);
        x[0, 0] = tensor(5f);
        Assert.Equal(20f, x[0, 0].sum().item<float>());
    }

    [Fact]
    public void TensorsPickElements()
    {
        using var scope = NewDisposeScope();
        Tensor x = arange(12, dtype: float32).reshape(3, 4);
        Assert.Equal([8f, 9f, 10f, 11f, 0f, 1f, 2f, 3f], x[tensor(new long[] { 2, 0 })].data<float>().ToArray());
        Assert.Equal([2f, 7f], x[tensor(new long[] { 0, 1 }), tensor(new long[] { 2, 3 })].data<float>().ToArray());
        Assert.Equal([9f, 10f, 11f], x[x > 8].data<float>().ToArray());
        Assert.Equal([1f, 5f, 9f], x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 1 }))].data<float>().ToArray());
        x[x > 8] = tensor(0f);
        Assert.Equal(36f, x.sum().item<float>());
        x.index_put_(1, TensorIndex.Colon, TensorIndex.Single(0));
        Assert.Equal([1f, 1f, 1f], x[.., 0].data<float>().ToArray());
        x.index_put_(tensor(10f), [TensorIndex.Tensor(tensor(new long[] { 1, 1 }))], accumulate: true);
        Assert.Equal(21f, x[1, 0].item<float>());
        OnTorchSharp.Untried("index_put_ with accumulate", () => {
            x.index_put_(tensor(10f), [TensorIndex.Tensor(tensor(new long[] { 0, 0 })), TensorIndex.Single(0)], accumulate: true);
            Assert.Equal(21f, x[0, 0].item<float>());
        });
    }

    [Fact]
    public void TooManyIndicesAreAnError()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => ones(2)[TensorIndex.Colon, TensorIndex.Colon]);
    }
}
