using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// What maps the features of all groups to their raw factors: Φ (<see cref="AttentionModule"/>), or the table that is measured against it
/// (<see cref="DirectModule"/>).
/// </summary>
public abstract class ConductorModule : nn.Module<Tensor, Tensor>
{
    /// <summary>Numbers for each group in the output: raw α, β, λ1, λ2.</summary>
    public const int Outputs = 4;

    private protected ConductorModule(string name)
        : base(name)
    {
    }

    /// <summary>What its tensors are called by in checkpoints.</summary>
    internal abstract string Role { get; }

    /// <summary>Makes room for more groups; those that are there keep what they have.</summary>
    internal abstract void Widen(int groups);
}
