using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: a leaf of the graph that collects gradients.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes a tensor over: afterwards <paramref name="data"/> is empty, and what it was is this parameter.</summary>
    /// <param name="data">The tensor. Its dispose scope, if it has one, owns the parameter now.</param>
    /// <param name="requires_grad">Whether it collects gradients.</param>
    public Parameter(Tensor data, bool requires_grad = true) : base(data.with_requires_grad(requires_grad).MoveHandle(), false)
    {
        DisposeScope.ReplaceWith(data, this);
    }
}
