using System.Collections.Immutable;
using MetaAdamW.Generators;
using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.Tests;

/// <summary>An edit costs what it changes: the generator's steps say why they ran.</summary>
public sealed class CachingTests
{
    private const string Sizes = "public static class Sizes { public const int Width = 8; public static int Twice(int n) => 2 * n; }\n"
        + "public static class Other { public static LayerNorm LayerNorm(int n) => torch.nn.LayerNorm(n + 1); }\n";

    private const string Sides = "public enum Side { Left, Right }";

    private const string Unrelated = "public class Unrelated { public void Method() { int a = 1; } }";

    private const string Part = """
        public class Part : Module<Tensor, Tensor>
        {
            private readonly Linear a;
            public Part(int width) : base("part") { a = Linear(width, 2); RegisterComponents(); }
            %forward%
        }
        """;

    private const string First = """
        [ParamGroup]
        public partial class First : Module<Tensor, Tensor>
        {
            [ParamGroup("a")] private readonly Linear a = Linear(2, Sizes.Width);
            private readonly Part part;
            public First() : base("first")
            {
                part = new Part(Sizes.Twice(3));
                for (int i = 0; i < 2; i++) register_module($"{(Side)i}", Linear(i + 1, 1));
                RegisterComponents();
            }
            public int Helper(int x) => x + 1;
            %forward%
        }
        """;

    private const string Second = """
        [ParamGroup]
        public partial class Second : Module<Tensor, Tensor>
        {
            private readonly LayerNorm norm = LayerNorm(4);
            public Second() : base("second") { RegisterComponents(); }
            %forward%
        }
        """;

    private static readonly string[] Sources = [Sizes, Unrelated, Part, First, Second, Sides];

    /// <summary>An edit, and what becomes of the models of <c>First</c> and <c>Second</c>.</summary>
    public static TheoryData<string, int, string, string, string, string> Edits => new()
    {
        // name, file, text, its replacement, reason for First, reason for Second
        { "a body in an unrelated file", 1, "int a = 1", "int a = 2", "kept", "kept" },
        { "a member in an unrelated file", 1, "public void Method()", "public int More; public void Method()", "kept", "kept" },
        { "a new type in an unrelated file", 1, "public class Unrelated", "public class Newcomer { } public class Unrelated", "kept", "kept" },
        { "a comment in the same file", 3, "public int Helper", "/* why */ public int Helper", "kept", "kept" },
        { "a rename of another member", 3, "Helper", "Helped", "kept", "kept" },
        { "another member's body", 3, "x + 1", "x + 2", "kept", "kept" },
        { "one attribute", 3, "ParamGroup(\"a\")", "ParamGroup(\"b\")", "modified", "kept" },
        { "one size", 3, "Twice(3)", "Twice(4)", "modified", "kept" },
        { "one field", 3, "private readonly Part part;", "private readonly Part part; private readonly Linear more = Linear(1, 1);", "modified", "kept" },
        { "a constant in another file", 0, "Width = 8", "Width = 9", "modified", "kept" },
        { "a function in another file", 0, "2 * n", "3 * n", "modified", "kept" },
        { "a member's name in another file", 5, "Right", "Wrong", "modified", "kept" },
        { "a part in another file", 2, "Linear(width, 2)", "Linear(width, 3)", "modified", "kept" },
        { "a part's field in another file", 2, "private readonly Linear a;", "private readonly Linear a; private readonly PReLU b = PReLU(1);", "modified", "kept" },
        { "an import that means something else", 1, "using System;", "global using static Other; using System;", "kept", "modified" },
        { "no model any more", 3, "[ParamGroup]", "", "removed", "kept" },
    };

    [Fact]
    public void ASecondBuildByTheSameCompilerServerIsServedToo()
    {
        CSharpCompilation first = WithResolver(TestCompiler.Compile(Sources)), second = WithResolver(TestCompiler.Compile(Sources));

        string[] texts = Texts(TestCompiler.NewDriver().RunGenerators(first));

        Assert.Equal(2, texts.Length);
        Assert.Equal(texts, Texts(TestCompiler.NewDriver().RunGenerators(second)));
        GC.KeepAlive(first);

        static CSharpCompilation WithResolver(CSharpCompilation compilation) =>
            compilation.WithOptions(compilation.Options.WithMetadataReferenceResolver(new BuildResolver()));
    }

    /// <summary>As that of the command line compiler: it can't be compared.</summary>
    private sealed class BuildResolver : MetadataReferenceResolver
    {
        public override bool Equals(object? other) => throw new NotImplementedException();

        public override int GetHashCode() => throw new NotImplementedException();

        public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void AnEditRunsWhatItChanges(string edit, int file, string text, string replacement, string first, string second)
    {
        CSharpCompilation before = TestCompiler.Compile(Sources);
        GeneratorDriver driver = TestCompiler.NewDriver().RunGenerators(before);
        string[] originals = Texts(driver);

        SyntaxTree tree = before.SyntaxTrees[file];
        string changed = tree.ToString().Replace(text, replacement, StringComparison.Ordinal);
        Assert.NotEqual(tree.ToString(), changed);
        CSharpCompilation after = before.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(changed, TestCompiler.ParseOptions, tree.FilePath, System.Text.Encoding.UTF8));
        driver = driver.RunGenerators(after);

        var reasons = Reasons(driver);
        Assert.True(first == Reason("First") && second == Reason("Second"), $"{edit}: First {Reason("First")}, Second {Reason("Second")}");

        // What is kept must be what a fresh run would write.
        Assert.Equal(Texts(TestCompiler.NewDriver().RunGenerators(after)), Texts(driver));
        Assert.Equal(first == "kept" && second == "kept", originals.SequenceEqual(Texts(driver)));

        string Reason(string model) => reasons.TryGetValue(model, out IncrementalStepRunReason reason)
            ? reason switch
            {
                IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged => "kept",
                IncrementalStepRunReason.Modified or IncrementalStepRunReason.New => "modified",
                _ => "removed",
            }
            : "removed";
    }

    [Fact]
    public void ASecondModelLeavesTheFirstAlone()
    {
        CSharpCompilation before = TestCompiler.Compile(Sizes, Part, First);
        GeneratorDriver driver = TestCompiler.NewDriver().RunGenerators(before);
        CSharpCompilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText(TestCompiler.Expand(Second), TestCompiler.ParseOptions, "New.cs", System.Text.Encoding.UTF8));
        var reasons = Reasons(driver.RunGenerators(after));
        Assert.Contains(reasons["First"], new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged });
        Assert.Equal(IncrementalStepRunReason.New, reasons["Second"]);
    }

    [Fact]
    public void TwoRunsOnEqualSourcesWriteTheSame()
    {
        CSharpCompilation one = TestCompiler.Compile(Sources), two = TestCompiler.Compile(Sources);
        GeneratorDriver driver = TestCompiler.NewDriver().RunGenerators(one).RunGenerators(two);
        Assert.All(driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs),
            o => Assert.Contains(o.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    public static TheoryData<TestModel> Models => [.. ModelCatalogue.All];

    [Theory]
    [MemberData(nameof(Models))]
    public void ASecondRunIsCachedAndHoldsNoSymbols(TestModel model)
    {
        CSharpCompilation compilation = TestCompiler.Compile(model.Source);
        GeneratorDriver driver = TestCompiler.NewDriver().RunGenerators(compilation).RunGenerators(compilation.Clone());
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        ImmutableArray<IncrementalGeneratorRunStep> steps = result.TrackedSteps[TrackingNames.Models];
        Assert.NotEmpty(steps);
        foreach ((object value, IncrementalStepRunReason reason) in steps.Concat(result.TrackedOutputSteps.SelectMany(s => s.Value)).SelectMany(s => s.Outputs))
        {
            Assert.Contains(reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged });
        }

        foreach ((object value, _) in steps.SelectMany(s => s.Outputs))
        {
            ModelGraph.AssertFreeOfCompilerObjects(value);
        }
    }

    private static Dictionary<string, IncrementalStepRunReason> Reasons(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedSteps[TrackingNames.Models].SelectMany(s => s.Outputs)
            .ToDictionary(o => ((Generators.Model.ModelSpec)o.Value).Name, o => o.Reason, StringComparer.Ordinal);

    private static string[] Texts(GeneratorDriver driver) =>
        [.. driver.GetRunResult().Results.Single().GeneratedSources.OrderBy(s => s.HintName, StringComparer.Ordinal).Select(s => s.SourceText.ToString())];
}

/// <summary>Walks all that a value holds.</summary>
internal static class ModelGraph
{
    public static void AssertFreeOfCompilerObjects(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out object? value))
        {
            if (!seen.Add(value))
            {
                continue;
            }

            Assert.False(
                value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or IOperation or Location or AttributeData or Delegate,
                $"the model holds a {value.GetType().Name}");

            if (value is string || value.GetType().IsPrimitive || value.GetType().IsEnum)
            {
                continue;
            }

            if (value is System.Collections.IEnumerable items)
            {
                foreach (object? item in items)
                {
                    if (item is not null)
                    {
                        open.Push(item);
                    }
                }

                continue;
            }

            for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (System.Reflection.FieldInfo field in type.GetFields(
                    System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly))
                {
                    if (field.GetValue(value) is { } held)
                    {
                        open.Push(held);
                    }
                }
            }
        }
    }
}
