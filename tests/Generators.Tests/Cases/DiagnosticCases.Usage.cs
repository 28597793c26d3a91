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

    /// <summary>A class that keeps model, optimizer and objective in fields.</summary>
    private static string Trainer(string members) => Net(Layer) + $$"""


        public sealed class Trainer
        {
            private readonly Net model = new();
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    /// <summary>A program of statements at the top of its file.</summary>
    private static string TopLevel(string body) =>
        $"var model = new Net();\nIEnumerable<Tensor> train = [ones(1)], validation = [ones(1)];\n{body}\n\n{Net(Layer)}";

    private static IEnumerable<DiagnosticCase> Usage() => [.. ObjectiveUse(), .. Moves(), .. Loops(), .. Updates(), .. Factors(), .. PlainOptimizers()];

    private static IEnumerable<DiagnosticCase> ObjectiveUse() =>
    [
        // MAW4001: no validation data
        new("MAW4001", Program("""
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|null|]!);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|default(Tensor[])|]!);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|Array.Empty<Tensor>()|]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|Enumerable.Empty<Tensor>()|]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), validation: [|new Tensor[0]|], train: train);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|new List<Tensor>()|]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|[]|]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [|train|]);
            _ = new MetaObjective<Net, Tensor>(model, (m, b) => b.mean(), train, [|new Tensor[] { }|]);
            """)),
        new("MAW4001", Program("""
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, new List<Tensor>(validation));
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, new List<Tensor> { ones(1) });
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, [ones(1)]);
            _ = new MetaObjective<Tensor>(model, b => b.mean(), train, train.Take(3));
            """)),
        new("MAW4001", Program("""
            var optimizer = model.CreateMetaAdamW(new() { Objective = MetaObjectiveKind.Gradient });
            optimizer.MetaUpdate(new MetaObjective<Tensor>(model, b => b.mean(), train, []));
            """)),
        new("MAW4001", "public class MetaObjective<T>(IEnumerable<T> train, IEnumerable<T>? validation)\n{\n    public static object Run() => new MetaObjective<int>([], null);\n    public object All => (train, validation);\n}") { IsBroken = true },
        new("MAW4001", Program("_ = new MetaObjective<Tensor>(model, b => b.mean(), train, );")) { IsBroken = true },
    ];

    private static IEnumerable<DiagnosticCase> Moves() =>
    [
        // MAW4002: created before the move
        new("MAW4002",
            Program("""
                // The optimizer.
                var optimizer = model.CreateMetaAdamW();
                Console.WriteLine("moving");
                model.[|to|](CPU);
                optimizer.zero_grad();
                """),
            Program("""
                Console.WriteLine("moving");
                model.to(CPU);
                // The optimizer.
                var optimizer = model.CreateMetaAdamW();
                optimizer.zero_grad();
                """)),
        new("MAW4002",
            Program("using var optimizer = model.CreateMetaAdamW(new() { LearningRate = train.Any() ? 1e-3 : 1e-4 });\nmodel = model.[|half|]();\noptimizer.zero_grad();"),
            Program("model = model.half();\nusing var optimizer = model.CreateMetaAdamW(new() { LearningRate = train.Any() ? 1e-3 : 1e-4 });\noptimizer.zero_grad();")),
        new("MAW4002", Program("""
            var optimizer = model.CreateMetaAdamW();
            optimizer.zero_grad();
            if (train.Any()) model.[|cuda|]();
            foreach (var batch in train) { optimizer.zero_grad(); model.[|@double|]().@float(); }
            """)),
        new("MAW4002", Program("""
            var optimizer = new MetaAdamWOptimizer(model, Net.ParamGroups, FeatureExtractor.Create(), new());
            model.[|bfloat16|]();
            optimizer.Stepped += _ => optimizer.zero_grad();
            """)),
        new("MAW4002",
            Trainer("""
                private readonly MetaAdamWOptimizer optimizer;
                public Trainer(torch.Device device)
                {
                    optimizer = model.CreateMetaAdamW();
                    model.[|to|](device);
                }
                public void Step() => optimizer.zero_grad();
                """),
            Trainer("""
                private readonly MetaAdamWOptimizer optimizer;
                public Trainer(torch.Device device)
                {
                    model.to(device);
                    optimizer = model.CreateMetaAdamW();
                }
                public void Step() => optimizer.zero_grad();
                """)),
        new("MAW4002",
            TopLevel("using var optimizer = model.CreateMetaAdamW();\nmodel.[|to|](CPU);\noptimizer.zero_grad();"),
            TopLevel("model.to(CPU);\nusing var optimizer = model.CreateMetaAdamW();\noptimizer.zero_grad();")),
        new("MAW4002", TopLevel("model.to(CPU);\nusing var optimizer = model.CreateMetaAdamW();\noptimizer.zero_grad();\nmodel.cpu();")),
        // Before the creation, of other things, or when training is over.
        new("MAW4002", Program("""
            model.to(CPU);
            using var optimizer = model.CreateMetaAdamW();
            foreach (var batch in train) { batch.to(CPU); optimizer.zero_grad(); }
            var other = new Net();
            other.cuda();
            model.cpu();
            """)),
        // On other paths, and for another optimizer or model.
        new("MAW4002", Program("""
            MetaAdamWOptimizer optimizer;
            if (train.Any())
            {
                optimizer = model.CreateMetaAdamW();
            }
            else
            {
                model.cuda();
                optimizer = model.CreateMetaAdamW();
            }

            optimizer.zero_grad();
            model.cpu();
            optimizer = model.CreateMetaAdamW();
            optimizer.zero_grad();
            model = new Net();
            model.cuda();
            optimizer.zero_grad();
            """)),
        new("MAW4002", Program("""
            foreach (var batch in train)
            {
                model = new Net().cuda();
                var optimizer = model.CreateMetaAdamW();
                optimizer.zero_grad();
            }

            switch (train.Count())
            {
                case 0: { var o = model.CreateMetaAdamW(); o.zero_grad(); return; }
                default: model.cuda(); break;
            }
            """)),
        new("MAW4002", Program("var optimizer = model.CreateMetaAdamW(;\nmodel.to(\noptimizer.")) { IsBroken = true },
    ];

    private static IEnumerable<DiagnosticCase> Loops() =>
    [
        // MAW4003: created in a loop
        new("MAW4003",
            Program("""
                foreach (var batch in train)
                {
                    using var optimizer = model.[|CreateMetaAdamW|](new() { LearningRate = 1e-3 });
                    optimizer.zero_grad();
                }
                """),
            Program("""
                using var optimizer = model.CreateMetaAdamW(new() { LearningRate = 1e-3 });
                foreach (var batch in train)
                {
                    optimizer.zero_grad();
                }
                """)),
        new("MAW4003",
            Program("""
                for (int epoch = 0; epoch < 3; epoch++)
                {
                    foreach (var batch in train)
                    {
                        var optimizer = new [|MetaAdamWOptimizer|](model, Net.ParamGroups, FeatureExtractor.Create(), new());
                        optimizer.zero_grad();
                    }
                }
                """),
            Program("""
                var optimizer = new MetaAdamWOptimizer(model, Net.ParamGroups, FeatureExtractor.Create(), new());
                for (int epoch = 0; epoch < 3; epoch++)
                {
                    foreach (var batch in train)
                    {
                        optimizer.zero_grad();
                    }
                }
                """)),
        new("MAW4003",
            TopLevel("foreach (var batch in train)\n{\n    var optimizer = model.[|CreateMetaAdamW|]();\n    optimizer.zero_grad();\n}"),
            TopLevel("var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train)\n{\n    optimizer.zero_grad();\n}")),
        // A name that is taken outside, or a variable that lives there already: what is right is not known.
        new("MAW4003", Program("""
            MetaAdamWOptimizer kept;
            while (train.Any()) { kept = model.[|CreateMetaAdamW|](); kept.zero_grad(); }
            do { var one = model.[|CreateMetaAdamW|](); one.zero_grad(); } while (train.Any());
            foreach (var batch in train) { var one = model.[|CreateMetaAdamW|](); one.zero_grad(); }
            """)),
        // Another model on each turn, options that change, a creation on a condition or before the loop.
        new("MAW4003", Program("""
            for (int seed = 0; seed < 3; seed++)
            {
                var one = new Net();
                var optimizer = one.CreateMetaAdamW();
                optimizer.zero_grad();
            }

            foreach (double rate in new[] { 1e-3, 1e-4 })
            {
                var optimizer = model.CreateMetaAdamW(new() { LearningRate = rate });
                optimizer.zero_grad();
            }

            for (int fold = 0; fold < 3; fold++)
            {
                model = new Net();
                var optimizer = model.CreateMetaAdamW();
                optimizer.zero_grad();
            }
            """)),
        new("MAW4003", Program("""
            MetaAdamWOptimizer? lazy = null;
            foreach (var batch in train)
            {
                lazy ??= model.CreateMetaAdamW();
                if (batch.requires_grad) { lazy = model.CreateMetaAdamW(); }
                Func<MetaAdamWOptimizer> make = () => model.CreateMetaAdamW();
            }

            for (var optimizer = model.CreateMetaAdamW(); train.Any();) { optimizer.zero_grad(); }
            while (true)
            {
                var once = model.CreateMetaAdamW();
                once.zero_grad();
                break;
            }

            foreach (var one in new[] { model }) { var optimizer = one.CreateMetaAdamW(); optimizer.zero_grad(); }
            """)),
        new("MAW4003", Program("while (true) { var optimizer = model.CreateMeta")) { IsBroken = true },
        new("MAW4003", Program("while (true) { var optimizer = model.[|CreateMetaAdamW|](")) { IsBroken = true },
    ];

    private static IEnumerable<DiagnosticCase> Updates() =>
    [
        // MAW4004: never updated
        new("MAW4004",
            Program("""
                var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
                using var optimizer = model.CreateMetaAdamW();
                var schedule = torch.optim.lr_scheduler.StepLR(optimizer, 30);
                foreach (var batch in train)
                {
                    optimizer.zero_grad();
                    optimizer.[|step|]();
                    schedule.step();
                }
                """),
            Program("""
                var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
                using var optimizer = model.CreateMetaAdamW();
                var schedule = torch.optim.lr_scheduler.StepLR(optimizer, 30);
                foreach (var batch in train)
                {
                    optimizer.zero_grad();
                    optimizer.step();
                    optimizer.MetaUpdate(meta);
                    schedule.step();
                }
                """)),
        new("MAW4004",
            TopLevel("var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);\nusing var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train)\n{\n    optimizer.[|step|]();\n}"),
            TopLevel("var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);\nusing var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train)\n{\n    optimizer.step();\n    optimizer.MetaUpdate(meta);\n}")),
        new("MAW4004", TopLevel("using var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train) { optimizer.step(); Learn(batch); }\nvoid Learn(Tensor batch) => optimizer.MetaUpdate(new MetaObjective<Tensor>(model, b => b.mean(), train, validation));")),
        // No objective, or two: what is right is not known.
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train) { optimizer.[|step|](); }")),
        new("MAW4004", Program("""
            var one = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
            var other = new MetaObjective<Tensor>(model, b => b.sum(), train, validation);
            using var optimizer = model.CreateMetaAdamW();
            while (train.Any()) optimizer.[|step|]();
            """)),
        new("MAW4004",
            Trainer("""
                private readonly MetaAdamWOptimizer optimizer;
                private readonly MetaObjective objective;
                public Trainer(MetaObjective objective) => (this.objective, optimizer) = (objective, model.CreateMetaAdamW());
                public MetaObjective Goal() => objective;
                public void Train(IEnumerable<Tensor> batches)
                {
                    foreach (var batch in batches)
                    {
                        optimizer.[|step|]();
                    }
                }
                """),
            Trainer("""
                private readonly MetaAdamWOptimizer optimizer;
                private readonly MetaObjective objective;
                public Trainer(MetaObjective objective) => (this.objective, optimizer) = (objective, model.CreateMetaAdamW());
                public MetaObjective Goal() => objective;
                public void Train(IEnumerable<Tensor> batches)
                {
                    foreach (var batch in batches)
                    {
                        optimizer.step();
                        optimizer.MetaUpdate(objective);
                    }
                }
                """)),
        new("MAW4004", Program("""
            var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
            using var optimizer = model.CreateMetaAdamW();
            foreach (var batch in train) { optimizer.step(); optimizer.MetaUpdate(meta); }
            using var other = model.CreateMetaAdamW();
            foreach (var batch in train) { other.step(); Update(other, meta); }
            using var single = model.CreateMetaAdamW();
            single.step();
            using var plain = torch.optim.SGD(model.parameters(), 0.1);
            foreach (var batch in train) { plain.step(); }
            static void Update(MetaAdamWOptimizer optimizer, MetaObjective objective) => optimizer.MetaUpdate(objective);
            """)),
        new("MAW4004", Program("""
            var meta = new MetaObjective<Tensor>(model, b => b.mean(), train, validation);
            using var optimizer = model.CreateMetaAdamW();
            Action update = () => optimizer.MetaUpdate(meta);
            for (int epoch = 0; epoch < 3; epoch++)
            {
                foreach (var batch in train) { optimizer.step(); }
                update();
            }
            """)),
        new("MAW4004", Trainer("""
            private readonly MetaAdamWOptimizer optimizer;
            public Trainer() => optimizer = model.CreateMetaAdamW();
            public void Train(IEnumerable<Tensor> batches) { foreach (var batch in batches) { optimizer.step(); } }
            public void Learn(MetaObjective objective) => optimizer.MetaUpdate(objective);
            """)),
        new("MAW4004", Trainer("""
            public Trainer() => Optimizer = model.CreateMetaAdamW();
            public MetaAdamWOptimizer Optimizer { get; }
            public void Train(IEnumerable<Tensor> batches) { foreach (var batch in batches) { Optimizer.step(); } }
            """)),
        // It learns in its steps; and where that is switched off by hand, it does not.
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW(new() { Online = OnlineGradient.Cosine });\nforeach (var batch in train) { optimizer.step(); }")),
        new("MAW4004", Program("var options = MetaAdamWOptions.Paper with { Online = (OnlineGradient)train.Count() };\nusing var optimizer = model.CreateMetaAdamW(options);\nforeach (var batch in train) { optimizer.step(); }")),
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW(MetaAdamWOptions.Default with { LearningRate = 1e-3 });\nforeach (var batch in train) { optimizer.step(); }")),
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW(MetaAdamWOptions.Paper);\nforeach (var batch in train) { optimizer.[|step|](); }")),
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW(new() { Online = OnlineGradient.Off });\nforeach (var batch in train) { optimizer.[|step|](); }")),
        new("MAW4004", Trainer("""
            private readonly MetaAdamWOptimizer optimizer;
            public Trainer() => optimizer = model.CreateMetaAdamW(new() { Online = OnlineGradient.Raw });
            public void Train(IEnumerable<Tensor> batches) { foreach (var batch in batches) { optimizer.step(); } }
            """)),
        new("MAW4004", Trainer("""
            private readonly MetaAdamWOptimizer optimizer;
            public Trainer() => optimizer = model.CreateMetaAdamW(MetaAdamWOptions.Default);
            public void Train(IEnumerable<Tensor> batches) { foreach (var batch in batches) { optimizer.step(); } }
            """)),
        new("MAW4004", Program("using var optimizer = model.CreateMetaAdamW();\nforeach (var batch in train) { optimizer.step(; optimizer.MetaUp")) { IsBroken = true },
    ];

    private static IEnumerable<DiagnosticCase> Factors() =>
    [
        // MAW4005: factors in the learning rate
        new("MAW4005",
            Program("""
                var optimizer = model.CreateMetaAdamW();
                optimizer.Stepped += record =>
                {
                    foreach (var group in optimizer.ParamGroups)
                    {
                        [|group.LearningRate *= record.Alpha[0]|];
                        Console.WriteLine(group.LearningRate);
                    }
                };
                """),
            Program("""
                var optimizer = model.CreateMetaAdamW();
                optimizer.Stepped += record =>
                {
                    foreach (var group in optimizer.ParamGroups)
                    {
                        Console.WriteLine(group.LearningRate);
                    }
                };
                """)),
        new("MAW4005",
            Program("""
                var optimizer = model.CreateMetaAdamW();
                double mean = 0;
                foreach (double factor in optimizer.Alpha) mean += factor;
                double rate = 1e-3 * mean;
                foreach (var group in optimizer.ParamGroups) { [|group.LearningRate = rate|]; }
                _ = new MetaAdamWOptions { [|LearningRate = rate|], WeightDecay = 0 };
                """),
            Program("""
                var optimizer = model.CreateMetaAdamW();
                double mean = 0;
                foreach (double factor in optimizer.Alpha) mean += factor;
                double rate = 1e-3 * mean;
                foreach (var group in optimizer.ParamGroups) { }
                _ = new MetaAdamWOptions { WeightDecay = 0 };
                """)),
        new("MAW4005",
            TopLevel("using var optimizer = model.CreateMetaAdamW();\nvar group = optimizer.ParamGroups.First();\nfor (int i = 0; i < 2; i++)\n{\n    [|group.LearningRate = 1e-3 * optimizer.Alpha[i]|];\n}\n[|group.LearningRate *= optimizer.Alpha[0]|];\noptimizer.zero_grad();"),
            TopLevel("using var optimizer = model.CreateMetaAdamW();\nvar group = optimizer.ParamGroups.First();\nfor (int i = 0; i < 2; i++)\n{\n}\noptimizer.zero_grad();")),
        new("MAW4005", Program("""
            var optimizer = model.CreateMetaAdamW();
            optimizer.Stepped += record => optimizer.ParamGroups.First().LearningRate = 1;
            optimizer.Stepped += record => [|optimizer.ParamGroups.First().LearningRate = record.LearningRate.Average()|];
            """)),
        new("MAW4005", Program("""
            var optimizer = model.CreateMetaAdamW();
            double alpha = 0.5, shown = 0;
            optimizer.Stepped += record =>
            {
                foreach (var group in optimizer.ParamGroups) group.LearningRate *= alpha;
                shown = record.Alpha.Max() * optimizer.ParamGroups.First().LearningRate;
            };
            """)),
        new("MAW4005", Program("""
            var record = new { Alpha = new[] { 1.0 } };
            var optimizer = model.CreateMetaAdamW();
            foreach (var group in optimizer.ParamGroups) group.LearningRate *= record.Alpha[0];
            var own = new Own();
            optimizer.Stepped += r => own.LearningRate = r.Alpha[0];
            """) + "\n\npublic sealed class Own { public double LearningRate { get; set; } }"),
        new("MAW4005", Program("var optimizer = model.CreateMetaAdamW();\nforeach (var group in optimizer.ParamGroups) { group.LearningRate = optimizer.Alp; group.LearningRate *= ; }")) { IsBroken = true },
    ];

    private static IEnumerable<DiagnosticCase> PlainOptimizers() =>
    [
        // MAW4006: plain AdamW
        new("MAW4006",
            Program("var optimizer = [|torch.optim.AdamW(model.parameters(), lr: 1e-3, beta2: 0.98, weight_decay: 0.1)|];"),
            Program("var optimizer = model.CreateMetaAdamW(new() { LearningRate = 1e-3, Betas = (0.9, 0.98), WeightDecay = 0.1 });")),
        new("MAW4006",
            Program("using var optimizer = [|torch.optim.Adam(model.named_parameters(), 5e-4, 0.8, 0.99, 1e-6, maximize: true)|];"),
            Program("using var optimizer = model.CreateMetaAdamW(new() { LearningRate = 5e-4, Betas = (0.8, 0.99), Epsilon = 1e-6, WeightDecay = 0, Maximize = true });")),
        new("MAW4006",
            Program("AdamW optimizer = [|new AdamW(model.parameters(), 1e-3)|];\noptimizer.zero_grad();"),
            Program("var optimizer = model.CreateMetaAdamW(new() { LearningRate = 1e-3, WeightDecay = 0 });\noptimizer.zero_grad();")),
        new("MAW4006",
            Program("torch.optim.Optimizer optimizer = [|torch.optim.AdamW(model.parameters())|];\noptimizer = [|torch.optim.Adam(model.parameters(), weight_decay: 1e-2)|];"),
            Program("torch.optim.Optimizer optimizer = model.CreateMetaAdamW(new() { WeightDecay = 0 });\noptimizer = model.CreateMetaAdamW(new() { WeightDecay = 1e-2 });")),
        new("MAW4006",
            Net(Layer + "public torch.optim.Optimizer Optimizer() => [|torch.optim.AdamW(parameters(), weight_decay: 0.05)|];"),
            Net(Layer + "public torch.optim.Optimizer Optimizer() => CreateMetaAdamW(new() { WeightDecay = 0.05 });")),
        new("MAW4006", Program("var optimizer = [|torch.optim.AdamW(model.parameters(), amsgrad: true)|];\nKeep([|torch.optim.AdamW(model.parameters())|]);\nstatic AdamW Keep(AdamW optimizer) => optimizer;")),
        new("MAW4006", Program("var optimizer = [|torch.optim.AdamW(model.parameters(false))|];")),
        new("MAW4006", Program("""
            var plain = Linear(1, 2);
            var optimizer = torch.optim.AdamW(plain.parameters());
            var sgd = torch.optim.SGD(model.parameters(), 0.1);
            var some = torch.optim.AdamW(model.parameters().Where(p => p.requires_grad));
            """)),
        new("MAW4006", Program("var optimizer = torch.optim.AdamW(model.parameters(), lr: ")) { IsBroken = true },
    ];
}
