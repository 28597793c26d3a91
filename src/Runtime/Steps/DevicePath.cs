using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The path of any device and floating-point type, several at once too: the script's functions over buckets of tensors, features, Φ
/// and factors as tensors on Φ's device. The host never waits for a value: counts, factors and features are read when someone asks.
/// </summary>
/// <remarks>Half-precision parameters are measured and updated in float32.</remarks>
internal sealed class DevicePath : StepPath
{
    private const int StateRows = 4;
    private const int GradientRows = 3;

    private readonly ConductorModule _conductor;
    private readonly ScalarType _type;
    private readonly int _width;
    private readonly StatisticKinds _needs;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private readonly ForeachBucket[] _buckets;
    private readonly TensorFeatures _extraction;
    private readonly Tensor _stateOfEmpty;
    private readonly Tensor _gradientsOfMissing;
    private readonly Tensor _columnsOfState;
    private readonly Mirror _columnsOfGradients;
    private readonly Mirror _signs;
    private readonly Mirror _movingNow;
    private readonly FactorTensors _factorMap;
    private readonly DeviceLearner? _learner;
    private readonly double[] _moving;
    private readonly Tensor _factors;
    private readonly Tensor _counts;
    private double[] _gradientColumns = [];
    private Tensor? _state;
    private Tensor? _gradients;
    private Tensor? _signsNow;
    private Tensor? _features;
    private Tensor? _finite;
    private Tensor? _raw;
    private Tensor? _renewed;
    private OnlineRecord? _learned;

    public DevicePath(
        BoundGroups groups, ParameterSlot[] slots, FeatureExtractor extractor, ConductorModule conductor, FactorMap map, MetaAdamWOptions options)
        : base(slots)
    {
        Tensor weight = conductor.parameters().First();
        _conductor = conductor;
        _type = weight.dtype;
        _width = extractor.Width;
        _needs = extractor.Needs;
        _device = weight.device;
        _precision = ForeachBucket.PrecisionOn(_device);
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _buckets = ForeachBucket.Fill(slots.Where(slot => slot.Count > 0));
        _extraction = new TensorFeatures(groups, slots, extractor, options.LogarithmicFeatures, _device, _precision);

        // One column more for parameters without elements, and two for those: with 0 and with 1 for the share of zeros.
        _stateOfEmpty = zeros(StateRows, 1, dtype: _precision, device: _device).DetachFromDisposeScope();
        _gradientsOfMissing = Mirror.Upload([0, 0, 0, 0, 0, 1], _device, _precision, GradientRows, 2).DetachFromDisposeScope();
        _columnsOfState = Mirror.Upload(Columns(bucket => bucket.Slots, n => _ => n), _device, ScalarType.Int64, slots.Length).DetachFromDisposeScope();
        _columnsOfGradients = new Mirror(_device, ScalarType.Int64, slots.Length);
        _signs = new Mirror(_device, _precision, slots.Length);
        _movingNow = new Mirror(_device, _precision, groups.Count);
        _moving = new double[groups.Count];
        _factorMap = map.On(_device, _precision);
        _factors = ones(groups.Count, ConductorModule.Outputs, dtype: _precision, device: _device).DetachFromDisposeScope();
        _counts = zeros(2, dtype: ScalarType.Int64, device: _device).DetachFromDisposeScope();
        _learner = options.Online == OnlineGradient.Off ? null
            : new DeviceLearner(slots, groups.Count, extractor.Width, conductor, _factorMap, options, _precision);
    }

    public override string Name => $"foreach on {string.Join(" and ", _buckets.Select(bucket => bucket.Device.ToString()).Distinct())}";

    public override double[] Alpha => Column(0);

    public override double[] Beta => Column(1);

    public override double[] Raw => _raw is null ? new double[_factors.shape[0] * ConductorModule.Outputs] : Read(_raw);

    public override double[] Factors => Read(_factors);

    public override double[] Features => _features is null ? new double[_factors.shape[0] * _width] : Read(_features);

    public override long SkippedSteps { get => (long)Read(_counts)[0]; set => SetCount(0, value); }

    public override long HeldSteps { get => (long)Read(_counts)[1]; set => SetCount(1, value); }

    public override bool GradientsAreFinite => _finite is null || Read(_finite)[0] != 0;

    public override OnlineRecord? Learned => _learned;

    public override OnlineProgress? Progress { get => _learner?.Progress; set => _learner?.Recall(value, _factors); }

    public override IReadOnlyList<Tensor> OnlineMoments => _learner?.Moments ?? [];

    public override void Measure(bool ofMaximized)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        bool changed = false;
        foreach (ForeachBucket bucket in _buckets)
        {
            changed |= bucket.TakeGradients();
        }

        if (changed || _gradientColumns.Length == 0)
        {
            _gradientColumns = Columns(bucket => bucket.MovingSlots, n => slot => slot.Count == 0 ? n : n + 1);
        }

        Keep(ref _state, cat([.. _buckets.Select(bucket => Here(bucket.MeasureState(_needs))), _stateOfEmpty], 1));
        Keep(ref _gradients, cat([.. _buckets.Select(bucket => bucket.MeasureGradients(_needs)).OfType<Tensor>().Select(Here), _gradientsOfMissing], 1));
        _signsNow = _signs.Of([.. Slots.Select(slot => ofMaximized && slot.Owner.Options.Maximize!.Value ? -1.0 : 1)]);
    }

    public override void Extract(double time)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor features, Tensor finite) =
            _extraction.Extract(_state!, _gradients!, _columnsOfState, _columnsOfGradients.Of(_gradientColumns), _signsNow!, time);
        Keep(ref _features, features);
        Keep(ref _finite, finite);
    }

    public override void Modulate(bool learns)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        FactorMap.CountMoving(Slots, _moving);
        Keep(ref _raw, _conductor.call(_features!.to(_type)));
        Tensor mapped = _factorMap.Apply(_raw!.to(_precision), _movingNow.Of(_moving));
        Keep(ref _renewed, ForeachScript.Call<Tensor>("modulate", _raw!, mapped, _finite!, _factors, _counts));
    }

    public override void Update(bool learns, bool observed)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor? found = learns && _learner is not null ? MeasureLast(_learner) : null;
        foreach (ForeachBucket bucket in _buckets)
        {
            bucket.Update(_factors.to(bucket.Device, non_blocking: true), _finite!.to(bucket.Device, non_blocking: true));
            bucket.ReleaseGradients();
        }

        _learned = null;
        if (found is not null)
        {
            _learned = _learner!.Learn(found, _gradients!, _columnsOfGradients.Of(_gradientColumns), _finite!, observed);
        }

        _learner?.Advance(_finite!, _renewed!, _features!, _movingNow.Of(_moving), _factors);
    }

    public override Tensor FeaturesFor(ScalarType dtype, Device device) => _features!.to(dtype, device, copy: true);

    public override void SetFactors(IReadOnlyList<double> alpha, IReadOnlyList<double> beta)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        for (int column = 0; column < 2; column++)
        {
            double[] values = [.. column == 0 ? alpha : beta];
            _factors.narrow(0, 0, values.Length).select(1, column).copy_(Mirror.Upload(values, _device, _precision, values.Length));
        }
    }

    /// <summary>The conductor's own weights are used.</summary>
    public override void RefreshConductor()
    {
    }

    public override void Dispose()
    {
        foreach (ForeachBucket bucket in _buckets)
        {
            bucket.Dispose();
        }

        _extraction.Dispose();
        _columnsOfGradients.Dispose();
        _signs.Dispose();
        _movingNow.Dispose();
        _factorMap.Dispose();
        _learner?.Dispose();
        foreach (Tensor? tensor in (Tensor?[])
            [_stateOfEmpty, _gradientsOfMissing, _columnsOfState, _factors, _counts, _state, _gradients, _features, _finite, _raw, _renewed])
        {
            tensor?.Dispose();
        }
    }

    /// <summary>A tensor's values; this waits for the device.</summary>
    public static double[] Read(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>Puts a tensor of this scope where the next one will take its place.</summary>
    private static void Keep(ref Tensor? place, Tensor tensor)
    {
        place?.Dispose();
        place = tensor.DetachFromDisposeScope();
    }

    /// <summary>What the gradients say of the last update, in the columns of <see cref="_gradients"/>; zeros for parameters without one.</summary>
    private Tensor MeasureLast(DeviceLearner learner)
    {
        Tensor[] rows = [.. _buckets.Select(bucket => bucket.MeasureLast(learner.Table.to(bucket.Device, non_blocking: true))).OfType<Tensor>().Select(Here)];
        return cat([.. rows, zeros_like(_gradientsOfMissing)], 1);
    }

    private Tensor Here(Tensor tensor) => tensor.to(_device, non_blocking: true);

    private double[] Column(int column)
    {
        double[] all = Factors;
        return [.. Enumerable.Range(0, all.Length / ConductorModule.Outputs).Select(g => all[(g * ConductorModule.Outputs) + column])];
    }

    private void SetCount(int index, long value)
    {
        using DisposeScope scope = NewDisposeScope();
        _counts.select(0, index).fill_(value);
    }

    /// <summary>For each parameter its column where the buckets' columns stand one after the other.</summary>
    /// <param name="present">The parameters that a bucket has a column for.</param>
    /// <param name="rest">For the number of all these columns: the column of a parameter that has none of its own.</param>
    private double[] Columns(Func<ForeachBucket, IEnumerable<ParameterSlot>> present, Func<int, Func<ParameterSlot, int>> rest)
    {
        ParameterSlot[] order = [.. _buckets.SelectMany(present)];
        Func<ParameterSlot, int> other = rest(order.Length);
        double[] columns = [.. Slots.Select(slot => (double)other(slot))];
        for (int i = 0; i < order.Length; i++)
        {
            columns[order[i].Index] = i;
        }

        return columns;
    }
}
