namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    private static IEnumerable<TestModel> Groups() =>
    [
        Structure("GroupsByHand", """
            [ParamGroup("input")] private readonly Linear first = Linear(2, 3);
            [ParamGroup("blocks", LearningRateScale = 0.5)] private readonly ModuleList<Block> blocks = new(new Block(4), new Block(4));
            [ParamGroup(WeightDecay = 0)] private readonly Linear head = Linear(3, 1);
            private readonly LayerNorm norm = LayerNorm(3);
            public Net() : base("net") => RegisterComponents();
            """, Block),
        Structure("GroupsWithOptions", """
            [ParamGroup("backbone", Frozen = true)] private readonly Linear first = Linear(2, 3);
            [ParamGroup("blocks", LearningRateScale = 0.5, WeightDecay = 0.1, Beta1 = 0.8, Beta2 = 0.99, AlphaRange = 0, BetaRange = 1.5)]
            private readonly ModuleList<Block> blocks = new(new Block(4), new Block(4));
            [ParamGroup(AlphaRange = 0.25)] private readonly Linear head = Linear(3, 1);
            private readonly LayerNorm norm = LayerNorm(3);
            public Net() : base("net") => RegisterComponents();
            """, Block),
        Structure("GroupsFurtherIn", """
            private readonly ModuleList<Inner> parts = new(new Inner(), new Inner());
            [ParamGroup("outer")] private readonly Inner covered = new();
            public Net() : base("net") => RegisterComponents();
            """, """
            public sealed class Inner : Module<Tensor, Tensor>
            {
                [ParamGroup("queries")] private readonly Linear query = Linear(2, 2);
                private readonly Linear value = Linear(2, 2);
                public Inner() : base("inner") => RegisterComponents();
                %forward%
            }
            """),
        new TestModel("OneGroupForAll", """
            [ParamGroup("everything", LearningRateScale = 2)]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(1, 2);
                [ParamGroup("special")] private readonly Linear b = Linear(2, 3);
                public Net() : base("net") => RegisterComponents();
                %forward%
            }
            """),
        Structure("DepthBuckets", """
            private readonly Embedding tokens = Embedding(9, 4);
            private readonly ModuleList<Block> layers = new(Enumerable.Range(0, 9).Select(_ => new Block(4)).ToArray());
            private readonly Linear lm_head = Linear(4, 9);
            public Net() : base("net") => RegisterComponents();
            """, Block),
        Structure("AllFeatures", """
            private readonly Linear a = Linear(2, 3), b = Linear(3, 4);
            public Net() : base("net") => RegisterComponents();
            """) is var plain ? plain with { Source = plain.Source.Replace("[ParamGroup]", "[ParamGroup, Features(FeatureSet.Enhanced, Gating = true, Width = 16, Heads = 4)]", StringComparison.Ordinal) } : plain,
    ];
}
