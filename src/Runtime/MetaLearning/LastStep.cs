namespace MetaAdamW;

/// <summary>What an update was made with: the gradient after it tells how good that was.</summary>
internal sealed class LastStep(int slots, int groups, int width)
{
    /// <summary>The rates of each parameter that moved.</summary>
    public UpdateRates[] Rates { get; } = new UpdateRates[slots];

    /// <summary>Whether each parameter moved.</summary>
    public bool[] Moved { get; } = new bool[slots];

    /// <summary>α of each group.</summary>
    public double[] Alpha { get; } = new double[groups];

    /// <summary>β of each group.</summary>
    public double[] Beta { get; } = new double[groups];

    /// <summary>F, that the factors came from.</summary>
    public double[] Features { get; } = new double[groups * width];

    /// <summary>The number of elements of each group that moved, when the factors came from it.</summary>
    public double[] Moving { get; } = new double[groups];

    /// <summary>Keeps what new factors came from.</summary>
    public void Keep(ReadOnlySpan<double> features, ReadOnlySpan<double> moving)
    {
        features.CopyTo(Features);
        moving.CopyTo(Moving);
    }
}
