namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    /// <summary>Ways of writing a model that lean on the language: generics, inheritance, records, factories, conditions.</summary>
    private static IEnumerable<TestModel> Idioms() =>
    [
        new TestModel("LowRankAdapters", """
            public sealed class Adapter : Module<Tensor, Tensor>
            {
                private readonly Linear inner;
                private readonly Parameter lora_a, lora_b;
                public Adapter(Linear inner, int rank) : base("adapter")
                {
                    this.inner = inner;
                    foreach (var p in inner.parameters()) p.requires_grad = false;
                    lora_a = Parameter(torch.randn(rank, inner.in_features) * 0.01);
                    lora_b = Parameter(torch.zeros(inner.out_features, rank));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => inner.call(x) + x.matmul(lora_a.t()).matmul(lora_b.t());
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                [ParamGroup("adapters")] private readonly ModuleList<Adapter> layers;
                private readonly Linear head = Linear(6, 2);
                public Net() : base("lora")
                {
                    layers = new(Enumerable.Range(0, 3).Select(i => new Adapter(Linear(6, 6), rank: i + 1)).ToArray());
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("DerivedLayer", """
            public sealed class ScaledLinear : Module<Tensor, Tensor>
            {
                public readonly Linear linear;
                public Parameter Scale { get; set; }
                public ScaledLinear(long inputs, long outputs, double scale = 1.0) : base(nameof(ScaledLinear))
                {
                    linear = Linear(inputs, outputs);
                    Scale = new Parameter(torch.full(1, scale));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => linear.call(x) * Scale;
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ScaledLinear a = new(3, 4), b = new(4, 5, scale: 0.5);
                public Net() : base("net") => RegisterComponents();
                public override Tensor forward(Tensor x) => b.call(a.call(x));
            }
            """),
        new TestModel("LayersOfTheCoreTemplate", """
            public abstract class Backbone<TBlock, TConfig> : Module<Tensor, Tensor> where TBlock : Module<Tensor, Tensor> where TConfig : class
            {
                protected readonly ModuleList<TBlock> blocks = new();
                protected readonly TConfig config;
                protected Backbone(string name, TConfig config, int depth) : base(name)
                {
                    this.config = config;
                    for (int i = 0; i < depth; i++) blocks.Add(CreateBlock(i));
                    RegisterComponents();
                }
                protected abstract TBlock CreateBlock(int index);
                public override Tensor forward(Tensor x) { foreach (var b in blocks) x = b.call(x); return x; }
            }

            public sealed record MlpConfig(int Width, int[] Inner);

            public sealed class MlpBlock(MlpConfig config, int index) : Module<Tensor, Tensor>("mlp")
            {
                private readonly Linear up = Linear(config.Width, config.Inner[index]), down = Linear(config.Inner[index], config.Width);
                public override Tensor forward(Tensor x) => down.call(up.call(x));
            }

            [ParamGroup]
            public sealed partial class Net : Backbone<MlpBlock, MlpConfig>
            {
                public Net() : base("net", new MlpConfig(4, [8, 6, 5]), 3) { }
                protected override MlpBlock CreateBlock(int index) => new(config, index);
            }
            """),
        new TestModel("GenericNesting", """
            public sealed class Chain<TFirst, TSecond>(TFirst first, TSecond second) : Module<Tensor, Tensor>("chain")
                where TFirst : Module<Tensor, Tensor> where TSecond : Module<Tensor, Tensor>
            {
                private readonly TFirst first = first;
                private readonly TSecond second = second;
                public override Tensor forward(Tensor x) => second.call(first.call(x));
            }

            public static class Chain
            {
                public static Chain<A, B> Of<A, B>(A a, B b) where A : Module<Tensor, Tensor> where B : Module<Tensor, Tensor> => new(a, b);
            }

            public sealed class Default<T> : Module<Tensor, Tensor> where T : Module<Tensor, Tensor>, new()
            {
                private readonly T inner = new();
                public Default() : base("default") => RegisterComponents();
                public override Tensor forward(Tensor x) => inner.call(x);
            }

            public sealed class Unit : Module<Tensor, Tensor>
            {
                private readonly Linear map = Linear(2, 2);
                public Unit() : base("unit") => RegisterComponents();
                public override Tensor forward(Tensor x) => map.call(x);
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Chain<Linear, Chain<LayerNorm, Conv1d>> a = Chain.Of(Linear(2, 3), Chain.Of(LayerNorm(3), Conv1d(3, 4, 5)));
                private readonly Default<Unit> b = new();
                private readonly ModuleList<Chain<Linear, GELU>> c = new(Chain.Of(Linear(1, 2), GELU()), Chain.Of(Linear(2, 3), GELU()));
                public Net() : base("net") => RegisterComponents();
                public override Tensor forward(Tensor x) => b.call(a.call(x));
            }
            """),
        new TestModel("InheritedTwice", """
            public abstract class Level0 : Module<Tensor, Tensor>
            {
                private readonly Linear shared = Linear(1, 2);
                [ParamGroup("base")] protected readonly LayerNorm norm0 = LayerNorm(2);
                protected Level0(string name) : base(name) { }
            }
            public abstract class Level1 : Level0
            {
                private readonly Linear shared = Linear(3, 4);
                protected Linear Middle { get; }
                protected Level1(int width) : base("level1") { Middle = Linear(width, width + 1); }
            }
            [ParamGroup]
            public sealed partial class Net : Level1
            {
                private readonly Linear top;
                public Net() : base(5) { top = Linear(6, 1); RegisterComponents(); }
                %forward%
            }
            """),
        new TestModel("FileLocalParts", """
            file static class Layout
            {
                public const int Width = 8;
                internal static readonly IReadOnlyDictionary<string, int> Heads = new Dictionary<string, int> { ["level"] = 1, ["trend"] = 2 };
            }
            file sealed class Norm : Module<Tensor, Tensor>
            {
                private readonly Parameter gain = Parameter(torch.ones(Layout.Width));
                public Norm() : base("norm") => RegisterComponents();
                %forward%
            }
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> norm = new Norm();
                private readonly ModuleDict<Linear> heads = new();
                public Net() : base("net")
                {
                    foreach (var (name, size) in Layout.Heads) heads.Add((name, Linear(Layout.Width, size)));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        Structure("StaticFactories", """
            private readonly Module<Tensor, Tensor> a, b, c;
            public Net() : base("net")
            {
                a = Build.Activation("prelu", 3);
                b = Build.Activation("gelu", 3);
                c = Build.Norm(Kind.Layer, 4);
                RegisterComponents();
            }
            """, """
            public enum Kind { None, Batch, Layer }
            public static class Build
            {
                public static Module<Tensor, Tensor> Activation(string name, int width) => name.ToLowerInvariant() switch
                {
                    "relu" => ReLU(),
                    "prelu" => PReLU(width),
                    "gelu" => GELU(),
                    _ => throw new ArgumentException($"unknown activation {name}", nameof(name)),
                };
                public static Module<Tensor, Tensor> Norm(Kind kind, int width)
                {
                    switch (kind)
                    {
                        case Kind.Batch: return BatchNorm1d(width);
                        case Kind.Layer when width > 1: return LayerNorm(width);
                        case Kind.None:
                        default: return Identity();
                    }
                }
            }

            """),
        Structure("OptionalLayers", """
            private readonly Linear? projection;
            private readonly LayerNorm? norm;
            private readonly Module<Tensor, Tensor>? extra = null;
            private readonly Dropout? dropout;
            public Net() : base("net")
            {
                var options = new Options { Norm = true };
                projection = options.Projection is { } width ? Linear(4, width) : null;
                norm = options.Norm ? LayerNorm(4) : null;
                if (options.Dropout > 0) dropout = Dropout(options.Dropout);
                extra ??= options.Extra?.Invoke(3);
                RegisterComponents();
            }
            """, """
            public sealed class Options
            {
                public int? Projection { get; set; } = 7;
                public bool Norm { get; set; }
                public double Dropout { get; init; }
                public Func<int, Module<Tensor, Tensor>>? Extra { get; init; } = n => Linear(n, n);
            }

            """),
        Structure("TuplesAndDictionaries", """
            private readonly Sequential body;
            private readonly ModuleDict<Module<Tensor, Tensor>> heads;
            public Net() : base("net")
            {
                (string Name, int Width)[] specification = [("wide", 9), ("narrow", 3)];
                body = Sequential(specification.Select((s, i) => (s.Name + i, (Module<Tensor, Tensor>)Linear(s.Width, s.Width + 1))).ToArray());
                var made = new Dictionary<string, Module<Tensor, Tensor>> { ["a"] = Linear(2, 2), ["b"] = LayerNorm(2) };
                heads = ModuleDict<Module<Tensor, Tensor>>();
                foreach (KeyValuePair<string, Module<Tensor, Tensor>> pair in made) heads[pair.Key] = pair.Value;
                RegisterComponents();
            }
            """),
        Structure("RegisteredInALoop", """
            private readonly List<Linear> layers = new();
            private readonly Linear[] more = new Linear[2];
            public Net() : base("net")
            {
                for (var i = 0; i < 3; i++)
                {
                    layers.Add(Linear(i + 1, i + 2));
                    register_module($"layer_{i}", layers[i]);
                }
                for (var i = 0; i < more.Length; i++)
                {
                    more[i] = Linear(2, i + 1);
                    add_module("more" + i, more[i]);
                }
                register_parameter("temperature", Parameter(torch.tensor(1.0f)));
                register_buffer("steps", torch.zeros(1));
                RegisterComponents();
            }
            """),
        Structure("Multitask", """
            private readonly Trunk trunk = new();
            private readonly ModuleList<Head> heads;
            public Net() : base("net")
            {
                heads = new ModuleList<Head>(new[] { 1, 3, 2 }.Select((classes, index) => new Head(trunk.Width, classes, index > 0)).ToArray());
                RegisterComponents();
            }
            """, """
            public sealed class Trunk : Module<Tensor, Tensor>
            {
                public int Width => layers.Length;
                private readonly int[] layers = [1, 2, 3, 4];
                private readonly GRU rnn;
                public Trunk() : base("trunk") { rnn = GRU(2, Width); RegisterComponents(); }
                %forward%
            }
            public sealed class Head : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> map;
                internal Head(int width, int classes, bool deep) : base("head")
                {
                    map = deep ? Sequential(Linear(width, width), ReLU(), Linear(width, classes)) : Linear(width, classes);
                    RegisterComponents();
                }
                %forward%
            }

            """),
    ];
}
