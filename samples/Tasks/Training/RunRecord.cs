using MetaAdamW.Tasks.Contenders;

namespace MetaAdamW.Tasks.Training;

/// <summary>One epoch, as results.json and epochs.csv tell it.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean over what the epoch predicted, in training mode, while the weights move.</param>
/// <param name="ValidationLoss">Mean over what was to predict in the validation examples after the epoch.</param>
/// <param name="Metric">The task's metric on the validation examples.</param>
/// <param name="Seconds">Wall-clock time of the epoch: training, meta-updates and validation.</param>
/// <param name="StepMilliseconds">Mean time of <c>optimizer.step()</c> alone.</param>
/// <param name="MetaLoss">Mean objective of the epoch's meta-updates; null where there was none.</param>
internal sealed record EpochRecord(
    int Epoch, double TrainLoss, double ValidationLoss, double Metric, double Seconds, double StepMilliseconds, double? MetaLoss)
{
    /// <summary>Processor time of the epoch, of all threads together.</summary>
    public double ProcessorSeconds { get; init; }
}

/// <summary>The epoch with the best metric.</summary>
internal sealed record BestEpoch(int Epoch, double ValidationLoss, double Metric);

/// <summary>A row of the group table.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Tensors">Names of its parameters.</param>
/// <param name="Parameters">Number of values in them.</param>
internal sealed record GroupRow(string Name, IReadOnlyList<string> Tensors, long Parameters);

/// <summary>α and β of every group, in the order of the group table, in one step.</summary>
internal sealed record FactorSample(long Step, double[] Alpha, double[] Beta);

/// <summary>The terms of one meta-update.</summary>
internal sealed record MetaSample(
    long Step, double GradientAlignment, double LossDecrease, double GeneralizationGap, double Total, double[] Weights, double Milliseconds);

/// <summary>All that is kept of a run; it travels in the checkpoint, so a resumed run reports as one.</summary>
internal sealed record RunRecord
{
    /// <summary>The contender's name.</summary>
    public required string Contender { get; init; }

    /// <summary>The contender's name in tables and charts.</summary>
    public required string Title { get; init; }

    /// <summary>How the contender optimised.</summary>
    public IReadOnlyList<Setting> Settings { get; init; } = [];

    public required long Seed { get; init; }

    /// <summary>Where it ran.</summary>
    public required Machine Machine { get; init; }

    public MemoryUse Memory { get; init; }

    /// <summary>Trainable values of the model.</summary>
    public required long Parameters { get; init; }

    public required IReadOnlyList<GroupRow> Groups { get; init; }

    public required int StepsPerEpoch { get; init; }

    /// <summary>Whether a higher metric is a better one.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>Whether an Φ gave factors.</summary>
    public bool IsModulated => Factors.Count > 0;

    public List<EpochRecord> Epochs { get; init; } = [];

    public List<FactorSample> Factors { get; init; } = [];

    public List<MetaSample> MetaUpdates { get; init; } = [];

    /// <summary>
    /// What the run took, in seconds: processor time, which other programs on the machine hardly change; on a GPU, where the
    /// processor only waits, time by the clock.
    /// </summary>
    public double Cost => Epochs.Sum(CostOf);

    /// <summary>The best epoch so far; null before the first has ended.</summary>
    public BestEpoch? Best => BestOf(Epochs);

    /// <summary>The best of the epochs that ended within a time; null where none did.</summary>
    /// <param name="seconds">The time, as <see cref="Cost"/> counts it.</param>
    public BestEpoch? BestWithin(double seconds)
    {
        var spent = 0.0;
        return BestOf(Epochs.TakeWhile(e => (spent += CostOf(e)) <= seconds * (1 + 1e-9)));
    }

    private double CostOf(EpochRecord epoch) => Machine.Device == "cpu" ? epoch.ProcessorSeconds : epoch.Seconds;

    private BestEpoch? BestOf(IEnumerable<EpochRecord> epochs)
        => epochs.MinBy(e => double.IsNaN(e.Metric) ? double.PositiveInfinity : HigherIsBetter ? -e.Metric : e.Metric) is { } best ? new(best.Epoch, best.ValidationLoss, best.Metric) : null;
}
