using System.Globalization;

namespace MetaAdamW;

/// <summary>Writes what an optimizer reports to two CSV files: one row for each step and group, one for each meta-update.</summary>
/// <remarks>Saturation, spread and the last two of online learning are of the whole step, the same in each of its rows; what there is not is NaN.</remarks>
public sealed class CsvObserver : IDisposable
{
    private readonly MetaAdamWOptimizer _optimizer;
    private readonly StreamWriter _steps;
    private readonly StreamWriter _metaUpdates;
    private readonly long _every;

    /// <summary>Begins to write.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stepsPath">The file for steps; an older one is replaced.</param>
    /// <param name="metaUpdatesPath">The file for meta-updates; an older one is replaced.</param>
    /// <param name="every">Which steps are written: those that this divides; 1 writes all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1.</exception>
    public CsvObserver(MetaAdamWOptimizer optimizer, string stepsPath, string metaUpdatesPath, long every = 1)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _every = OptionCheck.AtLeast(every, 1, nameof(every));
        _optimizer = optimizer;
        _steps = new StreamWriter(stepsPath);
        try
        {
            _metaUpdates = new StreamWriter(metaUpdatesPath);
        }
        catch
        {
            _steps.Dispose();
            throw;
        }

        Row(_steps, ["step", "group", "alpha", "beta", "lambda1", "lambda2", "learning rate", "weight decay", "skipped", "milliseconds", "saturation", "alpha spread",
            "loss by alpha", "loss by beta", "signal to noise", "online gradient norm", "online relative change", .. optimizer.Columns]);
        Row(
            _metaUpdates,
            [
                "step", "gradient alignment", "loss decrease", "generalization gap", "total", "weight 1", "weight 2", "weight 3",
                "log-variance 1", "log-variance 2", "log-variance 3", "gradient norm", "relative change", "skipped", "milliseconds",
            ]);
        optimizer.Stepped += Write;
        optimizer.MetaUpdated += Write;
    }

    /// <summary>Stops and closes the files.</summary>
    public void Dispose()
    {
        _optimizer.Stepped -= Write;
        _optimizer.MetaUpdated -= Write;
        _steps.Dispose();
        _metaUpdates.Dispose();
    }

    private static void Row(StreamWriter writer, IEnumerable<object> fields) => writer.WriteLine(string.Join(',', fields.Select(Field)));

    private static string Field(object value)
    {
        string text = value switch
        {
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            bool flag => flag ? "1" : "0",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
        };
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private void Write(StepRecord r)
    {
        if (r.Step % _every != 0)
        {
            return;
        }

        for (int g = 0; g < r.Groups.Count; g++)
        {
            Row(
                _steps,
                [
                    r.Step, r.Groups[g], r.Alpha[g], r.Beta[g], r.Lambda1[g], r.Lambda2[g], r.LearningRate[g], r.WeightDecay[g], r.Skipped,
                    r.Duration.TotalMilliseconds, r.Saturation, r.AlphaSpread, r.Online?.ByAlpha[g] ?? double.NaN, r.Online?.ByBeta[g] ?? double.NaN,
                    r.Online?.SignalToNoise[g] ?? double.NaN, r.Online?.GradientNorm ?? double.NaN, r.Online?.RelativeChange ?? double.NaN, .. r.Features[g].Cast<object>(),
                ]);
        }
    }

    private void Write(MetaUpdateRecord r) => Row(
        _metaUpdates,
        [
            r.Step, r.GradientAlignment, r.LossDecrease, r.GeneralizationGap, r.Total, .. r.Weights.Cast<object>(), .. r.LogVariances.Cast<object>(),
            r.GradientNorm, r.RelativeChange, r.Skipped, r.Duration.TotalMilliseconds,
        ]);
}
