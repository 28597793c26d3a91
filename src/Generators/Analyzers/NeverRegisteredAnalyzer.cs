using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1009: a model never calls <c>RegisterComponents</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeverRegisteredAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.NeverRegistered)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        // A part is registered by the model that it is a part of.
        if (reading.IsHalfTyped || reading.Type.IsAbstract || KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is null)
        {
            yield break;
        }

        // In a Sequential a part has to do it itself.
        foreach (ModuleValue part in reading.Unregistered.GroupBy(p => p.Type.OriginalDefinition, SymbolEqualityComparer.Default).Select(g => g.First()))
        {
            if (ComponentFields.Of(part.Type).FirstOrDefault(f => part.Members.TryGetValue(f.OriginalDefinition, out Value? v) && v.Options.Any(part.IsUnseen)) is { } unseen)
            {
                yield return Diagnostic.Create(
                    GroupingDiagnostics.NeverRegistered, LocationOf(part.Type.OriginalDefinition), part.Type.Name, $"'{ComponentFields.Declared(unseen).Name}'");
            }
        }

        foreach (ModuleValue build in reading.Builds.Where(b => b.Form == ModuleForm.User && b.RegistrationCall is null && !b.IsUnfinished))
        {
            IFieldSymbol? missed = ComponentFields.Of(build.Type).FirstOrDefault(f => build.Misses(f));
            if (missed is not null)
            {
                yield return Diagnostic.Create(
                    GroupingDiagnostics.NeverRegistered, LocationOf(reading.Type), reading.Type.Name, $"'{ComponentFields.Declared(missed).Name}'");
                yield break;
            }
        }
    }
}
