namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private static IEnumerable<DiagnosticCase> Options() =>
    [
        // MAW3001: learning-rate scale
        new("MAW3001",
            Net("[[|ParamGroup(\"x\", LearningRateScale = 0)|]] private readonly Linear a = Linear(1, 2);\n[[|ParamGroup(\"y\", LearningRateScale = double.NaN, WeightDecay = 0)|]] private readonly Linear b = Linear(1, 2);\n" + Constructor),
            Net("[ParamGroup(\"x\")] private readonly Linear a = Linear(1, 2);\n[ParamGroup(\"y\", WeightDecay = 0)] private readonly Linear b = Linear(1, 2);\n" + Constructor)),
        new("MAW3001", Net("[ParamGroup(\"x\", LearningRateScale = 1e-3)] private readonly Linear a = Linear(1, 2);\n" + Constructor)),

        // MAW3002: weight decay
        new("MAW3002",
            Net("[[|ParamGroup(\"x\", WeightDecay = -0.1)|]] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[[|ParamGroup(\"rest\", WeightDecay = 10)|]]"),
            Net("[ParamGroup(\"x\")] private readonly Linear a = Linear(1, 2);\n" + Constructor, "[ParamGroup(\"rest\")]")),
        new("MAW3002", Net("[ParamGroup(\"x\", WeightDecay = 0)] private readonly Linear a = Linear(1, 2);\n[ParamGroup(\"y\", WeightDecay = double.NaN)] private readonly Linear b = Linear(1, 2);\n" + Constructor)),

        // MAW3003: heads
        new("MAW3003",
            Net(Layer, "[ParamGroup, [|Features(Width = 8, Heads = 3)|]]"),
            Net(Layer, "[ParamGroup, Features(Heads = 3)]")),
        new("MAW3003",
            Net(Layer, "[ParamGroup, [|Features(Heads = -1)|]]"),
            Net(Layer, "[ParamGroup, Features]")),
        new("MAW3003", Net(Layer, "[ParamGroup, Features(Width = 8, Heads = 4)]")),
        new("MAW3003", Net(Layer, "[ParamGroup, Features(Heads = 4)]")),

        // MAW3004: width
        new("MAW3004",
            Net(Layer, "[ParamGroup, [|Features(FeatureSet.BasicPlus, Width = 8)|]]"),
            Net(Layer, "[ParamGroup, Features(FeatureSet.BasicPlus)]")),
        new("MAW3004", Net(Layer, "[ParamGroup, Features(FeatureSet.BasicPlus, Width = 11)]")),
        new("MAW3004", Net(Layer, "[ParamGroup, Features(FeatureSet.BasicPlus, SecondMoment = false, TimeStep = false, Width = 8)]")),

        // MAW3005: one group
        new("MAW3005",
            Net(Layer, "[ParamGroup(\"all\"), [|Features(Normalized = true, Gating = true)|]]"),
            Net(Layer, "[ParamGroup(\"all\"), Features(Gating = true)]")),
        new("MAW3005", Net(Layer, "[ParamGroup, Features(Normalized = true)]")),

        // MAW3006: switches of other sets
        new("MAW3006",
            Net(Layer, "[ParamGroup, [|Features(FeatureSet.Enhanced, Normalized = true)|]]"),
            Net(Layer, "[ParamGroup, Features(FeatureSet.Enhanced)]")),
        new("MAW3006", Net(Layer, "[ParamGroup, Features(FeatureSet.Enhanced, Gating = true, TimeStep = false)]")),

        // MAW3007: options without a group
        new("MAW3007",
            Net(Layer, "[[|ParamGroup(LearningRateScale = 0.5)|]]"),
            Net(Layer, "[ParamGroup]")),
        new("MAW3007", Net(Layer, "[ParamGroup(\"all\", LearningRateScale = 0.5)]")),

        // MAW3008: features outside of a model
        new("MAW3008",
            Net(Layer, "[[|Features(FeatureSet.Basic)|]]"),
            Net(Layer, "").Replace("\npublic partial", "public partial", StringComparison.Ordinal)),
        new("MAW3008", Net(Layer, "[ParamGroup, Features]")),
    ];
}
