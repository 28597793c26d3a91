using System.Collections;

namespace MetaAdamW.Tasks.Training;

/// <summary>An endless stream of random batches for the meta-updates that knows its position.</summary>
internal sealed class BatchStream<TBatch>(Func<long, TBatch> draw) : IEnumerable<TBatch>
{
    /// <summary>Batches drawn so far; set it to go on where another run stood.</summary>
    public long Position { get; set; }

    public IEnumerator<TBatch> GetEnumerator()
    {
        while (true)
            yield return draw(Position++);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
