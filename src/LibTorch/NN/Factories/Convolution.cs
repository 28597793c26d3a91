using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Conv1d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv1d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride, null, padding, dilation, groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv2d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv2d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv2d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), null, dilation ?? (1, 1), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv2d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), null, padding, dilation ?? (1, 1), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv3d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size, kernel_size), (stride, stride, stride), (padding, padding, padding), null, (dilation, dilation, dilation), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv3d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size, kernel_size), (stride, stride, stride), null, padding, (dilation, dilation, dilation), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv3d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1, 1), padding ?? (0, 0, 0), null, dilation ?? (1, 1, 1), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.Conv3d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">What is padded with.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding, (long, long, long)? stride = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1, 1), null, padding, dilation ?? (1, 1, 1), groups, bias, padding_mode, device, dtype);

        /// <inheritdoc cref="Modules.ConvTranspose1d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="output_padding">What is added to one side of the output.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">Only zeros.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, padding_mode, groups, bias, device, dtype);

        /// <inheritdoc cref="Modules.ConvTranspose2d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="output_padding">What is added to one side of the output.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">Only zeros.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (output_padding, output_padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

        /// <inheritdoc cref="Modules.ConvTranspose2d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="output_padding">What is added to one side of the output.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">Only zeros.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), output_padding ?? (0, 0), dilation ?? (1, 1), padding_mode, groups, bias, device, dtype);

        /// <inheritdoc cref="Modules.ConvTranspose3d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="output_padding">What is added to one side of the output.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">Only zeros.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, (kernel_size, kernel_size, kernel_size), (stride, stride, stride), (padding, padding, padding), (output_padding, output_padding, output_padding), (dilation, dilation, dilation), padding_mode, groups, bias, device, dtype);

        /// <inheritdoc cref="Modules.ConvTranspose3d"/>
        /// <param name="in_channels">The number of input channels.</param>
        /// <param name="out_channels">The number of output channels.</param>
        /// <param name="kernel_size">The size of the kernels.</param>
        /// <param name="stride">Their step.</param>
        /// <param name="padding">How much is padded on both sides.</param>
        /// <param name="output_padding">What is added to one side of the output.</param>
        /// <param name="dilation">The distance of the kernels' points.</param>
        /// <param name="padding_mode">Only zeros.</param>
        /// <param name="groups">The number of groups of channels that don't mix.</param>
        /// <param name="bias">Whether there is a bias.</param>
        /// <param name="device">Where the parameters are; the default device by default.</param>
        /// <param name="dtype">Their element type; the default type by default.</param>
        public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            => new(in_channels, out_channels, kernel_size, stride ?? (1, 1, 1), padding ?? (0, 0, 0), output_padding ?? (0, 0, 0), dilation ?? (1, 1, 1), padding_mode, groups, bias, device, dtype);
    }
}
