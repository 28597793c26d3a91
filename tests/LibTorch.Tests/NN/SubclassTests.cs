using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Classes of one's own over each base class that TorchSharp offers, and their protected members.</summary>
public class SubclassTests
{
    [Fact]
    public void Modules_take_up_to_six_inputs_and_run_their_hooks()
    {
        using var scope = NewDisposeScope();
        var one = ones(1);

        var first = new One();
        IModule<Tensor, Tensor> asOne = first;
        first.register_forward_pre_hook((_, a) => a * 2);
        first.register_forward_hook((_, _, r) => r + 1);
        Assert.Equal(3, asOne.call(one).ToDouble());

        var second = new Two();
        IModule<Tensor, Tensor, Tensor> asTwo = second;
        second.register_forward_pre_hook((_, a, b) => (a * 2, b));
        second.register_forward_hook((_, _, _, r) => r + 1);
        Assert.Equal(4, asTwo.call(one, one).ToDouble());

        var third = new Three();
        IModule<Tensor, Tensor, Tensor, Tensor> asThree = third;
        third.register_forward_pre_hook((_, a, b, c) => (a * 2, b, c));
        third.register_forward_hook((_, _, _, _, r) => r + 1);
        Assert.Equal(5, asThree.call(one, one, one).ToDouble());

        var fourth = new Four();
        IModule<Tensor, Tensor, Tensor, Tensor, Tensor> asFour = fourth;
        fourth.register_forward_pre_hook((_, a, b, c, d) => (a * 2, b, c, d));
        fourth.register_forward_hook((_, _, _, _, _, r) => r + 1);
        Assert.Equal(6, asFour.call(one, one, one, one).ToDouble());

        var fifth = new Five();
        IModule<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> asFive = fifth;
        fifth.register_forward_pre_hook((_, a, b, c, d, e) => (a * 2, b, c, d, e));
        fifth.register_forward_hook((_, _, _, _, _, _, r) => r + 1);
        Assert.Equal(7, asFive.call(one, one, one, one, one).ToDouble());
        Assert.Equal(7, fifth.call(one, one, one, one, one).ToDouble());

        var sixth = new Six();
        IModule<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> asSix = sixth;
        sixth.register_forward_pre_hook((_, a, b, c, d, e, f) => (a * 2, b, c, d, e, f));
        sixth.register_forward_hook((_, _, _, _, _, _, _, r) => r + 1);
        Assert.Equal(8, asSix.call(one, one, one, one, one, one).ToDouble());
    }

    [Fact]
    public void Parameterless_modules_of_every_arity_stay_where_they_are()
    {
        using var one = ones(1);
        nn.Module[] modules = [new Bare1(), new Bare2(), new Bare3(), new Bare4(), new Bare5(), new Bare6()];
        foreach (var module in modules)
        {
            Assert.IsAssignableFrom<IParameterLessModule>(module);
            Assert.Same(module, module.to(META));
            Assert.Same(module, module.to(ScalarType.Float64));
            Assert.Same(module, module.to(META, ScalarType.Float64));
            Assert.Throws<InvalidOperationException>(() => module.register_buffer("b", one));
            Assert.Throws<InvalidOperationException>(() => module.register_parameter("p", Parameter(ones(1))));
            Assert.Throws<InvalidOperationException>(() => module.register_module("m", Linear(1, 1)));
            module.register_module("m", ReLU());
        }
    }

    [Fact]
    public void Losses_take_up_to_four_inputs()
    {
        using var scope = NewDisposeScope();
        var one = ones(1);
        Assert.Equal((2, Reduction.Mean), (new Loss2().call(one, one).ToDouble(), new Loss2().reduction));
        Assert.Equal((3, Reduction.Mean), (new Loss3().call(one, one, one).ToDouble(), new Loss3().reduction));
        Assert.Equal((4, Reduction.Sum), (new Loss4().call(one, one, one, one).ToDouble(), new Loss4().reduction));
        Assert.Same(one, new Weighted3(one).weight);
        Assert.Same(one, new Weighted4(one).weight);
        Assert.Equal(3, new Weighted3(one).call(one, one, one).ToDouble());
        Assert.Equal(4, new Weighted4(one).call(one, one, one, one).ToDouble());
    }

    [Fact]
    public void Layers_of_ones_own_stand_on_the_base_classes()
    {
        using var scope = NewDisposeScope();
        var norm = new AnyNorm();
        norm.call(randn(4, 3));
        Assert.Equal(1, norm.num_batches_tracked!.ToInt64());
        Assert.Equal("AnyNorm", norm.GetName());
        Assert.Throws<ArgumentException>(() => norm.call(randn(4)));

        var instance = new AnyInstanceNorm();
        Assert.Equal([1, 3, 5], instance.call(randn(1, 3, 5)).shape);
        Assert.Equal(0.1, instance.momentum);
        Assert.Equal((3, false), (new Scale().num_features, new Scale().affine));
        Assert.Equal(6, new Scale().call(ones(3)).sum().ToDouble());

        var convolution = new Difference();
        Assert.Equal([1f, 2, 3], convolution.call(tensor(new[] { 0f, 1, 3, 6 }).reshape(1, 1, 4)).data<float>().ToArray());
        Assert.True(convolution.Fits(randn(1, 1, 4)) && convolution.Fits(randn(1, 4)) && !convolution.Fits(randn(2, 4)));
        Assert.Equal([1, 1, 9], new Upsampling().forward(randn(1, 1, 4), [9]).shape);
    }

    [Fact]
    public void A_module_can_manage_its_registry()
    {
        using var scope = NewDisposeScope();
        var module = new Registry();
        module.add_module("child", Linear(1, 1));
        module.Set("p", Parameter(ones(1)));
        module.Set("b", ones(1));
        Assert.Equal(["p", "child.weight", "child.bias"], module.named_parameters().Select(p => p.name));
        Assert.Equal(["b"], module.named_buffers().Select(b => b.name));
        module.Set("p", Parameter(ones(2)));
        Assert.Equal(2, module.get_parameter("p")!.numel());
        module.SetByTensor("p", Parameter(ones(3)));
        Assert.Equal(3, module.get_parameter("p")!.numel());
        module.SetByTensor("p", null);
        module.Set("b", (Tensor?)null);
        Assert.False(module.has_parameter("p") || module.has_buffer("b"));
        module.Forget();
        Assert.Empty(module.children());
    }

    [Fact]
    public void A_module_can_move_its_tensors_itself()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((DeviceType.CPU, ScalarType.Float32), Registry.Defaults());
        Assert.Equal((DeviceType.META, ScalarType.Float64), Registry.Defaults(META, ScalarType.Float64));

        var module = new Registry();
        module.Set("p", Parameter(ones(1)));
        module.Set("b", ones(1));
        module.MoveEverything();
        Assert.Equal(["Float64 CPU", "Float64 META", "Float32 META"], module.Steps);
        Assert.Equal(DeviceType.META, module.get_parameter("p")!.device_type);
        using var other = zeros(1, ScalarType.Float64);
        var follower = Linear(1, 1);
        follower._to(other, false);
        Assert.Equal(ScalarType.Float64, follower.weight.dtype);

        var (moved, buffer) = Registry.Copies(Parameter(ones(1)), ones(1), ScalarType.Float64);
        Assert.Equal((ScalarType.Float64, ScalarType.Float64), (moved!.dtype, buffer!.dtype));
        Assert.Equal((null, null), Registry.Copies(Parameter(ones(1)), ones(1), ScalarType.Float32));
    }

    [Fact]
    public void A_stream_can_hold_a_module()
    {
        var stream = new MemoryStream();
        using var one = Linear(2, 2);
        using var other = Linear(2, 2);
        one.save(stream);
        other.load(new MemoryStream(stream.ToArray()));
        Assert.True(one.weight.equal(other.weight).all().ToBoolean());
    }

    [Fact]
    public void A_hook_remover_belongs_to_a_module_and_a_key()
    {
        using var module = Identity();
        using var one = ones(1);
        module.register_forward_hook((_, _, r) => r + 1);
        new HookableModule<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover(module, "another").remove();
        Assert.Equal(2, module.call(one).ToDouble());
    }

    private static Tensor Sum(params Tensor[] inputs) => inputs.Aggregate((a, b) => a + b);

    private sealed class One() : Module<Tensor, Tensor>(nameof(One))
    {
        public override Tensor forward(Tensor input) => input.clone();
    }

    private sealed class Two() : Module<Tensor, Tensor, Tensor>(nameof(Two))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => Sum(input1, input2);
    }

    private sealed class Three() : Module<Tensor, Tensor, Tensor, Tensor>(nameof(Three))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) => Sum(input1, input2, input3);
    }

    private sealed class Four() : Module<Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(Four))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4) => Sum(input1, input2, input3, input4);
    }

    private sealed class Five() : Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(Five))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4, Tensor input5) => Sum(input1, input2, input3, input4, input5);
    }

    private sealed class Six() : Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(Six))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4, Tensor input5, Tensor input6) => Sum(input1, input2, input3, input4, input5, input6);
    }

    private sealed class Bare1() : ParameterLessModule<Tensor, Tensor>(nameof(Bare1))
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Bare2() : ParameterLessModule<Tensor, Tensor, Tensor>(nameof(Bare2))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => input1;
    }

    private sealed class Bare3() : ParameterLessModule<Tensor, Tensor, Tensor, Tensor>(nameof(Bare3))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) => input1;
    }

    private sealed class Bare4() : ParameterLessModule<Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(Bare4))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4) => input1;
    }

    private sealed class Bare5() : ParameterLessModule<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(Bare5))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4, Tensor input5) => input1;
    }

    private sealed class Bare6() : ParameterLessModule<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>(nameof(Bare6))
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4, Tensor input5, Tensor input6) => input1;
    }

    private sealed class Loss2 : Loss<Tensor, Tensor, Tensor>
    {
        public override Tensor forward(Tensor input1, Tensor input2) => Sum(input1, input2);
    }

    private sealed class Loss3 : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) => Sum(input1, input2, input3);
    }

    private sealed class Loss4() : Loss<Tensor, Tensor, Tensor, Tensor, Tensor>(Reduction.Sum)
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4) => Sum(input1, input2, input3, input4);
    }

    private sealed class Weighted3(Tensor weight) : WeightedLoss<Tensor, Tensor, Tensor, Tensor>(weight)
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) => Sum(input1, input2, input3);
    }

    private sealed class Weighted4(Tensor weight) : WeightedLoss<Tensor, Tensor, Tensor, Tensor, Tensor>(weight)
    {
        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3, Tensor input4) => Sum(input1, input2, input3, input4);
    }

    private sealed class AnyNorm() : BatchNorm(3, 1e-5, 0.1, true, true, null, null, nameof(AnyNorm))
    {
        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim < 2) throw new ArgumentException("too few dimensions");
        }
    }

    private sealed class AnyInstanceNorm() : InstanceNorm(3, 1e-5, null, false, false, null, null, nameof(AnyInstanceNorm))
    {
        protected override long GetNumberOfBatchDimensions() => 2;

        protected override void ValidateInputDimensions(Tensor input)
        {
        }
    }

    private sealed class Scale() : NormBase(3, 1e-5, null, false, false, null, null, nameof(Scale))
    {
        public override Tensor forward(Tensor input) => input * 2;

        protected override void ValidateInputDimensions(Tensor input)
        {
        }
    }

    private sealed class Difference : Convolution
    {
        public Difference() : base(nameof(Difference), 1, 1, [2], [1], null, null, [1], false, [0], 1, false, PaddingModes.Zeros)
            => weight = Parameter(tensor(new[] { -1f, 1f }).reshape(1, 1, 2));

        public bool Fits(Tensor input) => ValidateShape(input, 1);

        public override Tensor forward(Tensor input) => functional.conv1d(input, weight);
    }

    private sealed class Upsampling() : ConvolutionTranspose(nameof(Upsampling), 1, 1, [2], [2], null, null, [1], true, [0], 1, false, PaddingModes.Zeros)
    {
        public override Tensor forward(Tensor input, long[]? output_size)
            => functional.conv_transpose1d(input, weight, null, 2, 0, _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 1)[0]);
    }

    private sealed class Registry() : nn.Module(nameof(Registry))
    {
        public List<string> Steps { get; } = [];

        public static (DeviceType, ScalarType) Defaults(Device? device = null, ScalarType? type = null)
        {
            var (place, element) = GetDefaultDeviceAndType(device, type);
            return (place.type, element);
        }

        public static (Parameter? Moved, Tensor? Buffer) Copies(Parameter parameter, Tensor buffer, ScalarType type)
        {
            ReplaceParameter(type, null, parameter, out var moved);
            ReplaceBuffer(type, null, buffer, out var copy);
            return (moved, copy);
        }

        public void Set(string name, Parameter? value) => ConditionallyRegisterParameter(name, value);

        public void Set(string name, Tensor? value) => ConditionallyRegisterBuffer(name, value);

        public void SetByTensor(string name, Tensor? value) => ConditionallyRegisterParameter(name, value!);

        public void Forget() => ClearModules();

        public void MoveEverything()
        {
            _toEpilog(ScalarType.Float64, false);
            Note();
            _toEpilog(DeviceType.META, -1, false);
            Note();
            _toEpilog(META, ScalarType.Float32, false);
            Note();
        }

        protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking) => base._toEpilog(dtype, device, non_blocking);

        private void Note() => Steps.Add($"{get_parameter("p")!.dtype} {get_buffer("b")!.device_type}");
    }
}
