using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>First and second derivatives of a loss by the parameters, as lists with null where a parameter takes no part.</summary>
internal sealed class LossDerivatives(ParameterSlot[] slots, bool maximize)
{
    private readonly Parameter[] _parameters = [.. slots.Select(slot => slot.Parameter)];
    private readonly int[] _trainable = [.. slots.Where(slot => slot.Parameter.requires_grad).Select(slot => slot.Index)];
    private static int s_warned;

    /// <summary>The loss alone.</summary>
    public double Value(Func<Tensor> loss)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Read(Scalar(loss));
    }

    /// <summary>The loss and its gradient. The caller owns the tensors.</summary>
    public (double Loss, Tensor?[] Gradient) Gradient(Func<Tensor> loss)
    {
        using IDisposable grad = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor value = Scalar(loss);
        return (Read(value), Kept(Differentiate(value, createGraph: false)));
    }

    /// <summary>
    /// The gradient and, for w that is a function of it, the product of the Hessian with w, by differentiating the backward pass.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="direction">Computes w, by slot, from the gradient; it may keep the gradient only for its own time.</param>
    /// <returns>H·w by slot, or null where an operator has no second derivative. The caller owns the tensors.</returns>
    public Tensor?[]? HessianProduct(Func<Tensor> loss, Func<Tensor?[], Tensor?[]> direction)
    {
        using IDisposable grad = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] gradient = Differentiate(Scalar(loss), createGraph: true);
        Tensor?[] w = direction(gradient);
        try
        {
            int[] curved = [.. _trainable.Where(i => gradient[i] is { requires_grad: true } && w[i] is not null)];
            if (curved.Length == 0)
            {
                return new Tensor?[slots.Length];
            }

            // Into the parameters' own gradients, which the snapshot has emptied: an error in the backward pass then is an exception everywhere.
            try
            {
                autograd.backward(
                    [.. curved.Select(i => gradient[i]!)], [.. curved.Select(i => w[i]!)], inputs: [.. _trainable.Select(i => _parameters[i])]);
            }
            catch (ExternalException error)
            {
                Clear();
                WarnOnce(error);
                return null;
            }

            Tensor?[] product = [.. _parameters.Select(p => p.grad)];
            Tensor?[] kept = Kept(product);
            Clear();
            return kept;
        }
        finally
        {
            Release(w);
        }
    }

    /// <summary>
    /// Moves the parameters from θ' along w, by the step h of a central difference: H·w is the difference of the gradients on both
    /// sides, divided by 2h.
    /// </summary>
    /// <returns>h; 0 where w is zero or not finite, and nothing was moved.</returns>
    public double MoveAhead(Tensor?[] w)
    {
        double norm = Math.Sqrt(TensorLists.Dots(w, w).Sum());
        if (!(norm > 0) || !double.IsFinite(norm))
        {
            return 0;
        }

        double size = Math.Sqrt(TensorLists.Dots(_parameters, _parameters).Sum());
        double machine = _parameters.All(p => p.dtype == ScalarType.Float64) ? 2.2e-16 : 1.2e-7;

        // Shorter than the cube root that smooth functions ask for: the gradient of a network with ReLU jumps where a unit switches.
        double h = 10 * Math.Sqrt(machine) * Math.Max(1, size) / norm;
        using IDisposable noGrad = no_grad();
        for (int i = 0; i < w.Length; i++)
        {
            if (w[i] is { } direction)
            {
                _parameters[i].add_(direction, alpha: h);
            }
        }

        return h;
    }

    /// <summary>Disposes what is there.</summary>
    public static void Release(IEnumerable<Tensor?>? tensors)
    {
        foreach (Tensor? tensor in tensors ?? [])
        {
            tensor?.Dispose();
        }
    }

    private static Tensor?[] Kept(Tensor?[] tensors) => [.. tensors.Select(t => t?.detach().DetachFromDisposeScope())];

    private static double Read(Tensor value) => value.detach().to(ScalarType.Float64).cpu().item<double>();

    private static void WarnOnce(ExternalException error)
    {
        if (Interlocked.Exchange(ref s_warned, 1) == 0)
        {
            Trace.TraceWarning(
                "MetaAdamW: the model has an operator without a second derivative; central differences are taken instead. "
                + $"Set {nameof(MetaAdamWOptions.SecondDerivatives)} to {SecondDerivatives.CentralDifferences} to choose them. {error.Message}");
        }
    }

    private Tensor?[] Differentiate(Tensor loss, bool createGraph)
    {
        var result = new Tensor?[slots.Length];
        IList<Tensor> gradients = autograd.grad(
            [loss], [.. _trainable.Select(i => _parameters[i])], retain_graph: createGraph, create_graph: createGraph, allow_unused: true);
        for (int i = 0; i < _trainable.Length; i++)
        {
            result[_trainable[i]] = gradients[i] is { IsInvalid: false } gradient ? gradient : null;
        }

        return result;
    }

    private void Clear()
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>What the graph does not hold goes with the forward pass, so that the backward pass finds its memory free.</summary>
    private static Tensor Forward(Func<Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        return loss()?.MoveToOuterDisposeScope()!;
    }

    private Tensor Scalar(Func<Tensor> loss)
    {
        Tensor value = Forward(loss);
        if (value is null || value.numel() != 1)
        {
            throw new InvalidOperationException(
                $"The meta-objective's loss must be a scalar; it has {(value is null ? "no value" : $"{value.numel()} elements")}.");
        }

        if (is_grad_enabled() && !value.requires_grad)
        {
            throw new InvalidOperationException("The meta-objective's loss does not depend on any parameter that requires a gradient.");
        }

        return maximize ? value.neg() : value;
    }
}
