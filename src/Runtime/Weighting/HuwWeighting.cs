using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Homoscedastic uncertainty weighting with priorities (arXiv:2605.04055, section 2.4 and equation 13): each loss L has a learned
/// log-variance s = log σ² and a priority p, and enters as ½·e^(−s)·L + ½·p·s (regression) or e^(−s)·L + p·s (classification).
/// </summary>
/// <remarks>
/// At the optimum σ² = L/p. A loss that is zero or negative has no optimum: its log-variance would run away, so all are kept
/// between −<see cref="LogVarianceLimit"/> and <see cref="LogVarianceLimit"/>. The log-variances are an ordinary parameter,
/// <c>log_variances</c>: give them to an optimizer with a rate of their own and no weight decay.
/// </remarks>
public sealed class HuwWeighting : nn.Module
{
    /// <summary>The largest absolute value of a log-variance: a weight is between e^(−10) and e^10.</summary>
    public const double LogVarianceLimit = 10;

    private readonly HuwTask[] _tasks;
    private readonly double[] _factors;

    /// <summary>Weighs the given tasks; all log-variances begin at 0.</summary>
    /// <param name="tasks">The tasks, in the order in which their losses will be given.</param>
    /// <exception cref="ArgumentException">There is no task, or two have one name.</exception>
    public HuwWeighting(params HuwTask[] tasks)
        : this(ScalarType.Float32, tasks)
    {
    }

    internal HuwWeighting(ScalarType dtype, params HuwTask[] tasks)
        : base(nameof(HuwWeighting))
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Length == 0)
        {
            throw new ArgumentException("There is no task to weigh.", nameof(tasks));
        }

        if (tasks.GroupBy(task => task.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two tasks are called '{twice.Key}'.", nameof(tasks));
        }

        _tasks = [.. tasks];
        _factors = [.. tasks.Select(task => task.Factor)];
        LogVariances = new Parameter(zeros(tasks.Length, dtype: dtype));
        LogVariances.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The tasks.</summary>
    public IReadOnlyList<HuwTask> Tasks => _tasks;

    /// <summary>The log-variances s, one for each task.</summary>
    [field: ComponentName(Name = "log_variances")]
    public Parameter LogVariances { get; }

    /// <summary>Adds the weighted losses.</summary>
    /// <param name="losses">Scalars, in the order of <see cref="Tasks"/>.</param>
    /// <returns>The scalar to minimise; gradients flow to the losses and to the log-variances.</returns>
    /// <exception cref="ArgumentException">There are more or fewer losses than tasks, or one is not a scalar.</exception>
    public Tensor Weigh(params Tensor[] losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.Length != _tasks.Length)
        {
            throw new ArgumentException($"{_tasks.Length} tasks ({string.Join(", ", _tasks.Select(t => t.Name))}) need as many losses; {losses.Length} were given.", nameof(losses));
        }

        KeepInRange();
        Tensor? total = null;
        for (int i = 0; i < losses.Length; i++)
        {
            if (losses[i].numel() != 1)
            {
                throw new ArgumentException($"The loss of task '{_tasks[i].Name}' has {losses[i].numel()} elements; it must be a scalar.", nameof(losses));
            }

            using Tensor s = LogVariances.select(0, i);
            using Tensor weight = s.neg().exp().mul(_factors[i]);
            using Tensor weighted = weight.mul(losses[i].reshape());
            using Tensor penalty = s.mul(_factors[i] * _tasks[i].Priority);
            Tensor term = weighted.add(penalty);
            if (total is null)
            {
                total = term;
                continue;
            }

            using Tensor left = total;
            using Tensor right = term;
            total = left.add(right);
        }

        return total!;
    }

    /// <summary>The factors that the losses enter with: ½·e^(−s) or e^(−s).</summary>
    /// <returns>One factor for each task.</returns>
    public double[] Weights() => [.. LogVarianceValues().Select((s, i) => _factors[i] * Math.Exp(-s))];

    /// <summary>The log-variances as numbers.</summary>
    /// <returns>One number for each task.</returns>
    public double[] LogVarianceValues()
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor values = LogVariances.detach().to(ScalarType.Float64).cpu();
        return values.data<double>().ToArray();
    }

    /// <summary>Moves log-variances that left the range to its end, so that they can come back.</summary>
    private void KeepInRange()
    {
        using (no_grad())
        {
            LogVariances.clamp_(-LogVarianceLimit, LogVarianceLimit);
        }
    }
}
