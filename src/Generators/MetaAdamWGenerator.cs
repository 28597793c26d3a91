using MetaAdamW.Generators.Analyzers;
using MetaAdamW.Generators.Emission;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators;

/// <summary>Writes the other half of each model class: its group table, feature extractor and optimizer.</summary>
/// <remarks>Mistakes in the user's code are the analyzers' to report; a class that can't be served gets nothing.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class MetaAdamWGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Not ForAttributeWithMetadataName: it binds the attributes of every annotated class on every edit anywhere, which costs
        // more than all the rest of a run in which nothing changed.
        IncrementalValuesProvider<ModelSpec> models = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { AttributeLists.Count: > 0 },
                static (syntax, cancellation) => Read(syntax, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.Models);

        IncrementalValueProvider<EquatableArray<string>> clashes = models
            .Select(static (model, _) => model.HintName)
            .Collect()
            .Select(static (names, _) => HintNames.FindClashes(names))
            .WithTrackingName(TrackingNames.Clashes);

        context.RegisterSourceOutput(
            models.Combine(clashes),
            static (output, pair) => output.AddSource(HintNames.Distinguish(pair.Left.HintName, pair.Right), ModelEmitter.Emit(pair.Left)));
    }

    private static ModelSpec? Read(GeneratorSyntaxContext syntax, CancellationToken cancellation)
    {
        var declaration = (ClassDeclarationSyntax)syntax.Node;
        SemanticModel semantics = syntax.SemanticModel;
        try
        {
            return ReadingMemory.Recall(
                declaration,
                semantics.Compilation,
                static _ => true,
                dependencies => ModelReading.ModelOf(declaration, semantics, dependencies, cancellation) is { } type
                    ? Findings.Read(type, semantics.Compilation, dependencies, cancellation)
                    : new ClassReading(null, null)).Model;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The other classes must not go without. The analyzers read this one again, and the compiler reports how they fail.
            return null;
        }
    }
}
