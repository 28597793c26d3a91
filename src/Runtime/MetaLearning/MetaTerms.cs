namespace MetaAdamW;

/// <summary>The three terms of the meta-loss; NaN where a term was not computed.</summary>
internal sealed class MetaTerms
{
    public double GradientAlignment { get; set; } = double.NaN;

    public double LossDecrease { get; set; } = double.NaN;

    public double GeneralizationGap { get; set; } = double.NaN;

    /// <summary>∂L_meta/∂(α, β, λ1, λ2) of each group.</summary>
    public required double[] ByFactor { get; init; }

    public double[] ToArray() => [GradientAlignment, LossDecrease, GeneralizationGap];

    /// <summary>The weighted sum of the terms that were computed.</summary>
    public double Weighted(MetaWeights weights)
    {
        double[] factors = weights.ToArray();
        return ToArray().Select((term, i) => factors[i] == 0 ? 0 : factors[i] * term).Sum();
    }
}
