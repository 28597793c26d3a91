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

    /// <summary>Mean time in which the examples of a step become a batch of tensors; null in records from before it was measured.</summary>
    public double? BatchMilliseconds { get; init; }
}

/// <summary>The epoch with the best metric.</summary>
internal sealed record BestEpoch(int Epoch, double ValidationLoss, double Metric);

/// <summary>What Φ said in one step, and what it saw; groups in the order of <see cref="RunRecord.Groups"/>.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Alpha">α of each group.</param>
/// <param name="Beta">β of each group.</param>
internal sealed record FactorSample(long Step, double[] Alpha, double[] Beta)
{
    /// <summary>The matrix F: a row for each group, in the columns of <see cref="RunRecord.Columns"/>.</summary>
    public float[][] Features { get; init; } = [];

    /// <summary>How far the α are from each other, as <see cref="StepRecord.AlphaSpread"/>.</summary>
    public double? Spread { get; init; }

    /// <summary>The share of factors that hardly learn, as <see cref="StepRecord.Saturation"/>.</summary>
    public double? Saturation { get; init; }

    /// <summary>What the batch said of each group's α in the step before, as <see cref="OnlineRecord.ByAlpha"/>; null where nothing was learned online.</summary>
    public float[]? Online { get; init; }

    /// <summary>How sure all groups together are of that, as <see cref="OnlineRecord.TotalSignalToNoise"/>.</summary>
    public double? SignalToNoise { get; init; }

    public static FactorSample Of(StepRecord step) => new(step.Step, [.. step.Alpha], [.. step.Beta])
    {
        Features = Array.ConvertAll(step.Features, Single),
        Spread = step.AlphaSpread,
        Saturation = step.Saturation,
        Online = step.Online is { } online ? Single(online.ByAlpha) : null,
        SignalToNoise = step.Online?.TotalSignalToNoise,
    };

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);
}

/// <summary>The terms of one meta-update.</summary>
internal sealed record MetaSample(
    long Step, double GradientAlignment, double LossDecrease, double GeneralizationGap, double Total, double[] Weights, double Milliseconds)
{
    /// <summary>‖ΔΦ‖/‖Φ‖.</summary>
    public double? RelativeChange { get; init; }

    public static MetaSample Of(MetaUpdateRecord update) => new(
        update.Step, update.GradientAlignment, update.LossDecrease, update.GeneralizationGap, update.Total, [.. update.Weights],
        update.Duration.TotalMilliseconds)
    {
        RelativeChange = update.RelativeChange,
    };
}

/// <summary>All that is kept of a run; it travels in the checkpoint, so a resumed run reports as one.</summary>
internal sealed record RunRecord
{
    /// <summary>Where so many steps are kept, every other one goes: what is kept covers the run evenly, however long it gets.</summary>
    private const int MostSamples = 240;

    /// <summary>The contender's name.</summary>
    public required string Contender { get; init; }

    /// <summary>The contender's name in tables and charts.</summary>
    public required string Title { get; init; }

    /// <summary>How the contender optimised.</summary>
    public IReadOnlyList<Setting> Settings { get; init; } = [];

    /// <summary>The optimizer in its own words: sizes and kernels.</summary>
    public string Optimizer { get; init; } = "";

    /// <summary>All of MetaAdamW's options; none where something else optimised.</summary>
    public IReadOnlyList<OptionRow> Options { get; init; } = [];

    public required long Seed { get; init; }

    /// <summary>Where it ran.</summary>
    public required Machine Machine { get; init; }

    public MemoryUse Memory { get; init; }

    /// <summary>Trainable values of the model.</summary>
    public required long Parameters { get; init; }

    public required IReadOnlyList<GroupRow> Groups { get; init; }

    /// <summary>What a name in <see cref="Columns"/> has before a norm of which Φ sees the logarithm.</summary>
    public const string Logarithm = "ln ‖";

    /// <summary>Names of the feature columns that Φ sees.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

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

    private long Stride => Factors.Count < 2 ? 1 : Factors[1].Step - Factors[0].Step;

    /// <summary>Whether a step, from 1, is one whose factors and features are kept.</summary>
    public bool Keeps(long step) => (step - 1) % Stride == 0;

    /// <summary>Keeps what a step reported, and lets every other sample go where there are too many.</summary>
    public void Keep(StepRecord step)
    {
        Factors.Add(FactorSample.Of(step));
        var place = 0;
        if (Factors.Count == MostSamples)
            Factors.RemoveAll(_ => place++ % 2 == 1);
    }

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
        => epochs.MinBy(e => MetricOrder.Key(e.Metric, HigherIsBetter)) is { } best ? new(best.Epoch, best.ValidationLoss, best.Metric) : null;
}
