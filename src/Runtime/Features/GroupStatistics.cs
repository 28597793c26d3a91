namespace MetaAdamW;

/// <summary>Mean and population variance of a number over the parameters of a group.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Variance">The variance, divided by N; 0 for one parameter.</param>
public readonly record struct Moments(double Mean, double Variance)
{
    /// <summary>The square root of the variance.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);
}

/// <summary>
/// What the feature extractors read of a group (arXiv:2605.04055, section 3.3). Norms are 2-norms of whole parameter tensors;
/// gradient and first moment are those before the step.
/// </summary>
public struct GroupStatistics
{
    /// <summary>‖∇‖ over the parameters.</summary>
    public Moments GradientNorm { get; set; }

    /// <summary>‖m‖ over the parameters.</summary>
    public Moments FirstMomentNorm { get; set; }

    /// <summary>‖p‖ over the parameters.</summary>
    public Moments ParameterNorm { get; set; }

    /// <summary>‖v‖ over the parameters.</summary>
    public Moments SecondMomentNorm { get; set; }

    /// <summary>The cosine between gradient and first moment over the parameters.</summary>
    public Moments Cosine { get; set; }

    /// <summary>The mean share of zeros in the gradients.</summary>
    public double GradientZeroShare { get; set; }

    /// <summary>The mean share of zeros in the first moments.</summary>
    public double FirstMomentZeroShare { get; set; }

    /// <summary>The mean of ln(number of elements + 1).</summary>
    public double MeanLogCount { get; set; }

    /// <summary>The share of biases among the parameters.</summary>
    public double BiasShare { get; set; }

    /// <summary>The mean of layer number / largest layer number; a parameter without a layer number counts 0.</summary>
    public double RelativeDepth { get; set; }
}

/// <summary>The statistics that a feature extractor reads; the step takes no others.</summary>
[Flags]
public enum StatisticKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="GroupStatistics.GradientNorm"/>.</summary>
    GradientNorm = 1,

    /// <summary><see cref="GroupStatistics.FirstMomentNorm"/>.</summary>
    FirstMomentNorm = 2,

    /// <summary><see cref="GroupStatistics.ParameterNorm"/>.</summary>
    ParameterNorm = 4,

    /// <summary><see cref="GroupStatistics.Cosine"/>.</summary>
    Cosine = 8,

    /// <summary><see cref="GroupStatistics.SecondMomentNorm"/>.</summary>
    SecondMomentNorm = 16,

    /// <summary>The shares of zeros.</summary>
    Zeros = 32,

    /// <summary>The variances, not only the means.</summary>
    Deviations = 64,
}
