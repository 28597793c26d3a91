using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW1012: modules in a collection that TorchSharp does not look into.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnregisteredCollectionAnalyzer() : ReadingAnalyzer(GroupingDiagnostics.UnregisteredCollection)
{
    private const int DeepestNesting = 16;

    internal static IEnumerable<Diagnostic> Find(ModelReading reading)
    {
        foreach (IFieldSymbol field in reading.Type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol declared = ComponentFields.Declared(field);
            if (field.IsStatic)
            {
                if (KnownTypes.IsModule(field.Type) || KnownTypes.IsParameter(field.Type))
                {
                    yield return Unregistered(declared, "a static member", "make it an instance field");
                }
            }
            else if (ComponentTypes.InCollection(field.Type) is { } kind && !reading.Builds.All(b => RegistersItems(b, field)))
            {
                yield return Unregistered(declared, kind, Advice(field.Type));
            }
        }

        static Diagnostic Unregistered(ISymbol member, string kind, string advice) =>
            Diagnostic.Create(GroupingDiagnostics.UnregisteredCollection, LocationOf(member), member.Name, kind, advice);
    }

    // Items that are registered one by one, or live in a registered list as well, are safe.
    private static bool RegistersItems(ModuleValue build, IFieldSymbol field)
    {
        if (build.HasUnknownNames)
        {
            return true;
        }

        if (!build.Members.TryGetValue(field.OriginalDefinition, out Value? value) || value is ConstantValue)
        {
            return true;
        }

        return AreHeld(value, build);
    }

    private static bool AreHeld(Value value, ModuleValue build, int depth = 0) => value switch
    {
        // An array of objects may hold itself.
        SequenceValue { IsOpen: false } sequence => depth < DeepestNesting && sequence.Items.All(i => AreHeld(i, build, depth + 1)),
        ModuleValue or ParameterValue => build.Holds(value),
        ConstantValue => true,
        _ => false,
    };

    private static string Advice(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { Name: "Lazy" } => "make the module in the constructor",
        INamedTypeSymbol { IsTupleType: true } => "give each module a field of its own",
        INamedTypeSymbol named when named.Name.EndsWith("Dictionary", StringComparison.Ordinal) => "use a ModuleDict or a ParameterDict",
        _ => "use a ModuleList or a ParameterList",
    };
}
