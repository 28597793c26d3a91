namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private static IEnumerable<DiagnosticCase> Registration() =>
    [
        // MAW1009: never registered
        new("MAW1009",
            """
            [ParamGroup]
            public partial class [|Net|] : Module<Tensor, Tensor>
            {
                private readonly Linear a;
                public Net() : base("net")
                {
                    a = Linear(1, 2);
                }
                %forward%
            }
            """,
            """
            [ParamGroup]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a;
                public Net() : base("net")
                {
                    a = Linear(1, 2);
                    RegisterComponents();
                }
                %forward%
            }
            """),
        new("MAW1009",
            """
            [ParamGroup]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Net() : base("net") { register_module("a", a); }
                %forward%
            }
            public class Part : Module<Tensor, Tensor>
            {
                [ParamGroup("x")] private readonly Linear a = Linear(1, 2);
                public Part() : base("part") { }
                %forward%
            }
            """),
        new("MAW1009", Net("private readonly Linear a = Linear(1, 2);\npublic Net() : base(\"net\") { Finish(); }\nprivate void Finish() => RegisterComponents();")),

        new("MAW1009",
            """
            public class [|Part|] : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Part() : base("part")
                {
                }
                %forward%
            }
            [ParamGroup]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Sequential stack = Sequential(new Part(), Linear(1, 2), new Part());
                private readonly ModuleList<Part> list = new(new Part());
                public Net() : base("net") { RegisterComponents(); }
                %forward%
            }
            """,
            """
            public class Part : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Part() : base("part")
                {
                    RegisterComponents();
                }
                %forward%
            }
            [ParamGroup]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Sequential stack = Sequential(new Part(), Linear(1, 2), new Part());
                private readonly ModuleList<Part> list = new(new Part());
                public Net() : base("net") { RegisterComponents(); }
                %forward%
            }
            """),

        // MAW1010: too early
        new("MAW1010",
            Net("""
                private readonly Linear a, b;
                public Net() : base("net")
                {
                    a = Linear(1, 2);
                    [|RegisterComponents()|];
                    b = Linear(1, 2);
                }
                """),
            Net("""
                private readonly Linear a, b;
                public Net() : base("net")
                {
                    a = Linear(1, 2);
                    b = Linear(1, 2);
                    RegisterComponents();
                }
                """)),
        new("MAW1010",
            Net("""
                private readonly Linear a, b;
                public Net() : base("net")
                {
                    a = Linear(1, 2);
                    RegisterComponents();
                    b = Linear(1, 2);
                    register_module("b", b);
                }
                """)),

        // MAW1011: registered by the base class
        new("MAW1011",
            """
            public abstract class Trunk : Module<Tensor, Tensor>
            {
                protected readonly Linear stem = Linear(2, 2);
                protected Trunk() : base("trunk") { RegisterComponents(); }
                %forward%
            }
            [ParamGroup]
            public partial class Net : Trunk
            {
                private readonly Linear early = Linear(1, 2);
                private readonly Linear [|late|];
                public Net() { late = Linear(1, 2); RegisterComponents(); }
            }
            """),
        new("MAW1011",
            """
            public abstract class Trunk : Module<Tensor, Tensor>
            {
                protected readonly Linear stem = Linear(2, 2);
                protected Trunk() : base("trunk") { }
                %forward%
            }
            [ParamGroup]
            public partial class Net : Trunk
            {
                private readonly Linear late;
                public Net() { late = Linear(1, 2); RegisterComponents(); }
            }
            """),

        // MAW1012: collections
        new("MAW1012",
            Net("""
                private readonly List<Linear> [|list|] = new();
                public Net() : base("net") { list.Add(Linear(1, 2)); RegisterComponents(); }
                """),
            Net("""
                private readonly ModuleList<Linear> list = new();
                public Net() : base("net") { list.Add(Linear(1, 2)); RegisterComponents(); }
                """)),
        new("MAW1012",
            Net("""
                private readonly List<Linear> [|one|] = new List<Linear>(), two = new List<Linear>();
                public Net() : base("net") { one.Add(Linear(1, 2)); RegisterComponents(); }
                """)),
        new("MAW1012",
            Net("""
                private static Linear [|shared|] = Linear(1, 2);
                private readonly Linear own = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                private Linear shared = Linear(1, 2);
                private readonly Linear own = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1012",
            Net("""
                private readonly Linear own = Linear(1, 2);
                private readonly Linear[] [|array|] = { Linear(1, 2) };
                private readonly Dictionary<string, Linear> [|dictionary|] = new() { ["a"] = Linear(1, 2) };
                private readonly Lazy<Linear> [|lazy|] = new(() => Linear(1, 2));
                private readonly (Linear, int) [|tuple|] = (Linear(1, 2), 1);
                private readonly Parameter[] [|parameters|] = { Parameter(torch.zeros(2)) };
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1012",
            Net("""
                private readonly ModuleList<Linear> list;
                private readonly Linear[] array;
                private readonly List<Linear> byHand = new();
                private readonly int[] numbers = { 1 };
                private readonly List<Func<Tensor, Tensor>> functions = new();
                public Net() : base("net")
                {
                    array = new[] { Linear(1, 2), Linear(2, 3) };
                    list = new ModuleList<Linear>(array);
                    byHand.Add(Linear(1, 2));
                    register_module("one", byHand[0]);
                    RegisterComponents();
                }
                """)),

        // MAW1013: null at registration
        new("MAW1013",
            Net("""
                private readonly Linear a = Linear(1, 2);
                private Linear? [|late|];
                public Net() : base("net") { RegisterComponents(); }
                public void Extend() { late = Linear(1, 2); }
                """)),
        new("MAW1013",
            Net("""
                private Linear a = Linear(1, 2);
                private Linear? never;
                private string? name;
                public Net() : base("net") { RegisterComponents(); }
                public void Change() { a = Linear(1, 2); name = "changed" + never; }
                """)),

        // MAW1014: a backing field's name
        new("MAW1014",
            Net("""
                public Linear [|Head|] { get; } = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [field: ComponentName(Name = "Head")]
                public Linear Head { get; } = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1014",
            Net("""
                [field: ComponentName(Name = "head")] public Linear Head { get; } = Linear(1, 2);
                public int Count { get; } = 1;
                private readonly Linear b = Linear(1, 2);
                public Linear Computed => b;
                public Net() : base("net") { RegisterComponents(); }
                """)),
    ];
}
