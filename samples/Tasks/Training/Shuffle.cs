using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>
/// Orders and draws that depend on nothing but a seed and a position, so that all contenders see the same batches and a
/// resumed run goes on with those that would have come.
/// </summary>
internal static class Shuffle
{
    /// <summary>The order of the training examples in an epoch: a torch permutation, as PyTorch's loaders shuffle.</summary>
    public static int[] Epoch(int count, long seed, int epoch)
    {
        using var generator = new Generator((ulong)(seed + 1_000_003L * (epoch - 1)));
        using var order = randperm(count, ScalarType.Int32, generator: generator);
        return order.data<int>().ToArray();
    }

    /// <summary>A few different examples, in ascending order.</summary>
    /// <param name="count">Examples to draw from.</param>
    /// <param name="size">Examples to draw; all of them where there are fewer.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Tells streams of draws apart; not 0.</param>
    /// <param name="position">Number of the draw in its stream.</param>
    public static int[] Draw(int count, int size, long seed, int stream, long position)
    {
        var state = Start(seed, stream, position);
        var drawn = new SortedSet<int>();
        for (var last = count - Math.Min(size, count); last < count; last++)   // Floyd's sampling without replacement
        {
            var candidate = Below(ref state, last + 1);
            if (!drawn.Add(candidate))
                drawn.Add(last);
        }
        return [.. drawn];
    }

    private static ulong Start(long seed, int stream, long position)
    {
        var state = (ulong)seed;
        state = Next(ref state) ^ (ulong)stream;
        state = Next(ref state) ^ (ulong)position;
        return Next(ref state);
    }

    // SplitMix64 (Steele et al., 2014)
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number below a bound; the bias of the multiplication is under bound / 2^64.</summary>
    private static int Below(ref ulong state, int bound) => (int)Math.BigMul(Next(ref state), (ulong)bound, out _);
}
