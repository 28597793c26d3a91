using System.Collections;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>
/// An endless stream of random batches for the meta-updates that knows its position. It leaves torch's random state as it
/// finds it, so that a run with meta-updates sees the same dropout and the same views of images as one without.
/// </summary>
internal sealed class BatchStream<TBatch>(Func<long, TBatch> draw) : IEnumerable<TBatch>
{
    /// <summary>Batches drawn so far; set it to go on where another run stood.</summary>
    public long Position { get; set; }

    public IEnumerator<TBatch> GetEnumerator()
    {
        while (true)
        {
            using var random = get_rng_state();
            var batch = draw(Position++);
            set_rng_state(random);
            yield return batch;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
