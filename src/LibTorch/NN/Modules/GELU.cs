using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The Gaussian error linear unit: x times the normal distribution function of x.</summary>
public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    /// <summary>Which formula to use.</summary>
    public enum Approximate
    {
        /// <summary>The exact one, with the error function.</summary>
        none,

        /// <summary>The one with a hyperbolic tangent.</summary>
        tanh,
    }

    internal GELU(Approximate approximate, bool inplace) : base(nameof(GELU))
    {
        this.approximate = approximate;
        this.inplace = inplace;
    }

    /// <summary>Whether the input is overwritten.</summary>
    public bool inplace { get; set; }

    /// <summary>The formula.</summary>
    public Approximate approximate { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.gelu(input, approximate, inplace);
}
