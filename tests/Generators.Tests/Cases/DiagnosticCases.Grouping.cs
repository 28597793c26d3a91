namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private static IEnumerable<DiagnosticCase> Grouping() =>
    [
        // MAW1001: not partial
        new("MAW1001",
            """
            [ParamGroup]
            public sealed class [|Net|] : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                %forward%
            }
            """,
            """
            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                %forward%
            }
            """),
        new("MAW1001",
            """
            public static class Outer
            {
                [ParamGroup] class [|Net|] : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(1, 2);
                    public Net() : base("net") { RegisterComponents(); }
                    %forward%
                }

                [ParamGroup] class [|Other|] : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(1, 2);
                    public Other() : base("net") { RegisterComponents(); }
                    %forward%
                }
            }
            """.Replace("static class Outer", "static partial class Outer", StringComparison.Ordinal),
            """
            public static partial class Outer
            {
                [ParamGroup] partial class Net : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(1, 2);
                    public Net() : base("net") { RegisterComponents(); }
                    %forward%
                }

                [ParamGroup] partial class Other : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(1, 2);
                    public Other() : base("net") { RegisterComponents(); }
                    %forward%
                }
            }
            """),
        new("MAW1001",
            """
            public class Outer
            {
                [ParamGroup] internal partial class [|Net|] : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(1, 2);
                    public Net() : base("net") { RegisterComponents(); }
                    %forward%
                }
            }
            """,
            """
            public partial class Outer
            {
                [ParamGroup] internal partial class Net : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(1, 2);
                    public Net() : base("net") { RegisterComponents(); }
                    %forward%
                }
            }
            """),
        new("MAW1001", Net("private readonly Linear a = Linear(1, 2); " + Constructor)),
        new("MAW1001",
            """
            public class Part : Module<Tensor, Tensor>
            {
                [ParamGroup("a")] private readonly Linear a = Linear(1, 2);
                public Part() : base("part") { RegisterComponents(); }
                %forward%
            }
            """),

        // MAW1002: not a module
        new("MAW1002",
            """
            [[|ParamGroup|]]
            public partial class Settings { }
            """,
            """
            public partial class Settings { }
            """),
        new("MAW1002",
            """
            public class Basis { }
            /// <summary>Kept.</summary>
            [Serializable, [|ParamGroup("x")|]]
            public partial class Settings : Basis { }
            """,
            """
            public class Basis { }
            /// <summary>Kept.</summary>
            [Serializable]
            public partial class Settings : Basis { }
            """),
        new("MAW1002", "[ParamGroup] public partial class Net : Modul") { IsBroken = true },
        new("MAW1002", Net("private readonly Linear a = Linear(1, 2); " + Constructor)),

        // MAW1003: no parameters
        new("MAW1003",
            Net("private readonly Linear a = Linear(1, 2);\n[[|ParamGroup(\"x\")|]] private readonly int count = 1;\n" + Constructor),
            Net("private readonly Linear a = Linear(1, 2);\nprivate readonly int count = 1;\n" + Constructor)),
        new("MAW1003",
            Net("""
                private readonly Linear a = Linear(1, 2);
                [[|ParamGroup("x")|]] private readonly ReLU act = ReLU();
                [[|ParamGroup("y")|]] private readonly Module<Tensor, Tensor> drop;
                [[|ParamGroup("z")|]] private readonly Tensor positions = torch.zeros(3);
                [[|ParamGroup("w")|]] public Linear Again => a;
                public Net() : base("net") { drop = Dropout(0.1); RegisterComponents(); }
                """),
            Net("""
                private readonly Linear a = Linear(1, 2);
                private readonly ReLU act = ReLU();
                private readonly Module<Tensor, Tensor> drop;
                private readonly Tensor positions = torch.zeros(3);
                public Linear Again => a;
                public Net() : base("net") { drop = Dropout(0.1); RegisterComponents(); }
                """)),
        new("MAW1003",
            "public class Plain { [[|ParamGroup(\"x\")|]] public object? Thing; }",
            "public class Plain { public object? Thing; }"),
        new("MAW1003",
            Net("""
                [ParamGroup("a")] private readonly Linear a = Linear(1, 2);
                [ParamGroup("b")] private readonly Module<Tensor, Tensor> given;
                [ParamGroup("c")] private readonly Parameter p = Parameter(torch.zeros(2));
                [ParamGroup("d")] private readonly ModuleList<Linear> list = new(Linear(1, 1));
                public Net(Module<Tensor, Tensor> given) : base("net") { this.given = given; RegisterComponents(); }
                """)),
        new("MAW1003", Net("[ParamGroup(\"x\")] private readonly Linaer half;\n" + Constructor)) { IsBroken = true },

        // MAW1004: conflicting options
        new("MAW1004",
            Net("""
                [ParamGroup("x", LearningRateScale = 0.5)] private readonly Linear a = Linear(1, 2);
                [[|ParamGroup("x")|]] private readonly Linear b = Linear(1, 2);
                [[|ParamGroup("x", WeightDecay = 0)|]] private readonly Linear c = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [ParamGroup("x", LearningRateScale = 0.5)] private readonly Linear a = Linear(1, 2);
                [ParamGroup("x", LearningRateScale = 0.5)] private readonly Linear b = Linear(1, 2);
                [ParamGroup("x", LearningRateScale = 0.5)] private readonly Linear c = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1004",
            Net("""
                [ParamGroup("x", LearningRateScale = 0.5)] private readonly Linear a = Linear(1, 2);
                [ParamGroup("x", LearningRateScale = 0.50)] private readonly Linear b = Linear(1, 2);
                [ParamGroup("other", LearningRateScale = 2)] private readonly Linear c = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1004",
            Net("""
                [ParamGroup("x", Beta1 = 0.8, AlphaRange = 0)] private readonly Linear a = Linear(1, 2);
                [[|ParamGroup("x", Beta1 = 0.8, BetaRange = 0)|]] private readonly Linear b = Linear(1, 2);
                [ParamGroup("x", AlphaRange = 0, Beta1 = 0.8, Frozen = false)] private readonly Linear c = Linear(1, 2);
                [ParamGroup("y", Frozen = true)] private readonly Linear d = Linear(1, 2);
                [[|ParamGroup("y")|]] private readonly Linear e = Linear(1, 2);
                [ParamGroup("z", Beta2 = 0.9)] private readonly Linear f = Linear(1, 2);
                [[|ParamGroup("z", Beta2 = 0.99)|]] private readonly Linear g = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [ParamGroup("x", Beta1 = 0.8, AlphaRange = 0)] private readonly Linear a = Linear(1, 2);
                [ParamGroup("x", Beta1 = 0.8, AlphaRange = 0)] private readonly Linear b = Linear(1, 2);
                [ParamGroup("x", AlphaRange = 0, Beta1 = 0.8, Frozen = false)] private readonly Linear c = Linear(1, 2);
                [ParamGroup("y", Frozen = true)] private readonly Linear d = Linear(1, 2);
                [ParamGroup("y", Frozen = true)] private readonly Linear e = Linear(1, 2);
                [ParamGroup("z", Beta2 = 0.9)] private readonly Linear f = Linear(1, 2);
                [ParamGroup("z", Beta2 = 0.9)] private readonly Linear g = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),

        // MAW1005: in no group
        new("MAW1005",
            Net("""
                [ParamGroup("x")] private readonly Linear a = Linear(1, 2);
                private readonly Linear [|_head|] = Linear(1, 2);
                private readonly ReLU act = ReLU();
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [ParamGroup("x")] private readonly Linear a = Linear(1, 2);
                [ParamGroup("head")]
                private readonly Linear _head = Linear(1, 2);
                private readonly ReLU act = ReLU();
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1005", Net("private readonly Linear a = Linear(1, 2), b = Linear(2, 3);\n" + Constructor)),
        new("MAW1005", Net("[ParamGroup(\"x\")] private readonly Linear a = Linear(1, 2); private readonly Linear b = Linear(2, 3);\n" + Constructor, "[ParamGroup(\"rest\")]")),

        // MAW1006: two groups
        new("MAW1006",
            Net("""
                [ParamGroup("x")]
                [field: ComponentName(Name = "A"), [|ParamGroup("y")|]]
                public Linear A { get; } = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [ParamGroup("x")]
                [field: ComponentName(Name = "A")]
                public Linear A { get; } = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1006",
            Net("""
                [field: ComponentName(Name = "A"), ParamGroup("y")]
                public Linear A { get; } = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),

        // MAW1007: a typo
        new("MAW1007",
            Net("""
                [ParamGroup("encoder")] private readonly Linear a = Linear(1, 2);
                [[|ParamGroup("encodre")|]] private readonly Linear b = Linear(1, 2);
                [[|ParamGroup("Encoder")|]] private readonly Linear c = Linear(1, 2);
                [ParamGroup("decoder.1")] private readonly Linear d = Linear(1, 2);
                [ParamGroup("decoder.2")] private readonly Linear e = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [ParamGroup("encoder")] private readonly Linear a = Linear(1, 2);
                [ParamGroup("encoder")] private readonly Linear b = Linear(1, 2);
                [ParamGroup("encoder")] private readonly Linear c = Linear(1, 2);
                [ParamGroup("decoder.1")] private readonly Linear d = Linear(1, 2);
                [ParamGroup("decoder.2")] private readonly Linear e = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1007",
            Net("""
                [ParamGroup("head")] private readonly Linear a = Linear(1, 2);
                [ParamGroup("heads")] private readonly Linear b = Linear(1, 2);
                [ParamGroup("in")] private readonly Linear c = Linear(1, 2);
                [ParamGroup("on")] private readonly Linear d = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),

        // MAW1008: an invalid name
        new("MAW1008",
            Net("""
                [[|ParamGroup("")|]] private readonly Linear a = Linear(1, 2);
                [[|ParamGroup("the head/1")|]] private readonly Linear b = Linear(1, 2);
                [[|ParamGroup("2nd")|]] private readonly Linear c = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """),
            Net("""
                [ParamGroup("a")] private readonly Linear a = Linear(1, 2);
                [ParamGroup("the_head_1")] private readonly Linear b = Linear(1, 2);
                [ParamGroup("_2nd")] private readonly Linear c = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                """)),
        new("MAW1008",
            Net("[ParamGroup(\"a.b-c_1\")] private readonly Linear a = Linear(1, 2);\n[ParamGroup] private readonly Linear _b = Linear(1, 2);\n" + Constructor)),

        // MAW1015: tied across groups
        new("MAW1015",
            Net("""
                [ParamGroup("x")] private readonly Linear a = Linear(2, 2);
                [ParamGroup("y")] private readonly Linear [|b|];
                public Net() : base("net") { b = a; RegisterComponents(); }
                """)),
        new("MAW1015",
            Net("""
                [ParamGroup("x")] private readonly Parameter w = Parameter(torch.zeros(2, 2));
                [ParamGroup("y")] private readonly Linear [|b|];
                public Net() : base("net") { b = Linear(w); RegisterComponents(); }
                """)),
        new("MAW1015",
            Net("""
                [ParamGroup("x")] private readonly Linear a = Linear(2, 2);
                [ParamGroup("x")] private readonly Linear b;
                public Net() : base("net") { b = a; RegisterComponents(); }
                """)),
    ];
}
