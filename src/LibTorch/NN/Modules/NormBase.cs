using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation share: scales, shifts and running statistics of each channel.</summary>
/// <remarks>The counter of batches is a 64-bit integer whatever the element type of the statistics.</remarks>
public abstract class NormBase : Module<Tensor, Tensor>
{
    /// <summary>Creates parameters and buffers.</summary>
    /// <param name="num_features">The number of channels.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="momentum">The weight of the newest batch in the running statistics; null means their plain mean.</param>
    /// <param name="affine">Whether to scale and shift.</param>
    /// <param name="track_running_stats">Whether to keep running statistics.</param>
    /// <param name="device">Where they are; the default device by default.</param>
    /// <param name="dtype">Their element type; the default type by default.</param>
    /// <param name="name">The name of the kind.</param>
    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(empty(num_features, dtype, device));
            bias = new Parameter(empty(num_features, dtype, device));
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = zeros(Array.Empty<long>(), ScalarType.Int64, device);
        }
        Initialization.Normalization(weight, bias);
    }

    /// <summary>The scales, or null without <see cref="affine"/>. Setting disposes the former parameter.</summary>
    public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

    /// <summary>The shifts, or null. Setting disposes the former parameter.</summary>
    public Parameter? bias { get => OwnParameter(nameof(bias)); set => SetOwnParameter(nameof(bias), value); }

    /// <summary>The running means, or null. Setting disposes the former buffer.</summary>
    public Tensor? running_mean { get => OwnBuffer(nameof(running_mean)); set => SetOwnBuffer(nameof(running_mean), value); }

    /// <summary>The running variances (unbiased), or null. Setting disposes the former buffer.</summary>
    public Tensor? running_var { get => OwnBuffer(nameof(running_var)); set => SetOwnBuffer(nameof(running_var), value); }

    /// <summary>The number of batches seen in training mode, or null. Setting disposes the former buffer.</summary>
    public Tensor? num_batches_tracked { get => OwnBuffer(nameof(num_batches_tracked)); set => SetOwnBuffer(nameof(num_batches_tracked), value); }

    /// <summary>The number of channels.</summary>
    public long num_features { get; }

    /// <summary>What is added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>The weight of the newest batch in the running statistics; null means their plain mean.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether there are scales and shifts.</summary>
    public bool affine { get; }

    /// <summary>Whether there are running statistics.</summary>
    public bool track_running_stats { get; }

    /// <summary>Scales 1, shifts 0, and forgotten statistics.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        Initialization.Normalization(weight, bias);
    }

    /// <summary>Forgets the running statistics.</summary>
    public void reset_running_stats()
    {
        if (running_mean is { } mean) init.zeros_(mean);
        if (running_var is { } variance) init.ones_(variance);
        if (num_batches_tracked is { } count) init.zeros_(count);
    }

    /// <summary>Throws when the input has a wrong number of dimensions.</summary>
    /// <param name="input">The input.</param>
    /// <exception cref="ArgumentException">It has.</exception>
    protected abstract void ValidateInputDimensions(Tensor input);

    private protected static void RequireDimensions(Tensor input, string expected, params ReadOnlySpan<long> allowed)
    {
        if (!allowed.Contains(input.ndim)) throw new ArgumentException($"expected {expected} input, but got {input.ndim}D input.");
    }
}
