using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    /// <summary>What stands beyond the edge of an input.</summary>
    public enum PaddingModes
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,

        /// <summary>The mirror image, without the edge itself.</summary>
        Reflect = 1,

        /// <summary>The edge, again and again.</summary>
        Replicate = 2,

        /// <summary>The other end.</summary>
        Circular = 3,

        /// <summary>A constant.</summary>
        Constant = 4,
    }

    /// <summary>How much a convolution pads.</summary>
    public enum Padding
    {
        /// <summary>Not at all.</summary>
        Valid = 0,

        /// <summary>So that the output has the size of the input.</summary>
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What all convolution layers share.</summary>
    public abstract class Convolution : Module<Tensor, Tensor>
    {
        /// <summary>The padding in the order in which <see cref="functional.pad(Tensor, long[], PaddingModes, double)"/> takes it.</summary>
        protected long[] _reversed_padding_repeated_twice = [];

        /// <summary>Creates the parameters.</summary>
        protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
            : base(name)
        {
            if (transposed && padding_mode != PaddingModes.Zeros) throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
            if (groups <= 0) throw new ArgumentException("groups must be a positive integer", nameof(groups));
            if (in_channels % groups != 0) throw new ArgumentException("in_channels must be divisible by groups", nameof(in_channels));
            if (out_channels % groups != 0) throw new ArgumentException("out_channels must be divisible by groups", nameof(out_channels));

            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.dilation = dilation;
            this.transposed = transposed;
            this.output_padding = output_padding;
            this.groups = groups;
            this.padding_mode = padding_mode;
            if (padding_type is { } type) SetPadding(type);
            else SetPadding(padding ?? new long[kernel_size.Length]);

            long[] shape = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
            weight = new Parameter(empty(shape, dtype, device));
            if (bias) this.bias = new Parameter(empty(out_channels, dtype, device));
            reset_parameters();
        }

        /// <summary>The kernels: [out, in / groups, ...], or [in, out / groups, ...] when transposed. Setting disposes the former parameter.</summary>
        public Parameter weight { get => OwnParameter(nameof(weight))!; set => SetOwnParameter(nameof(weight), value); }

        /// <summary>The bias of each output channel, or null. Setting disposes the former parameter.</summary>
        public Parameter? bias { get => OwnParameter(nameof(bias)); set => SetOwnParameter(nameof(bias), value); }

        /// <summary>The number of input channels.</summary>
        public long in_channels { get; }

        /// <summary>The number of output channels.</summary>
        public long out_channels { get; }

        /// <summary>Whether this is a transposed convolution.</summary>
        public bool transposed { get; }

        /// <summary>How much is padded, where that is not given in numbers.</summary>
        public Padding? padding_type { get; private set; }

        /// <summary>How much is padded on both sides of each dimension, where that is given in numbers.</summary>
        public long[]? padding { get; private set; }

        /// <summary>What is padded with.</summary>
        public PaddingModes padding_mode { get; set; }

        /// <summary>The number of groups of channels that don't mix.</summary>
        public long groups { get; set; }

        /// <summary>The size of the kernels.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The step of the kernels.</summary>
        public long[] stride { get; set; }

        /// <summary>The distance of the kernels' points.</summary>
        public long[] dilation { get; set; }

        /// <summary>What a transposed convolution adds to one side of the output.</summary>
        public long[] output_padding { get; set; }

        /// <summary>New random parameters.</summary>
        public void reset_parameters() => Initialization.Affine(weight, bias);

        /// <summary>Sets the padding of each dimension.</summary>
        public void SetPadding(long[] padding)
        {
            padding_type = null;
            this.padding = padding;
            _reversed_padding_repeated_twice = [.. Enumerable.Reverse(padding).SelectMany(size => new[] { size, size })];
        }

        /// <summary>Sets the padding by kind.</summary>
        /// <exception cref="ArgumentException">The convolution is transposed, or its stride forbids it.</exception>
        public void SetPadding(Padding padding)
        {
            if (transposed) throw new ArgumentException("Cannot set padding type on ConvTransposeND");
            if (padding == Padding.Same && stride.Any(step => step != 1)) throw new ArgumentException("padding='same' is not supported for strided convolutions");

            this.padding = null;
            padding_type = padding;
            _reversed_padding_repeated_twice = new long[2 * kernel_size.Length];
            if (padding != Padding.Same) return;
            for (var i = 0; i < kernel_size.Length; i++)
            {
                var total = dilation[i] * (kernel_size[i] - 1);
                var at = 2 * (kernel_size.Length - 1 - i);
                _reversed_padding_repeated_twice[at] = total / 2;
                _reversed_padding_repeated_twice[at + 1] = total - (total / 2);
            }
        }

        /// <summary>Whether an input has the right number of dimensions and channels, with or without a batch dimension.</summary>
        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == in_channels) || (shape.Length == dimensions + 1 && shape[0] == in_channels);
        }

        private protected void RequireShape(Tensor input, long dimensions)
        {
            if (!ValidateShape(input, dimensions))
            {
                throw new ArgumentException($"Expected {dimensions + 1}D (unbatched) or {dimensions + 2}D (batched) input with {in_channels} channels to {name}.");
            }
        }

        /// <summary>The input as the convolution proper takes it, with its padding.</summary>
        private protected Tensor Convolved(Tensor input, Func<Tensor, long[], Tensor> byNumbers, Func<Tensor, Padding, Tensor> byKind)
        {
            if (padding_mode == PaddingModes.Zeros) return padding_type is { } type ? byKind(input, type) : byNumbers(input, padding!);
            using var padded = functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
            return byNumbers(padded, new long[kernel_size.Length]);
        }
    }

    /// <summary>A convolution over sequences [N, C, L] or [C, L].</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(long in_channels, long out_channels, long kernel_size, long stride, long? padding, Padding? padding_type, long dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), in_channels, out_channels, [kernel_size], [stride], padding is { } size ? [size] : null, padding_type, [dilation], false, [0], groups, bias, padding_mode, device, dtype)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            RequireShape(input, 1);
            return Convolved(
                input,
                (x, padding) => functional.conv1d(x, weight, bias, stride[0], padding[0], dilation[0], groups),
                (x, padding) => functional.conv1d_padding(x, weight, bias, stride[0], padding, dilation[0], groups));
        }
    }

    /// <summary>A convolution over images [N, C, H, W] or [C, H, W].</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long)? padding, Padding? padding_type, (long, long) dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], [stride.Item1, stride.Item2], padding is { } size ? [size.Item1, size.Item2] : null, padding_type, [dilation.Item1, dilation.Item2], false, [0, 0], groups, bias, padding_mode, device, dtype)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            RequireShape(input, 2);
            return Convolved(
                input,
                (x, padding) => functional.conv2d(x, weight, bias, stride, padding, dilation, groups),
                (x, padding) => functional.conv2d_padding(x, weight, bias, stride, padding, dilation, groups));
        }
    }

    /// <summary>A convolution over volumes [N, C, D, H, W] or [C, D, H, W].</summary>
    public sealed class Conv3d : Convolution
    {
        internal Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long) stride, (long, long, long)? padding, Padding? padding_type, (long, long, long) dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv3d), in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], [stride.Item1, stride.Item2, stride.Item3], padding is { } size ? [size.Item1, size.Item2, size.Item3] : null, padding_type, [dilation.Item1, dilation.Item2, dilation.Item3], false, [0, 0, 0], groups, bias, padding_mode, device, dtype)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            RequireShape(input, 3);
            return Convolved(
                input,
                (x, padding) => functional.conv3d(x, weight, bias, stride, padding, dilation, groups),
                (x, padding) => functional.conv3d_padding(x, weight, bias, stride, padding, dilation, groups));
        }
    }
}
