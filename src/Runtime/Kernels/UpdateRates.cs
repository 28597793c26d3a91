namespace MetaAdamW;

/// <summary>The numbers of section 1 for one parameter in one step: what its groups say, the corrections for its step count, and α and β.</summary>
/// <param name="LearningRate">η, the group's scale included, α not.</param>
/// <param name="WeightDecay">λ, β not included.</param>
/// <param name="Beta1">β1.</param>
/// <param name="Beta2">β2.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Step">t of this parameter, this step included.</param>
/// <param name="DividesDecay">R1: the authors divide the decay by 1 − β1^t too.</param>
/// <param name="Maximize">Whether the gradient counts with the other sign.</param>
internal readonly record struct UpdateRates(
    double LearningRate, double WeightDecay, double Beta1, double Beta2, double Epsilon, long Step, bool DividesDecay, bool Maximize)
{
    /// <summary>1 − β1^t.</summary>
    public double Correction1 => 1 - Math.Pow(Beta1, Step);

    /// <summary>√(1 − β2^t).</summary>
    public double Correction2Root => Math.Sqrt(1 - Math.Pow(Beta2, Step));

    /// <summary>η·λ, as the decay enters: the parameter shrinks by α·β times this.</summary>
    public double DecayRate => LearningRate * WeightDecay / (DividesDecay ? Correction1 : 1);
}
