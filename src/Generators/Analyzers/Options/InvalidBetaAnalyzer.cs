using MetaAdamW.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3011: β1 and β2 of a group are at least 0 and less than 1.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidBetaAnalyzer() : GroupOptionAnalyzer(OptionDiagnostics.InvalidBeta, "Beta1", "Beta2");
