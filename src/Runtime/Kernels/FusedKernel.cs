using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The fused kernel: C# with SIMD and threads, straight on the memory of contiguous CPU tensors. All parameters are cut into
/// chunks, and each pass is one parallel region over the table of chunks, so that many small tensors cost no more than one large.
/// </summary>
/// <remarks>
/// The statistics pass reads g and m, the update reads g, m, p, v and writes m, p, v: 36 bytes a float32 parameter. The norms of p
/// and v are taken while they are written; see <see cref="KeptSquares"/>.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class FusedKernel<T> : StepKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Below so many elements a second thread costs more than it brings.</summary>
    private const long WorthThreads = 64 * 1024;

    private readonly bool _measured;
    private readonly double _traceKept;
    private readonly ChunkTable _table;
    private readonly ParameterMemory<T> _memory;
    private readonly KeptSquares _kept;
    private readonly MeasureJob _measure;
    private readonly UpdateJob _update;
    private readonly bool[] _updated;
    private readonly int[] _versions;

    /// <param name="slots">The parameters.</param>
    /// <param name="measured">Whether each update follows a measurement, and keeps what the next one needs.</param>
    /// <param name="traceKept">What an update leaves of the trace of the directions, where the parameters' states have one.</param>
    public FusedKernel(ParameterSlot[] slots, bool measured, double traceKept = 0)
        : base(slots)
    {
        _table = new ChunkTable([.. slots.Select(slot => slot.Count)]);
        _memory = new ParameterMemory<T>(slots);
        _measured = measured;
        _traceKept = traceKept;
        _kept = new KeptSquares(slots.Length, measured ? _table.All.Length : 0);
        _measure = new MeasureJob(this);
        _update = new UpdateJob(this);
        _updated = new bool[slots.Length];
        _versions = new int[slots.Length];
    }

    public override string Name =>
        $"fused {(typeof(T) == typeof(float) ? "float32" : "float64")}, {SimdCapability.Name(Arithmetic.Width)}, {Threads} thread{(Threads > 1 ? "s" : "")}";

    private static FusedArithmetic<T> Arithmetic => FusedArithmetic<T>.Best;

    private int Threads => _table.Elements < WorthThreads ? 1 : Math.Min(get_num_threads(), ChunkTeam.Shared.Limit);

    /// <summary>Whether a parameter can be taken: contiguous, on the CPU, of type T.</summary>
    public static bool Takes(Tensor parameter) =>
        parameter.device_type == DeviceType.CPU
        && parameter.dtype == (typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64)
        && parameter.is_contiguous();

    public override void Prepare() => ChunkTeam.Shared.Alert(Threads);

    public override void Forget() => _kept.Forget();

    public override void Recall(ReadOnlySpan<bool> moved, ReadOnlySpan<UpdateRates> rates, ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta)
    {
        for (int i = 0; i < Slots.Length; i++)
        {
            ParameterSlot slot = Slots[i];
            _updated[i] = moved[slot.Index];
            _versions[i] = slot.State.Version;
            if (_updated[i])
            {
                _update.Coefficients[i] = new UpdateCoefficients<T>(in rates[slot.Index], alpha[slot.Group], beta[slot.Group]);
            }
        }
    }

    public override void Measure(StatisticKinds needs, Span<ParameterStatistics> statistics)
    {
        _memory.Locate();
        for (int i = 0; i < Slots.Length; i++)
        {
            ref KeptSquares.Slot known = ref _kept.OfSlot(i);
            if (known.Version != Slots[i].State.Version)
            {
                known = new KeptSquares.Slot { Version = Slots[i].State.Version };
            }

            known.Edited = false;
            known.InFull = !known.Known || known.Slipped || known.Updates < KeptSquares.Probation
                || _memory.Of(i).Gradient == null || Slots[i].State.IsExposed;
        }

        _measure.CountZeros = (needs & StatisticKinds.Zeros) != 0;
        _measure.OnlyEdited = false;
        ChunkTeam.Shared.Run(_measure, _table.Ends(Threads));
        ReadEditedInFull();
        foreach (ParameterSlot slot in Slots)
        {
            statistics[slot.Index] = default;
        }

        // The partial sums are added in the order of the table, whatever thread took them: a step is the same at any thread count.
        for (int chunk = 0; chunk < _table.All.Length; chunk++)
        {
            statistics[Slots[_table.All[chunk].Slot].Index].Add(in _measure.Partial[chunk]);
        }
    }

    public override void Update(
        ReadOnlySpan<UpdateRates> rates, ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, Span<ParameterStatistics> statistics = default)
    {
        if (!_measured)
        {
            _memory.Locate();
        }

        _update.Turn();
        for (int i = 0; i < Slots.Length; i++)
        {
            // Moments that were loaded since are not what the last update left.
            bool traces = _memory.Of(i).Trace != null;
            _update.Looks[i] = !statistics.IsEmpty && (traces || (_updated[i] && _versions[i] == Slots[i].State.Version));
            _updated[i] = _memory.Of(i).Gradient != null;
            _versions[i] = Slots[i].State.Version;
            if (_updated[i])
            {
                int group = Slots[i].Group;
                ref readonly UpdateRates mine = ref rates[Slots[i].Index];
                _update.Coefficients[i] = i > 0 && _updated[i - 1] && Slots[i - 1].Group == group && rates[Slots[i - 1].Index] == mine
                    ? _update.Coefficients[i - 1]
                    : new UpdateCoefficients<T>(in mine, alpha[group], beta[group], _traceKept);
                ref KeptSquares.Slot known = ref _kept.OfSlot(i);
                known.Updates = Math.Min(known.Updates + 1, KeptSquares.Probation);
            }
        }

        ChunkTeam.Shared.Run(_update, _table.Ends(Threads), backward: true);
        GC.KeepAlive(Slots);
        if (!statistics.IsEmpty)
        {
            Gather(statistics);
        }

        _memory.ReleaseCopies();
    }

    public override void Dispose() => _memory.ReleaseCopies();

    /// <summary>Adds what the chunks say of the last update, in the order of the table.</summary>
    private void Gather(Span<ParameterStatistics> statistics)
    {
        for (int chunk = 0; chunk < _table.All.Length;)
        {
            int slot = _table.All[chunk].Slot;
            LastUpdateSums sums = default;
            for (; chunk < _table.All.Length && _table.All[chunk].Slot == slot; chunk++)
            {
                sums.Add(in _update.Sums[chunk]);
            }

            statistics[Slots[slot].Index].LastUpdate = !_update.Looks[slot] || !_updated[slot] ? default
                : _memory.Of(slot).Trace != null ? sums.OfTrace
                : sums.Of(in _update.LastCoefficients[slot]);
        }
    }

    /// <summary>A parameter of which one chunk has been edited may have been edited in others: those are read too.</summary>
    private void ReadEditedInFull()
    {
        bool any = false;
        for (int i = 0; i < Slots.Length; i++)
        {
            ref KeptSquares.Slot known = ref _kept.OfSlot(i);
            known.InFull |= known.Edited;
            any |= known.Edited;
            known.Known = true;
        }

        if (any)
        {
            _measure.OnlyEdited = true;
            ChunkTeam.Shared.Run(_measure, _table.Ends(Threads));
        }
    }

    private sealed class MeasureJob(FusedKernel<T> kernel) : ChunkJob
    {
        private readonly Chunk[] _chunks = kernel._table.All;
        private readonly ParameterMemory<T> _memory = kernel._memory;
        private readonly KeptSquares _kept = kernel._kept;

        public ParameterStatistics[] Partial { get; } = new ParameterStatistics[kernel._measured ? kernel._table.All.Length : 0];

        public bool CountZeros { get; set; }

        public bool OnlyEdited { get; set; }

        public override void Run(int chunk)
        {
            (int slot, long offset, int length) = _chunks[chunk];
            ref KeptSquares.Slot known = ref _kept.OfSlot(slot);
            ref KeptSquares.Squares kept = ref _kept.OfChunk(chunk);
            if (OnlyEdited && (!known.Edited || kept.IsFresh))
            {
                return;
            }

            ref readonly ParameterMemory<T>.Place at = ref _memory.Of(slot);
            T* m = at.First + offset;
            ref ParameterStatistics found = ref Partial[chunk];
            found = default;
            if (at.Gradient != null)
            {
                T* g = at.Gradient + offset;
                (found.GradientSquares, found.GradientDotFirstMoment, found.FirstMomentSquares) = Arithmetic.Measure(g, m, length);
                found.GradientZeros = CountZeros ? Arithmetic.ZerosOf(g, length) : 0;
            }
            else
            {
                found.FirstMomentSquares = Arithmetic.SquaresOf(m, length);
                found.GradientZeros = length;
            }

            found.FirstMomentZeros = CountZeros ? Arithmetic.ZerosOf(m, length) : 0;
            ReadOnlySpan<byte> start = at.StartOf(offset, length);
            bool untouched = known.Known && kept.StartsWith(start);
            kept.IsFresh = known.InFull || !untouched;
            if (kept.IsFresh)
            {
                double squares = Arithmetic.SquaresOf(at.Parameter + offset, length);
                if (untouched && !kept.Holds(squares))
                {
                    known.Slipped = true;
                }
                else if (!untouched && !known.InFull)
                {
                    known.Edited = true;
                }

                kept.Keep(squares, Arithmetic.SquaresOf(at.Second + offset, length), start);
            }

            found.ParameterSquares = kept.Parameter;
            found.SecondMomentSquares = kept.SecondMoment;
        }
    }

    private sealed class UpdateJob(FusedKernel<T> kernel) : ChunkJob
    {
        private readonly Chunk[] _chunks = kernel._table.All;
        private readonly ParameterMemory<T> _memory = kernel._memory;
        private readonly KeptSquares _kept = kernel._kept;

        public UpdateCoefficients<T>[] Coefficients { get; private set; } = new UpdateCoefficients<T>[kernel.Slots.Length];

        /// <summary>Those of the update before.</summary>
        public UpdateCoefficients<T>[] LastCoefficients { get; private set; } = new UpdateCoefficients<T>[kernel._measured ? kernel.Slots.Length : 0];

        /// <summary>Whether the gradient of each parameter is to be compared with the update before.</summary>
        public bool[] Looks { get; } = new bool[kernel.Slots.Length];

        /// <summary>What that found, by chunk.</summary>
        public LastUpdateSums[] Sums { get; } = new LastUpdateSums[kernel._measured ? kernel._table.All.Length : 0];

        /// <summary>What is the present update becomes the one before.</summary>
        public void Turn()
        {
            if (kernel._measured)
            {
                (Coefficients, LastCoefficients) = (LastCoefficients, Coefficients);
            }
        }

        public override void Run(int chunk)
        {
            (int slot, long offset, int length) = _chunks[chunk];
            ref readonly ParameterMemory<T>.Place at = ref _memory.Of(slot);
            if (at.Gradient == null)
            {
                return;
            }

            if (!kernel._measured)
            {
                Arithmetic.Update(
                    at.Gradient + offset, at.First + offset, at.Parameter + offset, at.Second + offset, length, in Coefficients[slot]);
                return;
            }

            T* g = at.Gradient + offset, m = at.First + offset, p = at.Parameter + offset, v = at.Second + offset;
            UpdateSquares squares = at.Trace != null ? Arithmetic.UpdateAndTrace(g, m, p, v, at.Trace + offset, length, in Coefficients[slot], out Sums[chunk])
                : Looks[slot]
                ? Arithmetic.UpdateAndMeasureLast(g, m, p, v, length, in Coefficients[slot], in LastCoefficients[slot], out Sums[chunk])
                : Arithmetic.UpdateAndMeasure(g, m, p, v, length, in Coefficients[slot]);
            ref KeptSquares.Squares kept = ref _kept.OfChunk(chunk);
            if (!kept.Holds(squares.ParameterBefore))
            {
                _kept.OfSlot(slot).Slipped = true;
            }

            kept.Keep(squares.Parameter, squares.SecondMoment, at.StartOf(offset, length));
        }
    }
}
