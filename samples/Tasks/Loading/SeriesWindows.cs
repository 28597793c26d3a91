namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// A standardised series cut into windows: <see cref="Length"/> values, and the one that follows. The first four fifths of
/// the windows train, the rest validates.
/// </summary>
internal sealed class SeriesWindows
{
    private readonly float[] series;

    private SeriesWindows(float[] series, int length, double mean, double deviation, int trainCount, int validationStart, int validationCount)
    {
        this.series = series;
        Length = length;
        Mean = mean;
        StandardDeviation = deviation;
        TrainCount = trainCount;
        ValidationStart = validationStart;
        ValidationCount = validationCount;
    }

    /// <summary>Hours that a window shows to the model.</summary>
    public int Length { get; }

    /// <summary>Mean of the whole series, in its own units.</summary>
    public double Mean { get; }

    /// <summary>Population standard deviation of the whole series, in its own units.</summary>
    public double StandardDeviation { get; }

    /// <summary>Training windows: 0 to <c>TrainCount − 1</c>.</summary>
    public int TrainCount { get; }

    /// <summary>Number of the first validation window.</summary>
    public int ValidationStart { get; }

    /// <summary>Validation windows, from <see cref="ValidationStart"/> on.</summary>
    public int ValidationCount { get; }

    /// <summary>Cuts a series into windows.</summary>
    /// <param name="values">The series in its own units; it is standardised as a whole, as in the paper.</param>
    /// <param name="length">Hours in a window.</param>
    /// <param name="limit">At most so many training windows, the first ones, and a quarter as many for validation; null: all.</param>
    /// <exception cref="UserException">The series is too short to give one window of each kind.</exception>
    public static SeriesWindows Cut(HourlySeries values, int length, int? limit = null)
    {
        var count = values.Values.Length - length;
        var train = (int)(0.8 * count);
        if (train < 1 || train >= count)
            throw new UserException($"the series has {values.Values.Length} rows: too few for windows of {length} hours");

        var mean = values.Values.Average(v => (double)v);
        var deviation = Math.Sqrt(values.Values.Average(v => (v - mean) * (v - mean)));
        if (deviation == 0)
            throw new UserException($"the series is constant ({mean}): there is nothing to forecast");
        var standardised = Array.ConvertAll(values.Values, v => (float)((v - mean) / deviation));

        var validation = count - train;
        return new(
            standardised, length, mean, deviation,
            Math.Min(train, limit ?? train), train, Math.Min(validation, Math.Max(1, limit / 4 ?? validation)));
    }

    /// <summary>Copies windows one after the other.</summary>
    /// <param name="windows">Numbers of the windows.</param>
    /// <param name="inputs">Takes <see cref="Length"/> values for each window.</param>
    /// <param name="targets">Takes the value that follows each window.</param>
    public void Copy(ReadOnlySpan<int> windows, Span<float> inputs, Span<float> targets)
    {
        for (var i = 0; i < windows.Length; i++)
        {
            series.AsSpan(windows[i], Length).CopyTo(inputs[(i * Length)..]);
            targets[i] = series[windows[i] + Length];
        }
    }
}
