using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Optim;

/// <summary>Trajectories of the optimizers against PyTorch's, made by Oracle/optim.py.</summary>
public class OptimizerParityTests
{
    private static readonly long[][] Shapes = [[1], [4097], [3, 5], [4]];

    private static readonly Dictionary<string, JsonElement> Cases = OptimOracle.Read("optimizer")
        .ToDictionary(line => $"{line.GetProperty("optimizer").GetString()} {line.GetProperty("dtype").GetString()} {line.GetProperty("options").GetRawText()}");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Takes_the_same_steps(string name)
    {
        OnTorchSharp.MayDiffer(TurnsTheDecay(name) ? "SGD maximize" : null, Check);

        void Check()
        {
            using var run = new Run(Cases[name]);
            foreach (JsonElement expected in Cases[name].GetProperty("trace").EnumerateArray()) {
                run.StepUntil(expected.GetProperty("step").GetInt32());
                run.AssertEqual(expected);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Goes_on_from_saved_state_as_if_nothing_had_happened(string name)
    {
        OnTorchSharp.MayDiffer(TurnsTheDecay(name) ? "SGD maximize" : null, Check);

        void Check()
        {
            JsonElement[] trace = [.. Cases[name].GetProperty("trace").EnumerateArray()];
            using var first = new Run(Cases[name]);
            first.StepUntil(trace[1].GetProperty("step").GetInt32());
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            first.Optimizer.save_state_dict(writer);

            using var second = new Run(Cases[name], first);
            stream.Position = 0;
            using var reader = new BinaryReader(stream);
            second.Optimizer.load_state_dict(reader);
            Assert.Equal(stream.Length, stream.Position);
            second.AssertEqual(trace[1]);
            second.StepUntil(trace[2].GetProperty("step").GetInt32());
            second.AssertEqual(trace[2]);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Takes_over_the_state_of_another_optimizer_as_a_copy(string name)
    {
        // The last parameter never gets a gradient, so that SGD keeps no momentum of it.
        OnTorchSharp.MayDiffer(name.StartsWith("SGD", StringComparison.Ordinal) ? "SGD state without momentum" : null, Check);

        void Check()
        {
            JsonElement[] trace = [.. Cases[name].GetProperty("trace").EnumerateArray()];
            using var first = new Run(Cases[name]);
            first.StepUntil(trace[1].GetProperty("step").GetInt32());
            using var second = new Run(Cases[name], first);
            second.Optimizer.load_state_dict(first.Optimizer.state_dict());
            foreach ((OptimizerState left, OptimizerState right) in first.Optimizer.state_dict().State.Zip(second.Optimizer.state_dict().State)) {
                Assert.NotSame(left, right);
                Assert.True(left.ApproximatelyEquals(right));
            }
            second.StepUntil(trace[2].GetProperty("step").GetInt32());
            first.AssertEqual(trace[1]);
            second.AssertEqual(trace[2]);
        }
    }

    // The second group always has a decay.
    private static bool TurnsTheDecay(string name) =>
        name.StartsWith("SGD", StringComparison.Ordinal) && name.Contains("\"maximize\":true", StringComparison.Ordinal);

    private sealed class Run : IDisposable
    {
        private readonly ScalarType dtype;
        private readonly double tolerance;
        private readonly Parameter[] parameters;
        private int step;

        public Run(JsonElement oracle, Run? start = null)
        {
            dtype = oracle.GetProperty("dtype").GetString() == "float32" ? float32 : float64;
            tolerance = dtype == float32 ? 1e-5 : 1e-12;
            step = start?.step ?? 0;
            parameters = [.. Shapes.Select((shape, i) => new Parameter(start is null ? OptimOracle.Noise(shape, 1 + i, dtype) : start.parameters[i].detach().clone()))];
            Optimizer = Create(oracle.GetProperty("optimizer").GetString()!, oracle.GetProperty("options"));
        }

        public OptimizerHelper Optimizer { get; }

        public void StepUntil(int last)
        {
            for (; step <= last; step++) {
                for (int i = 0; i < parameters.Length; i++) {
                    bool missing = i == 3 || (i == 2 && step % 3 == 1);
                    using Tensor? old = parameters[i].grad;
                    using Tensor? gradient = missing ? null : OptimOracle.Noise(Shapes[i], 100 * (step + 1) + i, dtype);
                    parameters[i].grad = gradient;
                }
                Optimizer.step();
            }
        }

        public void AssertEqual(JsonElement expected)
        {
            for (int i = 0; i < parameters.Length; i++)
                OptimOracle.AssertDigest(expected.GetProperty("parameters")[i], parameters[i], tolerance);
            List<OptimizerState> states = Optimizer.state_dict().State;
            for (int i = 0; i < parameters.Length; i++) {
                Tensor?[] tensors = states[i] switch {
                    SGD.State state => [state.momentum_buffer],
                    Adam.State state => [state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq],
                    AdamW.State state => [state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq],
                    _ => throw new InvalidOperationException(),
                };
                foreach ((JsonElement want, Tensor? have) in expected.GetProperty("state")[i].EnumerateArray().Zip(tensors)) {
                    if (want.ValueKind != JsonValueKind.Null)
                        OptimOracle.AssertDigest(want, have!, tolerance);
                    else if (have is not null)
                        // PyTorch makes state at a parameter's first step, TorchSharp at once.
                        Assert.Equal(0, have.abs().sum().ToDouble());
                }
            }
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            foreach (Parameter parameter in parameters)
                parameter.Dispose();
        }

        private OptimizerHelper Create(string name, JsonElement options)
        {
            double Number(string key, double otherwise = 0) => options.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : otherwise;
            bool Flag(string key) => options.TryGetProperty(key, out JsonElement value) && value.GetBoolean();
            double lr = Number("lr"), decay = Number("weight_decay");
            double[] betas = options.TryGetProperty("betas", out JsonElement pair) ? [pair[0].GetDouble(), pair[1].GetDouble()] : [0.9, 0.999];
            Parameter[] first = parameters[..2], second = parameters[2..];
            return name switch {
                "SGD" => optim.SGD(
                    [
                        new SGD.ParamGroup { Parameters = first },
                        new SGD.ParamGroup { Parameters = second, Options = new() { LearningRate = lr * 10, weight_decay = decay + 0.2 } },
                    ],
                    lr, Number("momentum"), Number("dampening"), decay, Flag("nesterov"), Flag("maximize")),
                "Adam" => optim.Adam(
                    [
                        new Adam.ParamGroup { Parameters = first },
                        new Adam.ParamGroup { Parameters = second, Options = new() { LearningRate = lr * 10, weight_decay = decay + 0.2 } },
                    ],
                    lr, betas[0], betas[1], Number("eps", 1e-8), decay, Flag("amsgrad"), Flag("maximize")),
                "AdamW" => optim.AdamW(
                    [
                        new AdamW.ParamGroup { Parameters = first },
                        new AdamW.ParamGroup { Parameters = second, Options = new() { LearningRate = lr * 10, weight_decay = decay + 0.2 } },
                    ],
                    lr, betas[0], betas[1], Number("eps", 1e-8), decay, Flag("amsgrad"), Flag("maximize")),
                _ => throw new InvalidOperationException(name),
            };
        }
    }
}
