using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A loss of 2 arguments.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one.</param>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean) : base("Loss") => this.reduction = reduction;

    /// <summary>How the losses of a batch become one.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>A loss of 2 arguments with weights. The weights are no buffer: moving the module leaves them where they are.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="weight">The weights, or null.</param>
    /// <param name="reduction">How the losses of a batch become one.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) => this.weight = weight;

    /// <summary>The weights, or null.</summary>
    public Tensor? weight { get; }
}

/// <summary>A loss of 3 arguments.</summary>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one.</param>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean) : base("Loss") => this.reduction = reduction;

    /// <summary>How the losses of a batch become one.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>A loss of 3 arguments with weights. The weights are no buffer: moving the module leaves them where they are.</summary>
public abstract class WeightedLoss<T1, T2, T3, TResult> : Loss<T1, T2, T3, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="weight">The weights, or null.</param>
    /// <param name="reduction">How the losses of a batch become one.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) => this.weight = weight;

    /// <summary>The weights, or null.</summary>
    public Tensor? weight { get; }
}

/// <summary>A loss of 4 arguments.</summary>
public abstract class Loss<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one.</param>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean) : base("Loss") => this.reduction = reduction;

    /// <summary>How the losses of a batch become one.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>A loss of 4 arguments with weights. The weights are no buffer: moving the module leaves them where they are.</summary>
public abstract class WeightedLoss<T1, T2, T3, T4, TResult> : Loss<T1, T2, T3, T4, TResult>
{
    /// <summary>Makes the loss.</summary>
    /// <param name="weight">The weights, or null.</param>
    /// <param name="reduction">How the losses of a batch become one.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) => this.weight = weight;

    /// <summary>The weights, or null.</summary>
    public Tensor? weight { get; }
}
