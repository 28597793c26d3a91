namespace MetaAdamW;

/// <summary>A stretch of one parameter's elements.</summary>
/// <param name="Slot">The parameter's place in its kernel.</param>
/// <param name="Offset">The first element.</param>
/// <param name="Length">The number of elements.</param>
internal readonly record struct Chunk(int Slot, long Offset, int Length);

/// <summary>
/// All parameters of a kernel, cut into chunks once: many small tensors are then one list of work, as one large tensor is.
/// </summary>
internal sealed class ChunkTable
{
    /// <summary>Elements in a chunk: its four arrays fit into a second-level cache, and no thread waits long for another's last one.</summary>
    private const int ChunkLength = 16 * 1024;

    /// <summary>A chunk costs about as much as so many elements, however short it is.</summary>
    private const int ChunkCost = 128;

    private int[] _ends = [];

    public ChunkTable(IReadOnlyList<long> counts)
    {
        All = [.. counts.SelectMany(Cut)];
        Elements = counts.Sum();
    }

    /// <summary>The chunks, parameter by parameter.</summary>
    public Chunk[] All { get; }

    /// <summary>The number of elements of all parameters.</summary>
    public long Elements { get; }

    /// <summary>
    /// The end of each thread's share, as equal as chunks can be. A thread has the same share in each pass and in each step, so that
    /// what it left in its cache serves it again.
    /// </summary>
    public ReadOnlySpan<int> Ends(int threads)
    {
        if (_ends.Length != threads)
        {
            _ends = new int[threads];
            long whole = All.Sum(Cost), done = 0;
            for (int chunk = 0, thread = 0; chunk < All.Length; chunk++)
            {
                done += Cost(All[chunk]);
                while (thread < threads && done * threads >= whole * (thread + 1))
                {
                    _ends[thread++] = chunk + 1;
                }
            }
        }

        return _ends;
    }

    private static long Cost(Chunk chunk) => chunk.Length + ChunkCost;

    private static IEnumerable<Chunk> Cut(long count, int slot)
    {
        for (long offset = 0; offset < count; offset += ChunkLength)
        {
            yield return new Chunk(slot, offset, (int)Math.Min(ChunkLength, count - offset));
        }
    }
}
