namespace MetaAdamW;

/// <summary>The time feature (arXiv:2605.04055, section 3.3).</summary>
internal static class TrainingTime
{
    /// <summary>t/T where the number of steps is known, else 2σ(t/1000) − 1.</summary>
    /// <param name="step">t, from 1: the step that the features are for.</param>
    /// <param name="totalSteps">T, or null.</param>
    public static double At(long step, long? totalSteps) =>
        totalSteps is { } total ? (double)step / total : (2 / (1 + Math.Exp(-step / 1000.0))) - 1;
}
