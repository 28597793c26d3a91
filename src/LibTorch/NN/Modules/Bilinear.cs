using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The bilinear map x₁ᵀ A x₂ + b on the last dimensions.</summary>
public sealed class Bilinear : Module<Tensor, Tensor, Tensor>
{
    internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Bilinear))
    {
        this.in1_features = in1_features;
        this.in2_features = in2_features;
        this.out_features = out_features;
        weight = new Parameter(empty(out_features, in1_features, in2_features, dtype, device));
        if (hasBias) bias = new Parameter(empty(out_features, dtype, device));

        var bound = 1 / Math.Sqrt(in1_features);
        init.uniform_(weight, -bound, bound);
        if (bias is not null) init.uniform_(bias, -bound, bound);
    }

    /// <summary>A, of shape [out, in1, in2]. Setting disposes the former parameter.</summary>
    public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

    /// <summary>b, of shape [out], or null. Setting disposes the former parameter.</summary>
    public Parameter? bias { get => OwnParameter(nameof(bias)); set => SetOwnParameter(nameof(bias), value); }

    /// <summary>The size of the last dimension of the first input.</summary>
    public long in1_features { get; set; }

    /// <summary>The size of the last dimension of the second input.</summary>
    public long in2_features { get; set; }

    /// <summary>The size of the last dimension of the output.</summary>
    public long out_features { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => functional.bilinear(input1, input2, weight, bias);
}
