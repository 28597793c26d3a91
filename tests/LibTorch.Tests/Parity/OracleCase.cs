using System.Globalization;
using System.Reflection;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>A line of aten.jsonl: a call, what it gives in PyTorch and how that changes with its inputs.</summary>
internal sealed class OracleCase
{
    private static readonly Lazy<Dictionary<string, StoredArray>> Arrays = new(() => StoredArray.ReadAll(PathOf("aten.safetensors")));

    private static readonly Lazy<ILookup<string, OracleCase>> Cases = new(() => File.ReadLines(PathOf("aten.jsonl"))
        .Select(line => new OracleCase(JsonDocument.Parse(line).RootElement))
        .ToLookup(@case => @case.Operator));

    private readonly Dictionary<string, string> arguments;
    private readonly int[] leaves;
    private readonly ScalarType type;

    private OracleCase(JsonElement line)
    {
        Name = line.GetProperty("case").GetString()!;
        Operator = line.GetProperty("op").GetString()!;
        arguments = line.GetProperty("args").EnumerateObject().ToDictionary(argument => argument.Name, argument => argument.Value.GetString()!);
        TypeName = line.GetProperty("type").GetString()!;
        type = TypeOf(TypeName);
        leaves = line.TryGetProperty("leaves", out JsonElement places) ? [.. places.EnumerateArray().Select(place => place.GetInt32())] : [];
        Error = line.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;
        Missing = line.TryGetProperty("missing", out _);
        Random = line.TryGetProperty("random", out _);
        Undefined = line.TryGetProperty("undefined", out _);
        Results = Texts("out");
        Gradients = Texts("grad");
        SecondGradients = Texts("second");

        string[] Texts(string key) => line.TryGetProperty(key, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
    }

    public string Name { get; }
    public string Operator { get; }
    public string TypeName { get; }

    /// <summary>The first line of what PyTorch raises, or null.</summary>
    public string? Error { get; }

    /// <summary>Whether PyTorch 1.13 lacks the operator.</summary>
    public bool Missing { get; }

    /// <summary>Whether the seed decides; another libtorch may draw otherwise.</summary>
    public bool Random { get; }

    /// <summary>Whether the result's values are whatever was in memory.</summary>
    public bool Undefined { get; }

    /// <summary>Type and shape of each result, as <c>f64[2,3]</c>.</summary>
    public string[] Results { get; }

    /// <summary>Those of the gradients of the weighed results, in the order of the leaves; <c>_</c> where there is none.</summary>
    public string[] Gradients { get; }

    /// <summary>Those of the gradients of the weighed gradients.</summary>
    public string[] SecondGradients { get; }

    /// <summary>All values of results, gradients and second gradients, one after the other.</summary>
    public double[] Values => Arrays.Value.TryGetValue(Name, out StoredArray? values) ? values.Values : [];

    public static IEnumerable<OracleCase> Of(string operatorName) => Cases.Value[operatorName];

    public static OracleCase Named(string name) => Of(name.Split('/')[0]).Single(@case => @case.Name == name);

    public override string ToString() => $"{Name}: {Operator}({string.Join(", ", arguments.Select(argument => $"{argument.Key}={argument.Value}"))}) {TypeName}";

    /// <summary>Makes the arguments.</summary>
    /// <param name="parameters">What the method takes.</param>
    /// <param name="written">Which of them it writes to, or -1.</param>
    /// <param name="inputs">Receives the tensors that take a gradient.</param>
    public object?[] Arguments(ParameterInfo[] parameters, int written, List<Tensor> inputs)
    {
        int count = 0;
        return [.. parameters.Select(Argument)];

        Tensor? TensorOf(string text) => this.TensorOf(text, ref count, inputs);

        object? Argument(ParameterInfo parameter)
        {
            Type wanted = parameter.ParameterType;
            if (!arguments.TryGetValue(parameter.Name!, out string? text)) {
                // A method that can't have a C# default at this place takes null for the schema's.
                Assert.True(parameter.HasDefaultValue, $"{Name} needs a value for {parameter.Name}.");
                if (wanted.IsByRefLike)
                    return Array.CreateInstance(wanted.GetGenericArguments()[0], 0);
                // Reflection gives an enumeration's default as a number.
                Type plain = Nullable.GetUnderlyingType(wanted) ?? wanted;
                return plain.IsEnum && parameter.DefaultValue is { } number ? Enum.ToObject(plain, number) : parameter.DefaultValue;
            }
            if (wanted == typeof(Tensor)) {
                Tensor? tensor = TensorOf(text);
                return parameter.Position == written && tensor is { requires_grad: true } ? tensor.clone() : tensor;
            }
            if (wanted == typeof(ReadOnlySpan<Tensor>)) {
                Tensor?[] tensors = [.. text.Trim('[', ']').Split(';', StringSplitOptions.RemoveEmptyEntries).Select(TensorOf)];
                return parameter.Position == written ? [.. tensors.Select(tensor => tensor!.requires_grad ? tensor.clone() : tensor)] : tensors;
            }
            return Parse(text, wanted);
        }
    }

    /// <summary>Makes the tensors among the arguments, in the schema's order, lists taken apart.</summary>
    /// <param name="written">Whether the call writes to the first.</param>
    /// <param name="inputs">Receives those that take a gradient.</param>
    public Tensor[] Tensors(bool written, List<Tensor> inputs)
    {
        int count = 0;
        Tensor[] tensors = [.. arguments.Values.SelectMany(text => text.Split(';')).Select(text => text.Trim('[', ']'))
            .Where(IsTensor).Select(text => TensorOf(text, ref count, inputs)!)];
        if (written && tensors[0].requires_grad)
            tensors[0] = tensors[0].clone();
        return tensors;
    }

    private static bool IsTensor(string text) => Arrays.Value.ContainsKey("$" + text.TrimEnd('!'));

    private Tensor? TensorOf(string text, ref int count, List<Tensor> inputs)
    {
        if (text == "_")
            return null;
        Tensor tensor = Stored(text.TrimEnd('!'));
        if (!tensor.is_floating_point() && !tensor.is_complex())
            return tensor;
        if (leaves.Contains(count++)) {
            tensor.requires_grad = true;
            inputs.Add(tensor);
        }
        return tensor;
    }

    private static object? Parse(string text, Type wanted)
    {
        if (text == "_")
            return null;
        if (wanted == typeof(ReadOnlySpan<long>) || wanted == typeof(long[]))
            return text.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray();
        if (wanted == typeof(ReadOnlySpan<double>) || wanted == typeof(double[]))
            return text.Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray();
        wanted = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (wanted == typeof(long))
            return long.Parse(text);
        if (wanted == typeof(double))
            return Number(text);
        if (wanted == typeof(bool))
            return text == "T";
        if (wanted == typeof(ScalarType))
            return TypeOf(text);
        if (wanted == typeof(Device))
            return new Device(text);
        if (wanted == typeof(Generator))
            return new Generator(ulong.Parse(text[1..]));
        if (wanted == typeof(Scalar))
            return text is "T" or "F" ? (text == "T").ToScalar() : text.AsSpan().ContainsAny(".en") ? Number(text).ToScalar() : long.Parse(text).ToScalar();
        return wanted == typeof(string) ? text : throw new NotSupportedException($"{wanted}");
    }

    private static double Number(string text) => text switch {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>A shared input, in the case's element type where it is of floating point.</summary>
    private Tensor Stored(string name)
    {
        StoredArray array = Arrays.Value["$" + name];
        // A copy, because complex numbers may not begin where any array does.
        Tensor whole = torch.tensor(array.Values, array.Shape).clone();
        if (name[0] == 'C')
            return whole.to(type).view_as_complex();
        return array.Type switch {
            "F64" when name[0] == 'Y' => whole.to(type).to_sparse(),
            "F64" => whole.to(type),
            "I64" => whole.to(ScalarType.Int64),
            "I32" => whole.to(ScalarType.Int32),
            _ => whole.to(ScalarType.Bool),
        };
    }

    internal static ScalarType TypeOf(string name) => name switch {
        "f64" => ScalarType.Float64,
        "f32" => ScalarType.Float32,
        "f16" => ScalarType.Float16,
        "bf16" => ScalarType.BFloat16,
        "i64" => ScalarType.Int64,
        "i32" => ScalarType.Int32,
        "i16" => ScalarType.Int16,
        "i8" => ScalarType.Int8,
        "u8" => ScalarType.Byte,
        "bool" => ScalarType.Bool,
        "c128" => ScalarType.ComplexFloat64,
        "c64" => ScalarType.ComplexFloat32,
        _ => throw new NotSupportedException(name),
    };

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Oracle", file);
}
