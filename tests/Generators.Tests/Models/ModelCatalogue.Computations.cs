namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    /// <summary>Constructors that compute: sequences, iterators, generic methods, what methods give back, nesting that nobody knows.</summary>
    private static IEnumerable<TestModel> Computations() =>
    [
        new TestModel("LayersFromPairsOfSizes", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private static readonly int[] Sizes = [3, 8, 8, 2];
                private readonly Sequential layers;
                private readonly ModuleList<Linear> more = new();
                public Net() : base("net")
                {
                    layers = Sequential(Sizes.Zip(Sizes.Skip(1), (a, b) => (Module<Tensor, Tensor>)Linear(a, b)).SelectMany(l => new Module<Tensor, Tensor>[] { l, ReLU() }).SkipLast(1).ToArray());
                    foreach (var (a, b) in Sizes[..^1].Zip(Sizes[1..])) more.Add(Linear(a, b));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("OutParameters", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private enum Width { Small = 1 << 3, Large = Small * 4 }
                private readonly Linear left, right;
                [ParamGroup("head")] private readonly Module<Tensor, Tensor> head;
                private readonly Func<int, Linear> make;
                public Net() : base("net")
                {
                    make = n => Linear(n, (int)Width.Large, hasBias: n % 2 == 0);
                    left = right = make((int)Width.Small);
                    Make(out head, (int)Math.Pow(2, 4), 'c' - 'a');
                    RegisterComponents();
                }
                private static void Make(out Module<Tensor, Tensor> layer, int width, int outputs) => layer = Linear(width, outputs);
                %forward%
            }
            """),
        new TestModel("UnknownNesting", """
            public sealed class Level : Module<Tensor, Tensor>
            {
                private readonly Conv2d down, up;
                private readonly Module<Tensor, Tensor> inner;
                public Level(int channels, int depth) : base($"level{depth}")
                {
                    down = Conv2d(channels, channels * 2, 3, padding: 1);
                    inner = depth switch { <= 1 => Identity(), var d => new Level(channels * 2, d - 1) };
                    up = Conv2d(channels * 2, channels, 3, padding: 1);
                    RegisterComponents();
                }
                %forward%
            }

            [ParamGroup]
            public sealed partial class Net(int depth) : Module<Tensor, Tensor>("net")
            {
                private readonly Level top = new(2, depth);
                public Net() : this(3) => RegisterComponents();
                %forward%
            }
            """) { IsExact = false },
        new TestModel("ConfigurationRecords", """
            public readonly record struct Size(int Width, int Depth = 2) { public int Inner => Width * Ratio; public int Ratio { get; init; } = 4; }
            public abstract record Config(string Name) { public abstract Size Size { get; } }
            public sealed record Tiny() : Config(nameof(Tiny)) { public override Size Size => new(4) { Ratio = 2 }; }
            public class Mlp : Module<Tensor, Tensor>
            {
                [ComponentName(Name = "fc1")] private readonly Linear first;
                [ComponentName(Name = "fc2")] private readonly Linear second;
                public Mlp(Size size) : base("mlp") { (first, second) = (Linear(size.Width, size.Inner), Linear(size.Inner, size.Width)); RegisterComponents(); }
                %forward%
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleDict<Mlp> blocks = new();
                private readonly ParameterDict scales = new();
                public Net() : this(new Tiny()) { }
                private Net(Config config) : base(config.Name)
                {
                    var size = config.Size with { Depth = 3 };
                    for (var i = size.Depth; i-- > 0;) { blocks.Add($"b{i}", new Mlp(size)); scales.Add(i.ToString(), Parameter(torch.ones(size.Inner))); }
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("FactoryInGenericBase", """
            public abstract class Head<TSelf> : Module<Tensor, Tensor> where TSelf : Head<TSelf>, new()
            {
                protected readonly Linear proj;
                protected Head() : base(typeof(TSelf).Name) => proj = Linear(Inputs, Outputs);
                protected virtual int Inputs => 3;
                protected abstract int Outputs { get; }
                public static TSelf Create() { var made = new TSelf(); made.Done(); return made; }
                private void Done() => RegisterComponents();
                %forward%
            }
            public sealed class Five : Head<Five> { protected override int Outputs => 5; }
            public sealed class Six : Head<Six> { protected override int Outputs => 6; protected override int Inputs => base.Inputs + 1; }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Five five = Head<Five>.Create();
                private readonly Six six;
                public Net() : base("net")
                {
                    six = Six.Create();
                    lock (this) { using (torch.no_grad()) { init.zeros_(six.parameters().First()); } }
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("SizesOfOtherLayers", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Dictionary<string, int> widths = new() { ["a"] = 2, ["b"] = 3 };
                private readonly List<(string Name, Linear Layer)> made = [];
                private readonly Module<Tensor, Tensor>? none = null;
                private Linear? late;
                private readonly Sequential chain;
                public Net() : base("net")
                {
                    foreach (var (name, width) in widths) made.Add((name, Linear(width, width + 1)));
                    foreach (var (name, layer) in made.Where(m => m.Layer.in_features < 9)) register_module(name, layer);
                    chain = Sequential(made.Select((m, i) => ($"c{i}", (Module<Tensor, Tensor>)BatchNorm1d(m.Layer.out_features))).Append(("act", GELU())).ToArray());
                    do { late ??= Linear(1, 1); } while (late is null);
                    int total = made.Sum(m => (int)m.Layer.weight.numel());
                    register_module("sum", Linear(total, widths.Values.Max()));
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("EndlessIterator", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new(Powers().Take(3).Select(Make).ToArray());
                private readonly ModuleList<Linear> some = new();
                private static IEnumerable<int> Powers() { int n = 1; while (true) { yield return n; n *= 2; } }
                private static Linear Make(int width) => Linear(width, 2 * width);
                public Net() : base("net")
                {
                    var list = new List<Linear>(Enumerable.Range(1, 4).Select(i => Linear(i, i)));
                    list.Remove(list[1]);
                    list.ForEach(l => some.Add(l));
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("ItemsTakenOut", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                [ParamGroup("a")] private readonly ModuleList<Module<Tensor, Tensor>> layers = new(Linear(1, 2), ReLU(), Linear(2, 3));
                private readonly Linear found;
                public Net() : base("net")
                {
                    layers.RemoveAt(0);
                    var byName = new Dictionary<string, Linear> { ["x"] = Linear(3, 4) };
                    if (!byName.TryGetValue("x", out found!)) throw new InvalidOperationException();
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("GenericMethods", """
            public sealed class Norm<T> : Module<Tensor, Tensor> where T : Module<Tensor, Tensor>, new()
            {
                private readonly T inner = new();
                private readonly LayerNorm norm = LayerNorm(4);
                public Norm() : base("norm") => RegisterComponents();
                %forward%
            }
            public sealed class Two : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(4, 4);
                public Two() : base("two") => RegisterComponents();
                %forward%
            }
            public static class Build
            {
                public static T Of<T>() where T : Module<Tensor, Tensor>, new() => new T();
                public static Norm<T> Normed<T>() where T : Module<Tensor, Tensor>, new() => Of<Norm<T>>();
                public static void Swap<T>(ref T a, ref T b) => (a, b) = (b, a);
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private Module<Tensor, Tensor> a, b;
                public Net() : base("net")
                {
                    a = Build.Normed<Two>();
                    b = Build.Of<Two>();
                    Build.Swap(ref a, ref b);
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("Iterators", """
            public static class Factory
            {
                public static Module<Tensor, Tensor>[] Many(this int n, Func<int, Module<Tensor, Tensor>> make)
                {
                    var all = new Module<Tensor, Tensor>[n];
                    for (int i = 0; i < n; i++) all[i] = make(i);
                    return all;
                }
                public static IEnumerable<Linear> Lazily(int n) { for (int i = 0; i < n; i++) yield return Linear(i + 1, 2); }
            }

            [ParamGroup("everything")]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Module<Tensor, Tensor>> experts = new(3.Many(i => i == 1 ? Bilinear1(i) : Linear(i + 1, 2)));
                private readonly ModuleList<Linear> lazies = new(Factory.Lazily(2).ToArray());
                private readonly ParameterList gates = new(Enumerable.Range(0, 2).Select(i => Parameter(torch.randn(2, i + 1))).ToArray());
                private static Module<Tensor, Tensor> Bilinear1(int n) { if (n > 5) throw new InvalidOperationException(); return Sequential(Linear(n, n), LayerNorm(new long[] { n, 2 })); }
                public Net() : base("net") => RegisterComponents();
                %forward%
            }
            """),
    ];
}
