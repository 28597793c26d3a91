using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

/// <summary>Each way to make a tensor of .NET's arrays and lists, for each type of elements.</summary>
public class CreationTests
{
    // The same 24 elements as a list, as arrays of one to four dimensions, and as memory.
    private sealed record Elements<T>(T[] Flat, T[,] Grid, T[,,] Cube, T[,,,] Blocks) where T : unmanaged
    {
        public IList<T> List => [.. Flat];

        public Memory<T> Memory => Flat;

        public static Elements<T> Of(Func<int, T> element)
        {
            T[] flat = [.. Enumerable.Range(0, 24).Select(element)];
            var grid = new T[4, 6];
            var cube = new T[2, 3, 4];
            var blocks = new T[2, 3, 2, 2];
            for (int i = 0; i < 24; i++) {
                grid[i / 6, i % 6] = flat[i];
                cube[i / 12, i / 4 % 3, i % 4] = flat[i];
                blocks[i / 12, i / 4 % 3, i / 2 % 2, i % 2] = flat[i];
            }
            return new(flat, grid, cube, blocks);
        }

        public void Verify(params (Tensor Made, long[] Shape)[] tensors)
        {
            foreach ((Tensor made, long[] shape) in tensors) {
                Assert.Equal(shape, made.shape);
                Assert.Equal(Flat, made.data<T>().ToArray());
                made.Dispose();
            }
        }
    }

    [Fact]
    public void Booleans()
    {
        Elements<bool> all = Elements<bool>.Of(i => i % 3 == 0);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Bytes()
    {
        Elements<byte> all = Elements<byte>.Of(i => (byte)i);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Signed_bytes()
    {
        Elements<sbyte> all = Elements<sbyte>.Of(i => (sbyte)-i);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Short_integers()
    {
        Elements<short> all = Elements<short>.Of(i => (short)-i);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Integers()
    {
        Elements<int> all = Elements<int>.Of(i => -i);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.Flat, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Long_integers()
    {
        Elements<long> all = Elements<long>.Of(i => -i);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Halves()
    {
        Elements<Half> all = Elements<Half>.Of(i => (Half)i);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]));
    }

    [Fact]
    public void Brain_floats()
    {
        Elements<BFloat16> all = Elements<BFloat16>.Of(i => new BFloat16(i));
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Floats()
    {
        Elements<float> all = Elements<float>.Of(i => i / 2f);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Doubles()
    {
        Elements<double> all = Elements<double>.Of(i => i / 2.0);
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Pairs_of_floats()
    {
        Elements<(float Real, float Imaginary)> all = Elements<(float Real, float Imaginary)>.Of(i => (i, -i));
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]));
    }

    [Fact]
    public void Complex_numbers()
    {
        Elements<Complex> all = Elements<Complex>.Of(i => new Complex(i, -i));
        all.Verify(
            (tensor(all.List), [24]),
            (tensor(all.Flat), [24]),
            (tensor(all.List, 4, 6), [4, 6]),
            (tensor(all.List, 2, 3, 4), [2, 3, 4]),
            (tensor(all.List, 2, 3, 2, 2), [2, 3, 2, 2]),
            (tensor(all.List, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Flat, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Memory, (ReadOnlySpan<long>)[6, 4]), [6, 4]),
            (tensor(all.Grid), [4, 6]),
            (tensor(all.Cube), [2, 3, 4]),
            (tensor(all.Blocks), [2, 3, 2, 2]),
            (as_tensor(all.List), [24]),
            (as_tensor(all.Flat), [24]));
    }

    [Fact]
    public void Single_elements()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] made =
        [
            tensor((byte)3), tensor((sbyte)3), tensor((short)3), tensor(3), tensor(3L), tensor(new BFloat16(3)), tensor(3f), tensor(3.0),
        ];
        Assert.All(made, tensor => Assert.Equal((0L, 3.0), (tensor.dim(), tensor.to_type(float64).item<double>())));
        Assert.Equal([uint8, int8, int16, int32, int64, bfloat16, float32, float64], made.Select(tensor => tensor.dtype));
        Tensor[] complex = [tensor((1f, 2f)), tensor((1.0, 2.0)), tensor(1f, 2f), tensor(1.0, 2.0), tensor(new Complex(1, 2))];
        Assert.All(complex, tensor => Assert.Equal(new Complex(1, 2), tensor.to_type(complex128).item<Complex>()));
    }

    [Fact]
    public void Sizes_can_be_written_out()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[][] made =
        [
            [zeros(2), zeros(2L), ones(2), ones(2L), rand(2L), randn(2L), empty(2L), full(2L, 1)],
            [zeros(2L, 3L), ones(2L, 3L), rand(2L, 3L), randn(2L, 3L), full(2, 3, 1), full(2L, 3L, 1)],
            [zeros(2L, 3L, 4L), ones(2L, 3L, 4L), rand(2, 3, 4), rand(2L, 3L, 4L), randn(2L, 3L, 4L), empty(2L, 3L, 4L), full(2, 3, 4, 1), full(2L, 3L, 4L, 1)],
            [zeros(2, 3, 4, 5), zeros(2L, 3L, 4L, 5L), ones(2, 3, 4, 5), ones(2L, 3L, 4L, 5L), rand(2, 3, 4, 5), rand(2L, 3L, 4L, 5L), randn(2L, 3L, 4L, 5L), empty(2L, 3L, 4L, 5L), full(2, 3, 4, 5, 1), full(2L, 3L, 4L, 5L, 1)],
        ];
        long[] sizes = [2, 3, 4, 5];
        for (int i = 0; i < made.Length; i++)
            Assert.All(made[i], tensor => Assert.Equal(sizes[..(i + 1)], tensor.shape));
        Assert.Equal(4, made[2][0].stride(1));
        Assert.Equal([12, 4, 1], made[2][0].stride());
        Assert.Equal([2, 3, 4], made[2][0].size());
        Assert.Equal(3, made[2][0].size(1));
        Assert.Equal([2, 3], empty_like(made[1][0]).shape);
        Assert.Equal([1, 2], empty_strided([2, 3], [1, 2]).stride());
    }

    [Fact]
    public void Numbers_and_arrays_become_tensors_by_themselves()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] numbers = [(byte)1, (sbyte)1, (short)1, 1, 1L, 1f, 1.0, true];
        Assert.All(numbers, tensor => Assert.Equal(1.0, (double)tensor.to_type(float64)));
        Tensor[] lists = [new byte[] { 1 }, new sbyte[] { 1 }, new short[] { 1 }, new[] { 1 }, new[] { 1L }, new[] { 1f }, new[] { 1.0 }, new[] { true }];
        Assert.All(lists, tensor => Assert.Equal([1], tensor.shape));
        Tensor[] complex = [(1f, 2f), new Complex(1, 2), new[] { (1f, 2f) }, new[] { new Complex(1, 2) }];
        Assert.All(complex, tensor => Assert.True(torch.is_complex(tensor)));
        Tensor three = tensor(3.0);
        Assert.Equal(((byte)3, (sbyte)3, (short)3, 3, 3L, 3f, 3.0, true),
            ((byte)three, (sbyte)three, (short)three, (int)three, (long)three, (float)three, (double)three, (bool)three));
        Scalar two = 2;
        Tensor[] results = [three + two, two + three, three - two, two - three, three * two, two * three, three / two, two / three, three % two];
        Assert.Equal([5, 5, 1, -1, 6, 6, 1.5, 2.0 / 3, 1], results.Select(tensor => tensor.item<double>()));
    }

    [Fact]
    public void New_tensors_take_type_and_device_from_another()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor like = zeros(1, dtype: int16);
        Tensor[][] made =
        [
            [like.new_zeros(2), like.new_zeros(2, 3), like.new_zeros(2, 3, 4), like.new_zeros(2, 3, 4, 5)],
            [like.new_ones(2), like.new_ones(2, 3), like.new_ones(2, 3, 4), like.new_ones(2, 3, 4, 5)],
            [like.new_full(2, 7), like.new_full(2, 3, (Scalar)7), like.new_full(2, 3, 4, (Scalar)7), like.new_full(2, 3, 4, 5, (Scalar)7)],
            [like.new_empty(2), like.new_empty(2, 3), like.new_empty(2, 3, 4), like.new_empty(2, 3, 4, 5)],
        ];
        long[] sizes = [2, 3, 4, 5];
        double[] values = [0, 1, 7];
        for (int kind = 0; kind < made.Length; kind++) {
            for (int i = 0; i < sizes.Length; i++) {
                Assert.Equal(sizes[..(i + 1)], made[kind][i].shape);
                Assert.Equal(int16, made[kind][i].dtype);
                Assert.False(made[kind][i].requires_grad);
                if (kind < values.Length)
                    Assert.All(made[kind][i].@double().data<double>(), value => Assert.Equal(values[kind], value));
            }
        }
        Tensor nowhere = zeros(1, device: META);
        Assert.All((Tensor[])[nowhere.new_zeros(2), nowhere.new_ones(2), nowhere.new_full(2, 7), nowhere.new_empty(2)], tensor => Assert.True(tensor.is_meta));
        Tensor[] others =
        [
            like.new_zeros(2, float64, META, true), like.new_ones(2, float64, META, true), like.new_full(2, 7, float64, META, true),
            like.new_empty(2, float64, META, true), like.new_empty((ReadOnlySpan<long>)[2], float64, META, true), like.new_empty(new long[] { 2 }, float64, META, true),
        ];
        Assert.All(others, tensor => Assert.True(tensor.is_meta && tensor.requires_grad && tensor.dtype == float64 && tensor.numel() == 2));
    }

    [Fact]
    public void Arrays_of_any_rank_are_shared_where_they_can_be()
    {
        using DisposeScope scope = NewDisposeScope();
        int[,] grid = { { 1, 2, 3 }, { 4, 5, 6 } };
        Tensor shared = as_tensor((Array)grid), converted = as_tensor((Array)grid, float64), moved = from_array(grid, null, META);
        grid[1, 0] = 40;
        Assert.Equal([1, 2, 3, 40, 5, 6], shared.data<int>().ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], converted.data<double>().ToArray());
        Assert.True(moved.is_meta);
        Assert.Equal([2, 3], moved.shape);
        Assert.True(from_array(new[] { 1f }, float64, requires_grad: true).requires_grad);
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "one" }));

        Tensor same = as_tensor(shared), other = as_tensor(shared, int64), nowhere = as_tensor(shared, device: META);
        shared[0, 0] = 10;
        Assert.Equal((10, 1L, true), (same[0, 0].item<int>(), other[0, 0].item<long>(), nowhere.is_meta));
    }

    [Fact]
    public void Buffers_are_shared_from_an_offset_on()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] numbers = [1, 2, 3, 4];
        Tensor all = frombuffer(numbers, float32), some = frombuffer(numbers, float32, 2, 1), rest = frombuffer(numbers, float32, offset: 2);
        Tensor converted = frombuffer(numbers, float64, 1, 3, requires_grad: true);
        some[0] = 20;
        Assert.Equal([1, 20, 3, 4], numbers);
        Assert.Equal([1, 20, 3, 4], all.data<float>().ToArray());
        Assert.Equal([20, 3], some.data<float>().ToArray());
        Assert.Equal([3, 4], rest.data<float>().ToArray());
        Assert.Equal(4.0, converted.item<double>());
        Assert.True(converted.requires_grad);
        Assert.Throws<ArgumentException>(() => frombuffer(numbers, float32, offset: 4));
        Assert.Throws<ArgumentException>(() => frombuffer(numbers, float32, offset: -1));
        Assert.Throws<IndexOutOfRangeException>(() => frombuffer(numbers, float32, 3, 2));
    }

    [Fact]
    public void Arrays_of_complex_numbers_may_begin_anywhere() => OnTorchSharp.Untried("complex memory", () =>
    {
        var arrays = Enumerable.Range(1, 16).SelectMany(length => new object[] { new byte[8], Enumerable.Range(0, length).Select(i => new System.Numerics.Complex(i, 1)).ToArray() });
        foreach (System.Numerics.Complex[] numbers in arrays.ToArray().OfType<System.Numerics.Complex[]>()) {
            using DisposeScope scope = NewDisposeScope();
            Tensor all = frombuffer(numbers, complex128), last = frombuffer(numbers, complex128, 1, numbers.Length - 1);
            Assert.Equal(numbers.Select(number => 3 * number), (all + (all * 2)).data<System.Numerics.Complex>().ToArray());
            Assert.Equal(numbers[^1], last.item<System.Numerics.Complex>());
            Assert.Equal(numbers, from_array(numbers).data<System.Numerics.Complex>().ToArray());
        }
    });
}
