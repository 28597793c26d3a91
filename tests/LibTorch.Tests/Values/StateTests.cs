using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

/// <summary>Devices, generators and what torch keeps for the process.</summary>
public class StateTests
{
    [Fact]
    public void Devices_are_named_in_several_ways()
    {
        Device second = new("cuda:1"), kind = new("cuda", 2), typed = new(DeviceType.CUDA, 3), number = new(4), text = "cpu";
        Assert.Equal([1, 2, 3, 4, -1], ((Device[])[second, kind, typed, number, text]).Select(device => device.index));
        Assert.Equal(DeviceType.CPU, text.type);
        Assert.All((Device[])[second, kind, typed, number], device => Assert.Equal(DeviceType.CUDA, device.type));
    }

    [Fact]
    public void Generators_repeat_from_their_state()
    {
        using var generator = new Generator(17);
        Assert.Equal(17, generator.initial_seed());
        Assert.NotEqual(0, generator.Handle);
        Assert.Equal(DeviceType.CPU, generator.device.type);
        Tensor Draw() => randn(4, generator: generator);

        using Tensor state = generator.get_state();
        using Tensor first = Draw(), second = Draw();
        generator.set_state(state);
        using Tensor again = Draw();
        Assert.Equal(first.data<float>().ToArray(), again.data<float>().ToArray());
        Assert.NotEqual(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.Same(generator, generator.manual_seed(17));
        using Tensor seeded = Draw();
        Assert.Equal(first.data<float>().ToArray(), seeded.data<float>().ToArray());
        Assert.Equal(generator.seed(), generator.initial_seed());
    }

    [Fact]
    public void The_default_generator_repeats_too()
    {
        using Generator standard = Generator.Default;
        standard.manual_seed(5);
        Assert.Equal(5, torch.random.initial_seed());
        using Tensor state = torch.random.get_rng_state();
        using Tensor first = rand(3);
        torch.random.set_rng_state(state);
        using Tensor again = rand(3);
        Assert.Equal(first.data<float>().ToArray(), again.data<float>().ToArray());
        Assert.Equal(torch.random.seed(), torch.random.initial_seed());
    }

    [Fact]
    public void Without_a_graphics_card_nothing_of_it_is_there()
    {
        cuda.manual_seed(1);
        cuda.manual_seed_all(1);
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        if (cuda.is_available())
            cuda.synchronize();
        else
            Assert.False(cuda.is_cudnn_available());
    }

    [Fact]
    public void Anomaly_mode_lasts_until_it_is_disposed()
    {
        Assert.False(AnomalyMode.IsEnabled);
        using (autograd.detect_anomaly(check_nan: false)) {
            Assert.True(AnomalyMode.IsEnabled && !AnomalyMode.ShouldCheckNaN);
            using (autograd.set_detect_anomaly(false))
                Assert.False(AnomalyMode.IsEnabled);
            Assert.True(AnomalyMode.IsEnabled);
        }
        using (AnomalyMode mode = new(enabled: true))
            Assert.True(AnomalyMode.ShouldCheckNaN);
        Assert.False(AnomalyMode.IsEnabled);
        new AnomalyMode(enabled: false).Dispose();
    }

    [Fact]
    public void Backward_takes_one_tensor_or_many()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }, requires_grad: true), y = tensor(new[] { 3.0, 4.0 }, requires_grad: true);
        autograd.backward((x * x).sum());
        Assert.Equal([2, 4], x.grad!.data<double>().ToArray());
        autograd.backward(x * y, tensor(new[] { 1.0, 10.0 }), inputs: [y]);
        Assert.Equal([1, 20], y.grad!.data<double>().ToArray());
        Assert.Equal([2, 4], x.grad!.data<double>().ToArray());
        autograd.backward([x.sum(), y.sum()], [tensor(2.0), tensor(3.0)]);
        Assert.Equal([4, 6], x.grad!.data<double>().ToArray());
        Assert.Equal([4, 23], y.grad!.data<double>().ToArray());
    }

    [Fact]
    public void Jacobians_are_those_of_the_formulas()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }), y = tensor(new[] { 3.0, 4.0 });
        Assert.Equal([2, 0, 0, 4], autograd.functional.jacobian((Tensor t) => t * t, x).data<double>().ToArray());
        Assert.Equal([[2, 0, 0, 4], [1, 0, 0, 1]], Values(autograd.functional.jacobian((Tensor t) => new[] { t * t, t + 1 }, x)));
        Assert.Equal([[3, 0, 0, 4], [1, 0, 0, 2]], Values(autograd.functional.jacobian((Tensor[] t) => t[0] * t[1], x, y)));
        Assert.Equal(4, autograd.functional.jacobian((Tensor[] t) => new[] { t[0] * t[1], t[0] + t[1] }, x, y).Count());

        double[][] Values(IEnumerable<Tensor> tensors) => [.. tensors.Select(tensor => tensor.data<double>().ToArray())];
    }

    [Fact]
    public void An_index_can_be_a_pair_or_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(10);
        Assert.Equal([2, 3], x[(2, 4)].data<long>().ToArray());
        Assert.Equal([8, 9], x[TensorIndex.Slice((8, null))].data<long>().ToArray());
        Assert.Equal([1, 10], x[TensorIndex.Null].shape);
        TensorIndex index = TensorIndex.Tensor(tensor(new[] { 1L, 3L }));
        Assert.Equal([1, 3], x[index].data<long>().ToArray());
        // TorchSharp declares this conversion only to forbid it.
        Assert.Throws<InvalidOperationException>(() => (Tensor)index);
        Assert.Equal("place", new ComponentNameAttribute { Name = "place" }.Name);
    }

    [Fact]
    public void Devices_are_made_by_functions_too()
    {
        OnTorchSharp.Differs("device of CUDA", () => {
            Device[] second = [device("cuda:1"), device("cuda", 1), device(DeviceType.CUDA, 1), device(1)];
            Assert.All(second, device => Assert.Equal((DeviceType.CUDA, 1, "cuda:1"), (device.type, device.index, device.ToString())));
        });
        OnTorchSharp.Differs("device of CUDA", () => Assert.Equal((DeviceType.CUDA, -1, "cuda"), (CUDA.type, CUDA.index, CUDA.ToString())));
        OnTorchSharp.Differs("device of CUDA", () => Assert.Equal((DeviceType.MPS, "mps"), (MPS.type, MPS.ToString())));
        Assert.Equal(("cpu", "meta"), (device("cpu").ToString(), device(DeviceType.META).ToString()));
        Assert.Throws<ArgumentException>(() => device("abacus"));
        Assert.Throws<FormatException>(() => device("cuda:x"));
    }

    [Fact]
    public void The_random_state_of_the_process_is_saved_and_restored()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(42);
        Assert.Equal(42, initial_seed());
        Tensor state = get_rng_state();
        Tensor first = randn(5), second = randn(5);
        set_rng_state(state);
        Assert.True(first.Equals(randn(5)) && second.Equals(randn(5)));
        manual_seed(42);
        Assert.True(first.Equals(randn(5)));
        long chosen = seed();
        Assert.Equal(chosen, initial_seed());
        Assert.NotEqual(chosen, seed());
        OnTorchSharp.Untried("random states", () => Assert.ThrowsAny<Exception>(() => set_rng_state(zeros(3))));
    }

    [Fact]
    public void Single_numbers_stay_within_their_bounds_and_follow_their_generator()
    {
        using Generator one = new(3), other = new(3);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(_ => (randint_bool(one), randint_int(5, one), randint_long(-3, 1L << 40, one), rand_float(one), randn_float(one))),
            Enumerable.Range(0, 20).Select(_ => (randint_bool(other), randint_int(5, other), randint_long(-3, 1L << 40, other), rand_float(other), randn_float(other))));
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 200).Select(_ => randint_int(2, 5)).Distinct().Order());
        Assert.Equal([0, 1], Enumerable.Range(0, 200).Select(_ => randint_long(2)).Distinct().Order());
        Assert.Equal([false, true], Enumerable.Range(0, 200).Select(_ => randint_bool()).Distinct().Order());
        Assert.All(Enumerable.Range(0, 200).Select(_ => rand_float()), number => Assert.InRange(number, 0, Math.BitDecrement(1.0)));
        double[] normal = [.. Enumerable.Range(0, 2000).Select(_ => randn_float())];
        Assert.InRange(normal.Average(), -0.15, 0.15);
        Assert.InRange(normal.Average(number => number * number), 0.8, 1.2);
    }

    [Fact]
    public void A_generator_is_disposed_once()
    {
        var generator = new Generator(1);
        generator.Dispose();
        generator.Dispose();
        OnTorchSharp.Untried("disposed generators", () => {
            Assert.Throws<InvalidOperationException>(() => generator.Handle);
            Assert.Throws<InvalidOperationException>(() => generator.manual_seed(1));
            Assert.Throws<InvalidOperationException>(() => generator.get_state());
        });
        // The default one is only borrowed.
        Generator.Default.Dispose();
        Assert.NotEqual(0, Generator.Default.Handle);
    }
}
