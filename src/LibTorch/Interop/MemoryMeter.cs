using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// Counts the bytes of the CPU tensors that this thread makes, for measurements. It sees what is allocated after its first use, and
/// frees only of that; libtorch allocates a little more slowly from then on.
/// </summary>
internal static unsafe class MemoryMeter
{
    /// <summary>Begins to count, or takes the highest count anew from what is there now.</summary>
    /// <exception cref="ExternalException">libtorch refused.</exception>
    public static void Watch() => Native.Check(Native.mt_memory_watch());

    /// <summary>Bytes in tensors now, and at most since <see cref="Watch"/>; zeros where that was never called.</summary>
    public static (long Now, long Peak) Read()
    {
        long now, peak;
        Native.mt_memory_read(&now, &peak);
        return (now, peak);
    }
}
