using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace MetaAdamW.LibTorch.Tests.Data;

public class DataLoaderTests
{
    [Fact]
    public void Batches_are_stacked_in_order_with_a_short_last_one()
    {
        using DataLoader loader = DataLoader(new Squares(7), 3);
        Assert.Equal(3, loader.Count);
        var seen = new List<double[]>();
        foreach (Dictionary<string, Tensor> batch in loader) {
            Assert.Equal(batch["x"].shape[0], batch["y"].shape[0]);
            Assert.Equal(2, batch["x"].shape[1]);
            Assert.Equal(1, batch["y"].dim());
            seen.Add(batch["y"].data<double>().ToArray());
        }
        Assert.Equal([[0, 1, 4], [9, 16, 25], [36]], seen);
    }

    [Fact]
    public void A_short_last_batch_can_be_left_out()
    {
        using DataLoader loader = DataLoader(new Squares(7), 3, drop_last: true);
        Assert.Equal(2, loader.Count);
        Assert.Equal(2, loader.Count());
        using DataLoader empty = DataLoader(new Squares(0), 3);
        OnTorchSharp.Differs("DataLoader.Count", () => Assert.Equal(0, empty.Count));
        Assert.Empty(empty);
    }

    [Fact]
    public void A_batch_lives_until_the_next_unless_told_otherwise()
    {
        using (NewDisposeScope()) {
            long before = LiveTensors.Count();
            using (DataLoader loader = DataLoader(new Squares(6), 2)) {
                using IEnumerator<Dictionary<string, Tensor>> batches = loader.GetEnumerator();
                Assert.True(batches.MoveNext());
                Tensor first = batches.Current["x"];
                Assert.False(first.IsInvalid);
                Assert.Equal(before + 2, Tensor.TotalCount);
                Assert.True(batches.MoveNext());
                Assert.True(first.IsInvalid);
                Assert.Equal(before + 2, Tensor.TotalCount);
                batches.Reset();
                Assert.True(batches.MoveNext());
                Assert.Equal(0, batches.Current["y"].data<double>()[0]);
            }
            Assert.Equal(before, Tensor.TotalCount);

            using DataLoader keeping = DataLoader(new Squares(6), 2, disposeBatch: false);
            Assert.False(keeping.DisposeBatch);
            List<Dictionary<string, Tensor>> all = [.. keeping];
            Assert.Equal(before + 6, Tensor.TotalCount);
            foreach (Tensor tensor in all.SelectMany(batch => batch.Values)) {
                Assert.False(tensor.IsInvalid);
                tensor.Dispose();
            }
        }
    }

    [Fact]
    public void Shuffling_visits_each_item_once_and_a_seed_fixes_the_order()
    {
        double[] Epoch(DataLoader loader) => [.. loader.SelectMany(batch => batch["y"].data<double>().ToArray())];

        using DataLoader seeded = DataLoader(new Squares(50), 8, shuffle: true, seed: 17);
        double[] first = Epoch(seeded), second = Epoch(seeded);
        Assert.Equal(first, second);
        double[] sorted = [.. Enumerable.Range(0, 50).Select(i => (double)i * i)];
        Assert.NotEqual(sorted, first);
        Assert.Equal(sorted, first.Order());

        using DataLoader free = DataLoader(new Squares(50), 8, shuffle: true);
        Assert.NotEqual(Epoch(free), Epoch(free));
    }

    [Fact]
    public void A_seeded_order_is_TorchSharps()
    {
        // The order that TorchSharp 0.107 gives for this seed.
        var random = new Random(5);
        var expected = new Dictionary<long, long>();
        for (long i = 0; i < 20; i++) {
            long other = (((long)random.Next() << 32) + (uint)random.Next()) % (i + 1);
            expected[i] = other == i ? i : expected[other];
            expected[other] = i;
        }
        var shuffler = new FisherYatesShuffler(20, 5);
        Assert.Equal(expected.OrderBy(entry => entry.Key).Select(entry => entry.Value), shuffler);
        using IEnumerator<long> again = shuffler.GetEnumerator();
        Assert.True(again.MoveNext());
        Assert.Equal(expected[0], again.Current);
    }

    [Fact]
    public void The_caller_may_give_the_order()
    {
        using DataLoader loader = DataLoader(new Squares(10), 2, [9, 0, 3]);
        Assert.Equal([[81, 0], [9]], loader.Select(batch => batch["y"].data<double>().ToArray()));
        using IterableDataLoader list = DataLoader(Rows(10), 2, [9, 0, 3]);
        Assert.Equal([[9, 0], [3]], list.Select(batch => batch[1].data<double>().ToArray()));
    }

    [Fact]
    public void Several_workers_give_the_same_batches()
    {
        using DataLoader one = DataLoader(new Squares(40), 7);
        using DataLoader many = DataLoader(new Squares(40), 7, num_worker: 3);
        Assert.Equal(3, many.num_workers);
        foreach ((Dictionary<string, Tensor> left, Dictionary<string, Tensor> right) in one.Zip(many))
            Assert.Equal(left["y"].data<double>().ToArray(), right["y"].data<double>().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_data_sets_exception_reaches_the_caller_and_leaves_no_tensor(int workers)
    {
        long before = LiveTensors.Count();
        using DataLoader loader = DataLoader(new Squares(10, failAt: 5), 8, num_worker: workers);
        Exception thrown = Assert.ThrowsAny<Exception>(() => loader.First());
        Assert.IsType<InvalidDataException>(thrown.GetBaseException());
        OnTorchSharp.Differs("exceptions of data sets", () => Assert.IsType<InvalidDataException>(thrown));
        OnTorchSharp.Differs("exceptions of data sets", () => Assert.Equal(before, Tensor.TotalCount));
    }

    [Fact]
    public void Rows_of_tensors_are_a_data_set()
    {
        long before = LiveTensors.Count();
        using (TensorDataset rows = Rows(5)) {
            Assert.Equal(5, rows.Count);
            using (NewDisposeScope()) {
                Assert.Equal([3, 4], rows[1][0].data<double>().ToArray().Select(x => x + 1));
                Assert.Equal(4, rows.GetTensor(4)[1].item<double>());
            }
            using IterableDataLoader loader = DataLoader(rows, 2, disposeDataset: false);
            Assert.False(loader.DisposeDataset);
            Assert.Equal(3, loader.Count());
            foreach (IList<Tensor> batch in loader)
                Assert.Equal([batch[1].shape[0], 2], batch[0].shape);
        }
        Assert.Equal(before, Tensor.TotalCount);
        Assert.Throws<ArgumentNullException>(() => TensorDataset());
        using Tensor two = zeros(2), three = zeros(3);
        Assert.Throws<ArgumentException>(() => TensorDataset(two, three));
    }

    [Fact]
    public void The_data_set_is_disposed_with_the_loader_unless_told_otherwise()
    {
        var data = new Squares(3);
        DataLoader(data, 1, disposeDataset: false).Dispose();
        Assert.False(data.Disposed);
        DataLoader(data, 1).Dispose();
        Assert.True(data.Disposed);
    }

    [Fact]
    public void A_data_set_that_holds_nothing_can_be_disposed()
    {
        var pairs = new Pairs();
        pairs.Dispose();
        using IterableDataLoader loader = DataLoader(pairs, 2);
        Assert.Equal([[0, 1], [2]], loader.Select(batch => batch[0].data<double>().ToArray()));
    }

    [Fact]
    public void Batches_may_be_anything()
    {
        var data = new Words();
        using var joined = new DataLoader<string, string>(data, 2, (items, device) => $"{device.type}: {string.Join(' ', items)}", shuffle: false);
        Assert.Equal(["CPU: one two", "CPU: three"], joined);
        Assert.Same(data, joined.dataset);
        Assert.Equal(2, joined.batch_size);
        Assert.False(joined.drop_last);
        Assert.Equal([0, 1, 2], joined.sampler);
        Assert.Equal(DeviceType.CPU, joined.Device.type);
        Assert.Equal("CPU: x", joined.collate_fn(["x"], CPU));
        using var ordered = new DataLoader<string, string>(data, 3, (items, _) => string.Concat(items), [2, 0]);
        Assert.Equal(["threeone"], ordered);
        OnTorchSharp.Differs("batch size", () => Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader<string, string>(data, 0, (items, _) => "", shuffle: true)));
    }

    private static TensorDataset Rows(int count)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = tensor(Enumerable.Range(0, 2 * count).Select(i => (double)i).ToArray());
        return TensorDataset(flat.reshape(count, 2), tensor(Enumerable.Range(0, count).Select(i => (double)i).ToArray()));
    }

    private sealed class Squares(long count, long failAt = -1) : Dataset
    {
        public override long Count => count;

        public bool Disposed { get; private set; }

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            if (index == failAt)
                throw new InvalidDataException();
            return new() { ["x"] = full([2], (double)index), ["y"] = tensor((double)(index * index)) };
        }

        protected override void Dispose(bool disposing) => Disposed = true;
    }

    private sealed class Pairs : IterableDataset
    {
        public override long Count => 3;

        public override IList<Tensor> GetTensor(long index) => [tensor((double)index)];
    }

    private sealed class Words : Dataset<string>
    {
        private readonly string[] words = ["one", "two", "three"];

        public override long Count => words.Length;

        public override string GetTensor(long index) => words[index];
    }
}
