using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: a leaf of the graph that collects gradients.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes a tensor over: afterwards <paramref name="data"/> is empty, and what it was is this parameter.</summary>
    /// <param name="data">The tensor. Its dispose scope, if it has one, owns the parameter now.</param>
    /// <param name="requires_grad">Whether it collects gradients.</param>
    public Parameter(Tensor data, bool requires_grad = true) : this(data.OwningDisposeScope, data, requires_grad)
    {
    }

    // The scope is asked for first: moving the handle takes the tensor out of it.
    private Parameter(DisposeScope? scope, Tensor data, bool requires_grad) : base(data.with_requires_grad(requires_grad).MoveHandle(), register: false)
    {
        var counters = DisposeScopeManager.Statistics.TensorStatistics;
        if (scope is null)
        {
            counters.CreatedOutsideScopeCount++;
            return;
        }
        counters.CreatedInScopeCount++;
        scope.Adopt(this);
    }
}
