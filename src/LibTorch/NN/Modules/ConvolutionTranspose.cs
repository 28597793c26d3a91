using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What all transposed convolutions share: the gradient of a convolution with respect to its input.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    /// <inheritdoc/>
    protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>Runs the layer for an output of a given size.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output_size">The sizes of the spatial dimensions, or of all; null takes <see cref="Convolution.output_padding"/>.</param>
    /// <exception cref="ArgumentException">The size can't be reached.</exception>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>What to add to one side of each dimension for an output of that size.</summary>
    protected long[] _output_padding(Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
    {
        if (output_size is null) return output_padding;

        var dimensions = (int)num_spatial_dims;
        var shape = input.shape;
        var others = shape.Length - dimensions;
        if (output_size.Length == others + dimensions) output_size = output_size[others..];
        if (output_size.Length != dimensions)
        {
            throw new ArgumentException($"ConvTranspose{dimensions}D: for {shape.Length}D input, output_size must have {dimensions} or {others + dimensions} elements (got {output_size.Length})", nameof(output_size));
        }

        var result = new long[dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            var least = ((shape[d + others] - 1) * stride[d]) - (2 * padding[d]) + (dilation[d] * (kernel_size[d] - 1)) + 1;
            result[d] = output_size[d] - least;
            if (result[d] < 0 || result[d] >= stride[d])
            {
                throw new ArgumentException($"Requested an output size of [{string.Join(", ", output_size)}], but valid sizes of dimension {d} range from {least} to {least + stride[d] - 1}", nameof(output_size));
            }
        }
        return result;
    }

    private protected long[] OutputPadding(Tensor input, long[]? output_size, long dimensions)
    {
        RequireShape(input, dimensions);
        return _output_padding(input, output_size, kernel_size, stride, padding!, dilation, dimensions);
    }
}

/// <summary>A transposed convolution over sequences [N, C, L] or [C, L].</summary>
public sealed class ConvTranspose1d : ConvolutionTranspose
{
    internal ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride, long padding, long output_padding, long dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose1d), in_channels, out_channels, [kernel_size], [stride], [padding], null, [dilation], true, [output_padding], groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, long[]? output_size)
        => functional.conv_transpose1d(input, weight, bias, stride[0], padding![0], OutputPadding(input, output_size, 1)[0], dilation[0], groups);
}

/// <summary>A transposed convolution over images [N, C, H, W] or [C, H, W].</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long) padding, (long, long) output_padding, (long, long) dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose2d), in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], [stride.Item1, stride.Item2], [padding.Item1, padding.Item2], null, [dilation.Item1, dilation.Item2], true, [output_padding.Item1, output_padding.Item2], groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, long[]? output_size)
        => functional.conv_transpose2d(input, weight, bias, stride, padding, OutputPadding(input, output_size, 2), dilation, groups);
}

/// <summary>A transposed convolution over volumes [N, C, D, H, W] or [C, D, H, W].</summary>
public sealed class ConvTranspose3d : ConvolutionTranspose
{
    internal ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long) stride, (long, long, long) padding, (long, long, long) output_padding, (long, long, long) dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(ConvTranspose3d), in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], [stride.Item1, stride.Item2, stride.Item3], [padding.Item1, padding.Item2, padding.Item3], null, [dilation.Item1, dilation.Item2, dilation.Item3], true, [output_padding.Item1, output_padding.Item2, output_padding.Item3], groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, long[]? output_size)
        => functional.conv_transpose3d(input, weight, bias, stride, padding, OutputPadding(input, output_size, 3), dilation, groups);
}
