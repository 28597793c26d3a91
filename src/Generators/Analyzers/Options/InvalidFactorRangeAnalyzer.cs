using MetaAdamW.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3012: the ranges of a group's α and β are between 0 and 2.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidFactorRangeAnalyzer() : GroupOptionAnalyzer(OptionDiagnostics.InvalidFactorRange, "AlphaRange", "BetaRange");
