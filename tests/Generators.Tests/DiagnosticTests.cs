using System.Collections.Immutable;
using MetaAdamW.Tests.Cases;
using MetaAdamW.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MetaAdamW.Tests;

/// <summary>Each rule fires where it should and nowhere else, and can be switched off in every usual way.</summary>
public sealed class DiagnosticTests
{
    public static TheoryData<DiagnosticCase> All => [.. DiagnosticCases.All];

    public static TheoryData<DiagnosticCase> Firing => [.. DiagnosticCases.All.Where(c => c.Fires)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task FiresWhereItShould(DiagnosticCase rule)
    {
        (string source, ImmutableArray<TextSpan> expected) = Marks.Read(TestCompiler.Expand(rule.Source));
        CSharpCompilation compilation = TestCompiler.Compile(source);
        ImmutableArray<Diagnostic> diagnostics = await TestCompiler.AnalyzeAsync(compilation);

        Assert.Equal(expected.Select(Show), diagnostics.Where(d => d.Id == rule.Id).Select(d => d.Location.SourceSpan).Order().Select(Show));
        Assert.DoesNotContain(diagnostics, d => d.Id != rule.Id && d.Severity != DiagnosticSeverity.Info && !rule.Also.Contains(d.Id));
        Assert.All(diagnostics, d => Assert.DoesNotContain("{", d.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        if (!rule.IsBroken)
        {
            TestCompiler.AssertCompiles(TestCompiler.Generate(compilation));
        }

        string Show(TextSpan span) => $"{span}: {source[span.Start..span.End]}";
    }

    [Theory]
    [MemberData(nameof(Firing))]
    public async Task CanBeSuppressedByPragma(DiagnosticCase rule)
    {
        string source = $"#pragma warning disable {rule.Id}\n" + Marks.Read(TestCompiler.Expand(rule.Source)).Source;
        Assert.DoesNotContain(await TestCompiler.AnalyzeAsync(TestCompiler.Compile(source)), d => d.Id == rule.Id);
    }

    [Theory]
    [MemberData(nameof(Firing))]
    public async Task TakesItsSeverityFromEditorConfig(DiagnosticCase rule)
    {
        CSharpCompilation compilation = TestCompiler.Compile(Marks.Read(TestCompiler.Expand(rule.Source)).Source);
        foreach ((string severity, DiagnosticSeverity? expected) in new (string, DiagnosticSeverity?)[]
            { ("error", DiagnosticSeverity.Error), ("warning", DiagnosticSeverity.Warning), ("suggestion", DiagnosticSeverity.Info), ("none", null) })
        {
            CSharpCompilationOptions options = compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig($"dotnet_diagnostic.{rule.Id}.severity = {severity}"));
            Diagnostic[] found = [.. (await TestCompiler.AnalyzeAsync(compilation.WithOptions(options))).Where(d => d.Id == rule.Id)];
            Assert.Equal(expected is null, found.Length == 0);
            Assert.All(found, d => Assert.Equal(expected, d.Severity));
        }
    }
}
