namespace MetaAdamW;

/// <summary>The priorities of the three terms of the meta-loss (arXiv:2605.04055, sections 2.4 and 3.5).</summary>
public sealed record MetaPriorities
{
    /// <summary>Sets the priorities.</summary>
    /// <param name="gradientAlignment">Of the gradient term; positive and finite.</param>
    /// <param name="lossDecrease">Of the decrease of the validation loss; positive and finite.</param>
    /// <param name="generalizationGap">Of the generalization gap; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A priority is not positive and finite.</exception>
    public MetaPriorities(double gradientAlignment = 1, double lossDecrease = 1, double generalizationGap = 1)
    {
        GradientAlignment = OptionCheck.Positive(gradientAlignment, nameof(GradientAlignment));
        LossDecrease = OptionCheck.Positive(lossDecrease, nameof(LossDecrease));
        GeneralizationGap = OptionCheck.Positive(generalizationGap, nameof(GeneralizationGap));
    }

    /// <summary>The priority of the gradient term.</summary>
    public double GradientAlignment { get; }

    /// <summary>The priority of the decrease of the validation loss.</summary>
    public double LossDecrease { get; }

    /// <summary>The priority of the generalization gap.</summary>
    public double GeneralizationGap { get; }
}
