namespace TorchSharp.Modules;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> remember of one parameter.</summary>
public abstract class AdamState : OptimizerState, IDisposable
{
    /// <summary>How often the parameter was updated.</summary>
    public long step;

    /// <summary>The running mean of the gradient; shaped like the parameter.</summary>
    public torch.Tensor exp_avg = null!;

    /// <summary>The running mean of the squared gradient; shaped like the parameter.</summary>
    public torch.Tensor exp_avg_sq = null!;

    /// <summary>The largest <see cref="exp_avg_sq"/> so far; null without amsgrad.</summary>
    public torch.Tensor? max_exp_avg_sq;

    private protected AdamState(Parameter parameter) : base(parameter)
    {
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options)
    {
        Dispose();
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
        max_exp_avg_sq = ((AdamOptions)options).amsgrad!.Value ? Zeros() : null;

        torch.Tensor Zeros() => Aten.zeros_like(_parameter).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override void to(torch.Device device)
    {
        Move(ref exp_avg, device);
        Move(ref exp_avg_sq, device);
        if (max_exp_avg_sq is not null)
            Move(ref max_exp_avg_sq, device);
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        TensorFormat.Write(writer, exp_avg);
        TensorFormat.Write(writer, exp_avg_sq);
        SaveConditionalStateTensor(writer, max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        Load(reader, ref exp_avg);
        Load(reader, ref exp_avg_sq);
        LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        Dispose();
        step = other.step;
        exp_avg = CopyOf(other.exp_avg);
        exp_avg_sq = CopyOf(other.exp_avg_sq);
        max_exp_avg_sq = other.max_exp_avg_sq is null ? null : CopyOf(other.max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamState state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq)
        && Close(max_exp_avg_sq, state.max_exp_avg_sq);
}
