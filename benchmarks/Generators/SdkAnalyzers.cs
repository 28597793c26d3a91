using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Benchmarks;

/// <summary>The analyzers that the .NET SDK runs in every build: those with a rule that warns by default.</summary>
internal static class SdkAnalyzers
{
    private static readonly string Folder =
        typeof(SdkAnalyzers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SdkAnalyzers").Value!;

    private static readonly ImmutableDictionary<string, ReportDiagnostic> Severities = ReadSeverities();

    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. new[] { "Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll" }
            .SelectMany(name => Assembly.LoadFrom(Path.Combine(Folder, name)).GetTypes())
            .Where(t => !t.IsAbstract && t.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is { } analyzer && analyzer.Languages.Contains(LanguageNames.CSharp))
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)
            .Where(a => a.SupportedDiagnostics.Any(Warns)),
    ];

    private static bool Warns(DiagnosticDescriptor rule) => Severities.TryGetValue(rule.Id, out ReportDiagnostic severity)
        ? severity is ReportDiagnostic.Warn or ReportDiagnostic.Error
        : rule is { IsEnabledByDefault: true, DefaultSeverity: >= DiagnosticSeverity.Warning };

    private static ImmutableDictionary<string, ReportDiagnostic> ReadSeverities()
    {
        string path = Path.Combine(Folder, "build", "config", $"analysislevel_{Environment.Version.Major}_default.globalconfig");
        return AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(File.ReadAllText(path), path) }).GlobalConfigOptions.TreeOptions;
    }
}

/// <summary>An analyzer that looks at nothing: what it costs is what any analyzer costs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class Nothing : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("NONE0001", "Nothing", "Nothing", "None", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(_ => { }, OperationKind.Invalid);
    }
}
