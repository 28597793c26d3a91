namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private static string Features(string features, string group = "ParamGroup") => Net(Layer, $"[{group}, Features({features})]");

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
                """ + "\n" + Constructor, "[ParamGroup(\"rest\")]")),
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
    ];
}
