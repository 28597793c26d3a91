using System.Runtime.Intrinsics;

namespace MetaAdamW.Kernels.Benchmarks;

/// <summary>
/// The least that a plain AdamW can do: four loads and three stores for each element, with an addition for each store, over the same
/// chunks and threads as the kernels.
/// </summary>
internal sealed unsafe class BandwidthLoop(ChunkTable table, PinnedMemory<float>[] arrays) : ChunkJob
{
    public override void Run(int chunk)
    {
        (int _, long offset, int length) = table.All[chunk];
        float* g = arrays[0].Start + offset, m = arrays[1].Start + offset, p = arrays[2].Start + offset, v = arrays[3].Start + offset;
        int i = 0;
        for (; i <= length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> gi = Vector512.Load(g + i);
            (Vector512.Load(m + i) + gi).Store(m + i);
            (Vector512.Load(v + i) + gi).Store(v + i);
            (Vector512.Load(p + i) + gi).Store(p + i);
        }

        for (; i < length; i++)
        {
            m[i] += g[i];
            v[i] += g[i];
            p[i] += g[i];
        }
    }
}
