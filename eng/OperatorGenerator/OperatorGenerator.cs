using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MetaAdamW.OperatorGenerator;

/// <summary>
/// Reads the additional files named <c>operators.txt</c>, one ATen schema a line, and writes the class <c>Aten</c> with a method
/// for each. Empty lines and those that start with <c>#</c> are skipped.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor BadSchema = new(
        "MTG0001", "The operator can't be wrapped", "{0}: {1}", "Operators", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<AdditionalText> files = context.AdditionalTextsProvider
            .Where(static file => Path.GetFileName(file.Path) == "operators.txt");
        context.RegisterSourceOutput(files, static (output, file) => {
            if (file.GetText(output.CancellationToken) is { } text)
                output.AddSource("Aten.g.cs", SourceText.From(Emit(output, file.Path, text), Encoding.UTF8));
        });
    }

    private static string Emit(SourceProductionContext output, string path, SourceText text)
    {
        var writer = new MethodWriter();
        foreach (TextLine line in text.Lines) {
            string schema = line.ToString().Trim();
            if (schema.Length == 0 || schema[0] == '#')
                continue;
            try {
                writer.Write(Schema.Parse(schema));
            }
            catch (FormatException problem) {
                var location = Location.Create(path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                output.ReportDiagnostic(Diagnostic.Create(BadSchema, location, schema, problem.Message));
            }
        }
        return writer.ToString();
    }
}
