using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MetaAdamW;

/// <summary>Zeroed memory that stays where it is as long as this object lives.</summary>
internal sealed unsafe class PinnedMemory<T>(int length)
    where T : unmanaged
{
    private readonly T[] _array = GC.AllocateArray<T>(length, pinned: true);

    /// <summary>The first element.</summary>
    public T* Start => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
}
