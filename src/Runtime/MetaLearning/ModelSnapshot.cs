using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// What a meta-update puts back (arXiv:2605.04055, algorithm 2): parameters, their gradients, buffers, training mode and torch's
/// random state. Disposing restores all, whatever happened in between.
/// </summary>
/// <remarks>The random state is that of the CPU's default generator; a CUDA generator's is not reachable through TorchSharp.</remarks>
internal sealed class ModelSnapshot : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _values;
    private readonly Tensor?[] _gradients;
    private readonly (Tensor Buffer, Tensor Value)[] _buffers;
    private readonly (nn.Module Module, bool Training)[] _modes;
    private readonly Tensor _random;
    private bool _keepTraces;

    /// <summary>Takes the snapshot and leaves the parameters without gradients.</summary>
    public ModelSnapshot(nn.Module model, IEnumerable<Parameter> parameters)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _random = get_rng_state().DetachFromDisposeScope();
        _parameters = [.. parameters];
        _values = [.. _parameters.Select(p => p.clone().DetachFromDisposeScope())];
        _buffers = [.. model.named_buffers().Select(b => (b.buffer, b.buffer.clone().DetachFromDisposeScope()))];
        _modes = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        _gradients = [.. _parameters.Select(p => p.grad?.DetachFromDisposeScope())];
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>The parameters' values, in the order in which they were given.</summary>
    public IReadOnlyList<Tensor> Values => _values;

    /// <summary>The gradients that stood in the parameters; they belong to the snapshot.</summary>
    public IReadOnlyList<Tensor?> Gradients => _gradients;

    /// <summary>Writes the parameters' values back.</summary>
    public void RestoreValues()
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].copy_(_values[i]);
        }
    }

    /// <summary>R6: the authors leave gradients in the parameters, and buffers and random state as they have become.</summary>
    /// <param name="gradients">The gradients to leave.</param>
    public void KeepTraces(IReadOnlyList<Tensor?> gradients)
    {
        _keepTraces = true;
        for (int i = 0; i < _parameters.Length; i++)
        {
            _gradients[i]?.Dispose();
            _gradients[i] = gradients[i]?.alias().DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        RestoreValues();
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].grad = _gradients[i];
            _gradients[i]?.Dispose();
            _values[i].Dispose();
        }

        foreach ((Tensor buffer, Tensor value) in _buffers)
        {
            if (!_keepTraces)
            {
                buffer.copy_(value);
            }

            value.Dispose();
        }

        // Parents come before their children, so each call leaves what is right below it to the calls that follow.
        if (_modes.Any(mode => mode.Module.training != mode.Training))
        {
            foreach ((nn.Module module, bool training) in _modes)
            {
                module.train(training);
            }
        }

        if (!_keepTraces)
        {
            set_rng_state(_random);
        }

        _random.Dispose();
    }
}
