namespace MetaAdamW.Runtime.Tests;

/// <summary>The oracle's generator of test numbers: x ← a·x + c (mod 2^64), numbers in [−1, 1) from the upper 53 bits.</summary>
internal sealed class Lcg(ulong seed)
{
    private ulong _state = unchecked((seed * 2862933555777941757) + 3037000493);

    public double Next()
    {
        _state = unchecked((_state * 6364136223846793005) + 1442695040888963407);
        return ((_state >> 11) / Math.Pow(2, 52)) - 1;
    }

    public double[] Array(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => Next())];

    public Tensor Tensor(params long[] shape) => tensor(Array(shape.Aggregate(1L, (a, b) => a * b)), dtype: ScalarType.Float64).reshape(shape);

    /// <summary>Values by sorted names: weights of norms and gates around 1, matrices 0.3, all else 0.1.</summary>
    public static void Fill(IEnumerable<(string Name, Parameter Parameter)> named, ulong seed)
    {
        var lcg = new Lcg(seed);
        using IDisposable none = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Parameter p) in named.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            bool one = (name.Contains("norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal)) || name == "gates";
            double scale = one || p.dim() <= 1 ? 0.1 : 0.3;
            p.copy_(lcg.Tensor(p.shape).mul(scale).add(one ? 1 : 0));
        }
    }
}
