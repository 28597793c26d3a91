using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Optim;

/// <summary>What Oracle/optim.py stored, and the formulas that it shares with the tests.</summary>
internal static class OptimOracle
{
    public static IEnumerable<JsonElement> Read(string kind) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Oracle", "optim.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("kind").GetString() == kind);

    public static Tensor Noise(long[] shape, int seed, ScalarType dtype)
    {
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = unchecked(((uint)i * 2654435761 + (uint)seed * 40503 + 12345) * 2246822519) / 2147483648.0 - 1;
        using Tensor flat = tensor(values);
        using Tensor shaped = flat.reshape(shape);
        return shaped.to_type(dtype, copy: true);
    }

    /// <summary>Compares sum, sum of absolute values, first, second, middle, last but one and last element.</summary>
    public static void AssertDigest(JsonElement expected, Tensor actual, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] values = actual.detach().to_type(float64).flatten().data<double>().ToArray();
        int n = values.Length;
        double[] digest = [values.Sum(), values.Sum(Math.Abs), values[0], values[Math.Min(1, n - 1)], values[n / 2], values[Math.Max(n - 2, 0)], values[n - 1]];
        double[] wanted = [.. expected.EnumerateArray().Select(value => value.GetDouble())];
        double[] scale = [wanted[1], .. wanted[1..]];
        for (int i = 0; i < digest.Length; i++) {
            double error = Math.Abs(digest[i] - wanted[i]);
            Assert.True(error <= tolerance * Math.Max(Math.Abs(scale[i]), 1e-2),
                $"Value {i} of the digest is {digest[i]:R}, not {wanted[i]:R}.");
        }
    }
}
