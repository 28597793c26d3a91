namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    private const string Block = """
        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly LayerNorm norm;
            private readonly Linear attention;
            private readonly Sequential mlp;
            public Block(int width, int factor = 4) : base("block")
            {
                norm = LayerNorm(width);
                attention = Linear(width, 3 * width);
                mlp = Sequential(("up", Linear(width, factor * width)), ("act", GELU()), ("down", Linear(factor * width, width)));
                RegisterComponents();
            }
            %forward%
        }

        """;

    private static TestModel Structure(string name, string members, string before = "", bool isExact = true) => new(
        name,
        $$"""
        {{before}}
        [ParamGroup]
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            {{members.Replace("\n", "\n    ", StringComparison.Ordinal)}}
            %forward%
        }
        """) { IsExact = isExact };

    private static IEnumerable<TestModel> Structures() =>
    [
        Structure("FieldsOfEveryVisibility", """
            public Linear a = Linear(1, 2); internal Linear b = Linear(2, 3); protected Linear c = Linear(3, 4); private readonly Linear d = Linear(4, 5);
            private static readonly Linear shared = Linear(9, 9);
            public Net() : base("net") => RegisterComponents();
            """.Replace("protected", "private protected", StringComparison.Ordinal)),
        Structure("ConstantsFromEverywhere", """
            private const int Width = 16;
            private static readonly int Depth = Width / 2;
            private readonly Linear a, b, c;
            public Net() : base("net")
            {
                int inner = 4 * Width;
                var (rows, columns) = (inner - 1, Sizes.Of(3));
                a = Linear(Width, inner); b = Linear(rows, columns); c = Linear(Depth, Width << 2, hasBias: Depth > 9);
                RegisterComponents();
            }
            """, "public static class Sizes { public static int Of(int n) => n % 2 == 0 ? n : n * n + 1; }"),
        Structure("AutoProperties", """
            public Linear Plain { get; }
            [field: ComponentName(Name = "named")] public Linear Named { get; private set; }
            public Linear Started { get; } = Linear(5, 5);
            public Net() : base("net") { Plain = Linear(1, 2); Named = Linear(3, 4); RegisterComponents(); }
            """),
        Structure("ComponentNames", """
            [ComponentName(Name = "first")] private readonly Linear _first = Linear(1, 2);
            [ComponentName(Name = "scale")] private readonly Parameter _scale = Parameter(torch.zeros(3, 4));
            public Net() : base("net") => RegisterComponents();
            """),
        Structure("RegisteredByHand", """
            private readonly Linear _a = Linear(2, 3);
            private readonly Linear b = Linear(3, 4);
            public Net() : base("net")
            {
                register_module("a", _a);
                register_parameter("w", Parameter(torch.ones(7)));
                register_module("n" + 1, LayerNorm(4));
                RegisterComponents();
            }
            """),
        Structure("Parameters", """
            private readonly Parameter vector = Parameter(torch.zeros(5)), matrix = new Parameter(torch.randn(new long[] { 2, 3, 4 }) * 0.02);
            private readonly Parameter full = Parameter(torch.full(3, 4, 0.5)), still = Parameter(torch.ones(2), requires_grad: false);
            private readonly Tensor buffer = torch.ones(9);
            public Net() : base("net") => RegisterComponents();
            """),
        Structure("ParametersByTheThousand", """
            private readonly ParameterList many = new();
            private readonly ModuleList<Linear> layers = new();
            private readonly Linear head;
            public Net() : base("net")
            {
                for (int i = 0; i < 5000; i++)
                    many.Add(Parameter(torch.zeros(2)));
                for (int i = 0; i < 5000; i++)
                    layers.Add(Linear(2, 2));
                head = Linear(2, 1);
                RegisterComponents();
            }
            """, isExact: false),
        Structure("ParameterLists", """
            private readonly ParameterList list = new ParameterList(Parameter(torch.zeros(2)), Parameter(torch.zeros(2)), Parameter(torch.zeros(3)));
            private readonly ParameterDict dict = new ParameterDict();
            public Net() : base("net") { dict.Add("one", Parameter(torch.zeros(4))); dict.Add("two", Parameter(torch.zeros(4, 2))); RegisterComponents(); }
            """),
        Structure("NestedModules", """
            private readonly Block first = new(6), second = new Block(width: 4, factor: 2);
            public Net() : base("net") => RegisterComponents();
            """, Block),
        Structure("ModuleListOfItems", """
            private readonly ModuleList<Block> blocks = new ModuleList<Block>(new Block(4), new Block(4), new Block(6));
            public Net() : base("net") => RegisterComponents();
            """, Block),
        Structure("ModuleListFromLinq", """
            private const int Depth = 7;
            private readonly ModuleList<Block> blocks;
            public Net() : base("net")
            {
                blocks = ModuleList(Enumerable.Range(0, Depth).Select(i => new Block(4)).ToArray());
                RegisterComponents();
            }
            """, Block),
        Structure("ModuleListFilledInALoop", """
            private readonly ModuleList<Module<Tensor, Tensor>> layers = new();
            public Net() : base("net")
            {
                var sizes = new[] { 3, 5, 8, 13 };
                for (int i = 0; i + 1 < sizes.Length; i++) { layers.Add(Linear(sizes[i], sizes[i + 1])); layers.Add(ReLU()); }
                foreach (int size in sizes) layers.append(LayerNorm(size));
                RegisterComponents();
            }
            """),
        Structure("ModuleListFilledFromOutside", """
            private readonly ModuleList<Block> blocks = new();
            public Net() : this(Environment.GetEnvironmentVariable("UNHEARD_OF")?.Length ?? 3) { }
            public Net(int depth) : base("net") { for (int i = 0; i < depth; i++) blocks.Add(new Block(4)); RegisterComponents(); }
            """, Block, isExact: false),
        Structure("Sequentials", """
            private readonly Sequential numbered = Sequential(Linear(2, 3), ReLU(), Linear(3, 4));
            private readonly Sequential named = Sequential(("in", Linear(2, 3)), ("out", Conv2d(1, 2, 3)));
            private readonly Sequential nested = Sequential(Sequential(Linear(1, 1)), Sequential(("x", LayerNorm(3))));
            private readonly Sequential grown = Sequential();
            public Net() : base("net") { grown.append(Linear(4, 4)); grown.append("tail", Linear(4, 1)); RegisterComponents(); }
            """),
        Structure("SequentialsOfLists", """
            private readonly Sequential stack;
            private static Module<Tensor, Tensor> Layer(int i) => i % 2 == 0 ? Linear(i + 1, i + 2) : Dropout(0.1);
            public Net() : base("net")
            {
                var layers = new List<(string, Module<Tensor, Tensor>)>();
                for (int i = 0; i < 5; i++) layers.Add(($"layer{i}", Layer(i)));
                stack = Sequential(layers);
                RegisterComponents();
            }
            """),
        Structure("DerivedFromSequential", """
            private readonly Stack stack = new(4);
            public Net() : base("net") => RegisterComponents();
            """, """
            public sealed class Stack : Sequential
            {
                public Stack(int width) : base(("first", Linear(width, width)), ("second", Linear(width, 1))) { }
            }
            """),
        Structure("ModuleDicts", """
            private readonly ModuleDict<Linear> heads = ModuleDict(("level", Linear(4, 1)), ("season", Linear(4, 3)));
            private readonly ModuleDict<Block> others = new();
            public Net() : base("net") { others.Add(("a", new Block(2))); others.Add("b", new Block(4)); RegisterComponents(); }
            """, Block),
        Structure("ModuleTypedFields", """
            private readonly Module<Tensor, Tensor> a = Linear(2, 3), b, c, none = ReLU();
            private readonly torch.nn.Module d = Embedding(5, 6);
            public Net() : base("net") { b = LayerNorm(4); c = new Block(4); RegisterComponents(); }
            """, Block),
        Structure("HelperMethods", """
            private readonly Sequential layer1, layer2;
            private int planes = 4;
            public Net() : base("net")
            {
                layer1 = Make(4, 2); layer2 = Make(8, 3);
                RegisterComponents();
            }
            private Sequential Make(int width, int count)
            {
                var layers = new List<Module<Tensor, Tensor>> { Conv2d(planes, width, 3, bias: false) };
                planes = width;
                for (int i = 1; i < count; i++) { layers.Add(BatchNorm2d(width)); layers.Add(Conv2d(planes, width, 3)); }
                return Sequential(layers);
            }
            """),
        Structure("LocalFunctionsAndLambdas", """
            private readonly Linear a, b;
            public Net() : base("net")
            {
                Func<int, Linear> make = n => Linear(n, 2 * n);
                a = make(3);
                b = Local(5);
                RegisterComponents();
                Linear Local(int n) { return Linear(n, n + 1); }
            }
            """),
        Structure("SeveralConstructors", """
            private readonly Linear head;
            private readonly LayerNorm? norm;
            public Net() : this(8, true) { }
            public Net(int width, bool normalize) : base("net")
            {
                head = Linear(width, 1);
                if (normalize) norm = LayerNorm(width);
                RegisterComponents();
            }
            """, isExact: false),
        Structure("UnknownBranches", """
            private readonly Module<Tensor, Tensor> act, mix;
            public Net() : this(new Random(7).Next(10)) { }
            public Net(int choice) : base("net")
            {
                act = choice switch { 0 => ReLU(), 1 => PReLU(1), _ => PReLU(2) };
                if (choice > 3) mix = Linear(2, 3); else mix = Bilinear(2, 3, 4) is var b && choice < 0 ? LayerNorm(2) : Sequential(Linear(3, 3));
                RegisterComponents();
            }
            """, isExact: false),
        Structure("KnownBranches", """
            private const bool UseBias = false;
            private readonly Linear a;
            private readonly Module<Tensor, Tensor> b;
            private readonly Linear? never;
            public Net() : base("net")
            {
                a = Linear(2, 3, UseBias);
                if (UseBias) never = Linear(9, 9);
                switch ("gelu".Length + 0) { default: b = Linear(1, 2); break; }
                RegisterComponents();
            }
            """),
        Structure("OpaqueParts", """
            private readonly Module<Tensor, Tensor> given;
            public Net() : this(Sequential(Linear(2, 3), Linear(3, 4))) { }
            private Net(Module<Tensor, Tensor> given) : base("net") { this.given = given; RegisterComponents(); }
            """),
        Structure("GivenParts", """
            private readonly Module<Tensor, Tensor> given;
            private readonly Linear exact;
            public Net() : this(Sequential(Linear(2, 3), Linear(3, 4)), Linear(2, 2, false)) { }
            public Net(Module<Tensor, Tensor> given, Linear exact) : base("net") { this.given = given; this.exact = exact; RegisterComponents(); }
            """, isExact: false),
        Structure("TiedModules", """
            private readonly Linear a = Linear(3, 3), b;
            private readonly Parameter shared = Parameter(torch.zeros(2, 2));
            private readonly Linear wrapped;
            public Net() : base("net") { b = a; wrapped = Linear(shared); RegisterComponents(); }
            """),
        Structure("Records", """
            private readonly Linear a, b;
            public Net() : base("net")
            {
                var config = new Config(12) { Factor = 3 };
                a = Linear(config.Width, config.Inner); b = Linear(config.Heads, config.Factor);
                RegisterComponents();
            }
            """, "public sealed record Config(int Width, int Heads = 4) { public int Factor { get; init; } = 2; public int Inner => Factor * Width; }"),
        Structure("BigTables", """
            private readonly Linear before = Linear(2, 2), after;
            private readonly Tensor table;
            public Net() : base("net")
            {
                var values = new float[512 * 64];
                for (int t = 0; t < 512; t++) for (int i = 0; i < 64; i++) values[t * 64 + i] = (float)Math.Sin(t * i);
                table = torch.tensor(values, 512, 64);
                after = Linear(3, 3);
                RegisterComponents();
            }
            """),
        Structure("PretrainedEmbedding", """
            private readonly Embedding frozen = Embedding_from_pretrained(torch.zeros(3, 4)), tuned = Embedding_from_pretrained(torch.zeros(5, 2), freeze: false);
            public Net() : base("net") => RegisterComponents();
            """),
        new TestModel("BaseClasses", """
            public abstract class Trunk : Module<Tensor, Tensor>
            {
                private readonly Linear stem;
                protected readonly LayerNorm norm;
                protected Trunk(int width) : base("trunk") { stem = Linear(width, 2 * width); norm = LayerNorm(Extra()); }
                protected virtual int Extra() => 1;
                %forward%
            }
            [ParamGroup]
            public sealed partial class Net : Trunk
            {
                private readonly Linear head;
                public Net() : base(6) { head = Linear(12, 1); RegisterComponents(); }
                protected override int Extra() => 12;
            }
            """),
        new TestModel("BaseThatRegisters", """
            public abstract class Trunk : Module<Tensor, Tensor>
            {
                protected Linear stem = Linear(2, 2);
                protected Trunk() : base("trunk") => RegisterComponents();
                %forward%
            }
            [ParamGroup]
            public sealed partial class Net : Trunk
            {
                private readonly Linear early = Linear(3, 3);
                private readonly Linear late;
                public Net() { late = Linear(4, 4); register_module("late", late); }
            }
            """),
        new TestModel("PrimaryConstructors", """
            public sealed class Part(int width, int outputs) : Module<Tensor, Tensor>("part")
            {
                private readonly Linear map = Linear(width, outputs);
                %forward%
            }
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Part part = new(3, 4);
                public Net() : base("net") => RegisterComponents();
                %forward%
            }
            """),
        new TestModel("Generics", """
            public sealed class Residual<T>(T inner) : Module<Tensor, Tensor>("residual") where T : Module<Tensor, Tensor>
            {
                private readonly T inner = inner;
                private readonly Linear gate = Linear(2, 2);
                public override Tensor forward(Tensor x) => inner.call(x);
            }
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Residual<Linear> a = new(Linear(5, 5));
                private readonly Residual<Residual<LayerNorm>> b = new(new Residual<LayerNorm>(LayerNorm(7)));
                public Net() : base("net") => RegisterComponents();
                %forward%
            }
            """),
        new TestModel("PartialOverSeveralDeclarations", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                %forward%
            }
            public partial class Net
            {
                private readonly Linear b;
                public Net() : base("net") { b = Linear(2, 3); RegisterComponents(); }
            }
            public partial class Net { private readonly Linear c = Linear(3, 4); }
            """),
    ];
}
