using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

/// <summary>
/// Compares members of the public API with what PyTorch gives for an expression: <c>Same("x.abs()", x.abs(), torch.abs(x))</c>.
/// </summary>
/// <remarks>
/// Oracle/members.py reads the expressions from the code of the classes that derive from this one, evaluates them, and stores
/// the results and the inputs: run it after adding a line.
/// </remarks>
public abstract class MemberParity
{
    private const double Tolerance = 1e-12;
    private const double SingleTolerance = 1e-5;

    private static readonly Dictionary<string, StoredArray> Oracle =
        StoredArray.ReadAll(Path.Combine(AppContext.BaseDirectory, "Oracle", "members.safetensors"));

    // The inputs, by the names that the expressions give them; members.py says what they are. New objects for each use.
    private protected static Tensor x => Input("x");
    private protected static Tensor y => Input("y");
    private protected static Tensor y2 => Input("y2");
    private protected static Tensor p => Input("p");
    private protected static Tensor p1 => Input("p1");
    private protected static Tensor u => Input("u");
    private protected static Tensor n => Input("n");
    private protected static Tensor m => Input("m");
    private protected static Tensor i => Input("i");
    private protected static Tensor j => Input("j");
    private protected static Tensor b => Input("b");
    private protected static Tensor wb => Input("wb");
    private protected static Tensor c => view_as_complex(Input("c"));
    private protected static Tensor r => Input("r");
    private protected static Tensor k => Input("k");
    private protected static Tensor k1 => Input("k1");
    private protected static Tensor k8 => Input("k8");
    private protected static Tensor kt => Input("kt");
    private protected static Tensor kk => Input("kk");
    private protected static Tensor kkk => Input("kkk");
    private protected static Tensor s => Input("s");
    private protected static Tensor a => Input("a");
    private protected static Tensor ab => Input("ab");
    private protected static Tensor b4 => Input("b4");
    private protected static Tensor v => Input("v");
    private protected static Tensor v4 => Input("v4");
    private protected static Tensor w => Input("w");
    private protected static Tensor g => Input("g");
    private protected static Tensor q => Input("q");
    private protected static Tensor z1 => Input("z1");
    private protected static Tensor gi => Input("gi");
    private protected static Tensor cut => Input("cut");
    private protected static Tensor one => Input("one");
    private protected static Tensor rep => Input("rep");
    private protected static Tensor three => Input("three");
    private protected static Tensor wave => Input("wave");
    private protected static Tensor hann => Input("hann");
    private protected static Tensor k6 => Input("k6");

    // A list, not an array: C# would take an array of tensors, alone, for all results.
    private protected static void Same(string expression, params List<object> results)
    {
        for (int number = 0; number < results.Count; number++) {
            Tensor[] parts = Parts(results[number]);
            for (int part = 0; part < parts.Length; part++)
                Compare($"{expression}#{part}", parts[part], $"{expression}, number {number + 1}, part {part + 1}");
            Assert.False(Oracle.ContainsKey($"{expression}#{parts.Length}"), $"{expression}, number {number + 1}: a result is missing");
        }
    }

    /// <summary>How a weighted sum of the function's elements changes with the value, as members.py's <c>gradient</c> has it.</summary>
    private protected static Tensor Gradient(Func<Tensor, Tensor> function, Tensor value)
    {
        value.requires_grad_();
        Tensor result = function(value).reshape(-1);
        return autograd.grad([(result * arange(1, result.numel() + 1, dtype: float64).cos()).sum()], [value])[0];
    }

    /// <summary>What a function of random numbers gives after the seed of members.py's <c>drawn</c>.</summary>
    private protected static T Drawn<T>(Func<T> function)
    {
        manual_seed(1234);
        return function();
    }

    private static Tensor[] Parts(object result) => result switch {
        Tensor tensor => [tensor],
        bool truth => [tensor(truth)],
        Tensor[] tensors => tensors,
        System.Runtime.CompilerServices.ITuple tuple =>
            [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index]).OfType<Tensor>()],
        _ => throw new ArgumentException($"no tensors in {result}"),
    };

    private static void Compare(string key, Tensor result, string place)
    {
        Assert.True(Oracle.TryGetValue(key, out StoredArray? expected), $"Oracle/members.py was not run since {place} was added");
        Tensor plain = result.is_complex() ? view_as_real(result.resolve_conj()) : result.resolve_neg();
        Assert.True(expected.Shape.AsSpan().SequenceEqual(plain.shape), $"{place}: shape [{string.Join(", ", plain.shape)}], not [{string.Join(", ", expected.Shape)}]");
        Assert.True(expected.Type == TypeName(plain.dtype), $"{place}: {plain.dtype}, not {expected.Type}");
        double tolerance = plain.dtype == ScalarType.Float32 ? SingleTolerance : Tolerance;
        double[] values = plain.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        for (int index = 0; index < values.Length; index++) {
            double wanted = expected.Values[index], got = values[index];
            bool same = wanted.Equals(got) || Math.Abs(wanted - got) <= tolerance * Math.Max(1, Math.Abs(wanted));
            Assert.True(same, $"{place}: element {index} is {got}, not {wanted}");
        }
    }

    private static Tensor Input(string name)
    {
        StoredArray stored = Oracle["$" + name];
        ScalarType type = stored.Type switch {
            "F64" => ScalarType.Float64,
            "I64" => ScalarType.Int64,
            "BOOL" => ScalarType.Bool,
            _ => throw new InvalidDataException($"{name} is of type {stored.Type}"),
        };
        return tensor(stored.Values, stored.Shape).to(type);
    }

    private static string TypeName(ScalarType type) => type switch {
        ScalarType.Float64 => "F64",
        ScalarType.Float32 => "F32",
        ScalarType.Int64 => "I64",
        ScalarType.Int32 => "I32",
        ScalarType.Bool => "BOOL",
        _ => type.ToString(),
    };
}
