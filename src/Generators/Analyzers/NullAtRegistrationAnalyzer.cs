using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1013: a component that only a method assigns, after registration.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NullAtRegistrationAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.NullAtRegistration)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        if (KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is null)
        {
            yield break;
        }

        foreach (IFieldSymbol field in reading.Type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol declared = ComponentFields.Declared(field);
            if (!field.IsStatic && (KnownTypes.IsModule(field.Type) || KnownTypes.IsParameter(field.Type))
                && reading.Builds.All(b => b.Form == ModuleForm.User && (!b.Members.TryGetValue(field, out Value? value) || value is ConstantValue { Constant: null }))
                && reading.IsAssignedInMethods(declared))
            {
                yield return Diagnostic.Create(GroupingDiagnostics.NullAtRegistration, LocationOf(declared), declared.Name);
            }
        }
    }
}
