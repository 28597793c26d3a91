using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>
/// What the rules about readings find in the classes of one compilation. A class is read once for the generator and for all
/// these rules, since reading costs more than everything else that an analyzer does.
/// </summary>
internal sealed class Findings
{
    private static readonly ConditionalWeakTable<Compilation, Findings> Known = new();

    private static readonly Func<ModelReading, IEnumerable<Diagnostic>>[] Rules =
    [
        NoParametersAnalyzer.Find,
        ConflictingOptionsAnalyzer.Find,
        MemberInNoGroupAnalyzer.Find,
        SimilarNameAnalyzer.Find,
        NeverRegisteredAnalyzer.Find,
        RegisteredTooEarlyAnalyzer.Find,
        RegisteredByBaseAnalyzer.Find,
        UnregisteredCollectionAnalyzer.Find,
        NullAtRegistrationAnalyzer.Find,
        BackingFieldNameAnalyzer.Find,
        TiedAcrossGroupsAnalyzer.Find,
        NeedsGroupsAnalyzer.Find,
        AllFrozenAnalyzer.Find,
    ];

    private readonly ConcurrentDictionary<INamedTypeSymbol, Entry> entries = new(SymbolEqualityComparer.Default);
    private readonly WeakReference<Compilation> compilation;

    private Findings(Compilation compilation) => this.compilation = new WeakReference<Compilation>(compilation);

    public static Findings Of(Compilation compilation) => Known.GetValue(compilation, c => new Findings(c));

    /// <summary>Reads a module class, and lets every rule look at the reading.</summary>
    public static ClassReading Read(INamedTypeSymbol type, Compilation compilation, Dependencies dependencies, CancellationToken cancellation)
    {
        ModelReading reading = ModelReading.Read(type, compilation, dependencies, cancellation);
        bool isModel = KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is not null && ModelReading.CanServe(type, cancellation);
        return new ClassReading(isModel ? reading.Spec : null, [.. Rules.SelectMany(rule => rule(reading))]);
    }

    /// <summary>What all rules find in a module class.</summary>
    public IReadOnlyList<Diagnostic> In(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // Analyzers come for one class at the same time: the first reads it, the others wait for what it finds.
        Entry entry = entries.GetOrAdd(type, static _ => new Entry());
        lock (entry)
        {
            return entry.Found ??= compilation.TryGetTarget(out Compilation? source)
                ? Recall(type, source, cancellation)
                : throw new ObjectDisposedException(nameof(Compilation));
        }
    }

    private static IReadOnlyList<Diagnostic> Recall(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        // The memory is the generator's too, which keeps it at the part with the attribute.
        SyntaxReference part = KnownTypes.Find(type, KnownTypes.ParamGroupAttribute)?.ApplicationSyntaxReference ?? type.DeclaringSyntaxReferences[0];
        return ReadingMemory.Recall(
            part.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>()!,
            compilation,
            static reading => reading.Findings is not null,
            dependencies => Read(type, compilation, dependencies, cancellation)).Findings!;
    }

    private sealed class Entry
    {
        public IReadOnlyList<Diagnostic>? Found { get; set; }
    }
}
