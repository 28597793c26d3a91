using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A leaky ReLU whose slope is learned: one for all channels, or one for each.</summary>
public sealed class PReLU : Module<Tensor, Tensor>
{
    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
    {
        this.num_parameters = num_parameters;
        this.init = init;
        weight = new Parameter(full(num_parameters, init, dtype, device));
    }

    /// <summary>The number of slopes.</summary>
    public long num_parameters { get; }

    /// <summary>The initial slope.</summary>
    public double init { get; }

    /// <summary>The slopes. Setting disposes the former parameter.</summary>
    public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.prelu(input, weight);
}
