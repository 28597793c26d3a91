using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2004: the tasks of a model have different names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateTaskAnalyzer() : ModelAnalyzer(TaskDiagnostics.DuplicateTask)
{
    private protected override void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolAction(Check, SymbolKind.NamedType);

    private void Check(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is null)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((ISymbol member, AttributeData attribute) in TaskReading.Tasks(type))
        {
            string name = TaskReading.NameOf(member, attribute);
            if (!names.Add(name))
            {
                Location location = attribute.TryGet("Name", out string _)
                    ? attribute.ValueLocation("Name", context.CancellationToken)
                    : member.Locations[0];
                context.ReportDiagnostic(Diagnostic.Create(Rule, location, name));
            }
        }
    }
}
