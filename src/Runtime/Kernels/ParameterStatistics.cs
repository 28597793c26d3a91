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

    /// <summary>⟨∇, u⟩ with the direction u of the last update; 0 where there was none. With <see cref="StatisticKinds.LastUpdate"/>.</summary>
    public double GradientDotDirection { get; set; }

    /// <summary>⟨∇, θ⟩ with the parameter as it was before the last update.</summary>
    public double GradientDotPrevious { get; set; }

    /// <summary>‖u‖².</summary>
    public double DirectionSquares { get; set; }

    public void Add(in ParameterStatistics other)
    {
        GradientSquares += other.GradientSquares;
        FirstMomentSquares += other.FirstMomentSquares;
        ParameterSquares += other.ParameterSquares;
        SecondMomentSquares += other.SecondMomentSquares;
        GradientDotFirstMoment += other.GradientDotFirstMoment;
        GradientZeros += other.GradientZeros;
        FirstMomentZeros += other.FirstMomentZeros;
        GradientDotDirection += other.GradientDotDirection;
        GradientDotPrevious += other.GradientDotPrevious;
        DirectionSquares += other.DirectionSquares;
    }
}
