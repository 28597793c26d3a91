using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises groups of channels of each sample to mean 0 and variance 1, then scales and shifts each channel.</summary>
/// <remarks>The scales start as 1 and the shifts as 0; TorchSharp leaves both uninitialised.</remarks>
public sealed class GroupNorm : Module<Tensor, Tensor>
{
    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
    {
        this.num_groups = num_groups;
        this.eps = eps;
        this.affine = affine;
        if (affine)
        {
            weight = new Parameter(empty(num_channels, dtype, device));
            bias = new Parameter(empty(num_channels, dtype, device));
        }
        Initialization.Normalization(weight, bias);
    }

    /// <summary>The scales, or null without <see cref="affine"/>. Setting disposes the former parameter.</summary>
    public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

    /// <summary>The shifts, or null. Setting disposes the former parameter.</summary>
    public Parameter? bias { get => OwnParameter(nameof(bias)); set => SetOwnParameter(nameof(bias), value); }

    /// <summary>The number of groups.</summary>
    public long num_groups { get; set; }

    /// <summary>What is added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Whether there are scales and shifts.</summary>
    public bool affine { get; set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has fewer than 3 dimensions.</exception>
    public override Tensor forward(Tensor tensor)
    {
        if (tensor.ndim < 3) throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.ndim}");
        return functional.group_norm(tensor, num_groups, weight, bias, eps);
    }
}
