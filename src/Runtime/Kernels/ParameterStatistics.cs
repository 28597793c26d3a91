namespace MetaAdamW;

/// <summary>What one pass over a parameter tensor finds, before the step.</summary>
internal record struct ParameterStatistics
{
    public double GradientSquares { get; set; }

    public double FirstMomentSquares { get; set; }

    public double ParameterSquares { get; set; }

    public double SecondMomentSquares { get; set; }

    public double GradientDotFirstMoment { get; set; }

    public long GradientZeros { get; set; }

    public long FirstMomentZeros { get; set; }

    /// <summary>What the gradient says of the last update, where it was asked for.</summary>
    public LastUpdateStatistics LastUpdate { get; set; }

    public void Add(in ParameterStatistics other)
    {
        GradientSquares += other.GradientSquares;
        FirstMomentSquares += other.FirstMomentSquares;
        ParameterSquares += other.ParameterSquares;
        SecondMomentSquares += other.SecondMomentSquares;
        GradientDotFirstMoment += other.GradientDotFirstMoment;
        GradientZeros += other.GradientZeros;
        FirstMomentZeros += other.FirstMomentZeros;
    }
}

/// <summary>What the gradient says of the last update of a parameter tensor, for learning from each step; zeros where there was none.</summary>
/// <param name="GradientDotDirection">⟨∇, u⟩ with the direction u = m̂/(√v̂+ε) that was taken.</param>
/// <param name="GradientDotPrevious">⟨∇, θ⟩ with the parameter as it was before.</param>
/// <param name="DirectionSquares">‖u‖².</param>
internal readonly record struct LastUpdateStatistics(double GradientDotDirection, double GradientDotPrevious, double DirectionSquares);
