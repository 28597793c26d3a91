using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Which members of a model become parameters, buffers and submodules, under which names, in which order.</summary>
public class RegistrationTests
{
    [Fact]
    public void Fields_of_any_visibility_are_registered_in_the_order_of_their_declaration()
    {
        using var model = new Visibilities();
        Assert.Equal(
            ["first.weight", "first.bias", "second.weight", "second.bias", "third.weight", "third.bias", "fourth.weight", "fourth.bias"],
            Names(model));
        Assert.Equal(["first", "second", "third", "fourth"], model.named_children().Select(c => c.name));
    }

    [Fact]
    public void Own_parameters_come_before_those_of_submodules()
    {
        using var model = new Mixed();
        Assert.Equal(["scale", "shift", "inner.weight", "inner.bias"], Names(model));
        Assert.Equal(["running"], model.named_buffers().Select(b => b.name));
    }

    [Fact]
    public void Private_fields_of_base_classes_come_after_those_of_the_derived_class()
    {
        using var model = new Derived();
        Assert.Equal(["own.weight", "own.bias", "inherited.weight", "inherited.bias"], Names(model));
    }

    [Fact]
    public void Of_two_fields_with_one_name_the_most_derived_wins()
    {
        using var model = new Shadowing();
        Assert.Equal(["layer.weight", "layer.bias"], Names(model));
        Assert.Equal(7, model.get_parameter("layer.weight")!.shape[0]);
    }

    [Fact]
    public void What_a_derived_constructor_assigns_after_the_base_registered_is_not_seen()
    {
        using var model = new RegistersTooEarly();
        Assert.Equal(["early.weight", "early.bias"], Names(model));
    }

    [Fact]
    public void Null_fields_static_fields_arrays_and_lists_are_not_registered()
    {
        using var model = new Unregistered();
        Assert.Empty(Names(model));
        Assert.Empty(model.named_modules());
    }

    [Fact]
    public void An_auto_property_is_registered_under_the_name_of_its_backing_field()
    {
        using var model = new WithProperty();
        Assert.Equal(["<Layer>k__BackingField.weight", "named.weight"], Names(model));
    }

    [Fact]
    public void A_component_name_replaces_the_name_of_the_field()
    {
        using var model = new Renamed();
        Assert.Equal(["encoder.weight"], Names(model));
        FieldInfo Field(Type type, string name) => type.GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!;
        Assert.Equal("encoder", Field(typeof(Renamed), "layer").ComponentName());
        Assert.Equal("inherited", Field(typeof(Base), "inherited").ComponentName());
    }

    [Fact]
    public void Explicit_registration_comes_first_and_its_names_are_not_registered_again()
    {
        using var model = new Explicitly();
        Assert.Equal(["dotted.name", "late.weight", "early.weight"], Names(model));
    }

    [Fact]
    public void Containers_number_or_name_their_modules()
    {
        using var model = new Containers();
        Assert.Equal(
            [
                "list.0.weight", "list.1.weight", "dictionary.one.weight", "dictionary.two.weight", "chain.0.weight", "chain.2.weight",
                "named.first.weight", "parameters.0", "parameters.1", "byName.a", "byName.b",
            ],
            Names(model));
    }

    [Fact]
    public void Module_lists_are_read_once_and_parameter_lists_whenever_asked()
    {
        using var model = new Containers();
        using var late = Linear(1, 1, hasBias: false);
        model.list.Add(late);
        Assert.DoesNotContain("list.2.weight", Names(model));

        model.parameters_.Add(Parameter(torch.zeros(1)));
        Assert.Contains("parameters.2", Names(model));
    }

    [Fact]
    public void A_chain_does_not_register_the_components_of_its_modules()
    {
        using var chain = Sequential(("unregistered", new Lazy()));
        Assert.Empty(Names(chain));
        using var parent = new Holder(Sequential(("unregistered", new Lazy())));
        Assert.Empty(Names(parent));
        using var direct = new Holder(new Lazy());
        Assert.Equal(["held.layer.weight"], Names(direct));
    }

    [Fact]
    public void A_chain_lists_nothing_without_recursion()
    {
        using var chain = Sequential(Linear(1, 1));
        Assert.Empty(chain.named_parameters(recurse: false));
        Assert.Equal(2, chain.parameters().Count());
    }

    [Fact]
    public void A_tied_parameter_is_listed_once_under_its_first_name_and_saved_under_both()
    {
        using var model = new Tied();
        Assert.Equal(["head", "other.weight"], Names(model));
        Assert.Equal(["head", "other.weight", "last.weight"], model.state_dict().Keys);
        using var native = new TiedToNative();
        OnTorchSharp.Differs("parameters of native layers", () => Assert.Equal(["head"], Names(native)));
        Assert.Equal(["head", "embedding.weight"], native.state_dict().Keys);
    }

    [Fact]
    public void Descendants_are_listed_level_by_level_without_the_module_itself()
    {
        using var model = new Nested();
        Assert.Equal(["block", "last", "block.inner"], model.named_modules().Select(m => m.name));
        Assert.Equal(3, model.modules().Count());
    }

    [Fact]
    public void Parameters_and_buffers_are_found_by_dotted_names()
    {
        using var model = new Nested();
        Assert.Same(model.block.inner.weight, model.get_parameter("block.inner.weight"));
        Assert.True(model.has_parameter("block.inner.bias"));
        Assert.False(model.has_parameter("block.inner"));
        Assert.Null(model.get_parameter("block.other.weight"));
        Assert.True(model.has_buffer("last.running_mean"));
        Assert.NotNull(model.get_buffer("last.running_var"));
        Assert.False(model.has_buffer("running_var"));
        Assert.Null(model.get_buffer("running_var"));
    }

    [Fact]
    public void Buffers_that_are_not_persistent_are_not_saved()
    {
        using var model = new Buffers();
        Assert.Equal(["kept"], model.state_dict().Keys);
        Assert.Equal(["kept"], model.named_buffers(include_nonpersistent: false).Select(b => b.name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    public void Names_of_modules_must_be_plain(string name)
    {
        using var model = new Empty();
        using var layer = Linear(1, 1);
        Assert.Throws<ArgumentException>(() => model.register_module(name, layer));
    }

    [Fact]
    public void Taken_names_and_missing_tensors_are_refused()
    {
        using var model = new Empty();
        using var layer = Linear(1, 1);
        model.register_module("m", layer);
        model.register_parameter("p", Parameter(torch.zeros(1)));
        model.register_buffer("b", torch.zeros(1));
        Assert.Throws<InvalidOperationException>(() => model.register_module("m", layer));
        Assert.Throws<InvalidOperationException>(() => model.register_parameter("p", Parameter(torch.zeros(1))));
        Assert.Throws<InvalidOperationException>(() => model.register_buffer("b", torch.zeros(1)));
        Assert.Throws<ArgumentNullException>(() => model.register_parameter("q", null!));
        Assert.Throws<ArgumentNullException>(() => model.register_buffer("c", null!));
        model.register_module("m", null!);
        Assert.Empty(model.named_children().Select(child => child.name));
    }

    [Fact]
    public void Parameterless_modules_refuse_parameters()
    {
        using var layer = ReLU();
        Assert.Throws<InvalidOperationException>(() => layer.register_parameter("p", Parameter(torch.zeros(1))));
        Assert.Throws<InvalidOperationException>(() => layer.register_buffer("b", torch.zeros(1)));
        using var child = Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => layer.register_module("m", child));
    }

    [Fact]
    public void Disposing_a_model_disposes_what_it_registered()
    {
        var model = new Nested();
        var parameters = model.parameters().Concat(model.buffers()).ToList();
        Assert.Equal(7, parameters.Count);
        model.Dispose();
        model.Dispose();
        Assert.All(parameters, p => Assert.True(p.IsInvalid));
        Assert.Empty(model.parameters());
    }

    private static IEnumerable<string> Names(nn.Module module) => module.named_parameters().Select(p => p.name);

#pragma warning disable IDE0044, IDE0052, IDE0051, CA1823, CS0414, CS0169, CA1051, IDE1006 // The fields are read by reflection.
    private sealed class Visibilities : nn.Module
    {
        public readonly Linear first = Linear(1, 1);
        internal Linear second = Linear(1, 1);
        private readonly Linear third = Linear(1, 1);
        private Module<Tensor, Tensor> fourth = Linear(1, 1);

        public Visibilities() : base(nameof(Visibilities)) => RegisterComponents();
    }

    private sealed class Mixed : nn.Module
    {
        private readonly Linear inner = Linear(1, 1);
        private readonly Parameter scale = Parameter(torch.ones(1));
        private readonly Tensor running = torch.zeros(1);
        private readonly Parameter shift = Parameter(torch.zeros(1));

        public Mixed() : base(nameof(Mixed)) => RegisterComponents();
    }

    private class Base : nn.Module
    {
        private readonly Linear inherited = Linear(1, 1);

        protected Base(string name) : base(name)
        {
        }
    }

    private sealed class Derived : Base
    {
        private readonly Linear own = Linear(1, 1);

        public Derived() : base(nameof(Derived)) => RegisterComponents();
    }

    private class Shadowed : nn.Module
    {
        private readonly Linear layer = Linear(1, 3);

        protected Shadowed(string name) : base(name)
        {
        }
    }

    private sealed class Shadowing : Shadowed
    {
        private readonly Linear layer = Linear(1, 7);

        public Shadowing() : base(nameof(Shadowing)) => RegisterComponents();
    }

    private class RegistersInBase : nn.Module
    {
        private readonly Linear early = Linear(1, 1);

        protected RegistersInBase(string name) : base(name) => RegisterComponents();
    }

    private sealed class RegistersTooEarly : RegistersInBase
    {
        private readonly Linear late;

        public RegistersTooEarly() : base(nameof(RegistersTooEarly))
        {
            late = Linear(1, 1);
            RegisterComponents();
        }
    }

    private sealed class Unregistered : nn.Module
    {
        private static readonly Linear Shared = Linear(1, 1);
        private Linear? nothing;
        private readonly Linear[] array = [Linear(1, 1)];
        private readonly List<Linear> list = [Linear(1, 1)];
        private readonly Dictionary<string, Linear> dictionary = new() { ["a"] = Linear(1, 1) };
        private readonly (Linear, Linear) pair = (Linear(1, 1), Linear(1, 1));

        public Unregistered() : base(nameof(Unregistered)) => RegisterComponents();
    }

    private sealed class WithProperty : nn.Module
    {
        public Linear Layer { get; } = Linear(1, 1, hasBias: false);

        [field: ComponentName(Name = "named")]
        public Linear Other { get; } = Linear(1, 1, hasBias: false);

        public Linear Computed => Layer;

        public WithProperty() : base(nameof(WithProperty)) => RegisterComponents();
    }

    private sealed class Renamed : nn.Module
    {
        [ComponentName(Name = "encoder")]
        private readonly Linear layer = Linear(1, 1, hasBias: false);

        public Renamed() : base(nameof(Renamed)) => RegisterComponents();
    }

    private sealed class Explicitly : nn.Module
    {
        private readonly Linear early = Linear(1, 1, hasBias: false);
        private readonly Linear late = Linear(1, 1, hasBias: false);

        public Explicitly() : base(nameof(Explicitly))
        {
            register_module("late", late);
            register_parameter("dotted.name", Parameter(torch.zeros(1)));
            RegisterComponents();
        }
    }

    private sealed class Containers : nn.Module
    {
        public readonly ModuleList<Linear> list = ModuleList(Linear(1, 1, hasBias: false), Linear(1, 1, hasBias: false));
        private readonly ModuleDict<Linear> dictionary = ModuleDict(("one", Linear(1, 1, hasBias: false)), ("two", Linear(1, 1, hasBias: false)));
        private readonly Sequential chain = Sequential(Linear(1, 1, hasBias: false), ReLU(), Linear(1, 1, hasBias: false));
        private readonly Sequential named = Sequential(("first", Linear(1, 1, hasBias: false)));

        [ComponentName(Name = "parameters")]
        public readonly ParameterList parameters_ = ParameterList(Parameter(torch.zeros(1)), Parameter(torch.zeros(1)));
        private readonly ParameterDict byName = ParameterDict(("a", Parameter(torch.zeros(1))), ("b", Parameter(torch.zeros(1))));

        public Containers() : base(nameof(Containers)) => RegisterComponents();
    }

    private sealed class Lazy : Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(1, 1, hasBias: false);

        public Lazy() : base(nameof(Lazy))
        {
        }

        public override Tensor forward(Tensor input) => layer.call(input);
    }

    private sealed class Holder : nn.Module
    {
        private readonly nn.Module held;

        public Holder(nn.Module held) : base(nameof(Holder))
        {
            this.held = held;
            RegisterComponents();
        }
    }

    private sealed class Tied : nn.Module
    {
        private readonly Linear other = Linear(2, 2, hasBias: false);
        private readonly Linear last = Linear(2, 2, hasBias: false);

        public Tied() : base(nameof(Tied))
        {
            RegisterComponents();
            register_parameter("head", last.weight);
        }
    }

    private sealed class TiedToNative : nn.Module
    {
        private readonly Embedding embedding = Embedding(3, 2);

        public TiedToNative() : base(nameof(TiedToNative))
        {
            RegisterComponents();
            register_parameter("head", embedding.weight!);
        }
    }

    private sealed class Nested : nn.Module
    {
        public readonly Block block = new();
        private readonly BatchNorm1d last = BatchNorm1d(2);

        public Nested() : base(nameof(Nested)) => RegisterComponents();
    }

    private sealed class Block : nn.Module
    {
        public readonly Linear inner = Linear(2, 2);

        public Block() : base(nameof(Block)) => RegisterComponents();
    }

    private sealed class Buffers : nn.Module
    {
        public Buffers() : base(nameof(Buffers))
        {
            register_buffer("kept", torch.zeros(1));
            register_buffer("dropped", torch.zeros(1), persistent: false);
        }
    }

    private sealed class Empty : nn.Module
    {
        public Empty() : base(nameof(Empty))
        {
        }
    }
#pragma warning restore IDE0044, IDE0052, IDE0051, CA1823, CS0414, CS0169, CA1051, IDE1006
}
