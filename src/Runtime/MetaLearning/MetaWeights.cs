namespace MetaAdamW;

/// <summary>The factors that the three terms of the meta-loss enter with; a term with the factor 0 is not computed.</summary>
internal readonly record struct MetaWeights(double GradientAlignment, double LossDecrease, double GeneralizationGap)
{
    public static MetaWeights Of(MetaAdamWOptions options, HuwWeighting terms) => options.Objective switch
    {
        MetaObjectiveKind.Gradient => new(1, 0, 0),
        MetaObjectiveKind.LossDecrease => new(0, 1, 0),
        MetaObjectiveKind.GeneralizationGap => new(0, 0, 1),
        _ => options.Weighting switch
        {
            MetaWeighting.Fixed => new(options.FixedWeights.GradientAlignment, options.FixedWeights.LossDecrease, options.FixedWeights.GeneralizationGap),
            MetaWeighting.Sum => new(1, 1, 1),
            _ => Learned(terms.Weights()),
        },
    };

    /// <summary>Whether the factors are learned.</summary>
    public static bool AreLearned(MetaAdamWOptions options) =>
        options is { Objective: MetaObjectiveKind.Combined, Weighting: MetaWeighting.Uncertainty };

    public double[] ToArray() => [GradientAlignment, LossDecrease, GeneralizationGap];

    private static MetaWeights Learned(double[] weights) => new(weights[0], weights[1], weights[2]);
}
