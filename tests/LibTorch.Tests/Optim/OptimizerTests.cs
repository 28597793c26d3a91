using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace MetaAdamW.LibTorch.Tests.Optim;

public class OptimizerTests
{
    public static TheoryData<string> Kinds => ["SGD", "Adam", "AdamW"];

    [Theory, MemberData(nameof(Kinds))]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned(string kind)
    {
        using Parameter weight = new(ones(3));
        using OptimizerHelper optimizer = Create(kind, [weight]);
        using (no_grad()) {
            using Tensor loss = optimizer.step(() => {
                Assert.True(is_grad_enabled());
                optimizer.zero_grad();
                Tensor value = (weight * weight).sum();
                value.backward();
                return value;
            });
            Assert.Equal(3, loss.item<float>());
            Assert.False(is_grad_enabled());
        }
        Assert.Null(optimizer.step());
        Assert.All(weight.data<float>().ToArray(), value => Assert.True(value < 1));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Zero_grad_fills_gradients_with_zeros_and_leaves_missing_ones_missing(string kind)
    {
        using Parameter with = new(ones(2)), without = new(ones(2));
        using OptimizerHelper optimizer = Create(kind, [with, without]);
        using Tensor gradient = full(2, 3.0f);
        with.grad = gradient;
        optimizer.zero_grad();
        Assert.Equal([0, 0], gradient.data<float>().ToArray());
        Assert.Null(without.grad);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_step_leaves_no_tensor_behind(string kind)
    {
        using Parameter weight = new(ones(5));
        using OptimizerHelper optimizer = Create(kind, [weight]);
        using Tensor gradient = ones(5);
        weight.grad = gradient;
        // The first step may create state.
        optimizer.step();
        long before = LiveTensors.Count();
        for (int i = 0; i < 10; i++)
            optimizer.step();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void State_outlives_the_scope_of_its_creation_and_goes_with_the_optimizer(string kind)
    {
        using Parameter weight = new(ones(5));
        using Tensor gradient = ones(5);
        weight.grad = gradient;
        long before = LiveTensors.Count();
        OptimizerHelper optimizer;
        using (NewDisposeScope()) {
            optimizer = Create(kind, [weight]);
            optimizer.step();
        }
        optimizer.step();
        Assert.True(Tensor.TotalCount > before);
        optimizer.Dispose();
        optimizer.Dispose();
        Assert.Equal(before, Tensor.TotalCount);

        OnTorchSharp.Differs("state and scopes", () => {
            using OptimizerHelper moved = Trained(kind, weight, 1);
            using (NewDisposeScope())
                moved.to(CPU);
            moved.state_dict().State.Single().SaveStateDict(new BinaryWriter(Stream.Null));
        });
        OnTorchSharp.Differs("state and scopes", () => {
            using OptimizerHelper source = Trained(kind, weight, 1), target = Trained(kind, weight, 1);
            using (NewDisposeScope())
                target.load_state_dict(source.state_dict());
            target.state_dict().State.Single().SaveStateDict(new BinaryWriter(Stream.Null));
        });
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Groups_can_be_added_later_and_take_the_defaults(string kind)
    {
        using Parameter first = new(ones(1)), second = new(ones(1)), third = new(ones(1));
        using OptimizerHelper optimizer = Create(kind, [first]);
        optimizer.add_param_group(kind switch {
            "SGD" => new SGD.ParamGroup { Parameters = [second] },
            "Adam" => new Adam.ParamGroup { Parameters = [second] },
            _ => new AdamW.ParamGroup { Parameters = [second] },
        });
        optimizer.add_param_group(kind switch {
            "SGD" => new SGD.ParamGroup([third], lr: 0.5),
            "Adam" => new Adam.ParamGroup([third], lr: 0.5),
            _ => new AdamW.ParamGroup([third], lr: 0.5),
        });
        Assert.Equal([0.1, 0.1, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal([0.1, 0.1, 0.5], optimizer.ParamGroups.Select(group => group.InitialLearningRate));
        Assert.Equal([first, second, third], optimizer.parameters());
        Assert.Equal([[0], [1], [2]], optimizer.state_dict().StateIndexRef);
        Assert.Equal([0.1, 0.1, 0.5], optimizer.state_dict().Options.Select(options => options.LearningRate!.Value));

        OnTorchSharp.Differs("a parameter twice", () => {
            Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new ParamGroup { Parameters = [second], Options = optimizer.state_dict().Options[0] }));
            Assert.Equal(3, optimizer.ParamGroups.Count());
        });
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Parameter[] parameters = [];
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, -1));
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, 1, momentum: -1));
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, 1, weight_decay: -1));
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, 1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, 1, momentum: 0.9, dampening: 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.Adam(parameters, lr: -1));
        Assert.Throws<ArgumentException>(() => optim.Adam(parameters, beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.AdamW(parameters, beta2: -0.1));
        Assert.Throws<ArgumentException>(() => optim.AdamW(parameters, eps: -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW(parameters, weight_decay: -1));
    }

    [Fact]
    public void Names_of_parameters_are_accepted_and_groups_have_momentum_or_betas()
    {
        using Parameter weight = new(ones(1));
        (string, Parameter)[] named = [("weight", weight)];
        using (SGD sgd = optim.SGD(named, 0.1, momentum: 0.7)) {
            Assert.Equal(0.7, sgd.Momentum);
            sgd.Momentum = 0.6;
            Assert.Equal(0.6, sgd.Momentum);
            var group = (SGD.ParamGroup)sgd.ParamGroups.Single();
            Assert.Equal(0.7, group.Momentum);
            group.Momentum = 0.5;
            Assert.Equal(0.5, group.Options.momentum);
            IMomentum controller = group;
            controller.Momentum += 0.25;
            Assert.Equal((0.75, 0.75), (controller.Momentum, group.Momentum));
            ILearningRateController rate = group;
            (rate.LearningRate, rate.InitialLearningRate) = (0.2, 0.3);
            Assert.Equal((0.2, 0.3), (group.LearningRate, group.InitialLearningRate));
        }
        using (Adam adam = optim.Adam(named, beta1: 0.7)) {
            Assert.Equal((0.7, 0.999), adam.Betas);
            adam.Betas = (0.6, 0.9);
            Assert.Equal((0.6, 0.9), adam.Betas);
            var group = (Adam.ParamGroup)adam.ParamGroups.Single();
            group.Betas = (0.5, 0.6);
            Assert.Equal((0.5, 0.6), group.Betas);
            IBetas controller = group;
            controller.Betas = (0.4, 0.8);
            Assert.Equal((0.4, 0.8), (group.Options.beta1, group.Options.beta2));
            Assert.Equal((0.4, 0.8), controller.Betas);
        }
        using (AdamW adamw = optim.AdamW(named, beta2: 0.7)) {
            Assert.Equal((0.9, 0.7), adamw.Betas);
            var group = (AdamW.ParamGroup)adamw.ParamGroups.Single();
            group.Betas = (0.5, 0.6);
            Assert.Equal(0.5, group.Options.beta1);
        }
    }

    [Fact]
    public void Constructors_of_classes_and_groups_are_the_same_as_the_factories()
    {
        using Parameter a = new(ones(1)), b = new(ones(1));
        using var sgd = new SGD([a], 0.1);
        using var sgdGroups = new SGD([new SGD.ParamGroup([b], new SGD.Options { LearningRate = 2 })], 0.1, 0.9);
        Assert.Equal(2, sgdGroups.ParamGroups.Single().LearningRate);
        using var adam = new Adam([a]);
        using var adamGroups = new Adam([new Adam.ParamGroup([b], new Adam.Options { LearningRate = 2 })]);
        Assert.Equal(2, adamGroups.ParamGroups.Single().LearningRate);
        using var adamw = new AdamW([a]);
        using var adamwGroups = new AdamW([new AdamW.ParamGroup([b], new AdamW.Options { LearningRate = 2 })]);
        Assert.Equal(2, adamwGroups.ParamGroups.Single().LearningRate);
        Assert.Equal([0.1, 1e-3, 1e-3], ((Optimizer[])[sgd, adam, adamw]).Select(optimizer => optimizer.ParamGroups.Single().InitialLearningRate));
        Assert.Equal(0, ((AdamW.Options)adamw.state_dict().Options[0]).weight_decay);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Files_go_round(string kind)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("state");
        using Parameter weight = new(ones(5));
        using OptimizerHelper first = Trained(kind, weight, 3), second = Create(kind, [weight]);
        ((ILearningRateController)first.ParamGroups.Single()).LearningRate = 0.025;
        first.save_state_dict(path);
        second.load_state_dict(path);
        Assert.True(first.state_dict().State.Single().ApproximatelyEquals(second.state_dict().State.Single()));
        Assert.Equal(0.025, second.ParamGroups.Single().LearningRate);
        Assert.Equal(0.1, second.ParamGroups.Single().InitialLearningRate);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Broken_files_are_refused_and_change_nothing(string kind)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("state");
        using Parameter weight = new(ones(5));
        using OptimizerHelper optimizer = Trained(kind, weight, 3);
        optimizer.save_state_dict(path);
        byte[] good = File.ReadAllBytes(path);

        using Parameter other = new(ones(5));
        using OptimizerHelper target = Trained(kind, other, 2);
        byte[] before = Bytes(target);
        for (int length = 0; length < good.Length; length++) {
            File.WriteAllBytes(path, good[..length]);
            Assert.Throws<EndOfStreamException>(() => target.load_state_dict(path));
        }
        File.WriteAllBytes(path, [.. good, 0]);
        OnTorchSharp.Differs("data after the last entry", () => Assert.Throws<InvalidDataException>(() => target.load_state_dict(path)));
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)0xEE, 100)]);
        OnTorchSharp.ThrowsAnother<InvalidDataException>(() => target.load_state_dict(path));

        using Parameter wider = new(ones(6));
        using OptimizerHelper foreign = Trained(kind, wider, 2);
        foreign.save_state_dict(path);
        Assert.Throws<ArgumentException>(() => target.load_state_dict(path));
        using Parameter precise = new(ones(5, dtype: float64));
        using OptimizerHelper doubles = Trained(kind, precise, 2);
        doubles.save_state_dict(path);
        if (kind == "SGD")
            OnTorchSharp.Differs("momentum of another type", () => Assert.Throws<ArgumentException>(() => target.load_state_dict(path)));
        else
            Assert.Throws<ArgumentException>(() => target.load_state_dict(path));
        using OptimizerHelper more = Create(kind, [other, wider]);
        more.save_state_dict(path);
        Assert.Throws<ArgumentException>(() => target.load_state_dict(path));
        Assert.Throws<ArgumentException>(() => target.load_state_dict(more.state_dict()));
        using OptimizerHelper stranger = Create(kind == "SGD" ? "Adam" : "SGD", [other]);
        stranger.save_state_dict(path);
        Assert.Throws<InvalidDataException>(() => target.load_state_dict(path));

        OnTorchSharp.Differs("half-loaded files", () => Assert.Equal(before, Bytes(target)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Files_have_TorchSharps_layout(string kind)
    {
        using Parameter weight = new(ones(2));
        using OptimizerHelper optimizer = Trained(kind, weight, 1);
        using var reader = new BinaryReader(new MemoryStream(Bytes(optimizer)));
        Assert.Equal(kind, reader.ReadString());
        Assert.Equal(1, reader.ReadByte()); // groups
        Assert.Equal(1, reader.ReadByte()); // states
        Assert.Equal(0.1, reader.ReadDouble()); // initial rate
        Assert.Equal(0.1, reader.ReadDouble()); // rate
        if (kind == "SGD") {
            Assert.Equal([0.9, 0, 0], Doubles(3)); // momentum, dampening, weight decay
            Assert.False(reader.ReadBoolean() || reader.ReadBoolean()); // nesterov, maximize
            Assert.True(reader.ReadBoolean());
            AssertTensor();
        } else {
            Assert.Equal([0.9, 0.999, 1e-8, 0], Doubles(4)); // betas, eps, weight decay
            Assert.True(reader.ReadBoolean()); // amsgrad
            Assert.False(reader.ReadBoolean()); // maximize
            Assert.Equal(1, reader.ReadInt64()); // step
            AssertTensor();
            AssertTensor();
            Assert.True(reader.ReadBoolean());
            AssertTensor();
        }
        Assert.Equal(reader.BaseStream.Length, reader.BaseStream.Position);

        double[] Doubles(int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadDouble())];

        void AssertTensor()
        {
            Assert.Equal([(byte)ScalarType.Float32, 1, 2], reader.ReadBytes(3)); // type, dimensions, size
            Assert.Equal(8, reader.ReadBytes(8).Length);
        }
    }

    [Fact]
    public void States_and_options_stand_on_their_own()
    {
        Parameter weight = new(ones(2));
        long before = LiveTensors.Count();
        using (NewDisposeScope()) {
            using SGD.State sgd = new(weight);
            sgd.Initialize(new SGD.Options());
            Assert.Null(sgd.momentum_buffer);
            sgd.momentum_buffer = ones(2);
            using Adam.State adam = new(weight);
            adam.Initialize(new Adam.Options { amsgrad = true });
            using AdamW.State adamw = new(weight) { step = 5 };
            adamw.Initialize(new AdamW.Options { amsgrad = false });
            Assert.Equal(0, adamw.step);
            Assert.Null(adamw.max_exp_avg_sq);
            Assert.Equal([0, 0], adam.max_exp_avg_sq!.data<float>().ToArray());
            adam.Dispose();
            sgd.Dispose();
        }
        Assert.Equal(before, Tensor.TotalCount);
        weight.Dispose();

        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        new OptimizerOptions { LearningRate = 3, InitialLearningRate = 4 }.SaveStateDict(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var read = new OptimizerOptions();
        read.LoadStateDict(reader);
        var copy = new OptimizerOptions();
        copy.LoadStateDict(read);
        Assert.Equal((3, 4), (copy.LearningRate, copy.InitialLearningRate));
        var group = new ParamGroup { Options = copy };
        group.LearningRate *= 2;
        group.InitialLearningRate *= 3;
        Assert.Equal((6, 12), (copy.LearningRate, copy.InitialLearningRate));
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    public void A_maximum_can_begin_later(string kind)
    {
        using Parameter weight = new(ones(2));
        using Tensor gradient = ones(2);
        weight.grad = gradient;
        using OptimizerHelper optimizer = kind == "Adam" ? optim.Adam([weight]) : optim.AdamW([weight]);
        optimizer.step();
        switch (optimizer.state_dict().Options.Single()) {
        case Adam.Options options:
            options.amsgrad = true;
            break;
        case AdamW.Options options:
            options.amsgrad = true;
            break;
        }
        OnTorchSharp.Differs("amsgrad later", () => {
            optimizer.step();
            Tensor maximum = optimizer.state_dict().State.Single() switch { Adam.State state => state.max_exp_avg_sq!, AdamW.State state => state.max_exp_avg_sq!, _ => throw new InvalidOperationException() };
            Assert.True(maximum.min().item<float>() > 0);
        });
    }

    [Fact]
    public void A_query_for_parameters_runs_once()
    {
        using Parameter weight = new(ones(2));
        int runs = 0;
        using SGD optimizer = optim.SGD(Enumerable.Range(0, 1).Select(_ => { runs++; return weight; }), 0.1);
        int before = runs;
        optimizer.step();
        OnTorchSharp.Differs("lazy groups", () => Assert.Equal(before, runs));
    }

    [Fact]
    public void Parameters_that_were_replaced_are_reported()
    {
        using Parameter old = new(ones(2)), renewed = new(ones(2));
        using AdamW optimizer = optim.AdamW([old]);
        ((AdamW.ParamGroup)optimizer.ParamGroups.Single()).Parameters = [renewed];
        using Tensor gradient = ones(2);
        renewed.grad = gradient;
        OnTorchSharp.ThrowsAnother<InvalidOperationException>(() => optimizer.step());
    }

    [Fact]
    public void An_optimizer_of_ones_own_saves_more_through_the_same_file()
    {
        using Parameter weight = new(ones(2));
        using var first = new Counting(weight) { Count = 41 };
        first.step();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        first.save_state_dict(writer);
        stream.Position = 0;
        using var second = new Counting(weight);
        using var reader = new BinaryReader(stream);
        second.load_state_dict(reader);
        Assert.Equal(42, second.Count);
        using var third = new Counting(weight);
        third.load_state_dict(second.state_dict());
        Assert.Equal(42, third.Count);
        Assert.Equal(0.5, third.state_dict().Options.Single().LearningRate);
        Assert.False(third.state_dict().State[0].ApproximatelyEquals(first.state_dict().State[0]));
        third.to(CPU);
        Assert.Equal(43, third.Count);
    }

    [Fact]
    public void An_optimizer_must_say_how_to_step()
    {
        using var optimizer = new Silent();
        OnTorchSharp.ThrowsAnother<NotSupportedException>(() => optimizer.step());
        OnTorchSharp.Differs("optimizers of one's own", () => Assert.Empty(optimizer.parameters()));
    }

    internal static OptimizerHelper Create(string kind, Parameter[] parameters) => kind switch {
        "SGD" => optim.SGD(parameters, 0.1, momentum: 0.9),
        "Adam" => optim.Adam(parameters, 0.1, amsgrad: true),
        _ => optim.AdamW(parameters, 0.1, amsgrad: true),
    };

    private static OptimizerHelper Trained(string kind, Parameter weight, int steps)
    {
        OptimizerHelper optimizer = Create(kind, [weight]);
        using Tensor gradient = ones(weight.shape, dtype: weight.dtype);
        weight.grad = gradient;
        for (int i = 0; i < steps; i++)
            optimizer.step();
        return optimizer;
    }

    private static byte[] Bytes(OptimizerHelper optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        return stream.ToArray();
    }

    private sealed class Silent() : Optimizer(IntPtr.Zero);

    /// <summary>An optimizer with nothing but a counter, which it keeps as the state of its only parameter.</summary>
    private sealed class Counting : OptimizerHelper
    {
        public Counting(Parameter parameter)
        {
            _defaults = new OptimizerOptions { LearningRate = 0.5, InitialLearningRate = 0.5 };
            _parameter_groups = [new ParamGroup<OptimizerOptions>([parameter], _defaults)];
            _state[parameter.Handle] = new Counter(parameter);
            _state[parameter.Handle].Initialize(_defaults);
        }

        public long Count { get => State.Count; set => State.Count = value; }

        private Counter State => (Counter)_state.Values.Single();

        public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(_ => Count++, closure);

        private sealed class Counter(Parameter parameter) : OptimizerState(parameter)
        {
            private Tensor? optional;

            public long Count { get; set; }

            public override void Initialize(OptimizerOptions options) => Count = 0;

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(Count);
                SaveConditionalStateTensor(writer, null!);
                SaveConditionalStateTensor(writer, _parameter);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Count = reader.ReadInt64();
                LoadConditionalStateTensor(reader, ref optional!, CPU);
                Assert.Null(optional);
                LoadConditionalStateTensor(reader, ref optional!, CPU);
                Assert.Equal(_parameter.data<float>().ToArray(), optional!.data<float>().ToArray());
                optional.Dispose();
                optional = null;
            }

            public override void LoadStateDict(OptimizerState source) => Count = ((Counter)source).Count;

            public override void to(Device device) => Count++;
        }
    }
}
