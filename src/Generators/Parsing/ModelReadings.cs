using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>The readings of one compilation, so that each class is read once for all analyzers.</summary>
internal sealed class ModelReadings
{
    private static readonly ConditionalWeakTable<Compilation, ModelReadings> Known = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, Entry> entries = new(SymbolEqualityComparer.Default);
    private readonly WeakReference<Compilation> compilation;

    private ModelReadings(Compilation compilation) => this.compilation = new WeakReference<Compilation>(compilation);

    public static ModelReadings Of(Compilation compilation) => Known.GetValue(compilation, c => new ModelReadings(c));

    public ModelReading Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // Analyzers come for one class at the same time: the first reads it, the others wait for what it finds.
        Entry entry = entries.GetOrAdd(type, static _ => new Entry());
        lock (entry)
        {
            return entry.Reading ??= compilation.TryGetTarget(out Compilation? source)
                ? ModelReading.Read(type, source, new Dependencies(), cancellation)
                : throw new ObjectDisposedException(nameof(Compilation));
        }
    }

    private sealed class Entry
    {
        public ModelReading? Reading { get; set; }
    }
}
