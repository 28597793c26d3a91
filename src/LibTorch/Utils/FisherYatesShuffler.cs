using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The numbers from 0 in a random order. Each enumeration without a seed is a new order.</summary>
public class FisherYatesShuffler : IEnumerable<long>
{
    private readonly long size;
    private readonly int? seed;

    /// <summary>Creates a shuffler.</summary>
    /// <param name="size">How many numbers.</param>
    /// <param name="seed">
    /// The seed of the order, which is then the same in each enumeration, and the same as TorchSharp's for that seed.
    /// </param>
    public FisherYatesShuffler(long size, int? seed = null)
    {
        this.size = size;
        this.seed = seed;
    }

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator()
    {
        Random random = seed is { } value ? new Random(value) : new Random();
        var order = new long[size];
        for (long i = 0; i < size; i++) {
            long other = (((long)random.Next() << 32) + random.Next()) % (i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return ((IEnumerable<long>)order).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
