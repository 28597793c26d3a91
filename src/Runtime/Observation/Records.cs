namespace MetaAdamW;

/// <summary>What a step did. It is composed only when someone listens to <see cref="MetaAdamWOptimizer.Stepped"/>.</summary>
public sealed record StepRecord
{
    /// <summary>The number of the step, from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The names of the groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The names of the feature columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>α of each group.</summary>
    public required double[] Alpha { get; init; }

    /// <summary>β of each group.</summary>
    public required double[] Beta { get; init; }

    /// <summary>λ1 of each group: the weight of the gradient's size in the meta-loss.</summary>
    public required double[] Lambda1 { get; init; }

    /// <summary>λ2 of each group: the weight of the gradients' alignment in the meta-loss.</summary>
    public required double[] Lambda2 { get; init; }

    /// <summary>The effective learning rate η·scale·α of each group (of its first parameter's optimizer group).</summary>
    public required double[] LearningRate { get; init; }

    /// <summary>The effective decay λ·β of each group.</summary>
    public required double[] WeightDecay { get; init; }

    /// <summary>The matrix F: one row of columns (without padding) for each group.</summary>
    public required double[][] Features { get; init; }

    /// <summary>
    /// The share of all α and β with a range that are saturated: where they depend on the conductor's raw number by less than a tenth of
    /// what they do at 1. What is saturated hardly learns.
    /// </summary>
    public double Saturation { get; init; }

    /// <summary>How far the α of the groups are from each other: the standard deviation of log α over the groups, divided by their number.</summary>
    public double AlphaSpread { get; init; }

    /// <summary>What online learning found before this step, of the step before; null where it was not due, is off, or had nothing to learn from.</summary>
    public OnlineRecord? Online { get; init; }

    /// <summary>Whether the update was left out because a gradient was not finite.</summary>
    public bool Skipped { get; init; }

    /// <summary>The time that the step took.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>What the gradient of a batch said of the step before, and what the conductor made of it (<see cref="MetaAdamWOptions.Online"/>).</summary>
public sealed record OnlineRecord
{
    /// <summary>
    /// The derivative of the batch's loss by α of each group in the step before; with <see cref="OnlineGradient.Cosine"/> divided by the norms of gradient and
    /// direction. Negative: a larger rate would have been better. Where the loss is maximised, the derivative is that of minus it.
    /// </summary>
    public required double[] ByAlpha { get; init; }

    /// <summary>The same by β.</summary>
    public required double[] ByBeta { get; init; }

    /// <summary>
    /// The signal-to-noise ratio |mean|/σ of <see cref="ByAlpha"/> of each group, running over the last fifty updates or so; NaN in the first.
    /// </summary>
    public required double[] SignalToNoise { get; init; }

    /// <summary>The same of the derivatives by α and β of all groups together: ‖mean‖/‖σ‖.</summary>
    public required double TotalSignalToNoise { get; init; }

    /// <summary>The norm of the meta-gradient, by all that the conductor learns, before any limit.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>‖ΔΦ‖/‖Φ‖ of this update; with a direct conductor that of its table.</summary>
    public required double RelativeChange { get; init; }

    /// <summary>Whether the update was left out because the meta-gradient was not finite.</summary>
    public bool Skipped { get; init; }
}

/// <summary>What a meta-update found. Terms that the objective does not have are NaN.</summary>
public sealed record MetaUpdateRecord
{
    /// <summary>The number of steps made before.</summary>
    public required long Step { get; init; }

    /// <summary>L_grad: size and alignment of the gradients.</summary>
    public required double GradientAlignment { get; init; }

    /// <summary>L_loss: the change of the validation loss over the hypothetical step.</summary>
    public required double LossDecrease { get; init; }

    /// <summary>L_gap: the distance between training and validation loss.</summary>
    public required double GeneralizationGap { get; init; }

    /// <summary>The whole meta-loss: the weighted terms, the meta weight decay and the gate penalty.</summary>
    public required double Total { get; init; }

    /// <summary>The factors that the three terms entered with.</summary>
    public required double[] Weights { get; init; }

    /// <summary>The log-variances of the three terms before the update; zeros without uncertainty weighting.</summary>
    public required double[] LogVariances { get; init; }

    /// <summary>The norm of the meta-gradient, before any limit.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>‖ΔΦ‖/‖Φ‖ of this update.</summary>
    public required double RelativeChange { get; init; }

    /// <summary>Whether the update was left out because a loss or a gradient was not finite.</summary>
    public bool Skipped { get; init; }

    /// <summary>The time that the meta-update took.</summary>
    public required TimeSpan Duration { get; init; }
}
