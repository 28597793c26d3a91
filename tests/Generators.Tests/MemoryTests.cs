using System.Runtime.CompilerServices;
using MetaAdamW.Generators.Parsing;
using MetaAdamW.Tests.Cases;
using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Tests;

/// <summary>The analyzers report from what the generator has read: they read nothing again, miss nothing, and keep nothing alive.</summary>
public sealed class MemoryTests
{
    private const string Base = """
        public abstract class Base : Module<Tensor, Tensor>
        {
            protected Base() : base("base") { }
            %forward%
        }
        """;

    private const string Part = """
        public class Part : Module<Tensor, Tensor>
        {
            private readonly Linear a;
            public Part() : base("part") { a = Linear(2, 2); RegisterComponents(); }
            %forward%
        }
        """;

    private const string Nets = """
        [ParamGroup]
        public partial class Net : Base
        {
            private readonly Sequential parts;
            [ParamGroup("head")] private readonly Module<Tensor, Tensor> head;
            public Net() { parts = Sequential(("part", new Part())); head = Linear(1, 1); RegisterComponents(); }
        }

        [ParamGroup("all", Frozen = true)]
        public partial class Still : Base
        {
            private readonly Linear a = Linear(1, 1);
            public Still() { RegisterComponents(); }
        }
        """;

    private const string Others = """
        public static class Mine { public static ReLU Linear(int a, int b) => ReLU(); }
        public static class Training { public static void Start(torch.nn.Module m) { foreach (var p in m.parameters()) p.requires_grad = false; } }
        """;

    private static readonly string[] Sources = [Base, Part, Nets, Others];

    public static TheoryData<TestModel> Models => [.. ModelCatalogue.All];

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatTheGeneratorReadIsNotReadAgain(TestModel model)
    {
        CSharpCompilation generated = TestCompiler.Generate(TestCompiler.Compile(model.Source));
        INamedTypeSymbol type = (INamedTypeSymbol)generated.GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .First(t => KnownTypes.Find(t, KnownTypes.ParamGroupAttribute) is not null);
        var part = KnownTypes.Find(type, KnownTypes.ParamGroupAttribute)!.ApplicationSyntaxReference!.GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        ClassReading remembered = ReadingMemory.Recall(
            part, generated, r => r.Findings is not null, _ => throw new InvalidOperationException($"{model} was read again"));
        Assert.NotNull(remembered.Model);
    }

    public static TheoryData<DiagnosticCase> Cases => [.. DiagnosticCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task WhatIsRememberedIsWhatIsThere(DiagnosticCase rule)
    {
        CSharpCompilation generated = TestCompiler.Generate(TestCompiler.Compile(Marks.Read(TestCompiler.Expand(rule.Source)).Source));
        Assert.Equal(await ShowAsync(Anew(generated)), await ShowAsync(generated));
    }

    /// <summary>An edit of a file other than the model's, and the rule that fires, or no longer fires, for it.</summary>
    public static TheoryData<int, string, string, string> Edits => new()
    {
        { 0, "{ }", "{ RegisterComponents(); }", "MAW1011" },
        { 1, "RegisterComponents();", "", "MAW1009" },
        { 3, "using System;", "global using static Mine; using System;", "MAW1003" },
        { 3, "= false", "= true", "MAW3014" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task AnEditElsewhereIsSeen(int file, string text, string replacement, string rule)
    {
        CSharpCompilation before = TestCompiler.Compile(Sources);
        string[] first = await ShowAsync(TestCompiler.Generate(before));

        SyntaxTree tree = before.SyntaxTrees[file];
        CSharpCompilation after = before.ReplaceSyntaxTree(tree, Parse(tree, tree.ToString().Replace(text, replacement, StringComparison.Ordinal)));
        string[] second = await ShowAsync(TestCompiler.Generate(after));

        Assert.NotEqual(first.Count(d => d.Contains(rule, StringComparison.Ordinal)), second.Count(d => d.Contains(rule, StringComparison.Ordinal)));
        Assert.Equal(await ShowAsync(Anew(TestCompiler.Generate(after))), second);
    }

    [Fact]
    public void NoCompilationIsKeptAlive()
    {
        (SyntaxTree[] trees, WeakReference[] compilations) = AnalyzeAndLetGo();
        for (int i = 0; i < 10 && Array.Exists(compilations, c => c.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(compilations, c => c.IsAlive);
        GC.KeepAlive(trees);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (SyntaxTree[] Trees, WeakReference[] Compilations) AnalyzeAndLetGo()
    {
        CSharpCompilation compilation = TestCompiler.Compile(Sources);
        CSharpCompilation generated = TestCompiler.Generate(compilation);
        Assert.NotEmpty(TestCompiler.AnalyzeGeneratedAsync(generated).GetAwaiter().GetResult());
        return ([.. generated.SyntaxTrees], [new WeakReference(compilation), new WeakReference(generated)]);
    }

    /// <summary>The same project, of which nobody remembers anything.</summary>
    private static CSharpCompilation Anew(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, Parse(tree, tree.ToString()));
        }

        return compilation;
    }

    private static SyntaxTree Parse(SyntaxTree tree, string text) =>
        CSharpSyntaxTree.ParseText(text, TestCompiler.ParseOptions, tree.FilePath, System.Text.Encoding.UTF8);

    private static async Task<string[]> ShowAsync(CSharpCompilation generated) =>
        [.. (await TestCompiler.AnalyzeGeneratedAsync(generated)).Select(d => d.ToString()).Order(StringComparer.Ordinal)];
}
