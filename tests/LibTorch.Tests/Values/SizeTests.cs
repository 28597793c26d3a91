using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

public class SizeTests
{
    [Fact]
    public void Sizes_are_made_of_numbers_tuples_and_lists()
    {
        Size[] made =
        [
            new(2), new(2L), new((2, 3)), new((2L, 3L)), new((2, 3, 4)), new((2L, 3L, 4L)), new((2, 3, 4, 5)), new((2L, 3L, 4L, 5L)),
            new((2, 3, 4, 5, 6)), new((2L, 3L, 4L, 5L, 6L)), new((2, 3, 4, 5, 6, 7)), new((2L, 3L, 4L, 5L, 6L, 7L)),
            new(new long[] { 2, 3 }), new(new[] { 2, 3 }), new(Enumerable.Range(2, 3).Select(size => (long)size)),
        ];
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 2, 2, 3], made.Select(size => size.Length));
        Assert.All(made, size => Assert.Equal(Enumerable.Range(2, size.Length).Select(n => (long)n), size.Shape));

        Size one = 2L, two = (2L, 3L), three = (2L, 3L, 4L), four = (2L, 3L, 4L, 5L), five = (2L, 3L, 4L, 5L, 6L), six = (2L, 3L, 4L, 5L, 6L, 7L);
        Size list = new long[] { 2, 3 };
        Assert.Equal([made[1], made[3], made[5], made[7], made[9], made[11], made[12]], (Size[])[one, two, three, four, five, six, list]);
    }

    [Fact]
    public void Sizes_are_lists_of_numbers()
    {
        var size = new Size((2, 3, 4));
        Assert.Equal(24, size.numel());
        Assert.Equal((2, 3, 4), (size[0], size[1], size[2L]));
        Assert.Equal([3, 4], size.Slice(1, 3));
        Assert.Equal([2, 3], size.Slice(0, -1));
        Assert.Equal([2, 3], size.Take(2));
        Assert.Equal([2, 3, 4, 5], size + new Size(5));
        Assert.Equal([2, 3, 4, 5], size + (IEnumerable<long>)[5]);
        Assert.False(size.IsEmpty || size.IsScalar);
        Assert.True(Size.Empty.IsEmpty && Size.Empty.IsScalar);
        Assert.Equal(1, Size.Empty.numel());
        using IEnumerator<long> sizes = size.GetEnumerator();
        Assert.True(sizes.MoveNext());
        Assert.Equal(2, sizes.Current);
        Assert.True(size != new Size(2));
        OnTorchSharp.Differs("equal sizes", () => Assert.True(size == new Size((2L, 3L, 4L))));
        OnTorchSharp.Differs("equal sizes", () => Assert.Equal(size.GetHashCode(), new Size((2L, 3L, 4L)).GetHashCode()));
        Assert.Equal(24, ((IEnumerable<long>)size).TotalSize());
    }
}
