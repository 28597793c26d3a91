using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using TorchSharp;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>A schema of operators.txt with the C# method that was generated from it.</summary>
internal sealed partial class OperatorMethod
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo[] Methods = typeof(Aten).GetMethods(Static);

    private readonly Func<object?[], object?> call;

    private OperatorMethod(string name, string overload, string arguments)
    {
        string[] parts = [.. ArgumentPattern().Matches(arguments).Select(match => match.Value.Trim()).Where(part => part != "*")];
        Type[] types = [.. parts.Select(part => TypeOf(part[..part.Split('=')[0].LastIndexOf(' ')]))];
        Written = Array.FindIndex(parts, part => part.Contains("!)"));
        FullName = overload.Length > 0 ? $"{name}.{overload}" : name;
        MethodInfo method = Methods.Single(candidate => candidate.Name == name
            && candidate.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(types)
            && candidate.GetParameters().Select(parameter => parameter.Name).SequenceEqual(parts.Select(NameOf)));
        Parameters = method.GetParameters();
        call = Compile(method);
    }

    /// <summary>Name and overload, as in <c>add.Tensor</c>.</summary>
    public string FullName { get; }

    public ParameterInfo[] Parameters { get; }

    /// <summary>The argument that the operator writes to, or -1.</summary>
    public int Written { get; }

    /// <summary>The names of all schemas.</summary>
    public static IEnumerable<string> Names => Schemas().Select(schema => FullNameOf(schema));

    public static OperatorMethod Of(string fullName)
    {
        Match schema = Schemas().Single(schema => FullNameOf(schema) == fullName);
        return new(schema.Groups["name"].Value, schema.Groups["overload"].Value, schema.Groups["arguments"].Value);
    }

    /// <param name="arguments">One for each parameter; arrays stand for spans.</param>
    public object? Call(object?[] arguments) => call(arguments);

    private static IEnumerable<Match> Schemas() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "operators.txt"))
        .Where(line => line.StartsWith("aten::", StringComparison.Ordinal))
        .Select(line => SchemaPattern().Match(line));

    private static string FullNameOf(Match schema) =>
        schema.Groups["overload"].Length > 0 ? $"{schema.Groups["name"].Value}.{schema.Groups["overload"].Value}" : schema.Groups["name"].Value;

    private static string NameOf(string argument)
    {
        string declaration = argument.Split('=')[0];
        return declaration[(declaration.LastIndexOf(' ') + 1)..];
    }

    private static Type TypeOf(string schemaType)
    {
        string type = AnnotationPattern().Replace(schemaType, "").Replace("SymInt", "int");
        return LengthPattern().Replace(type, "[]") switch {
            "Tensor" or "Tensor?" => typeof(torch.Tensor),
            "Tensor[]" or "Tensor?[]" => typeof(ReadOnlySpan<torch.Tensor>),
            "int" => typeof(long),
            "int?" => typeof(long?),
            "int[]" => typeof(ReadOnlySpan<long>),
            "int[]?" => typeof(long[]),
            "float" => typeof(double),
            "float?" => typeof(double?),
            "float[]" => typeof(ReadOnlySpan<double>),
            "float[]?" => typeof(double[]),
            "bool" => typeof(bool),
            "bool?" => typeof(bool?),
            "Scalar" or "Scalar?" => typeof(Scalar),
            "str" or "str?" => typeof(string),
            "ScalarType" => typeof(torch.ScalarType),
            "ScalarType?" => typeof(torch.ScalarType?),
            "Device" or "Device?" => typeof(torch.Device),
            "Layout" or "MemoryFormat" => typeof(int),
            "Layout?" or "MemoryFormat?" => typeof(int?),
            "Generator?" => typeof(torch.Generator),
            var other => throw new NotSupportedException(other),
        };
    }

    // Reflection can't pass spans.
    private static Func<object?[], object?> Compile(MethodInfo method)
    {
        var dynamic = new DynamicMethod("Call" + method.Name, typeof(object), [typeof(object?[])], typeof(Aten).Module, skipVisibility: true);
        ILGenerator code = dynamic.GetILGenerator();
        foreach (ParameterInfo parameter in method.GetParameters()) {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, parameter.Position);
            code.Emit(OpCodes.Ldelem_Ref);
            Type type = parameter.ParameterType;
            if (type.IsByRefLike) {
                Type array = type.GetGenericArguments()[0].MakeArrayType();
                code.Emit(OpCodes.Castclass, array);
                code.Emit(OpCodes.Call, type.GetMethod("op_Implicit", [array])!);
            } else {
                code.Emit(OpCodes.Unbox_Any, type);
            }
        }
        code.Emit(OpCodes.Call, method);
        if (method.ReturnType == typeof(void))
            code.Emit(OpCodes.Ldnull);
        else if (method.ReturnType.IsValueType)
            code.Emit(OpCodes.Box, method.ReturnType);
        code.Emit(OpCodes.Ret);
        return dynamic.CreateDelegate<Func<object?[], object?>>();
    }

    [GeneratedRegex(@"^aten::(?<name>\w+)(\.(?<overload>\w+))?\((?<arguments>.*)\) -> (?<returns>.*)$")]
    private static partial Regex SchemaPattern();

    [GeneratedRegex(@"(?:[^,\[(]|\[[^\]]*\]|\([^)]*\))+")]
    private static partial Regex ArgumentPattern();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex AnnotationPattern();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex LengthPattern();
}
