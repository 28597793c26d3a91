using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3010: set, width and heads of <c>[Features]</c> are in range.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidFeatureOptionAnalyzer() : ModelAnalyzer(OptionDiagnostics.InvalidFeatureOption)
{
    private static readonly string[] Counts = ["Width", "Heads"];

    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.FeaturesAttribute) is not { } attribute)
        {
            return;
        }

        if (attribute.ConstructorArguments is [{ Value: int set }] && !Enum.IsDefined(typeof(FeatureSet), set))
        {
            Report("set", "the set", set, "one of " + string.Join(", ", Enum.GetNames(typeof(FeatureSet))));
        }

        foreach (string option in Counts)
        {
            if (attribute.TryGet(option, out int count) && count < 0)
            {
                Report(option, option, count, "0, to choose it from the columns, or more");
            }
        }

        void Report(string argument, string option, int value, string range) => context.ReportDiagnostic(Diagnostic.Create(
            Rule, attribute.ValueLocation(argument, context.CancellationToken), option, Constants.Text(value), range));
    }
}
