using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// What <see cref="OnlineLearner"/> does, on any device and without waiting for it: whether there is something to learn from, and whether a gradient is
/// finite, are masks on the device.
/// </summary>
internal sealed class DeviceLearner : IDisposable
{
    /// <summary>Rows of <see cref="Table"/>: moved, learning rate, decay, epsilon, beta1, beta2, sign.</summary>
    private const int Rows = 7;

    private readonly ParameterSlot[] _slots;
    private readonly ConductorModule _conductor;
    private readonly Parameter[] _learned;
    private readonly FactorTensors _map;
    private readonly MetaAdamWOptions _options;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private readonly Tensor _group;
    private readonly Tensor _factors;
    private readonly Tensor _features;
    private readonly Tensor _moving;
    private readonly Tensor _means;
    private readonly Tensor _squares;
    private readonly Tensor _weight;
    private readonly Tensor _counts;
    private readonly Mirror _now;

    public DeviceLearner(
        ParameterSlot[] slots, int groups, int width, ConductorModule conductor, FactorTensors map, MetaAdamWOptions options, ScalarType precision)
    {
        _learned = [.. conductor.parameters()];
        (_slots, _conductor, _map, _options, _device, _precision) = (slots, conductor, map, options, _learned[0].device, precision);
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Table = Zeros(Rows, slots.Length);
        _group = Mirror.Upload([.. slots.Select(slot => (double)slot.Group)], _device, ScalarType.Int64, slots.Length).DetachFromDisposeScope();
        _factors = Zeros(groups, ConductorModule.Outputs);
        _features = Zeros(groups, width);
        _moving = Zeros(groups);
        _means = Zeros(groups, ConductorModule.Outputs);
        _squares = Zeros(groups, ConductorModule.Outputs);
        _weight = Zeros(1);
        _counts = zeros(3, dtype: ScalarType.Int64, device: _device).DetachFromDisposeScope();
        _now = new Mirror(_device, precision, Rows, slots.Length);
        long count = _learned.Sum(p => p.numel());
        Moments = options.OnlineRule != MetaLearningRule.Adam ? []
            : [.. Enumerable.Range(0, 2).Select(_ => zeros(count, dtype: _learned[0].dtype, device: _device).DetachFromDisposeScope())];

        Tensor Zeros(params long[] shape) => zeros(shape, dtype: precision, device: _device).DetachFromDisposeScope();
    }

    /// <summary>The numbers of the last update, one column for each parameter.</summary>
    public Tensor Table { get; }

    /// <summary>Adam's moments, flat over the conductor's parameters.</summary>
    public Tensor[] Moments { get; }

    /// <summary>What is needed to go on from here, beside the factors, the conductor and its moments.</summary>
    public OnlineProgress Progress
    {
        get
        {
            double[] table = DevicePath.Read(Table), counts = DevicePath.Read(_counts);
            double At(int row, int slot) => table[(row * _slots.Length) + slot];
            return new OnlineProgress
            {
                Counts = new OnlineCounts((long)counts[0], (long)counts[1], (long)counts[2]),
                LastUpdate =
                [
                    .. _slots.Select((slot, i) => At(0, i) == 0 ? null
                        : new CheckpointUpdate(At(1, i), At(2, i), At(4, i), At(5, i), At(3, i), slot.State.Step, At(6, i) < 0)),
                ],
                Features = DevicePath.Read(_features),
                Moving = DevicePath.Read(_moving),
                Signal = [.. DevicePath.Read(_means), .. DevicePath.Read(_squares), .. DevicePath.Read(_weight)],
            };
        }
    }

    /// <summary>Goes on from another learner's progress.</summary>
    /// <param name="progress">How far it was; null to begin anew.</param>
    /// <param name="factors">The factors of the last step, G × 4.</param>
    public void Recall(OnlineProgress? progress, Tensor factors)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Table.zero_();
        _factors.copy_(factors);
        if (progress is null)
        {
            return;
        }

        var signal = new SignalStatistics((int)_means.numel());
        signal.Continue(progress.Signal);
        double[] state = signal.State;
        int numbers = (int)_means.numel();
        _means.copy_(Here(state[..numbers], _means.shape));
        _squares.copy_(Here(state[numbers..^1], _squares.shape));
        _weight.copy_(Here(state[^1..], 1));
        _counts.copy_(Here([progress.Counts.Updates, progress.Counts.Skipped, progress.Counts.Clipped], 3));
        if (progress.LastUpdate.Length == _slots.Length && progress.Features.Length == _features.numel())
        {
            _features.copy_(Here(progress.Features, _features.shape));
            _moving.copy_(Here(progress.Moving, _moving.shape));
            Table.copy_(Here(Numbers(i => progress.LastUpdate[i]?.Rates), Table.shape));
        }
    }

    /// <summary>Moves the conductor by what the gradients of the step at hand say of the last step.</summary>
    /// <param name="found">The rows of <c>measure_last</c>.</param>
    /// <param name="gradients">The rows of <c>measure_gradients</c>.</param>
    /// <param name="columns">For each parameter its column in both.</param>
    /// <param name="finite">Whether all gradients are finite.</param>
    /// <param name="observed">Whether it is to be told what was found.</param>
    public OnlineRecord? Learn(Tensor found, Tensor gradients, Tensor columns, Tensor finite, bool observed)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor slopes, sound;
        using (no_grad())
        {
            slopes = ForeachScript.Call<Tensor>(
                "slopes", found, gradients, columns, Table, _factors, _group,
                _options.Online != OnlineGradient.Raw, _options.Online == OnlineGradient.Relative);
            sound = ForeachScript.Call<Tensor>("observe", slopes, Table, finite, _means, _squares, _weight);
        }

        Tensor admitted = slopes;
        if (_options.OnlineSignalLimit is { } least)
        {
            using Scalar limit = least;
            admitted = ForeachScript.Call<Tensor>("stand_out", slopes, _means, _squares, _weight, limit);
        }

        Tensor gradient = GradientOf(admitted);
        using IDisposable noGrad = no_grad();
        using Scalar rate = _options.OnlineLearningRate, largest = _options.MetaGradientLimit ?? double.PositiveInfinity;
        Tensor before = observed ? Flat(_learned.Select(p => p.detach())) : gradient;
        Tensor change = ForeachScript.Call<Tensor>("descend", gradient, sound, Moments, _counts, rate, largest);
        long offset = 0;
        foreach (Parameter parameter in _learned)
        {
            parameter.add_(change.narrow(0, offset, parameter.numel()).view(parameter.shape));
            offset += parameter.numel();
        }

        return observed && sound.cpu().item<bool>() ? Describe(slopes, gradient.norm(), change.norm().div(before.norm())) : null;
    }

    /// <summary>Makes the step at hand the last, unless a gradient was not finite.</summary>
    /// <param name="finite">Whether all gradients are finite.</param>
    /// <param name="renewed">Whether the factors are those of this step's features.</param>
    /// <param name="features">The features.</param>
    /// <param name="moving">The number of elements of each group that move.</param>
    /// <param name="factors">The factors.</param>
    public void Advance(Tensor finite, Tensor renewed, Tensor features, Tensor moving, Tensor factors)
    {
        Take(Table, finite, _now.Of(Numbers(i => _slots[i].Gradient is null ? null : _slots[i].RatesAt(1))));
        Take(_factors, finite, factors);
        Take(_features, renewed, features);
        Take(_moving, renewed, moving);

        static void Take(Tensor place, Tensor where, Tensor value) => place.copy_(torch.where(where, value, place));
    }

    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[Table, _group, _factors, _features, _moving, _means, _squares, _weight, _counts, .. Moments])
        {
            tensor.Dispose();
        }

        _now.Dispose();
    }

    private static Tensor Flat(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(t => t.reshape(-1))], 0);

    private Tensor Here(double[] values, params long[] shape) => Mirror.Upload(values, _device, _precision, shape);

    /// <summary>The table of the rates of those parameters that move.</summary>
    private double[] Numbers(Func<int, UpdateRates?> rates)
    {
        double[] table = new double[Rows * _slots.Length];
        for (int i = 0; i < _slots.Length; i++)
        {
            if (rates(i) is { } r)
            {
                double[] column = [1, r.LearningRate, r.WeightDecay, r.Epsilon, r.Beta1, r.Beta2, r.Maximize ? -1 : 1];
                for (int row = 0; row < Rows; row++)
                {
                    table[(row * _slots.Length) + i] = column[row];
                }
            }
        }

        return table;
    }

    /// <summary>The derivatives by all that the conductor learns, one after the other, from those by the last factors.</summary>
    private Tensor GradientOf(Tensor slopes)
    {
        using IDisposable grad = enable_grad();
        Tensor raw = _conductor.call(_features.to(_learned[0].dtype));
        Tensor factors = _map.Apply(raw.to(_precision), _moving);
        IList<Tensor> gradients = autograd.grad([factors.mul(slopes).sum()], _learned, allow_unused: true);
        return Flat(_learned.Select((p, i) => gradients[i] is { IsInvalid: false } g ? g.detach() : zeros_like(p.detach())));
    }

    private OnlineRecord Describe(Tensor slopes, Tensor norm, Tensor change)
    {
        var signal = new SignalStatistics((int)_means.numel());
        signal.Continue([.. DevicePath.Read(_means), .. DevicePath.Read(_squares), .. DevicePath.Read(_weight)]);
        double[][] rows = [.. DevicePath.Read(slopes).Chunk(ConductorModule.Outputs)];
        double size = DevicePath.Read(norm)[0];
        return new OnlineRecord
        {
            ByAlpha = [.. rows.Select(row => row[0])],
            ByBeta = [.. rows.Select(row => row[1])],
            SignalToNoise = [.. rows.Select((_, g) => signal.Of(g * ConductorModule.Outputs))],
            TotalSignalToNoise = signal.OfAll(),
            GradientNorm = size,
            RelativeChange = DevicePath.Read(change)[0],
            Skipped = !double.IsFinite(size),
        };
    }
}
