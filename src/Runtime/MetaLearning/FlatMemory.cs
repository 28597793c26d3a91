using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Work on the memory of contiguous CPU tensors of one size, in chunks that threads share.</summary>
internal static class FlatMemory
{
    private const int ChunkLength = 64 * 1024;

    /// <summary>Works on one chunk of a tensor.</summary>
    /// <param name="offset">The bytes before it.</param>
    /// <param name="count">Its elements.</param>
    public delegate (double, double) ChunkWork(nint offset, int count);

    /// <summary>Whether all tensors lie flat in the CPU's memory as elements of the same floating-point type, float32 or float64.</summary>
    public static bool Takes(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            if (tensor.device_type != DeviceType.CPU || tensor.dtype != tensors[0].dtype || !tensor.is_contiguous())
            {
                return false;
            }
        }

        return tensors[0].dtype is ScalarType.Float32 or ScalarType.Float64;
    }

    /// <summary>Does the work on all chunks and adds what it returns, in the order of the chunks whatever thread took them.</summary>
    public static (double First, double Second) Sum(long count, int elementSize, ChunkWork work)
    {
        int chunks = (int)((count + ChunkLength - 1) / ChunkLength);
        var partial = new (double First, double Second)[chunks];
        int threads = Math.Min(get_num_threads(), chunks);
        if (threads < 2)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                Do(chunk);
            }
        }
        else
        {
            Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, Do);
        }

        return (partial.Sum(p => p.First), partial.Sum(p => p.Second));

        void Do(int chunk)
        {
            long start = (long)chunk * ChunkLength;
            partial[chunk] = work((nint)(start * elementSize), (int)Math.Min(ChunkLength, count - start));
        }
    }
}
