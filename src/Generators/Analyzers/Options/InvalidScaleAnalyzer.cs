using MetaAdamW.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3001: the learning-rate scale of a group is positive and finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidScaleAnalyzer() : GroupOptionAnalyzer(OptionDiagnostics.InvalidScale, "LearningRateScale");
