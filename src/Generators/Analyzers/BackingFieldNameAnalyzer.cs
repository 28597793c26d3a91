using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1014: an auto-property whose parameters get the name of its backing field.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BackingFieldNameAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.BackingFieldName)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        foreach (IFieldSymbol field in reading.Type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field is { IsStatic: false, AssociatedSymbol: IPropertySymbol property }
                && ComponentFields.NameOf(field) == field.Name
                && reading.Builds.Any(b => b.Registered.Exists(c => c.Name == field.Name)))
            {
                yield return Diagnostic.Create(GroupingDiagnostics.BackingFieldName, LocationOf(property), property.Name);
            }
        }
    }
}
