using MetaAdamW.Generators.Model;

namespace MetaAdamW.Generators.Emission;

/// <summary>Prints the extractor: the columns of the chosen set as straight-line code (arXiv:2605.04055, section 3.3).</summary>
internal static class FeatureEmitter
{
    private const string Runtime = "global::MetaAdamW.";

    /// <summary>One column: what it is called and what it is computed from.</summary>
    private readonly record struct Column(string Title, string Expression, string Needs, bool IsTime = false);

    public static void Emit(SourceWriter writer, ModelSpec model)
    {
        FeatureSpec features = model.Features;
        List<Column> columns = [.. ColumnsOf(features)];
        bool standardizes = features.Normalized && features.Set != FeatureSet.Enhanced;

        writer.Line($"/// <summary>The {features.Set}{(standardizes ? ", normalised" : "")} features of this model.</summary>");
        writer.Open($"private sealed class GeneratedFeatureExtractor : {Runtime}FeatureExtractor");
        writer.Line($"private const int RowWidth = {SourceWriter.Literal(features.Width)};");
        writer.Line();
        writer.Line("public override global::System.Collections.Generic.IReadOnlyList<string> Columns { get; } = new string[]");
        writer.Line("{");
        writer.Indent();
        writer.Lines(columns.Select(c => SourceWriter.Literal(c.Title) + ","));
        writer.Unindent();
        writer.Line("};");
        writer.Line();
        writer.Line("public override int Width => RowWidth;");
        writer.Line();
        writer.Line($"public override int Heads => {SourceWriter.Literal(features.Heads)};");
        writer.Line();
        if (features.EmbeddingWidth > 0)
        {
            writer.Line($"public override int EmbeddingWidth => {SourceWriter.Literal(features.EmbeddingWidth)};");
            writer.Line();
        }

        if (features.Gating)
        {
            writer.Line("public override bool Gating => true;");
            writer.Line();
        }

        string needs = string.Join(" | ", columns.SelectMany(c => c.Needs.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Select(n => $"{Runtime}StatisticKinds.{n}"));
        writer.Line($"public override {Runtime}StatisticKinds Needs => {needs};");
        writer.Line();
        string choice = string.Join(", ", new[] { features.TimeStep, features.SecondMoment, standardizes }.Select(b => b ? "true" : "false"));
        writer.Line($"public override {Runtime}FeatureChoice? Choice {{ get; }} = new {Runtime}FeatureChoice(global::MetaAdamW.FeatureSet.{features.Set}, {choice});");
        writer.Line();
        EmitExtract(writer, columns, standardizes);
        writer.Close();
    }

    private static void EmitExtract(SourceWriter writer, List<Column> columns, bool standardizes)
    {
        writer.Open($"public override void Extract(global::System.ReadOnlySpan<{Runtime}GroupStatistics> groups, double time, global::System.Span<double> features)");
        writer.Open("for (int g = 0; g < groups.Length; g++)");
        writer.Line($"ref readonly {Runtime}GroupStatistics s = ref groups[g];");
        writer.Line("global::System.Span<double> row = features.Slice(g * RowWidth, RowWidth);");
        for (int i = 0; i < columns.Count; i++)
        {
            writer.Line($"row[{SourceWriter.Literal(i)}] = {columns[i].Expression};");
        }

        writer.Close();
        if (standardizes)
        {
            writer.Line();
            for (int i = 0; i < columns.Count && !columns[i].IsTime; i++)
            {
                writer.Line($"Standardize(features, RowWidth, {SourceWriter.Literal(i)});");
            }
        }

        writer.Close();
    }

    private static IEnumerable<Column> ColumnsOf(FeatureSpec features)
    {
        IEnumerable<Column> columns = features.Set switch
        {
            FeatureSet.Basic => Means(features),
            FeatureSet.BasicPlus => Means(features).Concat(Deviations(features)),
            _ => Enhanced(),
        };

        return features.TimeStep ? columns.Append(new Column("time", "time", "", IsTime: true)) : columns;
    }

    private static IEnumerable<Column> Means(FeatureSpec features)
    {
        yield return new("mean ‖∇‖", "s.GradientNorm.Mean", "GradientNorm");
        yield return new("mean ‖m‖", "s.FirstMomentNorm.Mean", "FirstMomentNorm");
        yield return new("mean ‖p‖", "s.ParameterNorm.Mean", "ParameterNorm");
        yield return new("mean cos(∇, m)", "s.Cosine.Mean", "Cosine");
        if (features.SecondMoment)
        {
            yield return new("mean ‖v‖", "s.SecondMomentNorm.Mean", "SecondMomentNorm");
        }
    }

    private static IEnumerable<Column> Deviations(FeatureSpec features)
    {
        yield return new("std ‖∇‖", "s.GradientNorm.StandardDeviation", "GradientNorm Deviations");
        yield return new("std ‖m‖", "s.FirstMomentNorm.StandardDeviation", "FirstMomentNorm Deviations");
        yield return new("std ‖p‖", "s.ParameterNorm.StandardDeviation", "ParameterNorm Deviations");
        yield return new("std cos(∇, m)", "s.Cosine.StandardDeviation", "Cosine Deviations");
        if (features.SecondMoment)
        {
            yield return new("std ‖v‖", "s.SecondMomentNorm.StandardDeviation", "SecondMomentNorm Deviations");
        }
    }

    private static IEnumerable<Column> Enhanced()
    {
        yield return new("mean ‖∇‖", "s.GradientNorm.Mean", "GradientNorm");
        yield return new("var ‖∇‖", "s.GradientNorm.Variance", "GradientNorm Deviations");
        yield return new("mean ‖m‖", "s.FirstMomentNorm.Mean", "FirstMomentNorm");
        yield return new("var ‖m‖", "s.FirstMomentNorm.Variance", "FirstMomentNorm Deviations");
        yield return new("zeros in ∇", "s.GradientZeroShare", "Zeros");
        yield return new("zeros in m", "s.FirstMomentZeroShare", "Zeros");
        yield return new("mean ln(size + 1)", "s.MeanLogCount", "");
        yield return new("share of biases", "s.BiasShare", "");
        yield return new("mean depth", "s.RelativeDepth", "");
    }
}
