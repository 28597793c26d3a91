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
    int Epoch, double TrainLoss, double ValidationLoss, double Metric, double Seconds, double StepMilliseconds, double? MetaLoss);

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
    public required OptimizerKind Optimizer { get; init; }

    public required long Seed { get; init; }

    /// <summary>Trainable values of the model.</summary>
    public required long Parameters { get; init; }

    public required IReadOnlyList<GroupRow> Groups { get; init; }

    public required int StepsPerEpoch { get; init; }

    /// <summary>Whether a higher metric is a better one.</summary>
    public bool HigherIsBetter { get; init; }

    public List<EpochRecord> Epochs { get; init; } = [];

    public List<FactorSample> Factors { get; init; } = [];

    public List<MetaSample> MetaUpdates { get; init; } = [];

    /// <summary>The best epoch so far; null before the first has ended.</summary>
    public BestEpoch? Best
        => Epochs.MinBy(e => HigherIsBetter ? -e.Metric : e.Metric) is { } best ? new(best.Epoch, best.ValidationLoss, best.Metric) : null;
}
