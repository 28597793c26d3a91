namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private const string Layer = "private readonly Linear a = Linear(1, 2);\n" + Constructor + "\n";

    private const string TwoTasks = """
        [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
        [HuwTask(TaskKind.Classification)] public Tensor Second(Tensor x) => x;
        """;

    private static string Replaced(this string text, string old, string with) => text.Replace(old, with, StringComparison.Ordinal);

    private static IEnumerable<DiagnosticCase> Tasks() =>
    [
        // MAW2001: invalid priority
        new("MAW2001",
            Net(Layer + """
                [HuwTask(TaskKind.Regression), Priority([|-1|])] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression), Priority([|double.NaN|])] public Tensor Second => a.weight;
                """,
                "[ParamGroup, Priority(MetaTerm.LossDecrease, [|0|]), Priority(value: [|1 / 0.0|], term: MetaTerm.GeneralizationGap)]"),
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Second => a.weight;
                """,
                "[ParamGroup]")),
        new("MAW2001", Program("""
            const double none = 0;
            _ = new HuwTask("first", TaskKind.Regression, [|-2|]);
            _ = new HuwTask(kind: TaskKind.Regression, priority: [|none|], name: "second");
            _ = new MetaPriorities(lossDecrease: [|double.PositiveInfinity|]);
            """)),
        new("MAW2001", Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), Priority(1e-3)]"), "[ParamGroup, Priority(MetaTerm.LossDecrease, 5)]")),
        new("MAW2001", Program("""
            double measured = train.Count() - 1;
            _ = new HuwTask("first", TaskKind.Regression, measured);
            _ = new HuwTask("second", TaskKind.Regression);
            _ = new MetaPriorities(1, 2, 3);
            """)),
        new("MAW2001", Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), Priority(]"), "[ParamGroup, Priority(MetaTerm.LossDecrease, -)]")) { IsBroken = true, Also = ["MAW2002"] },

        // MAW2002: a priority on nothing
        new("MAW2002",
            Net(Layer + """
                /// <summary>Kept.</summary>
                [[|Priority(2)|]] public Tensor First(Tensor x) => x;

                [[|Priority(2)|]]
                [[|Priority(MetaTerm.LossDecrease, 2)|]]
                public Tensor Second => a.weight;
                """, "[ParamGroup, [|Priority(2)|]]"),
            Net(Layer + """
                /// <summary>Kept.</summary>
                public Tensor First(Tensor x) => x;

                public Tensor Second => a.weight;
                """, "[ParamGroup]")) { Also = ["MAW2006"] },
        new("MAW2002",
            Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), [|Priority(MetaTerm.GradientAlignment, 2)|]]")),
            Net(Layer + TwoTasks)),
        new("MAW2002", "[[|Priority(MetaTerm.LossDecrease, 2)|]] public class Plain { }", "public class Plain { }"),
        new("MAW2002", Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), Priority(2)]"), "[ParamGroup, Priority(MetaTerm.LossDecrease, 5)]")),
        new("MAW2002", Net(Layer + "[HuwTask(TaskKind.Regression)] [Priority(2)] public Tensor Held => a.weight;\n[HuwTask(TaskKind.Regression)] public Tensor Other => a.weight;")),
        new("MAW2002", Net(Layer + "[Priority] public Tensor First(Tensor x) => x;", "[ParamGroup, Priority()]")) { IsBroken = true },

        // MAW2003: a wrong signature
        new("MAW2003",
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public [|double|] Number(Tensor x) => 1;
                [HuwTask(TaskKind.Regression)] public [|void|] Nothing(Tensor x) { }
                [HuwTask(TaskKind.Regression)] public [|System.Threading.Tasks.Task<Tensor>|] Later(Tensor x) => System.Threading.Tasks.Task.FromResult(x);
                [HuwTask(TaskKind.Regression)] public Tensor Generic[|<T>|](T x) => a.weight;
                [HuwTask(TaskKind.Regression)] public Tensor ByReference([|ref Tensor x|]) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Out(Tensor x, [|out int n|]) { n = 0; return x; }
                [HuwTask(TaskKind.Regression)] public Tensor OnStack([|ReadOnlySpan<float> x|]) => a.weight;
                [HuwTask(TaskKind.Regression)] public [|float|] Held => 1;
                [HuwTask(TaskKind.Regression)] public Tensor WriteOnly [|{ set { } }|]
                [HuwTask(TaskKind.Regression)] public Tensor this[|[int i]|] => a.weight;
                public Tensor Getter { [[|HuwTask(TaskKind.Regression)|]] get => a.weight; }
                """)),
        new("MAW2003", Net(
            Layer + TwoTasks + "\n[HuwTask(TaskKind.Regression)] Tensor [|ILoss.|]Held => a.weight;\n[HuwTask(TaskKind.Regression)] Tensor [|ILoss.|]Get(Tensor x) => x;",
            before: "public interface ILoss { Tensor Held { get; } Tensor Get(Tensor x); }\n").Replaced("Module<Tensor, Tensor>", "Module<Tensor, Tensor>, ILoss")),
        new("MAW2003",
            Net(Layer + TwoTasks.Replaced("First(Tensor x)", "First([|in Tensor x|])")),
            Net(Layer + TwoTasks)),
        new("MAW2003", Net(Layer + TwoTasks + """

            [HuwTask(TaskKind.Regression)] private Tensor Third => a.weight;
            [HuwTask(TaskKind.Regression)] internal static Parameter Fourth(Tensor x) => new(x);
            [HuwTask(TaskKind.Regression)] public Tensor Fifth { get; set; } = null!;
            """)) { Also = ["MAW1014"] },
        new("MAW2003", Net(Layer + """
            [HuwTask(TaskKind.Regression)] public Tensro First(Tensor x) => x;
            [HuwTask(TaskKind.Regression)] public Tensor Second(Tensro x) => a.weight;
            [HuwTask(TaskKind.Regression)] public Third(Tensor x) => x;
            [HuwTask(TaskKind.Regression)] public
            """)) { IsBroken = true, Also = ["MAW1009"] },

        // MAW2004: one name twice
        new("MAW2004",
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression, Name = [|"First"|])] public Tensor Second(Tensor x) => x;
                """),
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Second(Tensor x) => x;
                """)),
        new("MAW2004",
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor Loss(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor [|Loss|]() => a.weight;
                """),
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor Loss(Tensor x) => x;
                [HuwTask(TaskKind.Regression, Name = "Loss2")] public Tensor Loss() => a.weight;
                """)),
        new("MAW2004",
            Net(Layer + """
                [HuwTask(TaskKind.Regression, Name = "x")] public Tensor First => a.weight;
                [HuwTask(TaskKind.Regression, Name = [|"x"|])] public Tensor Second => a.weight;
                [HuwTask(TaskKind.Regression, Name = [|"x"|])] public Tensor Third => a.weight;
                """),
            Net(Layer + """
                [HuwTask(TaskKind.Regression, Name = "x")] public Tensor First => a.weight;
                [HuwTask(TaskKind.Regression)] public Tensor Second => a.weight;
                [HuwTask(TaskKind.Regression)] public Tensor Third => a.weight;
                """)),
        new("MAW2004", Net(Layer + TwoTasks)),
        new("MAW2004", Net(Layer + TwoTasks.Replaced("Classification)", "Classification, Name = \"first\")"))),
        new("MAW2004", Net(Layer + TwoTasks.Replaced("Classification)", "Classification, Name = )"))) { IsBroken = true },

        // MAW2005: a single task
        new("MAW2005",
            Net(Layer + "/// <summary>Kept.</summary>\n[[|HuwTask(TaskKind.Regression)|], Priority(3)] public Tensor First(Tensor x) => x;"),
            Net(Layer + "/// <summary>Kept.</summary>\npublic Tensor First(Tensor x) => x;")),
        new("MAW2005",
            Net(Layer + "[Priority(3), Obsolete]\n[[|HuwTask(TaskKind.Regression)|]]\npublic Tensor First => a.weight;"),
            Net(Layer + "[Obsolete]\npublic Tensor First => a.weight;")),
        new("MAW2005", Net(Layer + TwoTasks)),
        new("MAW2005", Net(Layer)),
        new("MAW2005", Net(Layer + TwoTasks.Replaced("Tensor Second(Tensor x) => x;", "Tensor Second("))) { IsBroken = true },

        // MAW2006: a priority twice
        new("MAW2006",
            Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), Priority(2), [|Priority(3)|]]"),
                "[ParamGroup, Priority(MetaTerm.LossDecrease, 1), Priority(MetaTerm.GradientAlignment, 1), [|Priority(MetaTerm.LossDecrease, 2)|]]"),
            Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), Priority(2)]"),
                "[ParamGroup, Priority(MetaTerm.LossDecrease, 1), Priority(MetaTerm.GradientAlignment, 1)]")),
        new("MAW2006",
            Net(Layer, "[ParamGroup, Priority(MetaTerm.LossDecrease, 1)]") + "\n\n[[|Priority(MetaTerm.LossDecrease, 1)|]]\npublic partial class Net;",
            Net(Layer, "[ParamGroup, Priority(MetaTerm.LossDecrease, 1)]") + "\n\npublic partial class Net;"),
        new("MAW2006", Net(Layer, "[ParamGroup, Priority(MetaTerm.LossDecrease, 1), Priority(MetaTerm.GradientAlignment, 1), Priority(MetaTerm.GeneralizationGap, 1)]")),
        new("MAW2006", Net(Layer + TwoTasks.Replaced("Regression)]", "Regression), Priority(2)]").Replaced("Classification)]", "Classification), Priority(2)]"))),
        new("MAW2006", Net(Layer, "[ParamGroup, Priority(MetaTerm.), Priority(MetaTerm.)]")) { IsBroken = true },

        // MAW2007: different parameters
        new("MAW2007",
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Second[|(Tensor x, int n)|] => x;
                [HuwTask(TaskKind.Regression)] public Tensor Third() => a.weight;
                [HuwTask(TaskKind.Regression)] public Tensor Fourth[|(float x)|] => a.weight;
                """)),
        new("MAW2007", Net(Layer + TwoTasks + "\n[HuwTask(TaskKind.Regression)] public Tensor Third(Tensor y) => y;")),
        new("MAW2007", Net(Layer + TwoTasks + "\n[HuwTask(TaskKind.Regression)] public Tensor Third => a.weight;\npublic Tensor Other(int n) => a.weight;")),
        new("MAW2007", Net(Layer + TwoTasks.Replaced("Second(Tensor x)", "Second(Tensro x)"))) { IsBroken = true },
        new("MAW2007", Net(Layer + TwoTasks.Replaced("Second(Tensor x)", "Second(Tensor x, )"))) { IsBroken = true },

        // MAW2008: a task outside of a model
        new("MAW2008",
            """
            public class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                [[|HuwTask(TaskKind.Regression)|]] public Tensor First(Tensor x) => x;
                [[|HuwTask(TaskKind.Regression)|]] public Tensor Second(Tensor x) => x;
                %forward%
            }
            """,
            """
            [ParamGroup]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Second(Tensor x) => x;
                %forward%
            }
            """) { Title = "Mark 'Net' [ParamGroup]" },
        new("MAW2008",
            "public class Losses\n{\n    [[|HuwTask(TaskKind.Regression)|]]\n    public Tensor First(Tensor x) => x;\n}",
            "public class Losses\n{\n    public Tensor First(Tensor x) => x;\n}"),
        new("MAW2008", Net(Layer + TwoTasks)),
        new("MAW2008", "public class Net : Module<Tensor, Tensor>\n{\n    public Net() : base(\"net\") { }\n    public Tensor Loss(Tensor x) => x;\n    %forward%\n}"),
        new("MAW2008", Net(Layer + TwoTasks, "[ParamGroup(]")) { IsBroken = true },
    ];
}
