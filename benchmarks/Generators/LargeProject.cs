using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.Generators.Benchmarks;

/// <summary>A project with many annotated models, and one file that has nothing to do with them.</summary>
internal static class LargeProject
{
    private const string Usings = """
        using System.Linq;
        using MetaAdamW;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        """;

    private static readonly string[] Libraries = ["MetaAdamW.LibTorch", "TorchSharp", "MetaAdamW.Attributes", "MetaAdamW.Runtime"];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    /// <summary>The project, freshly parsed: the compiler knows nothing of it yet.</summary>
    public static CSharpCompilation Create(int models) => CSharpCompilation.Create(
        "Large",
        Enumerable.Range(0, models).Select(i => Model(i, 0)).Append(Unrelated(0)),
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The file of one model; <paramref name="edit"/> stands in the body of a method.</summary>
    public static SyntaxTree Model(int number, int edit) => Parse($"Model{number}.cs", $$"""
        {{Usings}}
        namespace Models{{number}};

        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly LayerNorm norm;
            private readonly Linear attention;
            private readonly Sequential mlp;

            public Block(int width) : base("block")
            {
                norm = LayerNorm(width);
                attention = Linear(width, 3 * width);
                mlp = Sequential(("up", Linear(width, 4 * width)), ("act", GELU()), ("down", Linear(4 * width, width)));
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => x;
        }

        [ParamGroup]
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            private const int Width = 64;
            [ParamGroup("input")] private readonly Linear input;
            private readonly ModuleList<Block> blocks;
            [ParamGroup("head", WeightDecay = 0)] private readonly Linear head;

            public Net() : base("net")
            {
                input = Linear(1, Width);
                blocks = new(Enumerable.Range(0, 4).Select(_ => new Block(Width)).ToArray());
                head = Linear(Width, 1);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                int edits = {{edit}};
                return x + edits;
            }
        }
        """);

    /// <summary>A file without models.</summary>
    public static SyntaxTree Unrelated(int edit) => Parse("Unrelated.cs", $$"""
        public static class Unrelated
        {
            public static int Edits() => {{edit}};
        }
        """);

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    private static ImmutableArray<MetadataReference> References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileNameWithoutExtension(p) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib" or "netstandard" || Libraries.Contains(name)))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];
}
