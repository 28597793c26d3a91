using System.Text.Json;

namespace MetaAdamW.Runtime.Tests;

/// <summary>With α = β = 1 the trajectory is PyTorch's own AdamW.</summary>
public sealed class AdamWParityTests
{
    [Theory]
    [InlineData("float32", StepKernelKind.Fused, 1e-5)]
    [InlineData("float32", StepKernelKind.Foreach, 1e-5)]
    [InlineData("float64", StepKernelKind.Fused, 1e-12)]
    [InlineData("float64", StepKernelKind.Foreach, 1e-12)]
    public void HundredStepsFollowPyTorch(string type, StepKernelKind kernel, double tolerance)
    {
        JsonElement expected = OracleData.Read("adamw.json.gz").GetProperty(type);
        using OracleModel model = Models.Create("transformer", type == "float32" ? ScalarType.Float32 : ScalarType.Float64);
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model),
            options: new() { LearningRate = 3e-3, WeightDecay = 1e-1, AlphaRange = 0, BetaRange = 0, IdentityStart = false, Kernel = kernel });

        double[] losses = new double[100];
        for (int t = 0; t < losses.Length; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = model.Loss(model.Batch(100 + (t % 10)));
            loss.backward();
            optimizer.step();
            losses[t] = loss.to(ScalarType.Float64).item<double>();
        }

        // The tolerance is the issue's, relative to the largest element of each vector: rounding differs from element to element.
        (string Name, MetaAdamWOptimizer.State State)[] states = [.. model.named_parameters().Select(p => (p.name, optimizer.StateOf(p.parameter)))];
        OracleData.AssertClose(expected.GetProperty("losses").Numbers(), losses, tolerance, "losses");
        OracleData.AssertClose(
            expected.GetProperty("parameters").Numbers(), OracleData.Flat(model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))), tolerance, "parameters");
        OracleData.AssertClose(
            expected.GetProperty("firstMoments").Numbers(), OracleData.Flat(states.Select(s => (s.Name, s.State.FirstMoment))), 10 * tolerance, "m");
        OracleData.AssertClose(
            expected.GetProperty("secondMoments").Numbers(), OracleData.Flat(states.Select(s => (s.Name, s.State.SecondMoment))), 10 * tolerance, "v");
    }
}
