using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The affine map x Wᵀ + b on the last dimension.</summary>
public sealed class Linear : Module<Tensor, Tensor>
{
    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        this.weight = weight;
        this.bias = bias;
    }

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        weight = new Parameter(empty(outputSize, inputSize, dtype, device));
        if (hasBias) bias = new Parameter(empty(outputSize, dtype, device));
        Initialization.Affine(weight, bias);
    }

    /// <summary>W, of shape [out, in]. Setting disposes the former parameter.</summary>
    public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

    /// <summary>b, of shape [out], or null. Setting disposes the former parameter.</summary>
    public Parameter? bias { get => OwnParameter(nameof(bias)); set => SetOwnParameter(nameof(bias), value); }

    /// <summary>The size of the last dimension of the input.</summary>
    public long in_features { get; set; }

    /// <summary>The size of the last dimension of the output.</summary>
    public long out_features { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => functional.linear(tensor, weight, bias);
}
