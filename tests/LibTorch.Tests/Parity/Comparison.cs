using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>Compares what a call gives, and how it changes with its inputs, with what PyTorch gives.</summary>
internal static class Comparison
{
    /// <summary>What is wrong with a case, or null.</summary>
    /// <param name="case">The case.</param>
    /// <param name="inputs">The tensors that take gradients.</param>
    /// <param name="written">What the call writes to and is to return, or null.</param>
    /// <param name="call">The call.</param>
    public static string? Difference(OracleCase @case, List<Tensor> inputs, object? written, Func<object?> call)
    {
        manual_seed(1234);
        object? result;
        try {
            result = call();
        } catch (ExternalException exception) {
            // The texts change from version to version.
            bool expected = @case.Error is not null && (!IsOracle || exception.Message.StartsWith(@case.Error, StringComparison.Ordinal));
            return expected ? null : $"raises {exception.Message.Split('\n')[0]}, expected {@case.Error ?? "a result"}";
        }
        catch (NotSupportedException exception) {
            bool expected = (@case.Missing || !IsOracle) && exception.Message == $"libtorch {__version__} has no operator aten::{@case.Operator}.";
            return expected ? null : exception.Message;
        }
        if (@case.Missing)
            return IsOracle ? "is there, though PyTorch has no such operator" : null;
        // Newer versions know more, such as functions of half precision.
        if (@case.Error is not null && !IsOracle)
            return null;
        if (@case.Error is not null)
            return $"raises nothing, expected {@case.Error}";
        if (written is not null && result is not null && !ReferenceEquals(result, written))
            return "does not return the argument that it writes to";

        object[] results = result switch {
            null => (Tensor[])written!,
            IEnumerable<Tensor> tensors => [.. tensors],
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)],
            _ => [result],
        };
        Tensor[] tensorResults = [.. results.OfType<Tensor>()];
        IReadOnlyList<Tensor?> first = [], second = [];
        if (@case.Gradients.Length > 0)
            first = Gradients(tensorResults, inputs, 1, createGraph: @case.SecondGradients.Length > 0);
        if (@case.SecondGradients.Length > 0)
            second = Gradients(first, inputs, 2, createGraph: false);

        int offset = 0;
        double[] values = @case.Values;
        return Compare("result", @case.Results, results) ?? Compare("gradient", @case.Gradients, first) ?? Compare("second gradient", @case.SecondGradients, second);

        string? Compare(string what, string[] expected, IReadOnlyList<object?> actual)
        {
            string[] descriptions = [.. actual.Select(Describe)];
            if (!descriptions.SequenceEqual(expected))
                return $"{what}: {string.Join(' ', descriptions)}, expected {string.Join(' ', expected)}";
            // Singular vectors have no sign.
            if (@case.Undefined || (!IsOracle && (@case.Random || @case.Operator == "linalg_svd")))
                return null;
            foreach ((object? value, int index) in actual.Select((value, index) => (value, index)).Where(pair => pair.value is not null)) {
                double[] numbers = Numbers(value!);
                double tolerance = Tolerance(expected[index]);
                double noise = Noise + (Solves(@case.Operator) ? tolerance * Largest(values.AsSpan(offset, numbers.Length)) : 0);
                for (int i = 0; i < numbers.Length; i++) {
                    double wanted = values[offset + i];
                    if (!Close(numbers[i], wanted, tolerance, noise))
                        return $"{what} {index}, element {i}: {numbers[i]:R}, expected {wanted:R}";
                }
                offset += numbers.Length;
            }
            return null;
        }
    }

    /// <summary>Whether this is the very version that wrote the expectations.</summary>
    internal static bool IsOracle { get; } = __version__.StartsWith("1.13", StringComparison.Ordinal);

    // Another version of libtorch adds up in another order.
    private static double Tolerance(string description) => (IsOracle ? 1 : 8) * description.Split('[')[0] switch {
        "f64" or "c128" or "float" => 1e-12,
        "f32" or "c64" => 1e-5,
        // Half a unit in the last place of 8 and 11 bits.
        "bf16" => 1.0 / 256,
        "f16" => 1.0 / 2048,
        _ => 0,
    };

    // Where terms cancel, what is left of them is the order in which they were added.
    private static double Noise { get; } = IsOracle ? 0 : 1e-15;

    // A matrix that is nearly singular makes much of the order in which BLAS adds up, and that is the kernels' for this machine's processor.
    private static bool Solves(string @operator) => @operator.StartsWith("linalg_", StringComparison.Ordinal) || @operator == "pinverse";

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        return largest;
    }

    private static bool Close(double actual, double expected, double tolerance, double noise) =>
        actual.Equals(expected) || actual == expected || Math.Abs(actual - expected) <= tolerance * Math.Abs(expected) + noise;

    private static IReadOnlyList<Tensor?> Gradients(IEnumerable<Tensor?> results, List<Tensor> inputs, int shift, bool createGraph)
    {
        Tensor? total = null;
        foreach (Tensor? result in results) {
            if (result is not { requires_grad: true })
                continue;
            Tensor dense = result.is_complex() ? result.view_as_real() : result.is_sparse ? result.to_dense() : result;
            Tensor flat = dense.reshape(-1);
            Tensor weights = tensor([.. Enumerable.Range(0, (int)flat.numel()).Select(i => ((7919L * i + shift) % 13 - 5.5) / 8)]).to(flat.dtype);
            Tensor term = (flat * weights).sum();
            total = total is null ? term : total + term;
        }
        Assert.NotNull(total);
        return [.. autograd.grad([total], inputs, retain_graph: createGraph, create_graph: createGraph, allow_unused: true).Select(gradient => gradient.IsInvalid ? null : gradient)];
    }

    private static string Describe(object? value) => value switch {
        null => "_",
        Tensor tensor => $"{ShortNames[tensor.dtype]}[{string.Join(',', tensor.shape)}]{(tensor.is_sparse ? "s" : "")}",
        bool => "bool",
        long or int => "int",
        double or float => "float",
        Scalar scalar => scalar.Type switch { ScalarType.Bool => "bool", ScalarType.Int64 => "int", _ => "float" },
        _ => value.GetType().Name,
    };

    private static readonly Dictionary<ScalarType, string> ShortNames =
        new[] { "f64", "f32", "f16", "bf16", "i64", "i32", "i16", "i8", "u8", "bool", "c128", "c64" }.ToDictionary(OracleCase.TypeOf);

    private static double[] Numbers(object value)
    {
        switch (value) {
        case Tensor tensor:
            if (tensor.numel() == 0)
                return [];
            // A copy: zeros that autograd makes of nothing may have no memory.
            Tensor plain = tensor.detach().clone();
            if (tensor.is_sparse)
                plain = plain.to_dense();
            if (tensor.is_complex())
                plain = plain.resolve_conj().view_as_real();
            return plain.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        case Scalar scalar:
            return [scalar.Type == ScalarType.Bool ? (scalar.ToBoolean() ? 1 : 0) : scalar.ToDouble()];
        default:
            return [Convert.ToDouble(value)];
        }
    }
}
