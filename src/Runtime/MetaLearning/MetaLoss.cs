using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The meta-loss of one meta-update and its exact derivatives by the factors (arXiv:2605.04055, section 3.5), without a functional
/// form of the model: θ' is written into the model's own parameters, and the derivative by θ' is carried to the factors by hand.
/// </summary>
/// <remarks>
/// <para>Batches are drawn outside of any dispose scope, since a loader may keep what it makes; and a batch is not used after the next
/// one of its kind has been drawn, since a loader may dispose it then.</para>
/// <para>Nothing of the model's size is kept longer than it is needed: each gradient is carried to the factors and released before the
/// next is taken. Beside θ and ∇1, one more gradient exists at a time.</para>
/// </remarks>
internal sealed class MetaLoss(MetaAdamWOptions options, MetaObjective objective, ParameterSlot[] slots, MetaWeights weights)
{
    private readonly LossDerivatives _derivatives = new(slots, options.Maximize);
    private double _trainingLoss;
    private double _validationLoss = double.NaN;
    private bool _ownsGradient1;
    private Func<Tensor>? _training;
    private Func<Tensor>? _validation;
    private Tensor? _validationRandom;

    /// <summary>∇1, by slot.</summary>
    public IReadOnlyList<Tensor?> Gradient1 { get; private set; } = [];

    /// <summary>Whether any term depends on the factors: the gap at θ does not, and then no step needs to be taken in thought.</summary>
    public bool NeedsStep => weights.GradientAlignment != 0 || weights.LossDecrease != 0 || GapAfterStep || options.AuthorsCompatibility;

    private bool GapAfterStep => options.GapAfterStep && weights.GeneralizationGap != 0;

    private bool NeedsValidation => weights.LossDecrease != 0 || weights.GeneralizationGap != 0;

    /// <summary>Steps 1 and 5, 6 at θ: ∇1 and the validation loss, with ∇1 from a batch of its own.</summary>
    public void AtParameters()
    {
        _training = objective.DrawTraining();
        if (NeedsStep)
        {
            (_trainingLoss, Gradient1) = _derivatives.Gradient(_training);
            _ownsGradient1 = true;
        }
        else
        {
            _trainingLoss = _derivatives.Value(_training);
        }

        AtParametersOfValidation();
    }

    /// <summary>The same with the gradients and the loss of the step just made for ∇1 and its loss.</summary>
    /// <param name="gradients">The gradients that stand in the parameters, by slot. They stay the caller's.</param>
    /// <param name="trainingLoss">The loss that they are of; null where no term reads it.</param>
    public void AtParameters(IReadOnlyList<Tensor?> gradients, double? trainingLoss)
    {
        using IDisposable noGrad = no_grad();
        _ownsGradient1 = options.Maximize;
        Gradient1 = options.Maximize ? [.. gradients.Select(g => g?.neg().DetachFromDisposeScope())] : gradients;
        _trainingLoss = trainingLoss is { } loss ? (options.Maximize ? -loss : loss) : double.NaN;
        AtParametersOfValidation();
    }

    /// <summary>Steps 4 to 6 at θ', which stands in the model's parameters.</summary>
    /// <param name="step">The step in thought.</param>
    /// <param name="factors">α, β, λ1, λ2 of each group.</param>
    public MetaTerms AfterStep(HypotheticalStep step, double[] factors)
    {
        var terms = new MetaTerms { ByFactor = new double[factors.Length] };
        double trainingAfter = 0;
        double[] byTraining = new double[factors.Length];
        if (GapAfterStep)
        {
            (trainingAfter, Tensor?[] gradient) = _derivatives.Gradient(_training!);
            Carry(step, gradient, 1, byTraining);
        }

        if (weights.LossDecrease != 0 || GapAfterStep)
        {
            set_rng_state(_validationRandom!);
            (double after, Tensor?[] gradient) = _derivatives.Gradient(_validation!);
            if (weights.LossDecrease != 0)
            {
                terms.LossDecrease = after - _validationLoss;
            }

            double gapWeight = !GapAfterStep ? 0 : trainingAfter > after ? weights.GeneralizationGap : -weights.GeneralizationGap;
            Carry(step, gradient, weights.LossDecrease - gapWeight, terms.ByFactor);
            if (GapAfterStep)
            {
                terms.GeneralizationGap = Math.Abs(trainingAfter - after);
                for (int i = 0; i < byTraining.Length; i++)
                {
                    terms.ByFactor[i] += gapWeight * byTraining[i];
                }
            }
        }

        AddGapAtParameters(terms);
        if (weights.GradientAlignment != 0)
        {
            AddGradientAlignment(step, terms, factors);
        }

        return terms;
    }

    /// <summary>The terms where none of them depends on the factors.</summary>
    public MetaTerms WithoutStep(int factors)
    {
        var terms = new MetaTerms { ByFactor = new double[factors] };
        AddGapAtParameters(terms);
        return terms;
    }

    /// <summary>R5: the authors draw another validation batch for the gap. θ stands in the model again.</summary>
    public void SeparateGap(MetaTerms terms)
    {
        if (weights.GeneralizationGap != 0 && !options.GapAfterStep)
        {
            terms.GeneralizationGap = Math.Abs(_trainingLoss - _derivatives.Value(objective.DrawValidation()));
        }
    }

    public void Release()
    {
        if (_ownsGradient1)
        {
            LossDerivatives.Release(Gradient1);
        }

        _validationRandom?.Dispose();
    }

    private static void Carry(HypotheticalStep step, Tensor?[] derivatives, double weight, double[] result)
    {
        step.AddDerivatives(derivatives, weight, result);
        LossDerivatives.Release(derivatives);
    }

    private void AtParametersOfValidation()
    {
        if (NeedsValidation)
        {
            _validation = objective.DrawValidation();
            _validationRandom = get_rng_state().DetachFromDisposeScope();
            if (weights.LossDecrease != 0 || !GapAfterStep)
            {
                _validationLoss = _derivatives.Value(_validation);
            }
        }
    }

    private void AddGapAtParameters(MetaTerms terms)
    {
        if (weights.GeneralizationGap != 0 && !GapAfterStep)
        {
            terms.GeneralizationGap = Math.Abs(_trainingLoss - _validationLoss);
        }
    }

    /// <summary>Step 4: L_grad, its derivatives by λ1 and λ2, and H(θ')·∂L_grad/∂∇2 carried to α and β.</summary>
    private void AddGradientAlignment(HypotheticalStep step, MetaTerms terms, double[] factors)
    {
        Func<Tensor> training = objective.DrawTraining();
        using Tensor random = get_rng_state().DetachFromDisposeScope();
        if (options.SecondDerivatives == SecondDerivatives.Exact)
        {
            if (_derivatives.HessianProduct(training, gradient2 => Direction(gradient2, inPlace: false)) is { } product)
            {
                Carry(step, product, weights.GradientAlignment, terms.ByFactor);
                return;
            }

            set_rng_state(random);
        }

        Tensor?[] w = Direction(_derivatives.Gradient(training).Gradient, inPlace: true);
        double h = _derivatives.MoveAhead(w);
        LossDerivatives.Release(w);
        if (h == 0)
        {
            return;
        }

        // The dot products of both gradients are taken in double, so their difference is that of the gradients; neither is kept.
        Carry(step, At(random), weights.GradientAlignment / (2 * h), terms.ByFactor);
        step.Mirror();
        Carry(step, At(random), -weights.GradientAlignment / (2 * h), terms.ByFactor);

        Tensor?[] At(Tensor state)
        {
            set_rng_state(state);
            return _derivatives.Gradient(training).Gradient;
        }

        Tensor?[] Direction(Tensor?[] gradient2, bool inPlace)
        {
            var term = new GradientTerm(slots, Gradient1, gradient2, factors);
            if (double.IsNaN(terms.GradientAlignment))
            {
                terms.GradientAlignment = term.Value;
                term.AddDerivatives(weights.GradientAlignment, terms.ByFactor);
            }

            return term.ByGradient2(inPlace);
        }
    }
}
