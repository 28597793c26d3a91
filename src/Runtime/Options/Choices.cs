namespace MetaAdamW;

/// <summary>Which terms the meta-loss has (arXiv:2605.04055, section 3.5).</summary>
public enum MetaObjectiveKind
{
    /// <summary>All three, weighted as <see cref="MetaAdamWOptions.Weighting"/> says.</summary>
    Combined,

    /// <summary>The gradient term alone.</summary>
    Gradient,

    /// <summary>The change of the validation loss alone.</summary>
    LossDecrease,

    /// <summary>The generalization gap alone. At θ it moves no weight of Φ: see <see cref="MetaAdamWOptions.GapAfterStep"/>.</summary>
    GeneralizationGap,
}

/// <summary>How the terms of the combined meta-loss are weighted.</summary>
public enum MetaWeighting
{
    /// <summary>By learned uncertainties and the priorities (section 2.4 of the paper).</summary>
    Uncertainty,

    /// <summary>By <see cref="MetaAdamWOptions.FixedWeights"/>.</summary>
    Fixed,

    /// <summary>Not at all.</summary>
    Sum,
}

/// <summary>How the Hessian-vector product of the gradient term is taken.</summary>
public enum SecondDerivatives
{
    /// <summary>By differentiating the backward pass; where an operator has no second derivative, by central differences with one warning.</summary>
    Exact,

    /// <summary>By central differences of the gradient: two more backward passes instead of one through the graph of the backward pass.</summary>
    CentralDifferences,
}

/// <summary>Where a meta-update takes ∇1, the gradient of the step in thought, from.</summary>
public enum FirstGradientSource
{
    /// <summary>From a training batch of its own, at the parameters as they are: as in the paper.</summary>
    TrainingBatch,

    /// <summary>
    /// From the step just made: the gradients that stand in the parameters, and the loss that they are of. This saves a forward and
    /// a backward pass. It deviates from the paper: that gradient was taken before the step, on the step's batch, and the moments
    /// have taken it in already.
    /// </summary>
    LastStep,
}

/// <summary>What Φ itself learns with.</summary>
public enum MetaLearningRule
{
    /// <summary>Plain gradient descent, as in the paper.</summary>
    GradientDescent,

    /// <summary>Adam (betas 0.9 and 0.999, ε 1e-8).</summary>
    Adam,
}

/// <summary>What maps the state of all groups to their factors.</summary>
public enum ConductorKind
{
    /// <summary>Φ, the attention module over the groups' features (section 3.4 of the paper).</summary>
    Attention,

    /// <summary>A number of its own for each factor of each group, without features and without attention: <see cref="DirectModule"/>. Not in the paper.</summary>
    Direct,
}

/// <summary>How the conductor's raw numbers become α and β.</summary>
public enum FactorScale
{
    /// <summary>1 + range·(σ(raw) − ½), as in the paper: within half the range around 1.</summary>
    Linear,

    /// <summary>exp(range·tanh(raw/range)): the logarithm is within ± the range, and near the identity it is the raw number itself.</summary>
    Logarithmic,
}

/// <summary>Whether the mean of the logarithms of a factor over the groups is kept at zero: rates move between groups, their level stays the schedule's.</summary>
public enum FactorCentering
{
    /// <summary>Not: each factor is free.</summary>
    None,

    /// <summary>The mean weighs each group by the number of its elements that are updated.</summary>
    ByCount,

    /// <summary>The mean weighs all groups alike, of which anything is updated.</summary>
    Equal,
}

/// <summary>Whether the conductor learns from each step, by what the next gradient says of it.</summary>
public enum OnlineGradient
{
    /// <summary>It does not: it learns in <see cref="MetaAdamWOptimizer.MetaUpdate"/> alone, as in the paper.</summary>
    Off,

    /// <summary>By the derivatives of the next batch's loss as they are: −η·⟨∇, u + β·λ·θ⟩ by α and −η·α·λ·⟨∇, θ⟩ by β.</summary>
    Raw,

    /// <summary>By the same divided by ‖∇‖·‖η·u‖ of each group: that by α is a cosine, whatever the size of the model and the rate.</summary>
    Cosine,

    /// <summary>
    /// By the same, made derivatives by log α and log β and less their mean over the groups: groups are compared with each other, and what all have in
    /// common moves none of them. It goes with <see cref="FactorCentering.ByCount"/>, which leaves small groups free: without it they all shrink.
    /// </summary>
    Relative,
}

/// <summary>What computes a step.</summary>
public enum StepKernelKind
{
    /// <summary>The fused kernel where all parameters are float32 or float64 and contiguous on the CPU, else the other.</summary>
    Automatic,

    /// <summary>The fused kernel; parameters that it cannot take are an error.</summary>
    Fused,

    /// <summary>Torch's operators over lists of tensors, on any device and for any floating-point type; nothing is read back in a step.</summary>
    Foreach,
}
