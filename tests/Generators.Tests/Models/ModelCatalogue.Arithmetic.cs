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
    ];
}
