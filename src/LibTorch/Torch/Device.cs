namespace TorchSharp;

/// <summary>Kinds of devices, with c10's numbers.</summary>
public enum DeviceType
{
#pragma warning disable CS1591 // Torch's own names.
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
#pragma warning restore CS1591
}

public static partial class torch
{
    /// <summary>Where a tensor's elements are.</summary>
    public class Device
    {
        /// <summary>A device from its description.</summary>
        /// <param name="description"><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>meta</c>, ...</param>
        /// <exception cref="ArgumentException">There is no such kind of device.</exception>
        /// <exception cref="FormatException">The index is no number.</exception>
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = ParseType(parts[0]);
            if (parts.Length > 1)
                index = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        /// <inheritdoc cref="Device(DeviceType, int)"/>
        /// <exception cref="ArgumentException">There is no such kind of device.</exception>
        public Device(string deviceType, int index = -1) : this(ParseType(deviceType), index) { }

        /// <summary>A device.</summary>
        /// <param name="deviceType">Its kind.</param>
        /// <param name="index">Which of this kind; -1 is the current one.</param>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A CUDA device.</summary>
        /// <param name="index">Which.</param>
        public Device(int index) : this(DeviceType.CUDA, index) { }

        /// <summary>The kind.</summary>
        public DeviceType type { get; }

        /// <summary>Which of its kind; -1 is the current one.</summary>
        public int index { get; } = -1;

        /// <inheritdoc/>
        public override string ToString() =>
            type == DeviceType.CPU || index == -1 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        /// <summary>A device from its description.</summary>
        public static implicit operator Device(string description) => new(description);

        private static DeviceType ParseType(string name) => Enum.Parse<DeviceType>(name, ignoreCase: true);
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Tensors that have shapes but no elements.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>The current CUDA device.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA);

    /// <summary>Apple's graphics processor.</summary>
    public static Device MPS { get; } = new(DeviceType.MPS);

    /// <summary>A device from its description.</summary>
    /// <param name="description"><c>cpu</c>, <c>cuda:1</c>, ...</param>
    public static Device device(string description) => new(description);

    /// <inheritdoc cref="Device(string, int)"/>
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    /// <inheritdoc cref="Device(DeviceType, int)"/>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <inheritdoc cref="Device(int)"/>
    public static Device device(int index) => new(index);
}
