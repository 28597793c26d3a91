using System.Globalization;
using System.Text;

namespace MetaAdamW.Tests.Models;

/// <summary>Writes random annotated model classes; the same seed gives the same source.</summary>
internal sealed class RandomModels(int seed)
{
    private static readonly string[] Groups = ["alpha", "beta.1", "gamma_x", "delta-9"];

    private readonly Random random = new(seed);
    private readonly StringBuilder parts = new();
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private int names;

    /// <summary>A class called <paramref name="name"/>, with the parts that it is made of, in a namespace of its own.</summary>
    public string Write(string name)
    {
        string baseClass = random.Next(4) == 0 ? WriteClass("Base", depth: 1, isModel: false, isBase: true, baseClass: null) : "Module<Tensor, Tensor>";
        string model = WriteClass(name, depth: 0, isModel: true, isBase: false, baseClass);
        return $"namespace {name}Parts\n{{\n{parts}\n}}\n";

        string WriteClass(string type, int depth, bool isModel, bool isBase, string? baseClass)
        {
            Write(type, depth, isModel, isBase, baseClass ?? "Module<Tensor, Tensor>");
            return type;
        }
    }

    private void Write(string type, int depth, bool isModel, bool isBase, string baseClass)
    {
        var fields = new StringBuilder();
        var body = new StringBuilder();
        var methods = new StringBuilder();
        int count = random.Next(1, depth == 0 ? 7 : 4);
        for (int i = 0; i < count; i++)
        {
            WriteMember(fields, body, methods, depth);
        }

        bool hasBase = baseClass != "Module<Tensor, Tensor>";
        string parameters = isModel || isBase ? "" : "int width";
        string super = hasBase ? "" : $" : base(\"{type}\")";
        string attribute = !isModel ? "" : random.Next(6) == 0 ? Group("rest") : "[ParamGroup] ";
        string width = isModel || isBase ? $"private const int width = {random.Next(1, 6)};" : "";
        string forward = hasBase ? "" : "%forward%";

        // A base class leaves the registration to its heirs; a part may leave it to its parent.
        string register = isBase || (!isModel && random.Next(5) == 0) ? "" : "RegisterComponents();";
        parts.Append(CultureInfo.InvariantCulture, $$"""
            {{attribute}}public {{(isModel ? "sealed partial " : "")}}class {{type}} : {{baseClass}}
            {
                {{width}}
                {{fields}}
                public {{type}}({{parameters}}){{super}} { {{body}} {{register}} }
                {{methods}}
                {{forward}}
            }

            """);
    }

    private void WriteMember(StringBuilder fields, StringBuilder body, StringBuilder methods, int depth)
    {
        string name = Name("m");
        string group = Attribute();
        (string type, string made) = Layer();
        switch (random.Next(depth >= 2 ? 12 : 17))
        {
            case 0:
                fields.AppendLine($"{group}{Visibility()} readonly {type} {name};");
                body.AppendLine($"{name} = {made};");
                break;

            case 1:
                fields.AppendLine($"{group}{Visibility()} readonly Module<Tensor, Tensor> {name};");
                body.AppendLine($"{name} = {Mapping()};");
                break;

            case 2:
                fields.AppendLine($"{group}private readonly Parameter {name} = Parameter(torch.zeros({Sizes()}){(random.Next(2) == 0 ? " * 0.5" : "")});");
                break;

            case 3:
                fields.AppendLine($"{group}private readonly Sequential {name};");
                body.AppendLine($"{name} = Sequential({Mapping()}, {Mapping()}, ReLU(), {Mapping()});");
                break;

            case 4:
                fields.AppendLine($"{group}private readonly Sequential {name} = Sequential();");
                body.AppendLine($"for (int i = 0; i < {random.Next(4)}; i++) {{ {name}.append(Linear(width + i, 2)); {name}.append($\"n{{i}}\", LayerNorm(i + 1)); }}");
                break;

            case 5:
                fields.AppendLine($"{group}public Linear {name} {{ get; }}");
                body.AppendLine($"{name} = Linear(width * 2, {random.Next(1, 4)}, hasBias: {Flag()});");
                break;

            case 6:
                fields.AppendLine($"[field: ComponentName(Name = \"{name}x\")] {group}public Linear {name} {{ get; private set; }} = Linear(2, {random.Next(1, 5)});");
                break;

            case 7:
                fields.AppendLine($"[ComponentName(Name = \"{name}_renamed\")] {group}private readonly {type} _{name};");
                body.AppendLine($"_{name} = {made};");
                break;

            case 8:
                fields.AppendLine($"{group}private readonly ModuleDict<Linear> {name} = new();");
                body.AppendLine($"foreach (var key in new[] {{ \"k{random.Next(3)}\", \"other\" }}) {name}.Add((key, Linear(width, key.Length)));");
                break;

            case 9:
                fields.AppendLine($"{group}private readonly ParameterList {name} = new ParameterList(Parameter(torch.zeros(2)), Parameter(torch.ones({Sizes()})));");
                break;

            case 10:
                fields.AppendLine($"{group}private readonly Linear _{name};");
                body.AppendLine($"_{name} = Linear(width, 3); register_module(\"{name}\" + \"_by_hand\", _{name});");
                break;

            case 11:
                fields.AppendLine($"private readonly Tensor {name} = torch.zeros({Sizes()}); private readonly Dropout {name}d = Dropout(0.1); {group}private readonly {type} {name}l;");
                body.AppendLine($"if (width > {random.Next(8)}) {name}l = {made}; else {name}l = {made};");
                break;

            case 12 or 13:
                string part = Part(depth);
                fields.AppendLine($"{group}private readonly ModuleList<{part}> {name};");
                int items = random.Next(5);
                body.AppendLine(random.Next(3) switch
                {
                    0 => $"{name} = new ModuleList<{part}>({string.Join(", ", Enumerable.Range(0, items).Select(_ => $"new {part}(width)"))});",
                    1 => $"{name} = ModuleList(Enumerable.Range(0, {items}).Select(i => new {part}(width)).ToArray());",
                    _ => $"{name} = new(); for (int i = 1; i <= {items}; i++) {name}.Add(new {part}(i));",
                });
                break;

            case 14:
                string twin = Part(depth);
                fields.AppendLine($"{group}private readonly {twin} {name}; private readonly {twin} {name}Again;");
                body.AppendLine($"{name} = new {twin}(width + 1); {name}Again = {name};");
                break;

            case 15:
                string made1 = Part(depth);
                fields.AppendLine($"{group}private readonly Sequential {name};");
                methods.AppendLine($"private static Sequential Make{name}(int n) {{ var list = new List<Module<Tensor, Tensor>>(); while (n-- > 0) list.Add(n % 2 == 0 ? new {made1}(n + 1) : Linear(n, n)); return Sequential(list); }}");
                body.AppendLine($"{name} = Make{name}({random.Next(5)}); foreach (var child in {name}.children()) _ = child;");
                break;

            default:
                fields.AppendLine($"{group}private readonly {Part(depth)} {name} = new({random.Next(1, 5)});");
                break;
        }
    }

    private string Part(int depth)
    {
        string part = Name("Part");
        Write(part, depth + 1, isModel: false, isBase: false, "Module<Tensor, Tensor>");
        return part;
    }

    private string Name(string prefix) => random.Next(8) switch
    {
        0 => "attention",
        1 => "mlp",
        2 => "norm",
        _ => prefix,
    } + (++names).ToString(CultureInfo.InvariantCulture);

    private string Attribute() => random.Next(5) switch
    {
        0 => Group(Groups[random.Next(Groups.Length)]),
        1 when random.Next(3) == 0 => $"[ParamGroup({string.Join(", ", GroupOptions())})] ",
        _ => "",
    };

    /// <summary>A group with a name, which has the same options wherever it is named.</summary>
    private string Group(string name)
    {
        if (!options.TryGetValue(name, out string? given))
        {
            options[name] = given = string.Concat(GroupOptions().Select(option => ", " + option));
        }

        return $"[ParamGroup(\"{name}\"{given})] ";
    }

    private List<string> GroupOptions()
    {
        (string Name, double Largest)[] numbers =
            [("LearningRateScale", 4), ("WeightDecay", 1), ("Beta1", 0.99), ("Beta2", 0.999), ("AlphaRange", 2), ("BetaRange", 2)];
        List<string> given = [.. numbers.Where(_ => random.Next(4) == 0)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Name} = {n.Largest * random.Next(1, 9) / 8}"))];
        if (random.Next(5) == 0)
        {
            given.Add($"Frozen = {Flag()}");
        }

        return given;
    }

    private string Visibility() => new[] { "public", "internal", "protected", "private" }[random.Next(4)];

    private string Flag() => random.Next(3) == 0 ? "false" : "true";

    private string Sizes() => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 5).ToString(CultureInfo.InvariantCulture)));

    private string Size() => random.Next(4) switch
    {
        0 => "width",
        1 => "2 * width + 1",
        2 => "(width << 1) - 1",
        _ => random.Next(1, 6).ToString(CultureInfo.InvariantCulture),
    };

    private string Mapping() => random.Next(5) switch
    {
        0 => $"LayerNorm({Size()})",
        1 => $"Conv1d({Size()}, {random.Next(1, 4)}, {random.Next(1, 4)})",
        2 => "GELU()",
        _ => $"Linear({Size()}, {Size()}, {Flag()})",
    };

    private (string Type, string Made) Layer() => random.Next(9) switch
    {
        0 => ("Embedding", $"Embedding({Size()}, {Size()})"),
        1 => ("Conv2d", $"Conv2d({Size()}, 2, (3, {random.Next(1, 4)}), bias: {Flag()})"),
        2 => ("BatchNorm1d", $"BatchNorm1d({Size()}, affine: {Flag()})"),
        3 => ("LayerNorm", $"LayerNorm(new long[] {{ {Size()}, 2 }})"),
        4 => ("GRU", $"GRU({Size()}, {Size()}, {random.Next(1, 3)}, bidirectional: {Flag()})"),
        5 => ("MultiheadAttention", "MultiheadAttention(4 * width, 2)"),
        6 => ("PReLU", $"PReLU({Size()})"),
        _ => ("Linear", $"Linear({Size()}, {Size()}, hasBias: {Flag()})"),
    };
}
