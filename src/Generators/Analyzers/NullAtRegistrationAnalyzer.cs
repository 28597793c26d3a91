using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1013: a component that only a method assigns, after registration.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NullAtRegistrationAnalyzer() : ModelAnalyzer(GroupingDiagnostics.NullAtRegistration)
{
    private protected override void Register(CompilationStartAnalysisContext context)
    {
        ModelReadings readings = ModelReadings.Of(context.Compilation);
        context.RegisterSymbolStartAction(start => Collect(start, readings), SymbolKind.NamedType);
    }

    private void Collect(SymbolStartAnalysisContext start, ModelReadings readings)
    {
        if (start.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type
            || KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is null || !KnownTypes.IsModule(type))
        {
            return;
        }

        var assigned = new System.Collections.Concurrent.ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        start.RegisterOperationAction(
            operation =>
            {
                ISymbol? target = ((Microsoft.CodeAnalysis.Operations.IAssignmentOperation)operation.Operation).Target switch
                {
                    Microsoft.CodeAnalysis.Operations.IFieldReferenceOperation { Field: var field } => field,
                    Microsoft.CodeAnalysis.Operations.IPropertyReferenceOperation { Property: var property } => property,
                    _ => null,
                };
                if (target is not null && operation.ContainingSymbol is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) })
                {
                    assigned[target.OriginalDefinition] = true;
                }
            },
            OperationKind.SimpleAssignment,
            OperationKind.CoalesceAssignment);
        start.RegisterSymbolEndAction(end => Report(end, readings.Read(type, end.CancellationToken), assigned.Keys));
    }

    private void Report(SymbolAnalysisContext context, ModelReading reading, ICollection<ISymbol> assigned)
    {
        foreach (IFieldSymbol field in reading.Type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol declared = ComponentFields.Declared(field);
            if (!field.IsStatic && (KnownTypes.IsModule(field.Type) || KnownTypes.IsParameter(field.Type))
                && assigned.Contains(declared, SymbolEqualityComparer.Default)
                && reading.Builds.All(b => b.Form == ModuleForm.User && (!b.Members.TryGetValue(field, out Value? value) || value is ConstantValue { Constant: null })))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(declared), declared.Name));
            }
        }
    }
}
