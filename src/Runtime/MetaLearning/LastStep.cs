namespace MetaAdamW;

/// <summary>What the last update was made with: the gradient after it tells how good that was.</summary>
internal sealed class LastStep(int slots, int groups, int width)
{
    /// <summary>The rates of each parameter that moved.</summary>
    public UpdateRates[] Rates { get; } = new UpdateRates[slots];

    /// <summary>Whether each parameter moved.</summary>
    public bool[] Moved { get; } = new bool[slots];

    /// <summary>The number of elements of each group that moved.</summary>
    public double[] Moving { get; } = new double[groups];

    /// <summary>F, that the factors came from.</summary>
    public double[] Features { get; } = new double[groups * width];

    /// <summary>The conductor's outputs, G × 4.</summary>
    public double[] Raw { get; } = new double[groups * ConductorModule.Outputs];

    /// <summary>Keeps what a step's factors come from, beside what the conductor made of it.</summary>
    public void Keep(ReadOnlySpan<double> features, ReadOnlySpan<double> moving)
    {
        features.CopyTo(Features);
        moving.CopyTo(Moving);
    }
}
