using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2003: a task gives a loss that <c>WeightedLoss</c> can ask for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskSignatureAnalyzer() : ModelAnalyzer(TaskDiagnostics.TaskSignature)
{
    private const string OfInterface = "make it a member of the class itself, not only of the interface";

    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(Check, SymbolKind.Method, SymbolKind.Property);

    private void Check(SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(context.Symbol, KnownTypes.HuwTaskAttribute) is not { } attribute
            || attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } declaration)
        {
            return;
        }

        (string? flaw, SyntaxNode? place) = context.Symbol switch
        {
            IMethodSymbol method => Flaw(method, declaration as MethodDeclarationSyntax),
            IPropertySymbol property => Flaw(property, declaration as BasePropertyDeclarationSyntax),
            _ => default,
        };
        if (flaw is not null)
        {
            Location location = place?.GetLocation() ?? attribute.Location(context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(Rule, location, Name(context.Symbol), flaw));
        }
    }

    // Types that are not known yet are the compiler's to report.
    private static (string? Flaw, SyntaxNode? Place) Flaw(IMethodSymbol method, MethodDeclarationSyntax? declaration)
    {
        // The compiler does not allow the attribute there.
        if (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor)
        {
            return default;
        }

        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
        {
            return (OfInterface, declaration?.ExplicitInterfaceSpecifier);
        }

        if (method.MethodKind != MethodKind.Ordinary || declaration is null)
        {
            return ("mark an ordinary method, or the property itself", null);
        }

        if (method.ReturnType.TypeKind == TypeKind.Error || method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Error))
        {
            return default;
        }

        if (!KnownTypes.IsTensor(method.ReturnType))
        {
            return ($"let it return the loss, a Tensor, instead of '{Display(method.ReturnType)}'", declaration.ReturnType);
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            return ("let it return the loss by value", declaration.ReturnType);
        }

        if (method.IsGenericMethod)
        {
            return ("WeightedLoss can't choose type parameters: remove them", declaration.TypeParameterList);
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            SyntaxNode? place = declaration.ParameterList.Parameters.ElementAtOrDefault(parameter.Ordinal);
            if (parameter.RefKind != RefKind.None)
            {
                return ($"take '{parameter.Name}' by value", place);
            }

            if (parameter.Type.IsRefLikeType || parameter.Type is IPointerTypeSymbol)
            {
                return ($"'{parameter.Name}' can't be a '{Display(parameter.Type)}', because all tasks get the same", place);
            }
        }

        return default;
    }

    private static (string? Flaw, SyntaxNode? Place) Flaw(IPropertySymbol property, BasePropertyDeclarationSyntax? declaration) => property switch
    {
        { Type.TypeKind: TypeKind.Error } => default,
        { ExplicitInterfaceImplementations.IsEmpty: false } => (OfInterface, declaration?.ExplicitInterfaceSpecifier),
        { IsIndexer: true } => ("make it a method", (declaration as IndexerDeclarationSyntax)?.ParameterList),
        _ when !KnownTypes.IsTensor(property.Type) => ($"let it hold the loss, a Tensor, instead of a '{Display(property.Type)}'", declaration?.Type),
        { GetMethod: null } => ("give it a getter", declaration?.AccessorList),
        _ => default,
    };

    private static string Name(ISymbol symbol) => symbol is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : symbol.Name;

    private static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
