using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Moves and conversions of modules. Floating-point and complex parameters and buffers change their type; what has to change is
/// replaced by a new object, so optimizers are built afterwards. Each returns the module.
/// </summary>
public static class ModuleExtensionMethods
{
    /// <summary>Converts to an element type.</summary>
    /// <exception cref="ArgumentException">The type is neither floating-point nor complex.</exception>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module => (T)module._to(type, non_blocking);

    /// <summary>Moves to a device and converts.</summary>
    /// <exception cref="ArgumentException">The type is neither floating-point nor complex.</exception>
    /// <exception cref="InvalidOperationException">The device is not available.</exception>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module => (T)module._to(device, type, non_blocking);

    /// <summary>Moves to a device.</summary>
    /// <exception cref="InvalidOperationException">The device is not available.</exception>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module => (T)module._to(deviceType, deviceIndex, non_blocking);

    /// <summary>Moves to a device.</summary>
    /// <exception cref="InvalidOperationException">The device is not available.</exception>
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module => (T)module._to(device.type, device.index, non_blocking);

    /// <summary>Moves to the device of that name, such as <c>cuda:1</c>.</summary>
    /// <exception cref="InvalidOperationException">The device is not available.</exception>
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module => module.to(new Device(device), non_blocking);

    /// <summary>Moves to another tensor's device and converts to its type.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module => (T)module._to(other.device, other.dtype, non_blocking);

    /// <summary>Moves to main memory.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module => (T)module._to(DeviceType.CPU, -1, non_blocking);

    /// <summary>Moves to a CUDA device.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module => (T)module._to(DeviceType.CUDA, deviceIndex, non_blocking);

    /// <summary>Converts to half precision.</summary>
    public static T half<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float16, non_blocking);

    /// <summary>Converts to bfloat16.</summary>
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.BFloat16, non_blocking);

    /// <summary>Converts to single precision.</summary>
    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float32, non_blocking);

    /// <summary>Converts to double precision.</summary>
    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float64, non_blocking);
}
