using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    private readonly HuwWeighting _terms;
    private readonly MetaLearner _learner;
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

    /// <summary>Whether <see cref="MetaUpdate"/> would do something now: once in every period, after the warm-up.</summary>
    public bool MetaUpdateIsDue =>
        Steps > 0 && Steps >= _schedule.Warmup && Steps % _schedule.Period == 0 && Steps != _lastMetaUpdate;

    /// <summary>
    /// Lets Φ learn (arXiv:2605.04055, section 3.5): a step is taken in thought, and Φ moves so that the step's outcome would have
    /// been better. Does nothing until it is due.
    /// </summary>
    /// <param name="objective">The model, its loss and its batches.</param>
    /// <returns>Whether a meta-update was due.</returns>
    /// <remarks>
    /// Parameters, their gradients, buffers, training mode and the random state are afterwards what they were before, also when the
    /// loss throws. Where a loss or the meta-gradient is not finite, Φ stays as it is, and <see cref="SkippedMetaUpdates"/> counts it.
    /// </remarks>
    public bool MetaUpdate(MetaObjective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!MetaUpdateIsDue)
        {
            return false;
        }

        long started = Stopwatch.GetTimestamp();
        MetaWeights weights = MetaWeights.Of(_options, _terms);
        double[] logVariances = _terms.LogVarianceValues();
        (MetaTerms terms, Tensor[] gradient) = MetaGradient(objective, weights);
        double total = MetaLossOf(terms, weights);
        (double norm, bool made, double change) = _learner.Step(gradient);
        LossDerivatives.Release(gradient);
        _lastMetaUpdate = Steps;
        if (made)
        {
            _path.RefreshAttention();
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
    internal (MetaTerms Terms, Tensor[] Gradient) MetaGradient(MetaObjective objective, MetaWeights weights)
    {
        Layout layout = _layout;
        var loss = new MetaLoss(_options, objective, layout.Slots, weights);
        Gradients.Distrust();
        using var snapshot = new ModelSnapshot(objective.Model, layout.Slots.Select(slot => slot.Parameter));
        try
        {
            loss.AtParameters();
            layout.SetGradients(loss.Gradient1);
            _path.Measure(ofMaximized: false);
            _path.Extract(TrainingTime.At(Steps + 1, _options.TotalSteps));
            using IDisposable grad = enable_grad();
            using Tensor factors = FactorsWithGraph();
            double[] values = Read(factors);
            using var step = new HypotheticalStep(layout.Slots, layout.RatesAhead(_options.AuthorsCompatibility ? 0 : 1), _options.AuthorsCompatibility);
            step.Apply(snapshot.Values, values);
            MetaTerms terms = loss.AfterStep(step, snapshot.Values, values);
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
        using Tensor cpu = values.detach().to(ScalarType.Float64).cpu();
        return cpu.data<double>().ToArray();
    }

    /// <summary>α, β, λ1, λ2 of each group with their graph through Φ.</summary>
    private Tensor FactorsWithGraph()
    {
        using DisposeScope scope = NewDisposeScope();
        return _layout.Map.Apply(Attention.call(_path.FeaturesFor(Attention))).MoveToOuterDisposeScope();
    }
}
