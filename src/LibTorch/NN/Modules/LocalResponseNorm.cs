using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Divides each channel by a power of the mean square of its neighbours.</summary>
public sealed class LocalResponseNorm : ParameterLessModule<Tensor, Tensor>
{
    internal LocalResponseNorm(long size, double alpha, double beta, double k) : base(nameof(LocalResponseNorm))
    {
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    /// <summary>The number of neighbouring channels.</summary>
    public long size { get; set; }

    /// <summary>The factor of the mean square.</summary>
    public double alpha { get; set; }

    /// <summary>The exponent.</summary>
    public double beta { get; set; }

    /// <summary>What is added to the mean square.</summary>
    public double k { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => functional.local_response_norm(input, size, alpha, beta, k);
}
