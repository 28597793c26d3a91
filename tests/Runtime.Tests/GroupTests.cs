namespace MetaAdamW.Runtime.Tests;

public sealed class GroupTests
{
    [Theory]
    [InlineData("layers.3.attn.weight", 2, LayerKind.Linear, 9L, "attention/middle/weight")]
    [InlineData("layers.2.ffn1.weight", 2, LayerKind.Linear, 9L, "ffn/shallow/weight")]
    [InlineData("layers.3.ffn1.bias", 1, LayerKind.Linear, 9L, "ffn/middle/bias")]
    [InlineData("layers.6.x.weight", 2, LayerKind.Linear, 9L, "linear/middle/weight")]
    [InlineData("layers.7.x.weight", 2, LayerKind.Linear, 9L, "linear/deep/weight")]
    [InlineData("fc1.weight", 2, LayerKind.Linear, 9L, "linear/middle/weight")]
    [InlineData("0.weight", 2, LayerKind.Linear, 1L, "linear/middle/weight")]
    [InlineData("0.weight", 2, LayerKind.Linear, 2L, "linear/shallow/weight")]
    [InlineData("EMBED_attn.weight", 2, LayerKind.Other, null, "embedding/middle/weight")]
    [InlineData("Norm.weight", 1, LayerKind.Other, null, "layernorm/middle/bias")]
    [InlineData("lstm.bias_ih_l0", 1, LayerKind.Other, null, "other/middle/bias")]
    [InlineData("table", 2, LayerKind.Embedding, null, "embedding/middle/weight")]
    [InlineData("x.mybias", 2, LayerKind.Other, null, "other/middle/bias")]
    public void FineGrainedKeys(string name, int dimensions, LayerKind module, long? deepest, string expected) =>
        Assert.Equal(expected, FineGrainedKey.Of(name, dimensions, module, deepest).ToString());

    [Theory]
    [InlineData("0.weight", false, 0L)]
    [InlineData("0.weight", true, null)]
    [InlineData("layers.12.3.w", false, 12L)]
    [InlineData("a1.b2", false, null)]
    public void DepthIsTheFirstWholeNumber(string name, bool authors, long? expected) => Assert.Equal(expected, FineGrainedKey.DepthOf(name, authors));

    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a.b.c", false)]
    [InlineData("a.*.c", "a.7.c", true)]
    [InlineData("a.*.c", "a.7.8.c", false)]
    [InlineData("a.**", "a.b.c", true)]
    [InlineData("a.**", "a", false)]
    [InlineData("**", "x", true)]
    [InlineData("a.b", "a.bc", false)]
    public void Patterns(string pattern, string name, bool matches) => Assert.Equal(matches, new ParamSpec(pattern, LayerKind.Other, null).Matches(name));

    [Fact]
    public void ATableThatContradictsItselfIsRefused()
    {
        Assert.Contains("'a' is there twice", Assert.Throws<ArgumentException>(() => new ParamGroupTable("M", [new("a"), new("a")], [])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'x.**' names the group 'b', which is not in the table",
            Assert.Throws<ArgumentException>(() => new ParamGroupTable("M", [new("a")], [new("x.**", LayerKind.Other, "b")])).Message, StringComparison.Ordinal);
        using var nothing = nn.ReLU();
        Assert.Contains("no parameter to optimise", Assert.Throws<ParamGroupBindingException>(() => BoundGroups.FineGrained(nothing)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.**.b")]
    [InlineData("a..b")]
    public void RefusesBrokenPatterns(string pattern) => Assert.Throws<ArgumentException>(() => new ParamSpec(pattern, LayerKind.Other, null));

    [Theory]
    [InlineData("blocks.2.attn.weight", 2, LayerKind.Linear, 5L, "'attn' in the name: attention; layer 2 of 0 to 5: middle; 2 dimensions: weight")]
    [InlineData("Norm.weight", 1, LayerKind.Other, null, "'norm' in the name: layernorm; no layer number: middle; one dimension: bias")]
    [InlineData("fc.weight", 2, LayerKind.Linear, 5L, "in a Linear layer: linear; no layer number: middle; 2 dimensions: weight")]
    [InlineData("table", 2, LayerKind.Embedding, null, "in an Embedding layer: embedding; no layer number: middle; 2 dimensions: weight")]
    [InlineData("x.mybias", 2, LayerKind.Other, null, "no layer type known: other; no layer number: middle; a name that ends in 'bias': bias")]
    public void TheRuleSaysWhy(string name, int dimensions, LayerKind module, long? deepest, string expected) =>
        Assert.Equal(expected, FineGrainedKey.Explain(name, dimensions, module, deepest, skipLeadingNumber: false));

    [Fact]
    public void EveryParameterSaysWhyItIsInItsGroup()
    {
        using OracleModel model = Models.Create("mlp");
        var table = new ParamGroupTable(
            "Mlp",
            [new ParamGroupSpec("first"), new ParamGroupSpec("second")],
            [
                new ParamSpec("fc1.weight", LayerKind.Linear, "first") { DeclaredBy = "Mlp.fc1" },
                new ParamSpec("fc1.bias", LayerKind.Linear, "first") { DeclaredBy = "Mlp" },
                new ParamSpec("fc2.weight", LayerKind.Linear, null),
                new ParamSpec("fc2.bias", LayerKind.Linear, "second"),
            ]);

        BoundGroups groups = table.Bind(model);

        Assert.Equal(
            [
                new GroupReason(GroupRule.Attribute, "[ParamGroup(\"first\")] on Mlp.fc1"),
                new GroupReason(GroupRule.Attribute, "[ParamGroup(\"first\")] on the class Mlp"),
                new GroupReason(GroupRule.FineGrained, "in a Linear layer: linear; no layer number: middle; 2 dimensions: weight"),
                new GroupReason(GroupRule.Attribute, "the entry 'fc2.bias' of the table"),
            ],
            groups.Parameters.Select(p => p.Reason));
        Assert.All(
            BoundGroups.Original(("one", model.named_parameters())).Parameters, p => Assert.Equal(GroupRule.Caller, p.Reason.Rule));
        Assert.All(
            BoundGroups.FineGrained(model).Parameters, p => Assert.Equal(GroupRule.FineGrained, p.Reason.Rule));
    }

    [Fact]
    public void BindsNamedGroupsAndLeavesTheRestToTheRule()
    {
        using OracleModel model = Models.Create("mlp");
        var table = new ParamGroupTable(
            "Mlp",
            [new ParamGroupSpec("first") { LearningRateScale = 0.5, WeightDecay = 0 }],
            [new ParamSpec("fc1.*", LayerKind.Linear, "first"), new ParamSpec("fc2.weight", LayerKind.Linear, null) { Count = 21 }, new ParamSpec("fc2.bias", LayerKind.Linear, null) { Optional = true }]);

        BoundGroups groups = table.Bind(model);

        Assert.Equal(["first", "linear/middle/weight", "linear/middle/bias"], groups.Select(g => g.Name));
        Assert.Equal([42L, 21L, 3L], groups.Select(g => g.Count));
        Assert.Equal((0.5, 0.0), (groups[0].Options.LearningRateScale, groups[0].Options.WeightDecay));
        Assert.Equal((1.0, null), (groups[1].Options.LearningRateScale, groups[1].Options.WeightDecay));
    }

    [Fact]
    public void AnExceptionListsEveryOffender()
    {
        using OracleModel model = Models.Create("mlp");
        var table = new ParamGroupTable(
            "Mlp",
            [new ParamGroupSpec("a"), new ParamGroupSpec("b")],
            [
                new ParamSpec("fc1.weight", LayerKind.Linear, "a") { Count = 36 },
                new ParamSpec("fc1.**", LayerKind.Linear, null),
                new ParamSpec("fc2.bias", LayerKind.Linear, "a") { Count = 4 },
                new ParamSpec("fc3.weight", LayerKind.Linear, null),
            ]);

        var error = Assert.Throws<ParamGroupBindingException>(() => table.Bind(model));

        Assert.Equal("Mlp", error.Model);
        Assert.Equal(
            [
                "fc1.weight: covered 2 times, by 'fc1.weight' and 'fc1.**'",
                "fc2.weight: in no group",
                "fc2.bias: 3 elements; the table says 4",
                "'fc3.weight': the model has no such parameter",
                "group 'b': no parameter",
            ],
            error.Problems);
        Assert.All(error.Problems, problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ATiedTensorIsBoundOnceAndNeverInTwoGroups()
    {
        using var model = new Tied();
        var one = new ParamGroupTable("Tied", [], [new ParamSpec("**", LayerKind.Linear, null)]);
        Assert.Equal(["linear/middle/weight"], one.Bind(model).Select(g => g.Name));
        Assert.Equal("first.weight", Assert.Single(one.Bind(model).Parameters).Name);

        var two = new ParamGroupTable(
            "Tied", [new ParamGroupSpec("x"), new ParamGroupSpec("y")], [new ParamSpec("first.*", LayerKind.Linear, "x"), new ParamSpec("second.*", LayerKind.Linear, "y")]);
        string problem = Assert.Single(Assert.Throws<ParamGroupBindingException>(() => two.Bind(model)).Problems);
        Assert.Contains("second.weight", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AFrozenParameterMayBeMissing()
    {
        using OracleModel model = Models.Create("mlp");
        model.get_parameter("fc2.bias")!.requires_grad = false;
        var table = new ParamGroupTable("Mlp", [], [new ParamSpec("fc1.*", LayerKind.Linear, null), new ParamSpec("fc2.weight", LayerKind.Linear, null)]);
        Assert.Equal(3, table.Bind(model).Parameters.Count);
    }

    [Fact]
    public void OriginalGroupsAreTheGivenOnes()
    {
        using OracleModel model = Models.Create("mlp");
        (string name, Parameter parameter)[] all = [.. model.named_parameters()];
        BoundGroups groups = BoundGroups.Original(("one", all[..1]), ("two", all[1..]));
        Assert.Equal(["one", "two"], groups.Select(g => g.Name));
        Assert.Throws<ParamGroupBindingException>(() => BoundGroups.Original(("one", all), ("two", all[1..])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("linear/middle/weight")]
    [InlineData("a\n")]
    public void RefusesBrokenGroupNames(string name) => Assert.Throws<ArgumentException>(() => new ParamGroupSpec(name));

    private sealed class Tied : nn.Module
    {
        private readonly Linear first;
        private readonly Half second;

        public Tied()
            : base("tied")
        {
            first = nn.Linear(3, 3, hasBias: false);
            second = new Half(first.weight);
            RegisterComponents();
        }
    }

    private sealed class Half : nn.Module
    {
        private readonly Parameter weight;

        public Half(Tensor shared)
            : base("half")
        {
            // Another wrapper of the same memory, as a getter of a native module gives it.
            weight = new Parameter(shared.detach());
            RegisterComponents();
        }
    }
}
