using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

/// <summary>Counts tensors.</summary>
internal static class LiveTensors
{
    /// <summary>The tensors in use. What other tests forgot is collected first, so that nothing of it goes while this one counts.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
