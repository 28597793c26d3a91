using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;

namespace MetaAdamW.Tests;

/// <summary>Generated code as it was last approved. The files are those of Verify.SourceGenerators; build with Verify=true to run them through it.</summary>
public sealed class SnapshotTests
{
    /// <summary>Set to 1 to take what is generated now as approved.</summary>
    private const string Accept = "METAADAMW_ACCEPT_SNAPSHOTS";

    public static TheoryData<string> Names => [.. SnapshotModels.All.Keys];

#if VERIFY
    [Theory]
    [MemberData(nameof(Names))]
    public Task Model(string name) =>
        VerifyXunit.Verifier.Verify(TestCompiler.NewDriver().RunGenerators(TestCompiler.Compile(SnapshotModels.All[name]))).UseParameters(name).UseDirectory("Snapshots");
#else
    [Theory]
    [MemberData(nameof(Names))]
    public void Model(string name)
    {
        var result = TestCompiler.NewDriver().RunGenerators(TestCompiler.Compile(SnapshotModels.All[name])).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        List<string> expected = [.. Directory.EnumerateFiles(Folder, $"SnapshotTests.Model_name={name}#*.verified.cs").Select(f => Path.GetFileName(f))];
        foreach (var source in result.GeneratedSources)
        {
            string file = $"SnapshotTests.Model_name={name}#{Path.GetFileNameWithoutExtension(source.HintName)}.verified.cs";
            string path = Path.Combine(Folder, file);
            string text = $"//HintName: {source.HintName}\n{source.SourceText}";
            if (Environment.GetEnvironmentVariable(Accept) == "1")
            {
                File.WriteAllText(path, text);
            }

            Assert.True(File.Exists(path), $"{file} is missing; run with {Accept}=1 to approve:\n{text}");
            TextComparison.AssertEqual(File.ReadAllText(path), text);
            expected.Remove(file);
        }

        Assert.True(expected.Count == 0 || Environment.GetEnvironmentVariable(Accept) == "1", $"No longer generated: {string.Join(", ", expected)}");
    }

    private static string Folder => Path.Combine(SourceFolder(), "Snapshots");

    // Sources are mapped to /_/ in deterministic builds, so the folder is looked for upwards from the binaries.
    private static string SourceFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string tests = Path.Combine(folder.FullName, "tests", "Generators.Tests");
            if (Directory.Exists(tests))
            {
                return tests;
            }
        }

        throw new DirectoryNotFoundException("tests/Generators.Tests");
    }
#endif
}

#if VERIFY
internal static class VerifySetup
{
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Initialize() => VerifyTests.VerifySourceGenerators.Initialize();
}
#endif

/// <summary>Models whose generated code is approved.</summary>
internal static class SnapshotModels
{
    private static readonly string[] FromCatalogue =
    [
        "Linear", "LSTM", "TransformerEncoder", "AutoProperties", "RegisteredByHand", "ModuleListFilledInALoop", "ModuleListFilledFromOutside", "Sequentials",
        "GivenParts", "UnknownBranches", "GroupsByHand", "GroupsWithOptions", "GroupsFurtherIn", "OneGroupForAll", "DepthBuckets", "BaseClasses",
    ];

    public static IReadOnlyDictionary<string, string> All { get; } = Create();

    private static Dictionary<string, string> Create()
    {
        var models = ModelCatalogue.All.Where(m => FromCatalogue.Contains(m.Name)).ToDictionary(m => m.Name, m => m.Source, StringComparer.Ordinal);
        foreach ((string name, string attributes) in new[]
        {
            ("FeaturesBasic", "Features(FeatureSet.Basic, SecondMoment = false, TimeStep = false)"),
            ("FeaturesBasicPlusNormalized", "Features(FeatureSet.BasicPlus, Normalized = true, Heads = 4)"),
            ("FeaturesEnhancedGated", "Features(FeatureSet.Enhanced, Gating = true, Heads = 4)"),
            ("Priorities", "Priority(MetaTerm.GradientAlignment, 2), Priority(MetaTerm.GeneralizationGap, 0.125)"),
        })
        {
            models[name] = $$"""
                [ParamGroup, {{attributes}}]
                internal sealed partial class Net : Module<Tensor, Tensor>
                {
                    private readonly Linear a = Linear(2, 3);
                    public Net() : base("net") => RegisterComponents();
                    %forward%
                }
                """;
        }

        models["Tasks"] = """
            namespace Some.Place;

            public sealed record Batch(Tensor X);

            public partial class Outer<TOuter>
            {
                [ParamGroup]
                protected internal sealed partial class Net<@class> : Module<Tensor, Tensor> where @class : struct
                {
                    private readonly Linear a = Linear(2, 3);
                    public Net() : base("net") => RegisterComponents();
                    [HuwTask(TaskKind.Regression), Priority(2.5)] public Tensor Level(Batch? @event, int huw) => a.weight;
                    [HuwTask(TaskKind.Classification, Name = "kind \"of\" <thing>")] private Tensor Kind => a.weight;
                    [HuwTask(TaskKind.Classification)] private static Tensor Penalty() => torch.zeros(1);
                    %forward%
                }
            }
            """;
        return models;
    }
}
