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
        IncrementalValuesProvider<ModelSpec> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.ParamGroupAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, cancellation) => Read(attributed, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.Models);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.HintName, ModelEmitter.Emit(model)));
    }

    private static ModelSpec? Read(GeneratorAttributeSyntaxContext attributed, CancellationToken cancellation) =>
        attributed.TargetSymbol is INamedTypeSymbol type && ModelReading.CanServe(type, cancellation)
            ? ModelReading.Read(type, attributed.SemanticModel.Compilation, cancellation).ToSpec()
            : null;
}
