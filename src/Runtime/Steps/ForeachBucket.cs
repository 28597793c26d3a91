using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Parameters of one device, type and optimizer group, with the same betas, whose statistics and update are one call of the script each. What a call
/// creates on the way is as large as the bucket, so buckets are bounded.
/// </summary>
internal sealed class ForeachBucket : IDisposable
{
    /// <summary>Elements in a bucket on a CPU: what a call creates stays in its caches.</summary>
    private const long CpuElements = 256 * 1024;

    /// <summary>Elements in a bucket elsewhere: many, for each call launches its kernels anew.</summary>
    private const long DeviceElements = 64 * 1024 * 1024;

    private readonly ParameterSlot[] _slots;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private readonly Tensor[] _values;
    private readonly Tensor _steps;
    private readonly Tensor _group;
    private readonly Mirror _rates;
    private readonly bool[] _moves;
    private Tensor[] _gradients = [];
    private Moving? _moving;

    private ForeachBucket(ParameterSlot[] slots)
    {
        _slots = slots;
        Device = slots[0].Parameter.device;
        Precision = PrecisionOn(Device);
        _moves = new bool[slots.Length];
        _first = [.. slots.Select(slot => slot.State.FirstMoment)];
        _second = [.. slots.Select(slot => slot.State.Second)];
        _values = [.. slots.Select(slot => slot.State.Master ?? slot.Parameter)];
        _rates = new Mirror(Device, Precision, 3, slots.Length);
        using DisposeScope scope = NewDisposeScope();
        _group = Mirror.Upload([.. slots.Select(slot => (double)slot.Group)], Device, ScalarType.Int64, slots.Length).DetachFromDisposeScope();
        _steps = zeros(slots.Length, dtype: Precision, device: Device).DetachFromDisposeScope();
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i].State.CountIn(_steps.select(0, i).DetachFromDisposeScope());
        }
    }

    public Device Device { get; }

    /// <summary>The parameters; none is empty.</summary>
    public IReadOnlyList<ParameterSlot> Slots => _slots;

    /// <summary>Those of them that have a gradient now.</summary>
    public IEnumerable<ParameterSlot> MovingSlots => _slots.Where((_, i) => _moves[i]);

    private ScalarType Precision { get; }

    /// <summary>The type of small tables on a device: double where there is double.</summary>
    public static ScalarType PrecisionOn(Device device) => device.type == DeviceType.MPS ? ScalarType.Float32 : ScalarType.Float64;

    /// <summary>Puts parameters into buckets.</summary>
    public static ForeachBucket[] Fill(IEnumerable<ParameterSlot> slots) =>
        [.. slots.GroupBy(slot => (slot.Parameter.device.ToString(), slot.Parameter.dtype, slot.Owner, slot.OwnBetas)).SelectMany(Cut)];

    /// <summary>Takes the gradients of this step.</summary>
    /// <returns>Whether other parameters have one than before.</returns>
    public bool TakeGradients()
    {
        bool changed = _moving is null;
        int count = 0;
        for (int i = 0; i < _slots.Length; i++)
        {
            ParameterSlot slot = _slots[i];
            if (slot.Parameter.numel() != slot.Count)
            {
                throw new InvalidOperationException(
                    $"The parameter '{slot.Bound.Name}' has changed its size since the optimizer was made: make the optimizer afterwards.");
            }

            bool moves = slot.Gradient is not null;
            changed |= moves != _moves[i];
            _moves[i] = moves;
            count += moves ? 1 : 0;
        }

        if (changed)
        {
            _moving?.Dispose();
            _moving = new Moving(this);
            _gradients = new Tensor[count];
        }

        for (int i = 0, k = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Gradient is { } gradient)
            {
                _gradients[k++] = gradient;
            }
        }

        return changed;
    }

    /// <summary>The rows ‖m‖, ‖p‖, ‖v‖, share of zeros in m.</summary>
    public Tensor MeasureState(StatisticKinds needs) => ForeachScript.Call<Tensor>(
        "measure_state",
        _values,
        _first,
        _second,
        (needs & (StatisticKinds.FirstMomentNorm | StatisticKinds.Cosine)) != 0,
        needs.HasFlag(StatisticKinds.ParameterNorm),
        needs.HasFlag(StatisticKinds.SecondMomentNorm),
        needs.HasFlag(StatisticKinds.Zeros),
        _steps);

    /// <summary>The rows ‖g‖, ⟨g, m⟩, share of zeros in g, for the parameters that have a gradient; null where none has.</summary>
    public Tensor? MeasureGradients(StatisticKinds needs) => _gradients.Length == 0 ? null : ForeachScript.Call<Tensor>(
        "measure_gradients", _gradients, _moving!.First, needs.HasFlag(StatisticKinds.Cosine), needs.HasFlag(StatisticKinds.Zeros), _steps);

    /// <summary>
    /// What the gradients say of the last update, before the next: the rows ⟨g, u⟩, ⟨g, p⟩ and ‖u‖², for the parameters that have a gradient; null where none
    /// has.
    /// </summary>
    /// <param name="last">The table of <see cref="DeviceLearner"/>, on this bucket's device.</param>
    public Tensor? MeasureLast(Tensor last) => _gradients.Length == 0 ? null : ForeachScript.Call<Tensor>(
        "measure_last", _gradients, _moving!.First, _moving.Second, _moving.Values, _steps, _moving.Indices, last, _moving.Slots);

    /// <summary>Updates the parameters that have a gradient.</summary>
    /// <param name="factors">α, β, λ1, λ2 of all groups, on this bucket's device.</param>
    /// <param name="finite">Whether all gradients are finite, on this bucket's device.</param>
    public void Update(Tensor factors, Tensor finite)
    {
        if (_gradients.Length == 0)
        {
            return;
        }

        UpdateRates[] rates = [.. _slots.Select(slot => slot.RatesAt(1))];
        using Scalar beta1 = rates[0].Beta1;
        using Scalar beta2 = rates[0].Beta2;
        ForeachScript.Call(
            "update",
            _gradients,
            _moving!.First,
            _moving.Second,
            _moving.Values,
            _moving.Halves,
            _steps,
            _moving.Indices,
            _group,
            _rates.Of([.. rates.Select(r => r.LearningRate), .. rates.Select(r => r.WeightDecay), .. rates.Select(r => r.Epsilon)]),
            factors,
            finite,
            beta1,
            beta2,
            rates[0].Maximize,
            rates[0].DividesDecay,
            _slots[0].Parameter.dtype == ScalarType.Float16);
    }

    /// <summary>Lets go of the gradients.</summary>
    public void ReleaseGradients() => Array.Clear(_gradients);

    public void Dispose()
    {
        _moving?.Dispose();
        _steps.Dispose();
        _group.Dispose();
        _rates.Dispose();
    }

    private static IEnumerable<ForeachBucket> Cut(IEnumerable<ParameterSlot> alike)
    {
        var bucket = new List<ParameterSlot>();
        long elements = 0;
        foreach (ParameterSlot slot in alike)
        {
            long most = slot.Parameter.device_type == DeviceType.CPU ? CpuElements : DeviceElements;
            if (bucket.Count > 0 && elements + slot.Count > most)
            {
                yield return new ForeachBucket([.. bucket]);
                bucket.Clear();
                elements = 0;
            }

            bucket.Add(slot);
            elements += slot.Count;
        }

        yield return new ForeachBucket([.. bucket]);
    }

    /// <summary>The lists of the parameters that have a gradient; made anew when these change.</summary>
    private sealed class Moving : IDisposable
    {
        public Moving(ForeachBucket bucket)
        {
            int[] indices = [.. Enumerable.Range(0, bucket._slots.Length).Where(i => bucket._moves[i])];
            First = Pick(bucket._first);
            Second = Pick(bucket._second);
            Values = Pick(bucket._values);
            Halves = [.. indices.Where(i => bucket._slots[i].State.Master is not null).Select(i => bucket._slots[i].Parameter)];
            using DisposeScope scope = NewDisposeScope();
            Indices = Mirror.Upload([.. indices.Select(i => (double)i)], bucket.Device, ScalarType.Int64, indices.Length).DetachFromDisposeScope();
            Slots = Mirror.Upload([.. indices.Select(i => (double)bucket._slots[i].Index)], bucket.Device, ScalarType.Int64, indices.Length).DetachFromDisposeScope();

            Tensor[] Pick(Tensor[] all) => [.. indices.Select(i => all[i])];
        }

        public Tensor[] First { get; }

        public Tensor[] Second { get; }

        public Tensor[] Values { get; }

        /// <summary>The half-precision parameters that <see cref="Values"/> are the masters of.</summary>
        public Tensor[] Halves { get; }

        /// <summary>Their places in the bucket.</summary>
        public Tensor Indices { get; }

        /// <summary>Their places among all parameters.</summary>
        public Tensor Slots { get; }

        public void Dispose()
        {
            Indices.Dispose();
            Slots.Dispose();
        }
    }
}
