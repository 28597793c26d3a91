namespace MetaAdamW;

/// <summary>Keeps what an optimizer reports, for a report at the end: every n-th step and every meta-update.</summary>
/// <remarks>Attached, it costs the optimizer the composition of a record in each step; dispose it to stop.</remarks>
public sealed class TrainingRecorder : IDisposable
{
    private readonly MetaAdamWOptimizer _optimizer;
    private readonly long _every;
    private readonly List<StepRecord> _steps = [];
    private readonly List<MetaUpdateRecord> _metaUpdates = [];

    /// <summary>Begins to record.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="every">Which steps are kept: those that this divides; 1 keeps all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1.</exception>
    public TrainingRecorder(MetaAdamWOptimizer optimizer, long every = 1)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _every = OptionCheck.AtLeast(every, 1, nameof(every));
        _optimizer = optimizer;
        optimizer.Stepped += Keep;
        optimizer.MetaUpdated += _metaUpdates.Add;
    }

    /// <summary>The steps kept.</summary>
    public IReadOnlyList<StepRecord> Steps => _steps;

    /// <summary>The meta-updates.</summary>
    public IReadOnlyList<MetaUpdateRecord> MetaUpdates => _metaUpdates;

    /// <summary>Stops recording; what was recorded stays.</summary>
    public void Dispose()
    {
        _optimizer.Stepped -= Keep;
        _optimizer.MetaUpdated -= _metaUpdates.Add;
    }

    private void Keep(StepRecord record)
    {
        if (record.Step % _every == 0)
        {
            _steps.Add(record);
        }
    }
}
