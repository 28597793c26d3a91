using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MetaAdamW;

/// <summary>Zeroed memory that stays where it is as long as this object lives. It begins with a cache line, so that no vector lies across two.</summary>
internal sealed unsafe class PinnedMemory<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _array;

    /// <param name="length">The number of elements.</param>
    public PinnedMemory(int length)
    {
        _array = GC.AllocateArray<T>(length + (Line / sizeof(T)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        Start = (T*)((start + Line - 1) / Line * Line);
    }

    /// <summary>The first element.</summary>
    public T* Start { get; }
}
