using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises the last dimensions of each sample to mean 0 and variance 1, then scales and shifts.</summary>
public sealed class LayerNorm : Module<Tensor, Tensor>
{
    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (elementwise_affine)
        {
            weight = new Parameter(empty(normalized_shape, dtype, device));
            if (bias) this.bias = new Parameter(empty(normalized_shape, dtype, device));
        }
        reset_parameters();
    }

    /// <summary>The scales, or null without <see cref="elementwise_affine"/>. Setting disposes the former parameter.</summary>
    public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

    /// <summary>The shifts, or null. Setting disposes the former parameter.</summary>
    public Parameter? bias { get => OwnParameter(nameof(bias)); set => SetOwnParameter(nameof(bias), value); }

    /// <summary>The sizes of the dimensions that are normalised together.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>What is added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Whether there are scales.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary>Scales 1, shifts 0.</summary>
    public void reset_parameters() => Initialization.Normalization(weight, bias);

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => functional.layer_norm(tensor, normalized_shape, weight, bias, eps);
}
