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

    /// <summary>Whether the update was left out because a gradient was not finite.</summary>
    public bool Skipped { get; init; }

    /// <summary>The time that the step took.</summary>
    public TimeSpan Duration { get; init; }
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
