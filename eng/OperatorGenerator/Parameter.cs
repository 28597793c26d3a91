using System.Globalization;

namespace MetaAdamW.OperatorGenerator;

/// <summary>How one argument of a schema appears in the C# method and reaches the native side.</summary>
/// <param name="Declaration">The C# parameter.</param>
/// <param name="Value">The expression that makes a native value of it.</param>
internal sealed record Parameter(string Declaration, string Value)
{
    /// <summary>Statements before the call.</summary>
    public IReadOnlyList<string> Preparation { get; init; } = [];

    /// <summary>What a <c>fixed</c> statement around the call declares, or null.</summary>
    public string? Pin { get; init; }

    /// <summary>A statement after the call that keeps a finalizer from running during it, or null.</summary>
    public string? KeepAlive { get; init; }

    /// <param name="argument">The schema's argument.</param>
    /// <param name="index">Its place, which makes local names unique.</param>
    /// <param name="optional">Whether C# can give it a default.</param>
    public static Parameter Of(Argument argument, int index, bool optional)
    {
        string name = MethodWriter.Identifier(argument.Name);
        string pointer = $"pointer{index}";
        string keep = $"GC.KeepAlive({name});";
        Parameter Plain(string type, string? value = null, string? fallback = null) =>
            new($"{type} {name}{(optional ? " = " + (fallback ?? "null") : "")}", value ?? $"Value.Of({name})");

        switch (argument.Type) {
        case "Tensor":
            return Plain("torch.Tensor") with { KeepAlive = keep };
        case "Tensor?":
            return Plain("torch.Tensor?", $"Value.OfOptional({name})") with { KeepAlive = keep };
        case "Tensor[]":
        case "Tensor?[]":
            return new($"ReadOnlySpan<torch.Tensor{(argument.Type[6] == '?' ? "?" : "")}> {name}{(optional ? " = default" : "")}",
                $"Value.{(argument.Type[6] == '?' ? "OptionalTensors" : "Tensors")}({pointer}, {name}.Length)") {
                Preparation = [
                    $"Span<nint> handles{index} = {name}.Length <= Value.OnStack ? stackalloc nint[Value.OnStack] : new nint[{name}.Length];",
                    $"Value.CopyHandles({name}, handles{index});",
                ],
                Pin = $"nint* {pointer} = handles{index}",
                KeepAlive = $"Value.KeepAlive({name});",
            };
        case "int":
            return Plain("long", fallback: Integer(argument));
        case "int?":
            return Plain("long?", fallback: argument.Default == "None" ? "null" : argument.Default);
        case "float":
            return Plain("double", fallback: Real(argument.Default));
        case "float?":
            return Plain("double?", fallback: argument.Default == "None" ? "null" : Real(argument.Default));
        case "bool":
            return Plain("bool", fallback: argument.Default?.ToLowerInvariant());
        case "bool?":
            return Plain("bool?", fallback: argument.Default == "None" ? "null" : argument.Default?.ToLowerInvariant());
        case "str":
            return Plain("string", $"Value.Text({pointer}, text{index}.Length)", $"\"{argument.Default?.Trim('"', '\'')}\"") with {
                Preparation = [$"byte[] text{index} = Encoding.UTF8.GetBytes({name});"],
                Pin = $"byte* {pointer} = text{index}",
            };
        case "str?":
            return Plain("string?", $"Value.OptionalText({pointer}, text{index})") with {
                Preparation = [$"byte[]? text{index} = {name} is null ? null : Encoding.UTF8.GetBytes({name});"],
                Pin = $"byte* {pointer} = text{index}",
            };
        case "int[]":
            return List(argument, name, pointer, "long", optional);
        case "float[]":
            return List(argument, name, pointer, "double", optional);
        case "int[]?":
            return Plain("long[]?", $"{name} is null ? default : Value.Integers({pointer}, {name}.Length)") with { Pin = $"long* {pointer} = {name}" };
        case "float[]?":
            return Plain("double[]?", $"{name} is null ? default : Value.Reals({pointer}, {name}.Length)") with { Pin = $"double* {pointer} = {name}" };
        case "bool[]":
            return new($"ReadOnlySpan<bool> {name}", $"Value.Booleans({pointer}, {name}.Length)") { Pin = $"bool* {pointer} = {name}" };
        case "Scalar" when optional:
            return Plain("Scalar?", $"{name} is null ? Value.Of({ScalarDefault(argument.Default!)}) : Value.Of({name})") with { KeepAlive = keep };
        case "Scalar":
            return Plain("Scalar") with { KeepAlive = keep };
        case "Scalar?":
            return Plain("Scalar?", $"Value.OfOptional({name})") with { KeepAlive = keep };
        case "ScalarType":
            return Plain("torch.ScalarType", fallback: $"(torch.ScalarType){argument.Default}");
        case "ScalarType?":
            return Plain("torch.ScalarType?", fallback: argument.Default is null or "None" ? "null" : $"(torch.ScalarType){argument.Default}");
        case "Device":
            return Plain("torch.Device");
        case "Device?":
            return Plain("torch.Device?", $"Value.OfOptional({name})");
        case "Layout" or "MemoryFormat":
            return Plain("int", fallback: argument.Default == "contiguous_format" ? "0" : argument.Default);
        case "Layout?" or "MemoryFormat?":
            return Plain("int?");
        case "Generator?":
            return Plain("torch.Generator?", $"Value.OfOptional({name})") with { KeepAlive = keep };
        default:
            throw new FormatException($"no C# type for {argument.Type} {argument.Name}");
        }
    }

    // An empty list stands for the schema's default, for there are no list literals in C# parameter lists.
    private static Parameter List(Argument argument, string name, string pointer, string element, bool optional)
    {
        string? items = argument.Default?.Trim('[', ']');
        if (!string.IsNullOrEmpty(items) && argument.Default![0] != '[')
            items = string.Join(", ", Enumerable.Repeat(items, Math.Max(1, argument.Length)));
        return new($"ReadOnlySpan<{element}> {name}{(optional ? " = default" : "")}",
            $"Value.{(element == "long" ? "Integers" : "Reals")}({pointer}, {name}.Length)") {
            Preparation = string.IsNullOrEmpty(items) ? [] : [$"if ({name}.IsEmpty) {name} = [{items}];"],
            Pin = $"{element}* {pointer} = {name}",
        };
    }

    private static string? Integer(Argument argument) => argument.Default switch {
        "Mean" => "1",
        "None" => throw new FormatException($"the default of {argument.Name} is None, its type is not optional"),
        "contiguous_format" => "0",
        var value => value,
    };

    private static string? Real(string? value) => value switch {
        null => null,
        "inf" => "double.PositiveInfinity",
        "-inf" => "double.NegativeInfinity",
        _ => value.TrimEnd('.') + "d",
    };

    private static string ScalarDefault(string value) => value switch {
        "True" => "true",
        "False" => "false",
        _ => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value + "L" : Real(value)!,
    };
}
