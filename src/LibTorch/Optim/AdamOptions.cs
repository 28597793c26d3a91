namespace TorchSharp.Modules;

/// <summary>The hyperparameters of a group of <see cref="Adam"/> or <see cref="AdamW"/>. Null takes the optimizer's.</summary>
public abstract class AdamOptions : OptimizerOptions
{
    /// <summary>Decay rate of the running mean of the gradient.</summary>
    public double? beta1;

    /// <summary>Decay rate of the running mean of the squared gradient.</summary>
    public double? beta2;

    /// <summary>Weight decay.</summary>
    public double? weight_decay;

    /// <summary>What is added to the denominator.</summary>
    public double? eps;

    /// <summary>Whether the denominator takes the largest mean of squares so far.</summary>
    public bool? amsgrad;

    /// <summary>Whether to go up the gradient instead of down.</summary>
    public bool? maximize;

    private protected AdamOptions()
    {
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var options = (AdamOptions)source;
        beta1 = options.beta1;
        beta2 = options.beta2;
        eps = options.eps;
        weight_decay = options.weight_decay;
        amsgrad = options.amsgrad;
        maximize = options.maximize;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
        amsgrad = reader.ReadBoolean();
        maximize = reader.ReadBoolean();
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
        writer.Write(amsgrad!.Value);
        writer.Write(maximize!.Value);
    }

    internal void FillFrom(AdamOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        beta1 ??= defaults.beta1;
        beta2 ??= defaults.beta2;
        eps ??= defaults.eps;
        weight_decay ??= defaults.weight_decay;
        amsgrad ??= defaults.amsgrad;
        maximize ??= defaults.maximize;
    }
}
