using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Compares a case with the oracle: outputs, gradients, second gradients.</summary>
internal static class Parity
{
    /// <summary>Runs a case and asserts that everything that the oracle has is met.</summary>
    /// <param name="oracle">The oracle.</param>
    /// <param name="caseName">The case there.</param>
    /// <param name="parity">The case here.</param>
    /// <param name="type">float32 or float64; the oracle's numbers are rounded to it.</param>
    public static void Check(OracleFile oracle, string caseName, ParityCase parity, ScalarType type) =>
        parity.Compare(type, () => Compare(oracle, caseName, parity, type));

    private static void Compare(OracleFile oracle, string caseName, ParityCase parity, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var tolerance = type == ScalarType.Float64 ? 1e-12 : 1e-5;
        var module = parity.Make()?.to(type);
        var variables = new Dictionary<string, Tensor>();
        var inputs = new List<Tensor>();
        for (var i = 0; ; i++)
        {
            var differentiated = oracle.Has(caseName, $"x{i}");
            if (!differentiated && !oracle.Has(caseName, $"c{i}")) break;
            var input = oracle.Read(caseName, (differentiated ? "x" : "c") + i, type);
            if (differentiated) variables.Add($"x{i}", input.requires_grad_());
            inputs.Add(input);
        }

        if (module is not null)
        {
            var state = oracle.Keys(caseName, "p.").ToDictionary(key => key[2..], key => oracle.Read(caseName, key, type));
            module.load_state_dict(state, strict: true);
            foreach (var (name, parameter) in module.named_parameters())
            {
                if (parameter.requires_grad) variables.Add("p." + name, parameter);
            }
        }

        var outputs = parity.Run(module, [.. inputs]);
        Assert.Equal(oracle.Keys(caseName, "y").Count, outputs.Length);
        for (var i = 0; i < outputs.Length; i++) Close(oracle, caseName, $"y{i}", outputs[i], tolerance);

        var differentiable = outputs.Where(output => output.requires_grad).ToList();
        var first = Gradients(oracle, caseName, "g.", differentiable, variables, tolerance);
        _ = Gradients(oracle, caseName, "h.", first, variables, tolerance);
        module?.Dispose();
    }

    private static List<Tensor> Gradients(OracleFile oracle, string caseName, string prefix, List<Tensor> outputs, Dictionary<string, Tensor> variables, double tolerance)
    {
        var expected = oracle.Keys(caseName, prefix);
        if (expected.Count == 0) return [];

        var sum = outputs.Select(output => (output * Weights(output)).sum()).Aggregate((a, b) => a + b);
        var gradients = autograd.grad([sum], [.. variables.Values], retain_graph: true, create_graph: true, allow_unused: true);
        foreach (var (name, gradient) in variables.Keys.Zip(gradients))
        {
            if (expected.Contains(prefix + name)) Close(oracle, caseName, prefix + name, gradient, tolerance);
            else Assert.True(gradient.IsInvalid || gradient.abs().max().ToDouble() == 0, $"{caseName}: {prefix}{name} should not exist.");
        }
        Assert.All(expected, key => Assert.Contains(key[prefix.Length..], variables.Keys));

        // In the oracle's order: the differentiated sum depends on it.
        return [.. variables.Keys.Zip(gradients).Where(g => expected.Contains(prefix + g.First) && g.Second.requires_grad).Select(g => g.Second)];
    }

    private static Tensor Weights(Tensor like) => arange(1, like.numel() + 1, 1, dtype: ScalarType.Float64).cos().reshape(like.shape).to_type(like.dtype);

    // Relative to the largest element: sums of terms of that size make the others.
    private static void Close(OracleFile oracle, string caseName, string key, Tensor actual, double tolerance)
    {
        Assert.False(actual.IsInvalid, $"{caseName}: {key} does not exist.");
        using var expected = oracle.Read(caseName, key, ScalarType.Float64);
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0) return;
        if (expected.dtype != ScalarType.Float64)
        {
            Assert.True(expected.equal(actual.to_type(expected.dtype)).all().ToBoolean(), $"{caseName}: {key} differs.");
            return;
        }

        using var found = actual.detach().to_type(ScalarType.Float64);
        var scale = expected.abs().max().ToDouble();
        var difference = (expected - found).abs().max().ToDouble();
        Assert.True(difference <= tolerance * (scale == 0 ? 1 : scale), $"{caseName}: {key} differs by {difference:g3} of {scale:g3}.");
    }
}
