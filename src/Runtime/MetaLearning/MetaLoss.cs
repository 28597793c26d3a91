using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The meta-loss of one meta-update and its exact derivatives by the factors (arXiv:2605.04055, section 3.5), without a functional
/// form of the model: θ' is written into the model's own parameters, and the derivative by θ' is carried to the factors by hand.
/// </summary>
/// <remarks>
/// Batches are drawn outside of any dispose scope, since a loader may keep what it makes; and a batch is not used after the next
/// one of its kind has been drawn, since a loader may dispose it then.
/// </remarks>
internal sealed class MetaLoss(MetaAdamWOptions options, MetaObjective objective, ParameterSlot[] slots, MetaWeights weights)
{
    private readonly LossDerivatives _derivatives = new(slots, options.Maximize);
    private double _trainingLoss;
    private double _validationLoss = double.NaN;
    private Func<Tensor>? _training;
    private Func<Tensor>? _validation;
    private Tensor? _validationRandom;

    /// <summary>∇1, by slot.</summary>
    public Tensor?[] Gradient1 { get; private set; } = [];

    private bool NeedsValidation => weights.LossDecrease != 0 || weights.GeneralizationGap != 0;

    /// <summary>Steps 1 and 5, 6 at θ: ∇1 and the validation loss.</summary>
    public void AtParameters()
    {
        _training = objective.DrawTraining();
        (_trainingLoss, Gradient1) = _derivatives.Gradient(_training);
        if (NeedsValidation)
        {
            _validation = objective.DrawValidation();
            _validationRandom = get_rng_state().DetachFromDisposeScope();
            _validationLoss = _derivatives.Value(_validation);
        }
    }

    /// <summary>Steps 4 to 6 at θ', which stands in the model's parameters.</summary>
    /// <param name="step">The hypothetical step.</param>
    /// <param name="values">θ.</param>
    /// <param name="factors">α, β, λ1, λ2 of each group.</param>
    public MetaTerms AfterStep(HypotheticalStep step, IReadOnlyList<Tensor> values, double[] factors)
    {
        var terms = new MetaTerms { ByFactor = new double[factors.Length] };
        bool gapAfterStep = options.GapAfterStep && weights.GeneralizationGap != 0;
        double gapSign = 0;
        double trainingAfter = 0;
        Tensor?[] byTraining = [];
        if (gapAfterStep)
        {
            (trainingAfter, byTraining) = _derivatives.Gradient(_training!);
        }

        if (weights.LossDecrease != 0 || gapAfterStep)
        {
            set_rng_state(_validationRandom!);
            (double after, Tensor?[] byValidation) = _derivatives.Gradient(_validation!);
            terms.LossDecrease = after - _validationLoss;
            gapSign = !gapAfterStep ? 0 : trainingAfter > after ? 1 : -1;
            terms.GeneralizationGap = Math.Abs(trainingAfter - after);
            Carry(byValidation, weights.LossDecrease - (weights.GeneralizationGap * gapSign));
        }

        if (gapAfterStep)
        {
            Carry(byTraining, weights.GeneralizationGap * gapSign);
        }
        else if (weights.GeneralizationGap != 0)
        {
            terms.GeneralizationGap = Math.Abs(_trainingLoss - _validationLoss);
        }
        else
        {
            terms.GeneralizationGap = double.NaN;
        }

        if (weights.GradientAlignment != 0)
        {
            Carry(GradientAlignment(terms, factors), weights.GradientAlignment);
        }

        return terms;

        void Carry(Tensor?[] derivatives, double weight)
        {
            double[] carried = new double[factors.Length];
            step.AddDerivatives(values, derivatives, factors, options.AuthorsCompatibility, carried);
            for (int i = 0; i < carried.Length; i++)
            {
                terms.ByFactor[i] += weight * carried[i];
            }

            LossDerivatives.Release(derivatives);
        }
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
        LossDerivatives.Release(Gradient1);
        _validationRandom?.Dispose();
    }

    /// <summary>Step 4: L_grad, its derivatives by λ1 and λ2, and H(θ')·∂L_grad/∂∇2.</summary>
    private Tensor?[] GradientAlignment(MetaTerms terms, double[] factors)
    {
        Func<Tensor> training = objective.DrawTraining();
        using Tensor random = get_rng_state().DetachFromDisposeScope();
        if (options.SecondDerivatives == SecondDerivatives.Exact)
        {
            if (_derivatives.HessianProduct(training, Direction) is { } product)
            {
                return product;
            }

            set_rng_state(random);
        }

        Tensor?[] gradient2 = _derivatives.Gradient(training).Gradient;
        Tensor?[] w = Direction(gradient2);
        LossDerivatives.Release(gradient2);
        Tensor?[] differences = _derivatives.HessianProductByDifferences(training, w, random);
        LossDerivatives.Release(w);
        return differences;

        Tensor?[] Direction(Tensor?[] gradient2)
        {
            var term = new GradientTerm(slots, Gradient1, gradient2, factors);
            if (double.IsNaN(terms.GradientAlignment))
            {
                terms.GradientAlignment = term.Value;
                term.AddDerivatives(weights.GradientAlignment, terms.ByFactor);
            }

            return term.ByGradient2();
        }
    }
}
