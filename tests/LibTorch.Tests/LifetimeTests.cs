using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class LifetimeTests
{
    [Fact]
    public void DisposalIsIdempotentAndEndsUse()
    {
        Tensor x = ones(3);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => x + 1).Message);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => x.requires_grad);
        Assert.Throws<InvalidOperationException>(() => x.backward());
        Assert.Throws<InvalidOperationException>(() => cat([ones(3), x]));
        using Tensor y = ones(1);
        TensorAccessor<float> data = y.data<float>();
        y.Dispose();
        Assert.Throws<InvalidOperationException>(() => { _ = data[0]; });
    }

    [Fact]
    public void InPlaceOperatorsReturnTheSameObject()
    {
        using Tensor x = zeros(2);
        long before = LiveTensors.Count();
        Assert.Same(x, x.add_(1).mul_(3).sqrt_().fill_(2));
        Assert.Equal(before, Tensor.TotalCount);
        OnTorchSharp.Differs("in-place results", () => Assert.Same(x, x.zero_()));
    }

    [Fact]
    public void ScopesKeepTheCountLevel()
    {
        Step();
        long before = LiveTensors.Count();
        for (int i = 0; i < 100; i++)
            Step();
        Assert.Equal(before, Tensor.TotalCount);

        static void Step()
        {
            using var scope = NewDisposeScope();
            Tensor w = randn(4, 4, requires_grad: true);
            (w.matmul(w).relu() * 2).sum().backward();
            _ = w.grad!.norm();
        }
    }

    [Fact]
    public void FinalizersCatchUpWithWhatWasForgotten()
    {
        long before = LiveTensors.Count();
        Forget();
        for (int i = 0; i < 20 && Tensor.TotalCount > before; i++) {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount - before} tensors are still there");

        static void Forget()
        {
            for (int i = 0; i < 1000; i++)
                _ = ones(100) + i;
        }
    }

    [Fact]
    public void FinalizersAndThreadsGetAlong()
    {
        using Tensor shared = ones(64, 64);
        var failures = new System.Collections.Concurrent.ConcurrentBag<Exception>();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() => {
            try {
                for (int i = 0; i < 400; i++) {
                    Tensor forgotten = shared + i;
                    Tensor product = forgotten.matmul(shared);
                    if (product[0, 0].item<float>() != 64f * (i + 1))
                        throw new InvalidOperationException($"wrong result in step {i}");
                    if (i % 3 == 0)
                        product.Dispose();
                    if (i % 50 == 0)
                        GC.Collect();
                }
            }
            catch (Exception failure) {
                failures.Add(failure);
            }
        })).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Empty(failures);
    }

    [Fact]
    public void NumbersOutliveTheCallsThatTheyArePassedTo() => OnTorchSharp.Untried("collected scalars", () => {
        using Tensor x = ones(10);
        bool done = false;
        var collector = new Thread(() => {
            while (!Volatile.Read(ref done)) {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try {
            for (int i = 0; i < 20_000; i++) {
                using Tensor sum = x.add(x, 0.5);
                x.mul_(1.5).div_(1.5);
            }
        } finally {
            Volatile.Write(ref done, true);
            collector.Join();
        }
        Assert.All(x.data<float>().ToArray(), value => Assert.InRange(value, 0.5f, 2));
    });

    [Fact]
    public void ManyThreadsMayDisposeOneTensor() => OnTorchSharp.Untried("disposal by many threads", () => {
        for (int i = 0; i < 200; i++) {
            Tensor x = ones(10);
            long before = LiveTensors.Count();
            Parallel.For(0, 8, _ => x.Dispose());
            Assert.True(x.IsInvalid);
            Assert.Equal(before - 1, Tensor.TotalCount);
        }
    });

    [Fact]
    public void ArraysShareTheirElementsAsLongAsTensorsLive()
    {
        float[] numbers = [1, 2, 3, 4];
        using Tensor x = from_array(numbers);
        x.add_(1);
        Assert.Equal([2f, 3f, 4f, 5f], numbers);
        using Tensor copy = tensor(numbers);
        copy.zero_();
        Assert.Equal([2f, 3f, 4f, 5f], numbers);
        WeakReference held = Hold();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(held.IsAlive);

        static WeakReference Hold()
        {
            var elements = new float[100];
            from_array(elements).Dispose();
            return new WeakReference(elements);
        }
    }

    [Fact]
    public void ANativeReferenceChangesHands()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, 2f });
        long before = LiveTensors.Count();
        IntPtr reference = x.DecoupleFromNativeHandle();
        Assert.True(x.IsInvalid);
        Assert.Equal(before - 1, Tensor.TotalCount);
        OnTorchSharp.Differs("DecoupleFromNativeHandle", () => Assert.Equal(0, scope.DisposablesCount));
        Assert.Throws<InvalidOperationException>(() => x.DecoupleFromNativeHandle());
        Tensor again = Tensor.UnsafeCreateTensor(reference);
        Assert.Equal(reference, again.Handle);
        Assert.Equal([1f, 2f], again.data<float>().ToArray());
        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(scope.Contains(again));
    }

    [Fact]
    public void ThePeakIsTheMostThereEverWere()
    {
        long peak = Tensor.PeakCount;
        Assert.True(peak >= Tensor.TotalCount);
        using (var scope = NewDisposeScope()) {
            while (Tensor.TotalCount <= peak)
                _ = empty(0);
            Assert.Equal(Tensor.TotalCount, Tensor.PeakCount);
        }
        Assert.True(Tensor.PeakCount > Tensor.TotalCount);
    }

    [Fact]
    public void AStorageDoesNotOwnItsTensor()
    {
        using Tensor x = ones(2);
        Storage<float> storage = x.storage<float>();
        storage.Dispose();
        storage.Dispose();
        Assert.Equal([1f, 1f], x.data<float>().ToArray());
    }
}
