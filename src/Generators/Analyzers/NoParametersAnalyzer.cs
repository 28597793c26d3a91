using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1003: an attribute on a member that holds no parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoParametersAnalyzer() : ModelAnalyzer(GroupingDiagnostics.NoParameters)
{
    private protected override void Register(CompilationStartAnalysisContext context)
    {
        Findings findings = Findings.Of(context.Compilation);
        context.RegisterSymbolAction(symbol => Analyze(symbol, findings), SymbolKind.Field, SymbolKind.Property);
    }

    /// <summary>The members that are surely there and surely empty: a layer without parameters, a buffer.</summary>
    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        foreach (IFieldSymbol field in reading.Type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol declared = ComponentFields.Declared(field);
            if (GroupDeclaration.Find(declared) is { } attribute && reading.Builds.Count > 0
                && reading.Builds.All(build => build.Members.TryGetValue(field, out Value? value)
                    && value.Options.All(o => o is ModuleValue { Form: ModuleForm.Empty } or TensorValue))
                && !reading.Rows.Any(r => SymbolEqualityComparer.Default.Equals(r.Member, declared)))
            {
                yield return At(declared, attribute);
            }
        }
    }

    private void Analyze(SymbolAnalysisContext context, Findings findings)
    {
        ISymbol member = context.Symbol;
        if (member is IFieldSymbol { AssociatedSymbol: not null } || GroupDeclaration.Find(member) is not { } attribute)
        {
            return;
        }

        ITypeSymbol type = (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type;
        if (type.TypeKind == TypeKind.Error || ComponentTypes.InCollection(type) is not null || member.IsStatic)
        {
            // Unregistered collections and static members have a rule of their own.
            return;
        }

        Diagnostic found = At(member, attribute);
        bool isComponent = KnownTypes.IsModule(type) || KnownTypes.IsTensor(type);
        if (!isComponent || !KnownTypes.IsModule(member.ContainingType) || IsComputed(member)
            || findings.In(member.ContainingType, context.CancellationToken).Any(f => f.Id == found.Id && f.Location == found.Location))
        {
            context.ReportDiagnostic(found);
        }
    }

    private static Diagnostic At(ISymbol member, AttributeData attribute) =>
        Diagnostic.Create(GroupingDiagnostics.NoParameters, LocationOf(attribute, member), member.Name);

    private static bool IsComputed(ISymbol member) => member is IPropertySymbol property && ComponentFields.Behind(property) is null;
}
