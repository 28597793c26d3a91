using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// A conductor that sees nothing: a number of its own for each factor of each group, which learns by the same meta-gradients as Φ. What Φ does
/// better is what features and attention bring. Not in the paper.
/// </summary>
/// <remarks>
/// With <see cref="FactorScale.Logarithmic"/> the numbers are log α and log β themselves, as long as they are small against their range.
/// </remarks>
public sealed class DirectModule : ConductorModule
{
    internal DirectModule(int groups, ScalarType dtype, Device device)
        : base(nameof(DirectModule))
    {
        Raw = new Parameter(zeros(groups, Outputs, dtype: dtype, device: device));
        Raw.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The raw factors, G × 4; zeros, which stand for α = β = 1 and λ1 = λ2 = ½, at the start.</summary>
    [field: ComponentName(Name = "raw")]
    public Parameter Raw { get; }

    internal override string Role => "direct";

    /// <summary>Gives the raw factors, whatever the features are.</summary>
    /// <param name="features">F, G × D.</param>
    /// <returns>G × 4.</returns>
    public override Tensor forward(Tensor features) => Raw.alias();

    internal override void Widen(int groups)
    {
        if (Raw.shape[0] < groups)
        {
            using Tensor more = zeros(groups - Raw.shape[0], Outputs, dtype: Raw.dtype, device: Raw.device);
            using Tensor all = cat([Raw.detach(), more], 0);
            Raw.set_(all);
        }
    }
}
