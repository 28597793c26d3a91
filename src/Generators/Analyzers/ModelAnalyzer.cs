using System.Collections.Immutable;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>One rule. It works only where the attributes are referenced, and never on generated code.</summary>
public abstract class ModelAnalyzer : DiagnosticAnalyzer
{
    private protected ModelAnalyzer(DiagnosticDescriptor rule)
    {
        Rule = rule;
        SupportedDiagnostics = ImmutableArray.Create(rule);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    private protected DiagnosticDescriptor Rule { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.ParamGroupAttribute) is not null)
            {
                Register(start);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context);

    private protected static Location LocationOf(AttributeData attribute, ISymbol symbol) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? Location.Create(reference.SyntaxTree, reference.Span)
            : LocationOf(symbol);

    private protected static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}

/// <summary>A rule about each class of the user's.</summary>
public abstract class ClassAnalyzer : ModelAnalyzer
{
    private protected ClassAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, IsImplicitlyDeclared: false } type)
                {
                    Analyze(type, symbol);
                }
            },
            SymbolKind.NamedType);

    private protected abstract void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context);

    /// <summary>The class's own <c>[ParamGroup]</c>, which makes it a model.</summary>
    private protected static AttributeData? ModelAttribute(INamedTypeSymbol type) => KnownTypes.Find(type, KnownTypes.ParamGroupAttribute);

    /// <summary>Members of the class that carry <c>[ParamGroup]</c>: fields and properties, a property for its backing field.</summary>
    private protected static IEnumerable<(ISymbol Member, AttributeData Attribute)> GroupedMembers(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if ((member is IPropertySymbol || member is IFieldSymbol { AssociatedSymbol: null })
                && GroupDeclaration.Find(member) is { } attribute)
            {
                yield return (member, attribute);
            }
        }
    }
}

/// <summary>A rule about each model, or each part of one, that looks at what its constructors build.</summary>
/// <remarks>What it looks for is in its <c>Find</c>, which runs as soon as somebody reads the class: mostly the generator.</remarks>
public abstract class ReadingAnalyzer : ModelAnalyzer
{
    private protected ReadingAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext context)
    {
        Findings findings = Findings.Of(context.Compilation);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, IsImplicitlyDeclared: false, IsStatic: false } type
                    && IsAnnotated(type) && KnownTypes.IsModule(type))
                {
                    foreach (Diagnostic finding in findings.In(type, symbol.CancellationToken))
                    {
                        if (finding.Id == Rule.Id && Holds(symbol.Compilation, symbol.CancellationToken))
                        {
                            symbol.ReportDiagnostic(finding);
                        }
                    }
                }
            },
            SymbolKind.NamedType);
    }

    /// <summary>Whether nothing else in the project speaks against what was found.</summary>
    private protected virtual bool Holds(Compilation compilation, CancellationToken cancellation) => true;

    private static bool IsAnnotated(INamedTypeSymbol type) =>
        KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is not null
        || type.GetMembers().Any(m => m is IFieldSymbol or IPropertySymbol && KnownTypes.Find(m, KnownTypes.ParamGroupAttribute) is not null);
}
