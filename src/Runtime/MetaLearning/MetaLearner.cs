using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Moves Φ, γ, the embeddings and the log-variances along the meta-gradient (arXiv:2605.04055, algorithm 2): the last part of a
/// meta-update, without the model.
/// </summary>
internal sealed class MetaLearner : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly MetaAdamWOptions _options;
    private readonly Parameter? _gates;
    private readonly HuwWeighting _terms;
    private readonly (string Name, Parameter Tensor)[] _learned;
    private readonly bool[] _decays;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;

    public MetaLearner(MetaAdamWOptions options, ConductorModule conductor, HuwWeighting terms)
    {
        _options = options;
        _gates = (conductor as AttentionModule)?.Gates;
        _terms = terms;
        _learned = [.. conductor.named_parameters().Select(p => (p.name, p.parameter)), ("log_variances", terms.LogVariances)];

        // The encoder's tensors and the output weight; not the output bias, the gates, the embeddings or the log-variances.
        _decays = [.. _learned.Select(p => p.Name.StartsWith("layers.", StringComparison.Ordinal)
            || p.Name.StartsWith("final_norm.", StringComparison.Ordinal) || p.Name == "output.weight")];
        bool adam = options.MetaRule == MetaLearningRule.Adam;
        _first = adam ? Zeros() : [];
        _second = adam ? Zeros() : [];

        Tensor[] Zeros() => [.. _learned.Select(p => zeros_like(p.Tensor.detach()).DetachFromDisposeScope())];
    }

    /// <summary>The number of updates made.</summary>
    public long Updates { get; set; }

    /// <summary>The number of updates whose gradient was scaled down to the limit.</summary>
    public long Clipped { get; set; }

    /// <summary>What is learned: names and tensors.</summary>
    public IReadOnlyList<(string Name, Parameter Tensor)> Learned => _learned;

    /// <summary>Adam's moments, where that is the rule: first all m, then all v.</summary>
    public IEnumerable<Tensor> Moments => _first.Concat(_second);

    /// <summary>Makes room for what Φ has got in addition; what is there stays.</summary>
    public void Widen()
    {
        using IDisposable noGrad = no_grad();
        foreach (Tensor[] moments in (Tensor[][])[_first, _second])
        {
            for (int i = 0; i < moments.Length; i++)
            {
                long more = _learned[i].Tensor.shape[0] - moments[i].shape[0];
                if (more > 0)
                {
                    using Tensor narrow = moments[i];
                    using Tensor added = zeros([more, .. narrow.shape[1..]], dtype: narrow.dtype, device: narrow.device);
                    moments[i] = cat([narrow, added], 0).DetachFromDisposeScope();
                }
            }
        }
    }

    /// <summary>The meta weight decay and the gate penalty, as they enter the meta-loss.</summary>
    public double Penalty()
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double norms = _learned.Where((_, i) => _decays[i]).Sum(p => p.Tensor.norm().to(ScalarType.Float64).cpu().item<double>());
        double gates = _gates is { } g ? g.abs().sum(ScalarType.Float64).cpu().item<double>() : 0;
        return (_options.MetaWeightDecay * norms) + (_options.GatePenalty * gates);
    }

    /// <summary>∂L_meta by everything that is learned. The caller owns the tensors.</summary>
    /// <param name="factors">α, β, λ1, λ2 of each group, G × 4, with their graph through Φ; null where no term depends on them.</param>
    /// <param name="byFactor">∂L/∂(α, β, λ1, λ2) of each group.</param>
    /// <param name="losses">The three terms; read only where their weights are learned.</param>
    public Tensor[] Gradient(Tensor? factors, double[] byFactor, double[] losses)
    {
        using IDisposable grad = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        Parameter[] ofConductor = [.. _learned.SkipLast(1).Select(p => p.Tensor)];
        IList<Tensor>? gradients = null;
        if (factors is not null)
        {
            Tensor weights = tensor(byFactor, dtype: factors.dtype, device: factors.device).reshape(factors.shape);
            gradients = autograd.grad([factors.mul(weights).sum()], ofConductor, allow_unused: true);
        }

        using IDisposable noGrad = no_grad();
        var result = new Tensor[_learned.Length];
        for (int i = 0; i < _learned.Length; i++)
        {
            Parameter tensor = _learned[i].Tensor;
            Tensor g = i == ofConductor.Length ? ByLogVariance(losses)
                : gradients?[i] is { IsInvalid: false } given ? given.detach() : zeros_like(tensor);
            if (ReferenceEquals(tensor, _gates))
            {
                g = g.add(tensor.sign(), alpha: _options.GatePenalty);
            }

            if (_decays[i] && tensor.norm().to(ScalarType.Float64).cpu().item<double>() is > 0 and { } norm)
            {
                g = g.add(tensor, alpha: _options.MetaWeightDecay / norm);
            }

            result[i] = g.DetachFromDisposeScope();
        }

        return result;
    }

    /// <summary>Makes one step along a gradient.</summary>
    /// <param name="gradient">As <see cref="Gradient"/> gives it.</param>
    /// <param name="allowed">Whether the step may be made: whether the meta-loss is finite.</param>
    /// <returns>The gradient's norm, whether the step was made, and ‖ΔΦ‖/‖Φ‖.</returns>
    /// <remarks>A gradient that is not finite is left out; one above the limit is scaled down to it.</remarks>
    public (double Norm, bool Made, double RelativeChange) Step(Tensor[] gradient, bool allowed)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double norm = Math.Sqrt(TensorLists.Dots(gradient, gradient).Sum());
        if (!allowed || !double.IsFinite(norm))
        {
            return (norm, false, 0);
        }

        double scale = 1;
        if (_options.MetaGradientLimit is { } limit && norm > limit)
        {
            scale = limit / norm;
            Clipped++;
        }

        Updates++;
        Parameter[] tensors = [.. _learned.Select(p => p.Tensor)];
        double size = Math.Sqrt(TensorLists.Dots(tensors, tensors).Sum());
        Tensor[] before = [.. tensors.Select(p => p.detach().clone())];
        for (int i = 0; i < tensors.Length; i++)
        {
            if (_options.AuthorsCompatibility && ReferenceEquals(tensors[i], _gates))
            {
                continue;
            }

            tensors[i].add_(DirectionOf(i, scale == 1 ? gradient[i] : gradient[i].mul(scale)), alpha: -_options.MetaLearningRate);
        }

        _terms.LogVariances.clamp_(-HuwWeighting.LogVarianceLimit, HuwWeighting.LogVarianceLimit);
        Tensor[] change = [.. tensors.Select((p, i) => p.sub(before[i]))];
        return (norm, true, size > 0 ? Math.Sqrt(TensorLists.Dots(change, change).Sum()) / size : 0);
    }

    public void Dispose()
    {
        foreach (Tensor moment in Moments)
        {
            moment.Dispose();
        }
    }

    /// <summary>∂/∂s_i of ½·e^(−s_i)·L_i + ½·p_i·s_i.</summary>
    private Tensor ByLogVariance(double[] losses)
    {
        double[] weights = _terms.Weights();
        double[] gradient = [.. _terms.Tasks.Select((task, i) =>
            MetaWeights.AreLearned(_options) ? (-weights[i] * losses[i]) + (task.Factor * task.Priority) : 0)];
        return tensor(gradient, dtype: ScalarType.Float64);
    }

    private Tensor DirectionOf(int i, Tensor gradient)
    {
        if (_first.Length == 0)
        {
            return gradient;
        }

        _first[i].mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
        _second[i].mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        Tensor denominator = _second[i].div(1 - Math.Pow(Beta2, Updates)).sqrt_().add_(Epsilon);
        return _first[i].div(1 - Math.Pow(Beta1, Updates)).div_(denominator);
    }
}
