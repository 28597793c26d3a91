namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    /// <summary>Constructors whose sizes and names come from arithmetic of all types, texts and patterns.</summary>
    private static IEnumerable<TestModel> Arithmetic() =>
    [
        new TestModel("LettersAsNames", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                public Net() : base("net")
                {
                    for (char c = 'a'; c < 'd'; c++) register_module($"branch_{c}", Linear(c - 'a' + 1, 2));
                    for (int i = 0; i < 2; i++) register_module("head" + (char)('x' + i), Linear(2, i + 1));
                    char last = 'p'; last += (char)1;
                    register_module(last.ToString(), Linear(1, 1));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("WidthMultipliers", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                private static int Scaled(int width, float by) => Math.Max(1, (int)(width * by));
                public Net() : this(0.7f, 0.7) { }
                private Net(float single, double real) : base("net")
                {
                    layers.Add(Linear(Scaled(10, single), (int)(10 * real)));
                    layers.Add(Linear((int)(single * 10 + single), (int)MathF.Sqrt(single * 90)));
                    single *= 10;
                    layers.Add(Linear((int)single, (int)(real * 3 / real)));
                    layers.Add(Linear((int)(1 / (single / 49)), (int)Math.Ceiling(-real * -2)));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("NarrowIntegers", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                public Net() : this(250, 100, 3, 40_000) { }
                private Net(byte small, sbyte signed, uint whole, ushort half) : base("net")
                {
                    small += 10;
                    layers.Add(Linear(small, (byte)(small * 100)));
                    signed = (sbyte)(signed + 100);
                    half >>= 1;
                    half <<= 1;
                    layers.Add(Linear(-signed, ~signed & 7));
                    layers.Add(Linear((whole - 4) >> 28, (long)(ulong)whole << 1));
                    layers.Add(Linear((short)half + 30_000, half >> 12));
                    layers.Add(Linear((uint)(whole * 1.5) * 2, (ushort)(half * 2) >> 10));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("KindsAsNames", """
            public enum Kind { Query, Key = 5, Value }
            public enum Side : sbyte { Left = -1, Right = 3, Middle = 0 }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                public Net() : base("net")
                {
                    register_module($"{Kind.Query}", Linear(1, 2));
                    register_module("of" + Kind.Key, Linear(2, 3));
                    foreach (var kind in new[] { Kind.Key, Kind.Value }) register_module(kind.ToString(), Linear((int)kind, 1));
                    foreach (var side in Enum.GetValues<Side>()) register_module($"at{side}", Linear((int)side + 5, 1));
                    foreach (string side in Enum.GetNames<Side>()) register_module("name" + side, Linear(side.Length, 1));
                    register_module(nameof(Kind.Query).ToLowerInvariant() + (int)Kind.Value, Linear(3, 1));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("FormattedNames", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                public Net() : base("net")
                {
                    int seven = 7;
                    for (int i = 8; i < 11; i++) register_module($"block{i:D2}", Linear(i, 1));
                    register_module($"of{seven}{true}{seven:d}{(long)seven:D3}", Linear(1, 3));
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("Patterns", """
            public sealed record Shape(int Width, int Height, string? Name = null) { public bool Wide; }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                public Net() : base("net")
                {
                    foreach (var (shape, depth) in new[] { (new Shape(2, 3), 1), (new Shape(4, 4, "square"), 2), (new Shape(5, 1) { Wide = true }, 3) })
                    {
                        layers.Add(Linear(
                            shape switch { { Name: not null } => 7, { Wide: true, Width: > 4 and < 9 } => 8, _ => 9 },
                            (depth, shape.Height) switch { (1 or 2, > 3) => 10, (3, 1) => 11, _ => 12 }));
                        if (shape is not { Height: 1 }) layers.Add(Linear(depth, shape.Width));
                        if (!(depth is 1 or 3) ^ shape.Wide) layers.Add(Linear(1, depth));
                        if (shape is Shape { Width: var w } && w is >= 5) layers.Add(Linear(w, w));
                        if (shape is (_, var h, "square")) layers.Add(Linear(h, 6));
                    }
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("SequencesFromNothing", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                public Net() : base("net")
                {
                    foreach (var n in Enumerable.Repeat(3, 2).Concat(Enumerable.Empty<int>()).Prepend(2).Append(5)) layers.Add(Linear(n, 1));
                    layers.Add(Linear(new[] { 2, 3, 4 }.Aggregate(1, (a, b) => a * b), new[] { 2, 3, 4 }.Aggregate((a, b) => a - b) + 9));
                    layers.Add(Linear(new List<int> { 7 }.Single(), new[] { 1, 2 }.Count()));
                    layers.Add(Linear(new[] { 5, 9, 7 }.ElementAt(1), new[] { 5, 9, 7 }.Where(n => n > 5).Last()));
                    layers.Add(Linear(new[] { 5, 9, 7 }.OrderBy(n => n).First(), new[] { 5, 9, 7 }.Reverse().Skip(1).First()));
                    layers.Add(Linear(new[] { 4, 4, 6 }.Distinct().Count(), new[] { 1, 2, 3, 4 }.Chunk(3).Count()));
                    layers.Add(Linear(new[] { 1, 5 }.Any(n => n > 4) ? 2 : 3, new[] { 1, 5 }.All(n => n > 4) ? 2 : 3));
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("WaysOut", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                private static IEnumerable<int> Widths(int most)
                {
                    for (int i = 1; ; i++)
                    {
                        if (i > most) yield break;
                        if (i % 2 == 0) continue;
                        yield return i;
                    }
                }
                private int Deep(int width)
                {
                    try
                    {
                        if (width > 2) return width;
                        layers.Add(Linear(width, 1));
                    }
                    finally
                    {
                        layers.Add(Linear(width, 2));
                    }
                    return -1;
                }
                public Net() : base("net")
                {
                    using var random = torch.no_grad();
                    foreach (int width in Widths(4)) layers.Add(Linear(Math.Abs(Deep(width)), 9));
                    int n = 0;
                    while (true) { if (++n == 3) break; layers.Add(Linear(n, n)); }
                    switch (n) { case 1 or 2: layers.Add(Linear(20, 1)); break; case 3: layers.Add(Linear(30, 1)); goto default; default: layers.Add(Linear(40, 1)); break; }
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("DivisibleWidths", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly record struct Block(int Expand, long Channels, int Repeats, bool Squeeze = false);
                private static readonly Block[] Table = [new(1, 16, 1), new(6, 24, 2, Squeeze: true), new(Channels: 40, Repeats: 1, Expand: 4)];
                private readonly Sequential features;
                public static int Divisible(double value, int divisor = 8, int? least = null)
                {
                    int rounded = Math.Max(least ?? divisor, (int)(value + divisor / 2.0) / divisor * divisor);
                    if (rounded < 0.9 * value) rounded += divisor;
                    return rounded;
                }
                private static long Divisible(float value, float ratio)
                {
                    var made = (long)MathF.Round(value * ratio / 4f) * 4L;
                    return made < 0.9f * value * ratio ? made + 4 : made;
                }
                public Net() : base("net")
                {
                    var layers = new List<(string, Module<Tensor, Tensor>)>();
                    int input = Divisible(32 * 0.35);
                    layers.Add(("stem", Conv2d(3, input, 3, bias: false)));
                    foreach (var (expand, channels, repeats, squeeze) in Table)
                        for (int i = 0; i < repeats; i++)
                        {
                            int output = Divisible(channels * 0.35, least: 4);
                            if (expand != 1) layers.Add(($"expand{layers.Count}", Conv2d(input, input * expand, 1)));
                            if (squeeze) layers.Add(($"se{layers.Count}", Conv2d(input * expand, Divisible(input * expand, 0.25f), 1)));
                            layers.Add(($"project{layers.Count}", Conv2d(input * expand, output, 1, bias: i > 0)));
                            input = output;
                        }
                    features = Sequential(layers);
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new TestModel("ParametersOfAllKinds", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                private int made;
                private void Add(int width = 3, params int[] more) { layers.Add(Linear(width, ++made)); foreach (int m in more) Add(m); }
                private void Twice(in int a, ref int b, out int c) { b += a; c = a * b; Add(width: b); }
                private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
                private static (int Sum, int Product) Both(int a, int b) => (a + b, a * b);
                public Net() : base("net")
                {
                    Add(); Add(2, 4, 5); Add(more: [6]); Add(width: 7, more: []);
                    int a = 1, b = 2;
                    Twice(a, ref b, out var c);
                    Add(c, b);
                    Add(Fibonacci(7));
                    var (sum, product) = Both(b: 2, a: 5);
                    Add(sum, product);
                    int Local(int n) { if (n == 0) return made; made++; return Local(n - 1); }
                    Add(Local(2));
                    Func<int, Func<int, int>> curried = x => y => x * 10 + y;
                    Add(curried(1)(2));
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("ConfigurationByWords", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private static readonly object[] Plan = [4, "M", 6, "M", 8, 8L, null!, 'x'];
                private readonly Sequential features;
                private readonly ModuleDict<Module<Tensor, Tensor>> heads = new();
                public Net() : base("net")
                {
                    var layers = new List<Module<Tensor, Tensor>>();
                    long input = 3;
                    foreach (object item in Plan)
                    {
                        if (item is "M") layers.Add(MaxPool2d(2));
                        else if (item is int width) { layers.Add(Conv2d(input, width, 3)); input = width; }
                        else if (item is long wide) { layers.Add(Conv2d(input, 2 * wide, 3)); input = 2 * wide; }
                        else if (item is char letter) layers.Add(Conv2d(input, letter - 'w', 1));
                    }
                    features = Sequential(layers);
                    foreach (string kind in new[] { "linear", "norm", "deep", "none" })
                        heads.Add((kind, kind switch
                        {
                            "linear" => Linear(4, 2),
                            ['n', 'o', 'r', 'm'] => LayerNorm(4),
                            { Length: 4 } when kind[0] == 'd' => Sequential(Linear(4, 3), Linear(3, kind.Length)),
                            _ => Identity(),
                        }));
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("ListsThatChange", """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                public Net() : base("net")
                {
                    var widths = new List<int> { 1, 2, 3 };
                    widths.AddRange([4, 5]);
                    widths.Insert(0, 9);
                    widths[1] += 10;
                    widths.Reverse();
                    widths.RemoveAt(widths.Count - 1);
                    var squares = Array.ConvertAll(widths.ToArray(), w => w * w);
                    var stack = new Stack<int>(); stack.Push(3); stack.Push(4);
                    var queue = new Queue<int>(new[] { 6, 7 });
                    var byWidth = widths.ToDictionary(w => w, w => w + 1);
                    foreach (int w in from w in widths where w < 5 select w * 2) layers.Add(Linear(w, 1));
                    foreach (int s in squares) layers.Add(Linear(1, s));
                    layers.Add(Linear(stack.Pop(), queue.Dequeue()));
                    layers.Add(Linear(byWidth[3], byWidth.Count));
                    Span<int> span = stackalloc int[2];
                    span[1] = 8;
                    layers.Add(Linear(span[1], span.Length));
                    var grid = new int[2, 3]; grid[1, 2] = 5;
                    layers.Add(Linear(grid[1, 2], grid.GetLength(1)));
                    int[][] jagged = [[1, 2], [3]];
                    foreach (var row in jagged) foreach (var cell in row) layers.Add(Linear(cell, row.Length));
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
        new TestModel("NewInCollections", """
            public sealed class Part : Module<Tensor, Tensor>
            {
                private readonly Linear a;
                public Part(int width, bool hasBias = true) : base("part") { a = Linear(width, 2, hasBias); RegisterComponents(); }
                %forward%
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Part> parts = new([new(2), .. Two(4), new(6, hasBias: false)]);
                private readonly Sequential chain;
                private static Part[] Two(int width) => [new(width), new(width + 1)];
                public Net() : base("net")
                {
                    Dictionary<string, Part> named = new() { ["x"] = new(7), ["y"] = new(8) };
                    chain = Sequential([named["y"], named["x"]]);
                    List<Part> late = [.. parts.Take(0), new(9)];
                    register_module("late", late[0]);
                    RegisterComponents();
                }
                %forward%
            }
            """) { IsExact = false },
    ];
}
