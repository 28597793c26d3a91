using MetaAdamW.Generators.Model;

namespace MetaAdamW.Generators.Emission;

/// <summary>Prints the group table, and the documentation that shows it in an editor.</summary>
internal static class TableEmitter
{
    private const string Runtime = "global::MetaAdamW.";

    public static void Emit(SourceWriter writer, ModelSpec model)
    {
        EmitDocumentation(writer, model);
        writer.Line($"public static {Runtime}ParamGroupTable ParamGroups {{ get; }} = new(");
        writer.Indent();
        writer.Line($"{SourceWriter.Literal(model.Name.TrimStart('@'))},");

        EmitArray(writer, "ParamGroupSpec", model.Groups.Select(g => $"new({SourceWriter.Literal(g.Name)}){Initializer(OptionsOf(g.Options))},"), ",");
        EmitArray(
            writer,
            "ParamSpec",
            model.Parameters.Select(p =>
                $"new({SourceWriter.Literal(p.Pattern)}, {Runtime}LayerKind.{p.Layer}, {(p.Group is null ? "null" : SourceWriter.Literal(p.Group))}){Initializer(OptionsOf(p))},"),
            ");");
        writer.Unindent();
    }

    private static void EmitArray(SourceWriter writer, string type, IEnumerable<string> items, string end)
    {
        if (!items.Any())
        {
            writer.Line($"global::System.Array.Empty<{Runtime}{type}>(){end}");
            return;
        }

        writer.Line($"new {Runtime}{type}[]");
        writer.Line("{");
        writer.Indent();
        writer.Lines(items);
        writer.Unindent();
        writer.Line("}" + end);
    }

    private static IEnumerable<string> OptionsOf(GroupOptions options)
    {
        IEnumerable<string> given = NumbersOf(options).Select(n => $"{n.Option} = {SourceWriter.Literal(n.Value)}");
        return options.Frozen ? given.Append("Frozen = true") : given;
    }

    /// <summary>The options that are given, and how the documentation calls them.</summary>
    private static IEnumerable<(string Option, string Words, double Value)> NumbersOf(GroupOptions options) =>
        new (string Option, string Words, double? Value)[]
        {
            ("LearningRateScale", "learning rate ×", options.LearningRateScale == 1 ? null : options.LearningRateScale),
            ("WeightDecay", "weight decay", options.WeightDecay),
            ("Beta1", "β1", options.Beta1),
            ("Beta2", "β2", options.Beta2),
            ("AlphaRange", "range of α", options.AlphaRange),
            ("BetaRange", "range of β", options.BetaRange),
        }.Where(n => n.Value is not null).Select(n => (n.Option, n.Words, n.Value!.Value));

    private static IEnumerable<string> OptionsOf(ParameterSpec parameter)
    {
        if (parameter.Optional)
        {
            yield return "Optional = true";
        }

        if (parameter.Count is { } count)
        {
            yield return $"Count = {SourceWriter.Literal(count)}";
        }

        if (parameter.DeclaredBy is { } place)
        {
            yield return $"DeclaredBy = {SourceWriter.Literal(place)}";
        }
    }

    private static string Initializer(IEnumerable<string> assignments)
    {
        string text = string.Join(", ", assignments);
        return text.Length == 0 ? "" : $" {{ {text} }}";
    }

    private static void EmitDocumentation(SourceWriter writer, ModelSpec model)
    {
        writer.Line($"/// <summary>The parameter groups of <c>{SourceWriter.Xml(model.Name.TrimStart('@'))}</c>.{Total(model.Parameters)}</summary>");
        writer.Line("/// <remarks>");
        foreach (GroupSummary group in model.Summary)
        {
            string options = string.Join(", ", OptionsInWords(group.Options));
            string title = group.Name ?? "By layer, depth and bias, on the live model";
            EmitGroup(writer, options.Length > 0 ? $"{title} ({options})" : title, group.Parameters);
        }

        writer.Line("/// </remarks>");
    }

    private static void EmitGroup(SourceWriter writer, string title, EquatableArray<ParameterSpec> parameters)
    {
        writer.Line($"/// <para><b>{SourceWriter.Xml(title)}</b>{Total(parameters)}</para>");
        writer.Line("/// <list type=\"bullet\">");
        writer.Lines(parameters.Select(p => $"/// <item><c>{SourceWriter.Xml(p.Pattern)}</c>{Size(p)}{(p.Optional ? ", if there" : "")}</item>"));
        writer.Line("/// </list>");
    }

    private static IEnumerable<string> OptionsInWords(GroupOptions options)
    {
        IEnumerable<string> given = NumbersOf(options).Select(n => $"{n.Words} {SourceWriter.Literal(n.Value).TrimEnd('d')}");
        return options.Frozen ? given.Append("frozen") : given;
    }

    private static string Size(ParameterSpec parameter) => parameter switch
    {
        { Count: { } count, Repeat: 1 } => $" {SourceWriter.Readable(count)}",
        { Count: { } count, Repeat: { } repeat } => $" {SourceWriter.Readable(repeat)} × {SourceWriter.Readable(count)}",
        { Count: { } count } => $" each {SourceWriter.Readable(count)}",
        _ => "",
    };

    /// <summary>The sum of the sizes, where all of them are constants.</summary>
    private static string Total(IReadOnlyCollection<ParameterSpec> parameters)
    {
        long? total = 0;
        foreach (ParameterSpec parameter in parameters)
        {
            total += parameter.Optional ? null : parameter.Count * parameter.Repeat;
        }

        return total is > 0 ? $" {SourceWriter.Readable(total.Value)} parameters" : "";
    }
}
