using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Where a CPU tensor's elements lie.</summary>
internal static class TensorMemory
{
    /// <summary>Sees a piece of a tensor's memory.</summary>
    public delegate void PieceVisitor(Span<byte> piece);

    /// <summary>The address of the first element of a CPU tensor; 0 where there is no element.</summary>
    public static unsafe nint AddressOf(Tensor tensor)
    {
        if (tensor.numel() * tensor.element_size() <= int.MaxValue && tensor.is_contiguous())
        {
            return Address(tensor);
        }

        // A span of bytes ends at 2 GiB and needs a contiguous tensor: a view of one element has the same first address.
        Tensor head = tensor.alias();
        for (long dimensions = tensor.dim(); dimensions > 0; dimensions--)
        {
            using Tensor outer = head;
            head = outer.select(0, 0);
        }

        using (head)
        {
            return Address(head);
        }
    }

    /// <summary>The address of the first element of a contiguous tensor of so many bytes; 0 where the tensor is another.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="strided">
    /// Whether the tensor in this place was not contiguous when it was last asked for. A tensor mostly is, and saying so would cost
    /// another call; one that is not throws, which would cost more if it happened each time.
    /// </param>
    public static nint AddressOf(Tensor tensor, long bytes, ref bool strided)
    {
        if (strided || bytes > int.MaxValue)
        {
            strided = !tensor.is_contiguous();
            return !strided && tensor.numel() * tensor.element_size() == bytes ? AddressOf(tensor) : 0;
        }

        try
        {
            Span<byte> all = tensor.bytes;
            return all.Length == bytes ? Address(all) : 0;
        }
        catch (Exception error) when (error is InvalidOperationException or NotImplementedException && !tensor.is_contiguous())
        {
            strided = true;
            return 0;
        }
    }

    /// <summary>Visits the bytes of a contiguous CPU tensor, piece by piece.</summary>
    public static unsafe void ForEachPiece(Tensor tensor, int length, PieceVisitor visit)
    {
        nint address = AddressOf(tensor);
        long count = tensor.numel() * tensor.element_size();
        for (long start = 0; start < count; start += length)
        {
            visit(new Span<byte>((void*)(address + (nint)start), (int)Math.Min(length, count - start)));
        }

        GC.KeepAlive(tensor);
    }

    private static nint Address(Tensor tensor) => Address(tensor.bytes);

    private static unsafe nint Address(Span<byte> bytes) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
}
