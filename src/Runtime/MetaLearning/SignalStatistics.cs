namespace MetaAdamW;

/// <summary>
/// The running mean and variance of numbers that come again and again, and how clearly the mean stands out: |mean|/σ. Both forget by
/// <see cref="Memory"/>, so that they speak of the last fifty or so.
/// </summary>
internal sealed class SignalStatistics(int count)
{
    /// <summary>What is left of an observation after the next.</summary>
    public const double Memory = 0.98;

    private readonly double[] _means = new double[count];
    private readonly double[] _squares = new double[count];
    private double _weight;

    /// <summary>The sums, their squares' and their weight, as a checkpoint keeps them.</summary>
    public double[] State => [.. _means, .. _squares, _weight];

    /// <summary>Takes over what <see cref="State"/> gave, as far as there is room for it.</summary>
    public void Continue(ReadOnlySpan<double> state)
    {
        int theirs = (state.Length - 1) / 2, both = Math.Min(theirs, _means.Length);
        state[..both].CopyTo(_means);
        state[theirs..(theirs + both)].CopyTo(_squares);
        _weight = state[^1];
    }

    /// <summary>Takes one observation of each number.</summary>
    /// <param name="values">The numbers.</param>
    public void Take(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < _means.Length; i++)
        {
            double x = values[i];
            _means[i] = (Memory * _means[i]) + ((1 - Memory) * x);
            _squares[i] = (Memory * _squares[i]) + ((1 - Memory) * x * x);
        }

        _weight = (Memory * _weight) + (1 - Memory);
    }

    /// <summary>|mean|/σ of one number; NaN before the second observation.</summary>
    public double Of(int i)
    {
        double mean = _means[i] / _weight;
        return Ratio(mean * mean, Variance(i));
    }

    /// <summary>‖mean‖/‖σ‖ of all.</summary>
    public double OfAll()
    {
        double means = 0, variances = 0;
        for (int i = 0; i < _means.Length; i++)
        {
            double mean = _means[i] / _weight;
            means += mean * mean;
            variances += Variance(i);
        }

        return Ratio(means, variances);
    }

    private double Ratio(double squaredMean, double variance) =>
        _weight < 1.5 * (1 - Memory) ? double.NaN : squaredMean == 0 ? 0 : Math.Sqrt(squaredMean / variance);

    private double Variance(int i)
    {
        double mean = _means[i] / _weight;
        return Math.Max(0, (_squares[i] / _weight) - (mean * mean));
    }
}
