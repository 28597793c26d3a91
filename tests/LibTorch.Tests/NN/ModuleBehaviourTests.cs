using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>What every module does besides computing: modes, hooks, moves, gradients, disposal.</summary>
public class ModuleBehaviourTests
{
    [Fact]
    public void Modes_reach_everything_below()
    {
        using var model = Sequential(Linear(2, 2), Sequential(Dropout(), BatchNorm1d(2)));
        Assert.All(model.modules().Append(model), module => Assert.True(module.training));
        model.eval();
        Assert.All(model.modules().Append(model), module => Assert.False(module.training));
        model.train();
        Assert.All(model.modules().Append(model), module => Assert.True(module.training));
    }

    [Fact]
    public void A_function_is_applied_to_children_before_their_parents()
    {
        using var model = Sequential(("a", Linear(1, 1)), ("b", Sequential(("c", ReLU()))));
        var visited = new List<string>();
        Assert.Same(model, model.apply(module => visited.Add(module.GetType().Name)));
        Assert.Equal(["Linear", "ReLU", "Sequential", "Sequential"], visited);
    }

    [Fact]
    public void Every_kind_knows_its_name()
    {
        using var two = BatchNorm2d(1);
        using var three = BatchNorm3d(1);
        using var own = new Named();
        using var layer = Linear(1, 1);
        Assert.Equal("chosen", own.GetName());
        Assert.Equal("Linear", layer.GetName());
        OnTorchSharp.Differs("GetName", () => Assert.Equal("BatchNorm2d", two.GetName()));
        OnTorchSharp.Differs("GetName", () => Assert.Equal("BatchNorm3d", three.GetName()));
        using nn.Module chain = Sequential(), embedding = Embedding(1, 1);
        OnTorchSharp.Differs("GetName", () => Assert.Equal("Sequential", chain.GetName()));
        OnTorchSharp.Differs("GetName", () => Assert.Equal("Embedding", embedding.GetName()));
    }

    [Fact]
    public void Gradients_are_dropped_or_zeroed()
    {
        using var model = Linear(2, 1);
        using var x = ones(1, 2);
        model.call(x).sum().backward();
        Assert.Equal(2, model.weight.grad!.sum().ToDouble());
        model.zero_grad(set_to_none: false);
        Assert.Equal(0, model.weight.grad!.abs().sum().ToDouble());
        model.zero_grad();
        Assert.Null(model.weight.grad);
    }

    [Fact]
    public void Hooks_see_and_replace_inputs_and_results()
    {
        using var model = Identity();
        using var one = ones(1);
        var order = new List<string>();
        var first = model.register_forward_pre_hook(_ => order.Add("before"));
        var second = model.register_forward_pre_hook((_, input) => input + 1);
        var third = model.register_forward_hook((_, input, output) => input * 10 + output);
        var fourth = model.register_forward_hook(_ => order.Add("after"));
        var kept = model.register_forward_hook((_, _, _) => null!);
        Assert.Equal(22, model.call(one).ToDouble());
        Assert.Equal(["before", "after"], order);
        Assert.Equal(1, model.forward(one).ToDouble());

        second.remove();
        Assert.Equal(11, model.call(one).ToDouble());
        third.remove();
        first.remove();
        fourth.remove();
        kept.remove();
        kept.remove();
        Assert.Equal(1, model.call(one).ToDouble());
        Assert.Equal(4, order.Count);
    }

    [Fact]
    public void Hooks_of_modules_with_several_inputs_replace_them_together()
    {
        using var model = new Sum();
        using var one = ones(1);
        model.register_forward_pre_hook((_, a, b, c) => (a * 2, b * 3, c * 4));
        model.register_forward_hook((_, _, _, _, result) => result + 1);
        Assert.Equal(10, model.call(one, one, one).ToDouble());

        using var loss = MSELoss();
        loss.register_forward_pre_hook((_, input, target) => (input * 3, target));
        Assert.Equal(4, loss.call(one, one).ToDouble());
    }

    [Fact]
    public void A_conversion_replaces_parameters_and_buffers()
    {
        using var model = new Mixed();
        var weight = model.layer.weight;
        var loose = model.loose;
        var mean = model.norm.running_mean!;
        var count = model.norm.num_batches_tracked!;
        using (var gradient = ones(2, 2)) weight.grad = gradient;

        Assert.Same(model, model.to(ScalarType.Float64));
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.All(model.parameters(), p => Assert.True(p is { is_leaf: true, requires_grad: true }));
        Assert.Equal(ScalarType.Float64, model.norm.running_mean!.dtype);
        Assert.Equal(ScalarType.Int64, model.norm.num_batches_tracked!.dtype);
        OnTorchSharp.Differs("whole buffers", () => Assert.Same(count, model.norm.num_batches_tracked));
        Assert.True(weight.IsInvalid && loose.IsInvalid && mean.IsInvalid);
        Assert.NotSame(loose, model.loose);
        Assert.Same(model.loose, model.get_parameter("loose"));
        Assert.Same(model.layer.weight, model.get_parameter("layer.weight"));
        Assert.Same(model.table, model.get_buffer("table"));
        Assert.Equal(ScalarType.Float64, model.layer.weight.grad!.dtype);
        Assert.Equal(4, model.layer.weight.grad!.sum().ToDouble());

        var same = model.layer.weight;
        model.to(ScalarType.Float64);
        Assert.Same(same, model.layer.weight);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Conversions_have_names(ScalarType type)
    {
        using var model = Linear(2, 2, dtype: ScalarType.Float64);
        _ = type switch { ScalarType.Float16 => model.half(), ScalarType.BFloat16 => model.bfloat16(), ScalarType.Float32 => model.@float(), _ => model.@double() };
        Assert.Equal(type, model.weight.dtype);
        Assert.Equal(type, model.bias!.dtype);
    }

    [Fact]
    public void Whole_numbers_are_no_type_for_a_module()
    {
        using var model = Linear(2, 2);
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => model.to(ScalarType.Int64));
        OnTorchSharp.ThrowsAnother<ArgumentException>(() => model.to(CPU, ScalarType.Bool));
        Assert.Equal(ScalarType.Float32, model.weight.dtype);
    }

    [Fact]
    public void A_model_moves_to_the_meta_device_and_counts_its_parameters_there()
    {
        using var model = Sequential(Linear(10, 20), LSTMLayer.Make(), TransformerEncoderLayer(8, 2, 16));
        var count = model.parameters().Sum(p => p.numel());
        model.to(META);
        Assert.All(model.parameters(), p => Assert.Equal(DeviceType.META, p.device_type));
        Assert.Equal(count, model.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void A_model_follows_a_tensor()
    {
        using var other = zeros(1, ScalarType.Float64);
        using var model = Linear(2, 2).to(other);
        Assert.Equal(ScalarType.Float64, model.weight.dtype);
        Assert.Same(model, model.to("cpu"));
        Assert.Same(model, model.to(DeviceType.CPU));
        Assert.Same(model, model.to(CPU));
        Assert.Same(model, model.to(CPU, ScalarType.Float32));
        Assert.Same(model, model.cpu());
        Assert.Equal(ScalarType.Float32, model.weight.dtype);
    }

    [Fact]
    public void Without_CUDA_a_move_there_says_so()
    {
        if (cuda.is_available()) return;
        using var model = Linear(2, 2);
        Assert.Throws<InvalidOperationException>(() => model.cuda());
        Assert.Equal(DeviceType.CPU, model.weight.device_type);
    }

    [Fact]
    public void Layers_are_made_where_and_as_asked()
    {
        using var linear = Linear(2, 3, device: META, dtype: ScalarType.Float64);
        using var embedding = Embedding(4, 2, dtype: ScalarType.Float64);
        using var lstm = LSTM(2, 3, dtype: ScalarType.Float64);
        using var norm = BatchNorm1d(2, device: META);
        Assert.Equal((DeviceType.META, ScalarType.Float64), (linear.weight.device_type, linear.bias!.dtype));
        Assert.Equal(ScalarType.Float64, embedding.weight!.dtype);
        Assert.All(lstm.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.All(norm.parameters().Concat(norm.buffers()), p => Assert.Equal(DeviceType.META, p.device_type));
    }

    [Fact]
    public void Setting_a_parameter_disposes_the_former_one()
    {
        using var model = Linear(2, 2);
        var (weight, bias) = (model.weight, model.bias!);
        model.weight = Parameter(ones(2, 2));
        model.bias = null;
        Assert.True(weight.IsInvalid && bias.IsInvalid);
        Assert.Equal(["weight"], model.named_parameters().Select(p => p.name));
        using var x = ones(1, 2);
        Assert.Equal(4, model.call(x).sum().ToDouble());
    }

    [Fact]
    public void Layers_that_are_made_in_a_scope_outlive_it()
    {
        nn.Module[] modules, native;
        using (NewDisposeScope())
        {
            modules = [Linear(2, 2), BatchNorm1d(2), Conv1d(1, 1, 1), LayerNorm(2)];
            native = [Embedding(2, 2), LSTM(2, 2), GRUCell(2, 2), MultiheadAttention(2, 1), TransformerEncoder(TransformerEncoderLayer(2, 1, 2), 1)];
        }
        Assert.All(modules, Lives);
        Assert.All(modules[1].buffers(), b => Assert.False(b.IsInvalid));
        Assert.All(native, module => OnTorchSharp.Differs("native layers in a scope", () => Lives(module)));
        Assert.All(modules.Concat(native), module => module.Dispose());

        static void Lives(nn.Module module)
        {
            Assert.NotEmpty(module.parameters());
            Assert.All(module.parameters(), p => Assert.False(p.IsInvalid));
        }
    }

    [Fact]
    public void Making_and_disposing_layers_leaves_no_tensor()
    {
        using (Everything()) { }
        var before = LiveTensors.Count();
        using (Everything()) { }
        OnTorchSharp.Differs("TotalCount", () => Assert.Equal(before, Tensor.TotalCount));
    }

    [Fact]
    public void Forward_passes_leave_only_their_results()
    {
        using var model = Sequential(Linear(3, 4), GELU(), LayerNorm(4), TransformerEncoderLayer(4, 2, 4));
        using var network = LSTMLayer.Make(3);
        using var x = randn(2, 5, 3);
        using var ungraded = no_grad();
        Check(model);
        OnTorchSharp.Differs("states of recurrent layers", () => Check(network));

        void Check(nn.Module<Tensor, Tensor> module)
        {
            module.call(x).Dispose();
            var before = LiveTensors.Count();
            using var y = module.call(x);
            Assert.Equal(before + 1, Tensor.TotalCount);
        }
    }

    [Fact]
    public void A_parameter_takes_its_tensor_over()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = new Parameter(data, requires_grad: false);
        Assert.True(data.IsInvalid);
        Assert.False(parameter.requires_grad);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(2, parameter.sum().ToDouble());
        Assert.True(ones(1).AsParameter().requires_grad);

        var live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        ones(1).AsParameter().Dispose();
        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static Sequential Everything() => Sequential(
        Linear(2, 2), Conv2d(1, 1, 1), BatchNorm2d(1), GroupNorm(1, 2), InstanceNorm1d(2, affine: true, track_running_stats: true), PReLU(1), LSTMLayer.Make(), TransformerEncoderLayer(2, 1, 2), Embedding(2, 2));

#pragma warning disable CA1051, IDE1006 // Registered under their names.
    private sealed class Mixed : nn.Module
    {
        public readonly Linear layer = Linear(2, 2);
        public readonly BatchNorm1d norm = BatchNorm1d(2);
        public readonly Parameter loose = Parameter(ones(2));
        public readonly Tensor table = ones(2);

        public Mixed() : base(nameof(Mixed)) => RegisterComponents();
    }
#pragma warning restore CA1051, IDE1006

    private sealed class Named : nn.Module
    {
        public Named() : base("chosen")
        {
        }
    }

    private sealed class Sum : nn.Module<Tensor, Tensor, Tensor, Tensor>
    {
        public Sum() : base(nameof(Sum))
        {
        }

        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) => input1 + input2 + input3;
    }

    private sealed class LSTMLayer : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM network;

        private LSTMLayer(long width) : base(nameof(LSTMLayer))
        {
            network = LSTM(width, width);
            RegisterComponents();
        }

        public static LSTMLayer Make(long width = 2) => new(width);

        public override Tensor forward(Tensor input)
        {
            var (result, h, c) = network.call(input);
            h.Dispose();
            c.Dispose();
            return result;
        }
    }
}
