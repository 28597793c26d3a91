using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.Memory;

/// <summary>
/// Long training keeps memory where it was. The environment variable METAADAMW_SOAK_STEPS sets the number of steps; 100000
/// is the full test.
/// </summary>
/// <remarks>
/// What malloc and the garbage collector have given out is measured, not the resident size of the process: that has grown by six
/// MiB once when nothing else had, by what the allocator keeps for other threads and by methods that are compiled anew.
/// </remarks>
public class SoakTests(ITestOutputHelper output)
{
    private const int WarmUp = 1_000;
    private const double AllowedGrowth = 2;   // MiB: 230 bytes a step

    private static int Steps =>
        int.TryParse(Environment.GetEnvironmentVariable("METAADAMW_SOAK_STEPS"), CultureInfo.InvariantCulture, out int steps) ? steps : 10_000;

    [Fact]
    public void Training_in_scopes() => Soak(step => {
        using DisposeScope scope = NewDisposeScope();
        step();
    });

    [Fact]
    public void Training_without_any_Dispose() => Soak(step => step());

    private void Soak(Action<Action> run)
    {
        using Sequential model = Sequential(Linear(8, 16), ReLU(), Linear(16, 1));
        using AdamW optimizer = optim.AdamW(model.parameters());

        void Step()
        {
            Tensor input = rand(32, 8);
            Tensor target = rand(32, 1);
            optimizer.zero_grad();
            Tensor loss = functional.mse_loss(model.call(input), target);
            loss.backward();
            optimizer.step();
        }

        for (int i = 0; i < WarmUp; i++)
            run(Step);
        (long tensorsBefore, double sizeBefore) = Measure();
        for (int i = WarmUp; i < Steps; i++)
            run(Step);
        (long tensorsAfter, double sizeAfter) = Measure();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Steps} steps: {tensorsBefore} tensors and {sizeBefore:F1} MiB after {WarmUp}, {tensorsAfter} and {sizeAfter:F1} MiB at the end."));
        Assert.Equal(tensorsBefore, tensorsAfter);
        Assert.True(sizeAfter - sizeBefore <= AllowedGrowth, $"What is in use grew from {sizeBefore:F1} to {sizeAfter:F1} MiB.");
    }

    /// <summary>Live tensors and the memory in use in MiB, native and managed, when finalizers have run.</summary>
    private static (long Tensors, double Size) Measure()
    {
        for (int i = 0; i < 3; i++) {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        MallocUse malloc = mallinfo2();
        return (Tensor.TotalCount, ((double)malloc.Mapped + malloc.InUse + GC.GetTotalMemory(forceFullCollection: true)) / 1048576.0);
    }

    [DllImport("libc")]
    private static extern MallocUse mallinfo2();

    /// <summary>glibc's <c>struct mallinfo2</c>: bytes of all arenas.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallocUse
    {
        private readonly nuint arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;

        public nuint Mapped => hblkhd;

        public nuint InUse => uordblks;
    }
}
