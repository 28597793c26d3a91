using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1009: a model never calls <c>RegisterComponents</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverRegisteredAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.NeverRegistered)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        // A part is registered by the model that it is a part of.
        if (reading.Type.IsAbstract || KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is null)
        {
            return;
        }

        foreach (ModuleValue build in reading.Builds.Where(b => b.Form == ModuleForm.User && b.RegistrationCall is null))
        {
            IFieldSymbol? missed = ComponentFields.Of(build.Type).FirstOrDefault(f => build.Misses(f));
            if (missed is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, LocationOf(reading.Type), reading.Type.Name, $"'{ComponentFields.Declared(missed).Name}'"));
                return;
            }
        }
    }
}
