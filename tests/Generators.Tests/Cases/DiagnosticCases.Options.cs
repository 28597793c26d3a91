namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private static string Features(string features, string group = "ParamGroup") => Net(Layer, $"[{group}, Features({features})]");

    private const string Thaw =
        "public static class Schedule\n{\n    public static void Thaw(Module part)\n    {\n        foreach (var p in part.parameters()) { %thaw% }\n    }\n}\n\n";

    // A model with a frozen group and one that trains, in a project that does something to requires_grad.
    private static DiagnosticCase Frozen(string id, string options, string does, string attributes = "[ParamGroup]", string head = "[ParamGroup(\"y\")]") => new(
        id,
        Net($"[ParamGroup(\"x\", {options})] private readonly Linear a = Linear(1, 2);\n{head} private readonly Linear b = Linear(1, 2);\n" + Constructor,
            attributes, does.Length == 0 ? "" : Thaw.Replace("%thaw%", does, StringComparison.Ordinal)));

    private static IEnumerable<DiagnosticCase> Options() =>
    [
        // MAW3001: learning-rate scale
        new("MAW3001",
            Net("""
                [ParamGroup("x", LearningRateScale = [|0|])] private readonly Linear a = Linear(1, 2);
                [ParamGroup("y", LearningRateScale = [|double.NaN|], WeightDecay = 0)] private readonly Linear b = Linear(1, 2);
                [ParamGroup("z", WeightDecay = 0, LearningRateScale = [|double.PositiveInfinity|])] private readonly Linear c = Linear(1, 2);
                """ + "\n" + Constructor, "[ParamGroup(\"rest\", LearningRateScale = [|-0.5|])]"),
            Net("""
                [ParamGroup("x")] private readonly Linear a = Linear(1, 2);
                [ParamGroup("y", WeightDecay = 0)] private readonly Linear b = Linear(1, 2);
                [ParamGroup("z", WeightDecay = 0)] private readonly Linear c = Linear(1, 2);
                """ + "\n" + Constructor, "[ParamGroup(\"rest\")]")) { Title = "Remove LearningRateScale" },
        new("MAW3001",
            Net("[ParamGroup(\"x\", LearningRateScale = [|0|])] private readonly Linear a = Linear(1, 2);\n[ParamGroup(LearningRateScale = [|-0.0|])] private readonly Linear b = Linear(1, 2);\n" + Constructor),
            Net("[ParamGroup(\"x\", Frozen = true)] private readonly Linear a = Linear(1, 2);\n[ParamGroup(Frozen = true)] private readonly Linear b = Linear(1, 2);\n" + Constructor)) { Title = "Freeze the group" },
        new("MAW3001",
            Net("[field: ParamGroup(\"x\", LearningRateScale = [|-1|]), ComponentName(Name = \"A\")] public Linear A { get; } = Linear(1, 2);\n" + Constructor),
            Net("[field: ParamGroup(\"x\"), ComponentName(Name = \"A\")] public Linear A { get; } = Linear(1, 2);\n" + Constructor)) { Title = "Remove LearningRateScale" },
        new("MAW3001", Net("[ParamGroup(\"x\", LearningRateScale = 1e-3)] private readonly Linear a = Linear(1, 2);\n" + Constructor)),
        new("MAW3001", Net("[ParamGroup(\"x\", LearningRateScale = 10)] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", LearningRateScale = double.Epsilon)]")),
        new("MAW3001", Net("[ParamGroup(\"x\", LearningRateScale = )] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", LearningRateScale = -)]")) { IsBroken = true },

        // MAW3002: weight decay
        new("MAW3002",
            Net("[ParamGroup(\"x\", WeightDecay = [|-0.1|])] private readonly Linear a = Linear(1, 2);\n" + Constructor,
                "[ParamGroup(\"rest\", WeightDecay = [|double.PositiveInfinity|], LearningRateScale = 2)]"),
            Net("[ParamGroup(\"x\")] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", LearningRateScale = 2)]")),
        new("MAW3002", Net("[ParamGroup(\"x\", WeightDecay = 0)] private readonly Linear a = Linear(1, 2);\n" + Constructor)),
        new("MAW3002", Net("[ParamGroup(\"y\", WeightDecay = double.NaN)] private readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", WeightDecay = 0.5)]")),
        new("MAW3002", Net("[ParamGroup(\"x\", WeightDecay = -)] private readonly Linear a = Linear(1, 2);\n" + Constructor)) { IsBroken = true },

        // MAW3003: heads
        new("MAW3003", Features("Width = 8, Heads = [|3|]"), Features("Width = 9, Heads = 3")),
        new("MAW3003", Features("FeatureSet.Enhanced, Heads = [|9|], Width = 20"), Features("FeatureSet.Enhanced, Heads = 9, Width = 27")),
        new("MAW3003",
            Program("var optimizer = model.CreateMetaAdamW(new() { Layers = 2, Heads = [|4|] });\noptimizer.zero_grad();"),
            Program("var optimizer = model.CreateMetaAdamW(new() { Layers = 2, Heads = 3 });\noptimizer.zero_grad();")),
        new("MAW3003", Features("Width = 8, Heads = 4")),
        new("MAW3003", Features("Heads = 4")),
        new("MAW3003", Features("Width = 8")),
        new("MAW3003", Program("var optimizer = model.CreateMetaAdamW(new() { Heads = 2 });\noptimizer.zero_grad();\n_ = new MetaAdamWOptions { Heads = 5 };")),
        new("MAW3003", Features("Width = 8, Heads = ")) { IsBroken = true },

        // MAW3004: width
        new("MAW3004", Features("FeatureSet.BasicPlus, Width = [|8|]"), Features("FeatureSet.BasicPlus, Width = 11")) { Title = "Set Width to 11" },
        new("MAW3004", Features("FeatureSet.BasicPlus, Width = [|8|], Gating = true"), Features("FeatureSet.BasicPlus, Gating = true")) { Title = "Remove Width" },
        new("MAW3004", Features("Heads = 4, Width = [|5|]"), Features("Heads = 4, Width = 8")) { Title = "Set Width to 8" },
        new("MAW3004", Features("FeatureSet.BasicPlus, Width = 11")),
        new("MAW3004", Features("FeatureSet.BasicPlus, SecondMoment = false, TimeStep = false, Width = 8")),
        new("MAW3004", Features("FeatureSet.Enhanced, Width = 0")),
        new("MAW3004", Features("FeatureSet., Width = 1")) { IsBroken = true },

        // MAW3005: one group
        new("MAW3005", Features("[|Normalized = true|], Gating = true", "ParamGroup(\"all\")"), Features("Gating = true", "ParamGroup(\"all\")")),
        new("MAW3005",
            Net("[ParamGroup(\"a\")] private readonly Linear a = Linear(1, 2);\n[ParamGroup(\"a\")] private readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup, Features(FeatureSet.BasicPlus, [|Normalized = true|])]"),
            Net("[ParamGroup(\"a\")] private readonly Linear a = Linear(1, 2);\n[ParamGroup(\"a\")] private readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup, Features(FeatureSet.BasicPlus)]")),
        new("MAW3005", Features("Normalized = true")),
        new("MAW3005", Features("Normalized = false", "ParamGroup(\"all\")")),
        new("MAW3005", Net("[ParamGroup(\"a\")] private readonly Linear a = Linear(1, 2);\nprivate readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup, Features(Normalized = true)]")),
        new("MAW3005", Net("private readonly Linear a = Linear(1, ;\n" + Constructor, "[ParamGroup, Features(Normalized = true)]")) { IsBroken = true },

        // MAW3006: switches of other sets
        new("MAW3006", Features("FeatureSet.Enhanced, [|Normalized = true|], Gating = true, [|SecondMoment = true|]"), Features("FeatureSet.Enhanced, Gating = true")),
        new("MAW3006", Features("FeatureSet.Enhanced, Gating = true, TimeStep = false")),
        new("MAW3006", Features("FeatureSet.BasicPlus, Normalized = true, SecondMoment = false")),
        new("MAW3006", Features("FeatureSet.Enhanced, Normalized = ")) { IsBroken = true },

        // MAW3007: options without a group
        new("MAW3007", Net(Layer, "[ParamGroup([|LearningRateScale = 0.5|], [|WeightDecay = 0|])]"), Net(Layer, "[ParamGroup]")),
        new("MAW3007", Net(Layer, "[ParamGroup(\"all\", LearningRateScale = 0.5)]")),
        new("MAW3007", Net("[ParamGroup(WeightDecay = 0)] private readonly Linear a = Linear(1, 2);\n" + Constructor)),
        new("MAW3007", Net(Layer, "[ParamGroup(, WeightDecay = 0)]")) { IsBroken = true },

        // MAW3008: features outside of a model
        new("MAW3008",
            "public class Net : Module<Tensor, Tensor>\n{\n    public Net() : base(\"net\") { }\n    %forward%\n}\n\n[[|Features(FeatureSet.Basic)|]]\npublic class Plain { }",
            "public class Net : Module<Tensor, Tensor>\n{\n    public Net() : base(\"net\") { }\n    %forward%\n}\n\npublic class Plain { }"),
        new("MAW3008", Net(Layer, "[[|Features(FeatureSet.Basic)|]]"), Net(Layer, "[ParamGroup]\n[Features(FeatureSet.Basic)]")) { Title = "Mark 'Net' [ParamGroup]" },
        new("MAW3008", Net(Layer, "[ParamGroup, Features]")),
        new("MAW3008", Net(Layer, "[Features]") + "\n[ParamGroup] public partial class Net;"),
        new("MAW3008", Net(Layer, "[ParamGroup, Features(FeatureSet)]")) { IsBroken = true },

        // MAW3009: options that would throw
        new("MAW3009", Program("""
            const double tooMuch = 2.5;
            var options = new MetaAdamWOptions { LearningRate = [|-1|], Betas = (0.9, [|1|]), AlphaRange = [|tooMuch|], TotalSteps = [|0|], Weighting = [|(MetaWeighting)7|] };
            options = options with { MetaPeriod = [|0|], FixedWeights = ([|-1|], 0, [|double.NaN|]), MetaGradientLimit = [|0|], Heads = [|0|] };
            _ = model.CreateMetaAdamW(new() { Epsilon = [|double.PositiveInfinity|] });
            """)),
        new("MAW3009", Program("""
            double rate = train.Count() - 1;
            var options = new MetaAdamWOptions { LearningRate = rate, Betas = (rate, 0.999), AlphaRange = 2, TotalSteps = null, Weighting = MetaWeighting.Fixed };
            _ = options with { MetaPeriod = 1, WarmupSteps = 0, FixedWeights = (0, 0, 1), MetaGradientLimit = null, WeightDecay = 0, Layers = 12 };
            """)),
        new("MAW3009", "public sealed record MetaAdamWOptions { public double LearningRate { get; init; } }\n\npublic static class Program\n{\n    public static object Run() => new MetaAdamWOptions { LearningRate = -1 };\n}"),
        new("MAW3009", Program("_ = new MetaAdamWOptions { LearningRate = , Betas = (, [|-1|]), Layers = [|0.5|], };")) { IsBroken = true },

        // MAW3010: feature options
        new("MAW3010", Features("Heads = [|-1|], Width = [|-8|]"), Net(Layer, "[ParamGroup, Features]")),
        new("MAW3010", Features("[|(FeatureSet)7|], Gating = true")),
        new("MAW3010", Features("FeatureSet.Enhanced, Heads = 0, Width = 0")),
        new("MAW3010", Features("Heads = 1, Width = 6")),
        new("MAW3010", Features("Heads = -, Width = ")) { IsBroken = true },

        // MAW3011: betas
        new("MAW3011",
            Net("[ParamGroup(\"x\", Beta1 = [|1|], Beta2 = [|-0.1|])] private readonly Linear a = Linear(1, 2);\n[ParamGroup(Beta2 = [|double.NaN|], Beta1 = 0.5)] private readonly Linear b = Linear(1, 2);\n" + Constructor,
                "[ParamGroup(\"rest\", Beta1 = [|double.PositiveInfinity|])]"),
            Net("[ParamGroup(\"x\")] private readonly Linear a = Linear(1, 2);\n[ParamGroup(Beta1 = 0.5)] private readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\")]")),
        new("MAW3011", Net("[ParamGroup(\"x\", Beta1 = 0, Beta2 = 0.9999)] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", Beta2 = 0.99)]")),
        new("MAW3011", Net("[ParamGroup(\"x\", Beta1 = , Beta2 = -)] private readonly Linear a = Linear(1, 2);\n" + Constructor)) { IsBroken = true },

        // MAW3012: ranges of factors
        new("MAW3012",
            Net("[ParamGroup(\"x\", AlphaRange = [|2.5|], BetaRange = [|-1|])] private readonly Linear a = Linear(1, 2);\n[ParamGroup(BetaRange = [|double.NaN|], AlphaRange = 1)] private readonly Linear b = Linear(1, 2);\n" + Constructor,
                "[ParamGroup(\"rest\", AlphaRange = [|3|])]"),
            Net("[ParamGroup(\"x\")] private readonly Linear a = Linear(1, 2);\n[ParamGroup(AlphaRange = 1)] private readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\")]")),
        new("MAW3012", Net("[ParamGroup(\"x\", AlphaRange = 0, BetaRange = 2)] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", AlphaRange = 0.5)]")),
        new("MAW3012", Net("[ParamGroup(\"x\", AlphaRange = , BetaRange = -)] private readonly Linear a = Linear(1, 2);\n" + Constructor)) { IsBroken = true },

        // MAW3013: options of a frozen group
        new("MAW3013",
            Net("[ParamGroup(\"x\", [|LearningRateScale = 0.5|], Frozen = true, [|Beta1 = 0.8|])] private readonly Linear a = Linear(1, 2);\nprivate readonly Linear b = Linear(1, 2);\n" + Constructor,
                "[ParamGroup(\"rest\", Frozen = true, [|AlphaRange = 0|])]"),
            Net("[ParamGroup(\"x\", Frozen = true)] private readonly Linear a = Linear(1, 2);\nprivate readonly Linear b = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\", Frozen = true)]")) { Also = ["MAW3014"] },
        Frozen("MAW3013", "Frozen = true, [|WeightDecay = 0|]", "p.requires_grad = false; p.requires_grad_(false);"),
        Frozen("MAW3013", "Frozen = true", ""),
        Frozen("MAW3013", "Frozen = false, WeightDecay = 0", ""),
        Frozen("MAW3013", "Frozen = true, WeightDecay = 0", "p.requires_grad = true;"),
        Frozen("MAW3013", "Frozen = true, WeightDecay = 0", "p.requires_grad |= p.numel() > 1;"),
        Frozen("MAW3013", "Frozen = true, WeightDecay = 0", "p.requires_grad_();"),
        Frozen("MAW3013", "Frozen = , WeightDecay = 0", "") with { IsBroken = true },

        // MAW3014: all frozen
        new("MAW3014", Net(Layer, "[[|ParamGroup(\"all\", Frozen = true)|]]")),
        Frozen("MAW3014", "Frozen = true", "p.requires_grad = false;", "[[|ParamGroup|]]", "[ParamGroup(\"y\", Frozen = true)]"),
        Frozen("MAW3014", "Frozen = true", "", head: ""),
        Frozen("MAW3014", "Frozen = true", ""),
        Frozen("MAW3014", "Frozen = true", "p.requires_grad = p.numel() > 1;", head: "[ParamGroup(\"x\", Frozen = true)]"),
        new("MAW3014", Net("[ParamGroup(\"x\", Frozen = true)] private readonly Linaer a = Linear(1, 2);\n" + Constructor)) { IsBroken = true },
    ];
}
