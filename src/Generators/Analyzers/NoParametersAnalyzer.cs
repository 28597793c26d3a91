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
        ModelReadings readings = ModelReadings.Of(context.Compilation);
        context.RegisterSymbolAction(symbol => Analyze(symbol, readings), SymbolKind.Field, SymbolKind.Property);
    }

    private void Analyze(SymbolAnalysisContext context, ModelReadings readings)
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

        bool isComponent = KnownTypes.IsModule(type) || KnownTypes.IsTensor(type);
        if (!isComponent || !KnownTypes.IsModule(member.ContainingType) || IsComputed(member) || HoldsNothing(member, readings, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, member), member.Name));
        }
    }

    private static bool IsComputed(ISymbol member) =>
        member is IPropertySymbol && !member.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, member));

    // Only a member that is surely there and surely empty is reported: a layer without parameters, a buffer.
    private static bool HoldsNothing(ISymbol member, ModelReadings readings, CancellationToken cancellation)
    {
        ISymbol field = member is IPropertySymbol
            ? member.ContainingType.GetMembers().OfType<IFieldSymbol>().First(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, member))
            : member;
        ModelReading reading = readings.Read(member.ContainingType, cancellation);
        return reading.Builds.Count > 0 && reading.Builds.All(build =>
            build.Members.TryGetValue(field.OriginalDefinition, out Value? value)
            && value.Options.All(o => o is ModuleValue { Form: ModuleForm.Empty } or TensorValue))
            && !reading.Rows.Any(r => SymbolEqualityComparer.Default.Equals(r.Member, member));
    }
}
