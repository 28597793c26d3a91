namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private const string Layer = "private readonly Linear a = Linear(1, 2);\n" + Constructor + "\n";

    private const string TwoTasks = """
        [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
        [HuwTask(TaskKind.Classification)] public Tensor Second(Tensor x) => x;
        """;

    private static IEnumerable<DiagnosticCase> Tasks() =>
    [
        // MAW2001: invalid priority
        new("MAW2001",
            Net(Layer + "[HuwTask(TaskKind.Regression), [|Priority(-1)|]] public Tensor First(Tensor x) => x;\n[HuwTask(TaskKind.Regression), [|Priority(double.NaN)|]] public Tensor Second => a.weight;",
                "[ParamGroup, [|Priority(MetaTerm.LossDecrease, 0)|]]"),
            Net(Layer + "[HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;\n[HuwTask(TaskKind.Regression)] public Tensor Second => a.weight;", "[ParamGroup]")),
        new("MAW2001", Net(Layer + TwoTasks.Replace("Regression)]", "Regression), Priority(1e-3)]", StringComparison.Ordinal), "[ParamGroup, Priority(MetaTerm.LossDecrease, 5)]")),

        // MAW2002: a priority on nothing
        new("MAW2002",
            Net(Layer + "[[|Priority(2)|]] public Tensor First(Tensor x) => x;\n[[|Priority(MetaTerm.LossDecrease, 2)|]] public Tensor Second(Tensor x) => x;", "[ParamGroup, [|Priority(2)|]]"),
            Net(Layer + "public Tensor First(Tensor x) => x;\npublic Tensor Second(Tensor x) => x;", "[ParamGroup]")),
        new("MAW2002", "[[|Priority(MetaTerm.LossDecrease, 2)|]] public class Plain { }", "public class Plain { }"),
        new("MAW2002", Net(Layer + TwoTasks.Replace("Regression)]", "Regression), Priority(2)]", StringComparison.Ordinal), "[ParamGroup, Priority(MetaTerm.LossDecrease, 5)]")),

        // MAW2003: a wrong signature
        new("MAW2003",
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public double [|Number|](Tensor x) => 1;
                [HuwTask(TaskKind.Regression)] public Tensor [|Generic|]<T>(T x) => a.weight;
                [HuwTask(TaskKind.Regression)] public Tensor [|ByReference|](ref Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor [|WriteOnly|] { set { } }
                """)) { Also = ["MAW2007"] },
        new("MAW2003", Net(Layer + TwoTasks + "\n[HuwTask(TaskKind.Regression)] private Tensor Third => a.weight;")),
        new("MAW2003", Net(Layer + "[HuwTask(TaskKind.Regression)] public Tensro First(Tensor x) => x;\n[HuwTask(TaskKind.Regression)] public Tensor Second(Tensro x) => a.weight;")) { IsBroken = true, Also = ["MAW2007"] },

        // MAW2004: one name twice
        new("MAW2004",
            Net(Layer + "[HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;\n[[|HuwTask(TaskKind.Regression, Name = \"First\")|]] public Tensor Second(Tensor x) => x;"),
            Net(Layer + "[HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;\n[HuwTask(TaskKind.Regression)] public Tensor Second(Tensor x) => x;")),
        new("MAW2004",
            Net(Layer + "[HuwTask(TaskKind.Regression)] public Tensor Loss(Tensor x) => x;\n[[|HuwTask(TaskKind.Regression)|]] public Tensor Loss() => a.weight;"),
            Net(Layer + "[HuwTask(TaskKind.Regression)] public Tensor Loss(Tensor x) => x;\n[HuwTask(TaskKind.Regression, Name = \"Loss2\")] public Tensor Loss() => a.weight;")),
        new("MAW2004", Net(Layer + TwoTasks)),

        // MAW2005: a single task
        new("MAW2005",
            Net(Layer + "[[|HuwTask(TaskKind.Regression)|]] public Tensor First(Tensor x) => x;"),
            Net(Layer + "public Tensor First(Tensor x) => x;")),
        new("MAW2005", Net(Layer + TwoTasks)),

        // MAW2006: a priority twice
        new("MAW2006",
            Net(Layer + TwoTasks.Replace("Regression)]", "Regression), Priority(2), [|Priority(3)|]]", StringComparison.Ordinal),
                "[ParamGroup, Priority(MetaTerm.LossDecrease, 1), Priority(MetaTerm.GradientAlignment, 1), [|Priority(MetaTerm.LossDecrease, 2)|]]"),
            Net(Layer + TwoTasks.Replace("Regression)]", "Regression), Priority(2)]", StringComparison.Ordinal),
                "[ParamGroup, Priority(MetaTerm.LossDecrease, 1), Priority(MetaTerm.GradientAlignment, 1)]")),
        new("MAW2006", Net(Layer, "[ParamGroup, Priority(MetaTerm.LossDecrease, 1), Priority(MetaTerm.GradientAlignment, 1)]")),

        // MAW2007: different parameters
        new("MAW2007",
            Net(Layer + """
                [HuwTask(TaskKind.Regression)] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor [|Second|](Tensor x, int n) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Third() => a.weight;
                """)),
        new("MAW2007", Net(Layer + TwoTasks + "\n[HuwTask(TaskKind.Regression)] public Tensor Third(Tensor y) => y;")),

        // MAW2008: a task outside of a model
        new("MAW2008",
            """
            public class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Net() : base("net") { RegisterComponents(); }
                [[|HuwTask(TaskKind.Regression)|]] public Tensor First(Tensor x) => x;
                [HuwTask(TaskKind.Regression)] public Tensor Second(Tensor x) => x;
                %forward%
            }
            """.Replace("[HuwTask(TaskKind.Regression)] public Tensor Second", "[[|HuwTask(TaskKind.Regression)|]] public Tensor Second", StringComparison.Ordinal)),
        new("MAW2008",
            """
            public class Plain : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Plain() : base("net") { RegisterComponents(); }
                [[|HuwTask(TaskKind.Regression)|]] public Tensor Only(Tensor x) => x;
                %forward%
            }
            """,
            """
            [ParamGroup]
            public partial class Plain : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                public Plain() : base("net") { RegisterComponents(); }
                [HuwTask(TaskKind.Regression)] public Tensor Only(Tensor x) => x;
                %forward%
            }
            """) { Also = ["MAW2005"] },
        new("MAW2008", Net(Layer + TwoTasks)),
    ];
}
