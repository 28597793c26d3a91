using Microsoft.CodeAnalysis.CSharp.Syntax;
using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Components that are assigned after <c>RegisterComponents</c> ran.</summary>
internal static class MissedComponents
{
    /// <summary>The fields that a constructor assigned too late, with the call that was too early.</summary>
    public static IEnumerable<(IFieldSymbol Field, SyntaxNode Call, INamedTypeSymbol Caller)> Of(ModelReading reading, Compilation compilation)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ModuleValue build in reading.IsHalfTyped ? [] : reading.Builds)
        {
            if (build is not { Form: ModuleForm.User, RegistrationCall: { } call }
                || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
                || compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration) is not INamedTypeSymbol caller)
            {
                continue;
            }

            foreach (IFieldSymbol field in ComponentFields.Of(build.Type))
            {
                if (build.Misses(field) && seen.Add(field))
                {
                    yield return (field, call, caller);
                }
            }
        }
    }
}

/// <summary>MAW1010: the class registers its components before it has assigned them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisteredTooEarlyAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.RegisteredTooEarly)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        foreach (var call in MissedComponents.Of(reading, context.Compilation)
                     .Where(m => SymbolEqualityComparer.Default.Equals(m.Caller.OriginalDefinition, reading.Type.OriginalDefinition))
                     .GroupBy(m => m.Call))
        {
            string names = string.Join(", ", call.Select(m => $"'{ComponentFields.Declared(m.Field).Name}'"));
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Key.GetLocation(), names));
        }
    }
}

/// <summary>MAW1011: a base class registers before the derived one has assigned its fields.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisteredByBaseAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.RegisteredByBase)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        foreach ((IFieldSymbol field, SyntaxNode _, INamedTypeSymbol caller) in MissedComponents.Of(reading, context.Compilation))
        {
            ISymbol declared = ComponentFields.Declared(field);
            if (!SymbolEqualityComparer.Default.Equals(caller.OriginalDefinition, reading.Type.OriginalDefinition)
                && SymbolEqualityComparer.Default.Equals(declared.ContainingType.OriginalDefinition, reading.Type.OriginalDefinition))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(declared), $"'{declared.Name}'", caller.Name));
            }
        }
    }
}
