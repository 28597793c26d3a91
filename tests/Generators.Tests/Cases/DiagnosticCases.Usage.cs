namespace MetaAdamW.Tests.Cases;

internal static partial class DiagnosticCases
{
    private static string Program(string body) => Net(Layer) + $$"""


        public static class Program
        {
            public static void Run(Net model, IEnumerable<Tensor> train, IEnumerable<Tensor> validation)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    private static IEnumerable<DiagnosticCase> Usage() =>
    [
        // MAW4001: no validation data
        new("MAW4001", Program("""
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|null|]!);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|Array.Empty<Tensor>()|]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|new Tensor[0]|]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|train|]);
            """)),
        new("MAW4001", Program("_ = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);")),

        // MAW4002: created before the move
        new("MAW4002",
            Program("""
                var optimizer = [|model.CreateMetaAdamW()|];
                model.to(CPU);
                optimizer.zero_grad();
                """),
            Program("""
                model.to(CPU);
                var optimizer = model.CreateMetaAdamW();
                optimizer.zero_grad();
                """)),
        new("MAW4002", Program("var optimizer = [|model.CreateMetaAdamW()|];\noptimizer.zero_grad();\nmodel.cpu();")),
        new("MAW4002", Program("model.to(CPU);\nvar optimizer = model.CreateMetaAdamW();\nforeach (var batch in train) { batch.to(CPU); }")),

        // MAW4003: created in a loop
        new("MAW4003", Program("foreach (var batch in train)\n{\n    var optimizer = [|model.CreateMetaAdamW()|];\n    optimizer.zero_grad();\n}")),
        new("MAW4003", Program("for (int seed = 0; seed < 3; seed++)\n{\n    var one = new Net();\n    var optimizer = one.CreateMetaAdamW();\n    optimizer.zero_grad();\n}")),

        // MAW4004: never updated
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train)\n{\n    optimizer.zero_grad();\n    [|optimizer.step()|];\n}")),
        new("MAW4004", Program("""
            var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
            using var optimizer = model.CreateMetaAdamW();
            foreach (var batch in train) { optimizer.step(); optimizer.MetaUpdate(meta); }
            using var other = model.CreateMetaAdamW();
            foreach (var batch in train) { other.step(); Update(other, meta); }
            using var single = model.CreateMetaAdamW();
            single.step();
            static void Update(MetaAdamWOptimizer optimizer, MetaObjective objective) => optimizer.MetaUpdate(objective);
            """)),

        // MAW4005: factors in the learning rate
        new("MAW4005", Program("""
            var optimizer = model.CreateMetaAdamW();
            optimizer.Stepped += record =>
            {
                foreach (var group in optimizer.ParamGroups) [|group.LearningRate *= record.Alpha[0]|];
            };
            """)),
        new("MAW4005", Program("""
            var optimizer = model.CreateMetaAdamW();
            optimizer.Stepped += record =>
            {
                foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.5;
            };
            """)),

        // MAW4006: plain AdamW
        new("MAW4006",
            Program("var optimizer = [|torch.optim.AdamW(model.parameters(), lr: 1e-3, beta2: 0.98, weight_decay: 0.1)|];"),
            Program("var optimizer = model.CreateMetaAdamW(new() { LearningRate = 1e-3, Betas = (0.9, 0.98), WeightDecay = 0.1 });")),
        new("MAW4006",
            Program("var optimizer = [|torch.optim.AdamW(model.parameters())|];"),
            Program("var optimizer = model.CreateMetaAdamW();")),
        new("MAW4006", Program("var optimizer = [|torch.optim.AdamW(model.parameters(), amsgrad: true)|];")),
        new("MAW4006", Program("var plain = Linear(1, 2);\nvar optimizer = torch.optim.AdamW(plain.parameters());\nvar sgd = torch.optim.SGD(model.parameters(), 0.1);")),
    ];
}
