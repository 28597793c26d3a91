using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Memory;

public class MemoryMeterTests
{
    [Fact]
    public void CountsTheBytesOfTensorsAndTheirPeak()
    {
        // A meter belongs to a thread: one of its own sees no other test's tensors.
        (long before, long held, long after, long peak, long again) = OnThread(() => {
            MemoryMeter.Watch();
            long before = MemoryMeter.Read().Now;
            using Tensor kept = zeros(1000, dtype: ScalarType.Float32);
            zeros(500_000, dtype: ScalarType.Float64).Dispose();
            (long held, long peak) = MemoryMeter.Read();
            kept.Dispose();
            long after = MemoryMeter.Read().Now;
            MemoryMeter.Watch();
            return (before, held, after, peak, MemoryMeter.Read().Peak);
        });

        Assert.Equal(4000, held - before);
        Assert.Equal(4_004_000, peak - before);
        Assert.Equal(before, after);
        Assert.Equal(after, again);
    }

    [Fact]
    public void SeesTheBackwardPass()
    {
        (long peak, long left) = OnThread(() => {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = ones(250, 1000).requires_grad_();
            MemoryMeter.Watch();
            long before = MemoryMeter.Read().Now;
            (x * x).sum().backward();
            (long now, long peak) = MemoryMeter.Read();
            return (peak - before, now - before);
        });

        Assert.True(peak >= 2_000_000, $"the product and the gradient are 2 MB; {peak} bytes were seen");
        Assert.True(left >= 1_000_000, $"the gradient is 1 MB; {left} bytes were left");
    }

    private static T OnThread<T>(Func<T> body)
    {
        T result = default!;
        var thread = new Thread(() => result = body());
        thread.Start();
        thread.Join();
        return result;
    }
}
