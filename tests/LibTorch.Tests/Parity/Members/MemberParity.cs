using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

/// <summary>
/// Compares members of the public API, their first and their second gradients with what PyTorch gives for an expression:
/// <c>Same("x.abs()", x.abs(), torch.abs(x))</c>.
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

    private static readonly Regex Word = new(@"\w+");

    // The inputs that were asked for since the last comparison.
    private static readonly List<(string Name, Tensor Leaf)> Leaves = [];

    private protected MemberParity() => Leaves.Clear();

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
        foreach ((object result, int index) in results.Select((result, index) => (result, index))) {
            string place = $"{expression}, number {index + 1}";
            if (result is Differing differing)
                OnTorchSharp.Differs(differing.Row, () => Compare(expression, differing.Call(), place));
            else if (result is Unsafe untried)
                OnTorchSharp.Untried(untried.Row, () => Compare(expression, untried.Call(), place));
            else
                Compare(expression, result, place);
        }
        Leaves.Clear();
    }

    /// <summary>A call with another result on TorchSharp.</summary>
    /// <param name="row">The row of the table of differences.</param>
    /// <param name="call">The call.</param>
    private protected static object Differs(string row, Func<object> call) => new Differing(row, call);

    /// <summary>What a call gives that PyTorch cannot record for differentiation, such as one that writes to a tensor that it is handed.</summary>
    private protected static object Unrecorded(Func<object> call)
    {
        using (no_grad())
            return new ValuesAlone(call());
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
        ValuesAlone values => Parts(values.Result),
        System.Runtime.CompilerServices.ITuple tuple =>
            [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index]).OfType<Tensor>()],
        _ => throw new ArgumentException($"no tensors in {result}"),
    };

    /// <summary>A call that is not to be tried on TorchSharp.</summary>
    /// <param name="row">The row of the table of differences.</param>
    /// <param name="call">The call.</param>
    private protected static object Untried(string row, Func<object> call) => new Unsafe(row, call);

    private static void Compare(string expression, object result, string place)
    {
        Tensor[] parts = Parts(result);
        if (result is not ValuesAlone)
            CompareGradients(expression, parts, place);
        for (int part = 0; part < parts.Length; part++)
            Compare($"{expression}#{part}", parts[part], $"{place}, part {part + 1}");
        Assert.False(Oracle.ContainsKey($"{expression}#{parts.Length}"), $"{place}: a result is missing");
    }

    private static void CompareGradients(string expression, Tensor[] parts, string place)
    {
        string[] names = [.. Word.Matches(expression).Select(word => word.Value).Where(name => Oracle.ContainsKey("$" + name))
            .Where(name => Oracle["$" + name].Type == "F64").Distinct().Order(StringComparer.Ordinal)];
        (string Name, Tensor Leaf)[] leaves = [.. Leaves.Where(pair => names.Contains(pair.Name))];
        Tensor?[] values = parts;
        // Newer versions of libtorch differentiate what is computed in float32 with other roundings.
        double tolerance = !Comparison.IsOracle && parts.Any(part => part.dtype == ScalarType.Float32) ? SingleTolerance : Tolerance;
        foreach (string mark in (string[])["'", "\""]) {
            if (!Oracle.TryGetValue(expression + mark, out StoredArray? expected))
                return;
            Tensor? total = Weighted(values);
            Assert.True(total is not null, $"{place}: no gradient{mark}");
            IList<Tensor> found = autograd.grad([total], [.. leaves.Select(pair => pair.Leaf)], retain_graph: true, create_graph: true, allow_unused: true);
            // An input may have been asked for more than once.
            Tensor?[] sums = [.. names.Select(name => leaves.Zip(found, (pair, gradient) => (pair.Name, gradient))
                .Where(pair => pair.Name == name && !pair.gradient.IsInvalid).Select(pair => Plain(pair.gradient)).Aggregate((Tensor?)null, Plus))];
            double[] numbers = [.. names.Zip(sums).SelectMany(pair => pair.Second is { } gradient
                ? Numbers(gradient)
                : new double[Oracle["$" + pair.First].Values.Length])];
            Compare(expected, numbers, tolerance, $"{place}, gradient{mark}");
            values = sums;
        }
    }

    // All elements where they belong, as real numbers.
    private static Tensor Plain(Tensor value) =>
        value.is_sparse ? value.to_dense() : value.is_complex() ? view_as_real(value.resolve_conj()) : value.resolve_neg();

    private static Tensor Plus(Tensor? left, Tensor right) => left is null ? right : left + right;

    // The sum of all elements, each with a weight of its own, as members.py's weighted has it.
    private static Tensor? Weighted(IEnumerable<Tensor?> values)
    {
        Tensor? total = null;
        foreach (Tensor? value in values) {
            if (value is not { requires_grad: true })
                continue;
            Tensor flat = Plain(value).reshape(-1);
            total = Plus(total, (flat * arange(1, flat.numel() + 1, dtype: float64).cos()).sum());
        }
        return total;
    }

    private static void Compare(string key, Tensor result, string place)
    {
        Assert.True(Oracle.TryGetValue(key, out StoredArray? expected), $"Oracle/members.py was not run since {place} was added");
        Tensor plain = Plain(result.detach());
        Assert.True(expected.Shape.AsSpan().SequenceEqual(plain.shape), $"{place}: shape [{string.Join(", ", plain.shape)}], not [{string.Join(", ", expected.Shape)}]");
        Assert.True(expected.Type == TypeName(plain.dtype), $"{place}: {plain.dtype}, not {expected.Type}");
        Compare(expected, Numbers(plain.to(ScalarType.Float64)), plain.dtype == ScalarType.Float32 ? SingleTolerance : Tolerance, place);
    }

    private static void Compare(StoredArray expected, double[] values, double tolerance, string place)
    {
        for (int index = 0; index < values.Length; index++) {
            double wanted = expected.Values[index], got = values[index];
            bool same = wanted.Equals(got) || Math.Abs(wanted - got) <= tolerance * Math.Max(1, Math.Abs(wanted));
            Assert.True(same, $"{place}: element {index} is {got}, not {wanted}");
        }
    }

    // Of a copy: zeros that autograd makes of nothing may have no memory.
    private static double[] Numbers(Tensor values) => values.numel() == 0 ? [] : values.detach().clone().contiguous().data<double>().ToArray();

    private static Tensor Input(string name)
    {
        StoredArray stored = Oracle["$" + name];
        ScalarType type = stored.Type switch {
            "F64" => ScalarType.Float64,
            "I64" => ScalarType.Int64,
            "BOOL" => ScalarType.Bool,
            _ => throw new InvalidDataException($"{name} is of type {stored.Type}"),
        };
        Tensor input = tensor(stored.Values, stored.Shape).to(type);
        if (type != ScalarType.Float64)
            return input;
        Leaves.Add((name, input.requires_grad_()));
        // Not the leaf itself, so that it may be overwritten.
        return input.clone();
    }

    private sealed record ValuesAlone(object Result);

    private sealed record Differing(string Row, Func<object> Call);

    private sealed record Unsafe(string Row, Func<object> Call);

    private static string TypeName(ScalarType type) => type switch {
        ScalarType.Float64 => "F64",
        ScalarType.Float32 => "F32",
        ScalarType.Int64 => "I64",
        ScalarType.Int32 => "I32",
        ScalarType.Bool => "BOOL",
        _ => type.ToString(),
    };
}
