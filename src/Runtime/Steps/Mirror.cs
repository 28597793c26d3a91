using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>A small table of the host's numbers on a device; it is sent there only when a number has changed, and without waiting.</summary>
internal sealed class Mirror(Device device, ScalarType dtype, params long[] shape) : IDisposable
{
    private double[] _values = [];
    private Tensor? _tensor;

    /// <summary>The table with these values. It lives until the next call.</summary>
    public Tensor Of(double[] values)
    {
        if (_tensor is null || !values.AsSpan().SequenceEqual(_values))
        {
            using DisposeScope scope = NewDisposeScope();
            _values = [.. values];
            _tensor?.Dispose();
            _tensor = Upload(values, device, dtype, shape).DetachFromDisposeScope();
        }

        return _tensor;
    }

    /// <summary>Sends numbers to a device without waiting for it.</summary>
    public static Tensor Upload(double[] values, Device device, ScalarType dtype, params long[] shape) =>
        tensor(values, dtype: ScalarType.Float64).to(dtype).reshape(shape).to(device, non_blocking: true);

    public void Dispose() => _tensor?.Dispose();
}
