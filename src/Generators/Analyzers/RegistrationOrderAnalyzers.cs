using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Components that are assigned after <c>RegisterComponents</c> ran.</summary>
internal static class MissedComponents
{
    /// <summary>The fields that a constructor assigned too late, with the call that was too early and the class that makes it.</summary>
    public static IEnumerable<(IFieldSymbol Field, SyntaxNode Call, TypeDeclarationSyntax Caller)> Of(ModelReading reading)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ModuleValue build in reading.IsHalfTyped ? [] : reading.Builds)
        {
            if (build is not { Form: ModuleForm.User, RegistrationCall: { } call } || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } caller)
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

    /// <summary>Whether the declaration is a part of the class.</summary>
    public static bool IsPartOf(this TypeDeclarationSyntax declaration, INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == declaration.SyntaxTree && part.Span == declaration.Span);
}

/// <summary>MAW1010: the class registers its components before it has assigned them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisteredTooEarlyAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.RegisteredTooEarly)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        foreach (var call in MissedComponents.Of(reading).Where(m => m.Caller.IsPartOf(reading.Type)).GroupBy(m => m.Call))
        {
            string names = string.Join(", ", call.Select(m => $"'{ComponentFields.Declared(m.Field).Name}'"));
            yield return Diagnostic.Create(GroupingDiagnostics.RegisteredTooEarly, call.Key.GetLocation(), names);
        }
    }
}

/// <summary>MAW1011: a base class registers before the derived one has assigned its fields.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegisteredByBaseAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.RegisteredByBase)
{
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        foreach ((IFieldSymbol field, SyntaxNode _, TypeDeclarationSyntax caller) in MissedComponents.Of(reading).Where(m => !m.Caller.IsPartOf(reading.Type)))
        {
            ISymbol declared = ComponentFields.Declared(field);
            if (SymbolEqualityComparer.Default.Equals(declared.ContainingType.OriginalDefinition, reading.Type.OriginalDefinition))
            {
                yield return Diagnostic.Create(
                    GroupingDiagnostics.RegisteredByBase, LocationOf(declared), $"'{declared.Name}'", caller.Identifier.ValueText);
            }
        }
    }
}
