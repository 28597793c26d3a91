using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Parsing;

/// <summary>The readings of one compilation, so that each class is read once for all analyzers.</summary>
internal sealed class ModelReadings
{
    private static readonly ConditionalWeakTable<Compilation, ModelReadings> Known = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, ModelReading> readings = new(SymbolEqualityComparer.Default);
    private readonly WeakReference<Compilation> compilation;

    private ModelReadings(Compilation compilation) => this.compilation = new WeakReference<Compilation>(compilation);

    public static ModelReadings Of(Compilation compilation) => Known.GetValue(compilation, c => new ModelReadings(c));

    public ModelReading Read(INamedTypeSymbol type, CancellationToken cancellation) =>
        readings.TryGetValue(type, out ModelReading? reading) || !compilation.TryGetTarget(out Compilation? source)
            ? reading!
            : readings.GetOrAdd(type, ModelReading.Read(type, source, new Dependencies(), cancellation));
}
