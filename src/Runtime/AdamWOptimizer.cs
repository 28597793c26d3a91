using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// What <see cref="FusedAdamW"/> and <see cref="MetaAdamWOptimizer"/> have in common: torch's parameter groups, the moments of each
/// parameter, and where gradients come from.
/// </summary>
public abstract partial class AdamWOptimizer : OptimizerHelper, optim.IBetas, optim.IMomentum
{
    private protected AdamWOptimizer(Options defaults)
    {
        _defaults = defaults;
        // Torch's base class leaves this to the classes that derive from it.
        _parameter_groups = [];
    }

    /// <summary>β1 and β2 of the first optimizer group; setting them sets those of all. A MetaAdamW group's own betas go before them.</summary>
    public (double, double) Betas
    {
        get => ((ParamGroup)_parameter_groups[0]).Betas;
        set
        {
            foreach (ParamGroup group in _parameter_groups.Cast<ParamGroup>())
            {
                group.Betas = value;
            }
        }
    }

    /// <summary>β1, under the name that schedulers with momentum look for.</summary>
    public double Momentum { get => Betas.Item1; set => Betas = (value, Betas.Item2); }

    /// <summary>Whether the state of each parameter has a trace of its directions.</summary>
    private protected virtual bool KeepsTraces => false;

    /// <summary>Where the gradients of a step come from.</summary>
    private protected abstract GradientSource Gradients { get; }

    /// <summary>Fills the gradients of all parameters with zeros. Parameters without a gradient stay without, except where the optimizer owns the gradients.</summary>
    public override void zero_grad() => Gradients.Zero();

    /// <summary>Clears the gradients of all parameters.</summary>
    /// <param name="set_to_none">Whether gradients become null, so that parameters that take no part in the next loss are not updated; else they become zeros.</param>
    public void zero_grad(bool set_to_none)
    {
        if (set_to_none)
        {
            Gradients.Remove();
        }
        else
        {
            zero_grad();
        }
    }

    /// <summary>The moments of a parameter.</summary>
    /// <param name="parameter">One of the optimizer's parameters.</param>
    /// <returns>Its state, which lives as long as the optimizer.</returns>
    /// <exception cref="KeyNotFoundException">The parameter is not in the optimizer.</exception>
    public State StateOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return (State)_state[parameter.Handle];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            // By what is kept, not by the parameters: the model may have been disposed or moved before.
            foreach (OptimizerState state in _state.Values)
            {
                ((State)state).Dispose();
            }

            Gradients.Dispose();
        }
    }

    /// <summary>Adds a group to those of torch: its options are completed, and its parameters get moments.</summary>
    private protected void Attach(ParamGroup group)
    {
        group.Options.Complete((Options)_defaults);
        group.Options.Owner = this;
        _parameter_groups.Add(group);
        foreach (Parameter parameter in group.Parameters)
        {
            _state[parameter.Handle] = new State(this, parameter);
        }
    }

    /// <summary>Reads one element of the state that torch loads element by element.</summary>
    /// <param name="what">The element, for messages.</param>
    /// <param name="first">Whether torch begins with it.</param>
    /// <param name="last">Whether torch ends with it.</param>
    /// <param name="read">Reads it into its place.</param>
    private protected virtual void LoadElement(string what, bool first, bool last, Action read) => read();

    /// <summary>The name that a parameter was given with.</summary>
    private protected string NameOf(Parameter parameter) =>
        _parameter_groups.Cast<ParamGroup>().SelectMany(group => group.Named).First(p => p.parameter.Handle == parameter.Handle).name;

    /// <summary>Makes any group of torch's one with names.</summary>
    private protected ParamGroup Named(TorchSharp.Modules.ParamGroup group) => group as ParamGroup ?? new ParamGroup(
        group.Parameters.Select((p, i) => ($"group{_parameter_groups.Count}.parameter{i}", p)),
        group.Options is { } given ? new Options { LearningRate = given.LearningRate } : null);

    private protected static Tensor? EvaluateWithGradients(Func<Tensor>? closure)
    {
        if (closure is null)
        {
            return null;
        }

        using IDisposable grad = enable_grad();
        return closure();
    }

    private protected static T NotNull<T>(T? value)
        where T : class =>
        value ?? throw new ArgumentNullException(nameof(value));
}
