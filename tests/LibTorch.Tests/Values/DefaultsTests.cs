using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

/// <summary>What torch assumes when it is told nothing: element type, device, threads. Each test puts back what it found.</summary>
public sealed class DefaultsTests : IDisposable
{
    private readonly ScalarType type = get_default_dtype();
    private readonly Device device = get_default_device();
    private readonly int threads = get_num_threads();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        set_default_dtype(type);
        set_default_device(device);
        set_num_threads(threads);
        scope.Dispose();
    }

    [Fact]
    public void Factories_make_the_default_element_type()
    {
        Assert.Equal(float32, get_default_dtype());
        set_default_dtype(float64);
        Assert.Equal(float64, get_default_dtype());
        Tensor[] made = [zeros(2), ones(2), rand(2), randn(2), empty(2), full(2, 1.5), eye(2), linspace(0, 1, 3), arange(0, 1, 0.5)];
        Assert.All(made, tensor => Assert.Equal(float64, tensor.dtype));
        Assert.Equal(finfo(float64).eps, finfo().eps);
        // What has a type of its own keeps it.
        Assert.Equal([int64, float32], [arange(3).dtype, tensor(new[] { 1f }).dtype]);
        set_default_tensor_type(zeros(1, dtype: float32));
        Assert.Equal(float32, zeros(2).dtype);
        Assert.Throws<ArgumentException>(() => set_default_dtype(int64));
        Assert.Equal(float32, get_default_dtype());
    }

    [Fact]
    public void Factories_make_tensors_on_the_default_device()
    {
        Assert.Equal(DeviceType.CPU, get_default_device().type);
        set_default_device("meta");
        Assert.Equal(DeviceType.META, get_default_device().type);
        Tensor[] made = [zeros(2), randn(2), arange(3), tensor(new[] { 1f }), tensor(5L), eye(2), randint(3, 9, [2])];
        Assert.All(made, tensor => Assert.True(tensor.is_meta));
        using (Linear layer = nn.Linear(2, 3))
            Assert.All(layer.parameters(), parameter => Assert.True(parameter.is_meta));
        Assert.True(zeros(2, device: CPU).is_cpu());
        set_default_device(CPU);
        Assert.True(zeros(2).is_cpu());
    }

    [Fact]
    public void Operators_use_as_many_threads_as_they_are_told()
    {
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        OnTorchSharp.Untried("numbers of threads", () => Assert.Throws<ExternalException>(() => set_num_threads(0)));
        Assert.Equal(1, get_num_threads());
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
    }

    [Fact]
    public void Threads_between_operators_are_set_once_in_a_process()
    {
        Assert.True(get_num_interop_threads() > 0);
        OnTorchSharp.Untried("numbers of threads", () => Assert.Throws<ExternalException>(() => set_num_interop_threads(0)));
        set_num_interop_threads(3);
        Assert.Equal(3, get_num_interop_threads());
        OnTorchSharp.Untried("numbers of threads", () =>
            Assert.Contains("cannot set number of interop threads", Assert.Throws<ExternalException>(() => set_num_interop_threads(2)).Message));
        Assert.Equal(3, get_num_interop_threads());
    }
}
