using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    private readonly HuwWeighting _terms;
    private MetaLearner _learner;
    private readonly (long Warmup, long Period) _schedule;
    private long _lastMetaUpdate;

    /// <summary>Raised after each meta-update.</summary>
    public event Action<MetaUpdateRecord>? MetaUpdated;

    /// <summary>The weighting of the meta-loss's three terms.</summary>
    public HuwWeighting Terms => _terms;

    /// <summary>What moves Φ.</summary>
    internal MetaLearner Learner => _learner;

    /// <summary>The number of meta-updates made.</summary>
    public long MetaUpdates => _learner.Updates;

    /// <summary>The number of meta-updates that were left out because a loss or the meta-gradient was not finite.</summary>
    public long SkippedMetaUpdates { get; private set; }

    /// <summary>The number of meta-updates whose gradient was above <see cref="MetaAdamWOptions.MetaGradientLimit"/> and was scaled down to it.</summary>
    public long ClippedMetaUpdates => _learner.Clipped;

    /// <summary>Whether <see cref="MetaUpdate"/> would do something now: once in every period, after the warm-up.</summary>
    public bool MetaUpdateIsDue =>
        Steps > 0 && Steps >= _schedule.Warmup && Steps % _schedule.Period == 0 && Steps != _lastMetaUpdate;

    /// <summary>
    /// Lets Φ learn (arXiv:2605.04055, section 3.5): a step is taken in thought, and Φ moves so that the step's outcome would have
    /// been better. Does nothing until it is due.
    /// </summary>
    /// <param name="objective">The model, its loss and its batches.</param>
    /// <param name="trainingLoss">
    /// The loss, a scalar, that the gradients in the parameters are of. It is read where <see cref="MetaAdamWOptions.FirstGradient"/> is
    /// <see cref="FirstGradientSource.LastStep"/> and the meta-loss has the generalization gap.
    /// </param>
    /// <returns>Whether a meta-update was due.</returns>
    /// <remarks>
    /// Parameters, their gradients, buffers, training mode and the random state are afterwards what they were before, also when the
    /// loss throws. Where a loss or the meta-gradient is not finite, Φ stays as it is, and <see cref="SkippedMetaUpdates"/> counts it;
    /// where the meta-gradient is above its limit, it is scaled down, and <see cref="ClippedMetaUpdates"/> counts it.
    /// </remarks>
    /// <exception cref="ArgumentException">The training loss is needed and not given, or is no scalar.</exception>
    /// <exception cref="InvalidOperationException">The last step's gradients are needed, and no parameter has one; or a sequence is empty.</exception>
    public bool MetaUpdate(MetaObjective objective, Tensor? trainingLoss = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        MetaWeights weights = MetaWeights.Of(_options, _terms);
        bool lastStep = _options.FirstGradient == FirstGradientSource.LastStep;
        if (lastStep && weights.GeneralizationGap != 0 && trainingLoss?.numel() != 1)
        {
            throw new ArgumentException(
                $"With {nameof(MetaAdamWOptions.FirstGradient)} = {FirstGradientSource.LastStep} the generalization gap needs the loss, a scalar, that the step's "
                + $"gradients are of; {(trainingLoss is null ? "none was given" : $"the one given has {trainingLoss.numel()} elements")}.",
                nameof(trainingLoss));
        }

        if (!MetaUpdateIsDue)
        {
            return false;
        }

        long started = Stopwatch.GetTimestamp();
        double[] logVariances = _terms.LogVarianceValues();
        double? lastLoss = lastStep && trainingLoss is not null ? Read(trainingLoss)[0] : null;
        (MetaTerms terms, Tensor[] gradient) = MetaGradient(objective, weights, lastLoss);
        double total = MetaLossOf(terms, weights);
        (double norm, bool made, double change) = _learner.Step(gradient, allowed: double.IsFinite(total));
        LossDerivatives.Release(gradient);
        _lastMetaUpdate = Steps;
        if (made)
        {
            _path.RefreshConductor();
        }
        else
        {
            SkippedMetaUpdates++;
        }

        MetaUpdated?.Invoke(new MetaUpdateRecord
        {
            Step = Steps,
            GradientAlignment = terms.GradientAlignment,
            LossDecrease = terms.LossDecrease,
            GeneralizationGap = terms.GeneralizationGap,
            Total = total,
            Weights = weights.ToArray(),
            LogVariances = logVariances,
            GradientNorm = norm,
            RelativeChange = change,
            Skipped = !made,
            Duration = Stopwatch.GetElapsedTime(started),
        });
        return true;
    }

    /// <summary>The terms of the meta-loss and ∂L_meta by all that Φ learns; leaves no trace in the model. The caller owns the tensors.</summary>
    internal (MetaTerms Terms, Tensor[] Gradient) MetaGradient(MetaObjective objective, MetaWeights weights, double? trainingLoss = null)
    {
        Layout layout = _layout;
        var loss = new MetaLoss(_options, objective, layout.Slots, weights);
        Gradients.Distrust();
        using var snapshot = new ModelSnapshot(objective.Model, layout.Slots.Select(slot => slot.Parameter));
        try
        {
            if (_options.FirstGradient == FirstGradientSource.LastStep)
            {
                if (snapshot.Gradients.All(g => g is null))
                {
                    throw new InvalidOperationException(
                        $"{nameof(MetaAdamWOptions.FirstGradient)} is {FirstGradientSource.LastStep}, but no parameter has a gradient: call MetaUpdate between step and zero_grad.");
                }

                loss.AtParameters(snapshot.Gradients, trainingLoss);
            }
            else
            {
                loss.AtParameters();
            }

            if (!loss.NeedsStep)
            {
                MetaTerms constant = loss.WithoutStep(layout.Groups.Count * ConductorModule.Outputs);
                return (constant, _learner.Gradient(null, constant.ByFactor, constant.ToArray()));
            }

            layout.SetGradients(loss.Gradient1);
            _path.Measure(ofMaximized: false);
            _path.Extract(TrainingTime.At(Steps + 1, _options.TotalSteps));
            using IDisposable grad = enable_grad();
            using Tensor factors = FactorsWithGraph();
            double[] values = Read(factors);
            var step = new HypotheticalStep(layout.Slots, layout.RatesAhead(_options.AuthorsCompatibility ? 0 : 1), snapshot.Values, values, _options);
            step.Apply();
            MetaTerms terms = loss.AfterStep(step, values);
            if (_options.AuthorsCompatibility)
            {
                snapshot.RestoreValues();
                loss.SeparateGap(terms);
                snapshot.KeepTraces(loss.Gradient1);
            }

            return (terms, _learner.Gradient(factors, terms.ByFactor, terms.ToArray()));
        }
        finally
        {
            layout.SetGradients(null);
            loss.Release();
        }
    }

    /// <summary>L_meta: the weighted terms, the log-variances' part, the meta weight decay and the gate penalty.</summary>
    internal double MetaLossOf(MetaTerms terms, MetaWeights weights)
    {
        double uncertainty = MetaWeights.AreLearned(_options)
            ? _terms.LogVarianceValues().Zip(_terms.Tasks, (s, task) => task.Factor * task.Priority * s).Sum()
            : 0;
        return terms.Weighted(weights) + uncertainty + _learner.Penalty();
    }

    private static double[] Read(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cpu = values.detach().to(ScalarType.Float64).cpu();
        return cpu.data<double>().ToArray();
    }

    /// <summary>α, β, λ1, λ2 of each group with their graph through Φ.</summary>
    private Tensor FactorsWithGraph()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = Conductor.parameters().First();
        Tensor raw = Conductor.call(_path.FeaturesFor(weight.dtype, weight.device));
        double[] moving = new double[Groups.Count];
        FactorMap.CountMoving(_layout.Slots, moving);
        using FactorTensors map = _layout.Map.On(raw.device, raw.dtype);
        return map.Apply(raw, Mirror.Upload(moving, raw.device, raw.dtype, moving.Length)).MoveToOuterDisposeScope();
    }
}
