using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The fused kernel: C# with SIMD and threads, straight on the memory of contiguous CPU tensors. All parameters are cut into
/// chunks, and each pass is one parallel region over the table of chunks, so that many small tensors cost no more than one large.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class FusedKernel<T> : StepKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements in a chunk: its four arrays fit into a second-level cache.</summary>
    private const int ChunkLength = 16 * 1024;

    /// <summary>Below so many elements a second thread costs more than it brings.</summary>
    private const long WorthThreads = 64 * 1024;

    private readonly Chunk[] _chunks;
    private readonly Memory[] _memory;
    private readonly Tensor?[] _contiguous;
    private readonly MeasureJob _measure;
    private readonly UpdateJob _update;
    private readonly long _count;

    public FusedKernel(ParameterSlot[] slots)
        : base(slots)
    {
        _memory = new Memory[slots.Length];
        _contiguous = new Tensor?[slots.Length];
        _count = slots.Sum(slot => slot.Count);
        _chunks = [.. slots.SelectMany((slot, i) => Cut(i, slot.Count))];
        _measure = new MeasureJob(_chunks, _memory);
        _update = new UpdateJob(_chunks, _memory, slots.Length);
    }

    public override string Name => $"fused {(typeof(T) == typeof(float) ? "float32" : "float64")}, {8 * Vector<byte>.Count}-bit vectors";

    private int Threads => _count < WorthThreads ? 1 : Math.Min(get_num_threads(), Environment.ProcessorCount);

    /// <summary>Whether a parameter can be taken: contiguous, on the CPU, of type T.</summary>
    public static bool Takes(Tensor parameter) =>
        parameter.device_type == DeviceType.CPU
        && parameter.dtype == (typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64)
        && parameter.is_contiguous();

    public override void Measure(StatisticKinds needs, Span<ParameterStatistics> statistics)
    {
        LocateMemory();
        _measure.CountZeros = needs.HasFlag(StatisticKinds.Zeros);
        ChunkTeam.Shared.Run(_measure, Threads);
        foreach (ParameterSlot slot in Slots)
        {
            statistics[slot.Index] = default;
        }

        // The partial sums are added in the order of the table, whatever thread took them: a step is the same at any thread count.
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
        {
            statistics[Slots[_chunks[chunk].Slot].Index].Add(in _measure.Partial[chunk]);
        }
    }

    public override void Update(ReadOnlySpan<UpdateRates> rates, ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta)
    {
        for (int i = 0; i < Slots.Length; i++)
        {
            int group = Slots[i].Group;
            _update.Coefficients[i] = _memory[i].Gradient == null
                ? default
                : new FusedArithmetic<T>.Coefficients(in rates[Slots[i].Index], alpha[group], beta[group]);
        }

        ChunkTeam.Shared.Run(_update, Threads);
        GC.KeepAlive(Slots);
        ReleaseCopies();
    }

    public override void Dispose() => ReleaseCopies();

    private static IEnumerable<Chunk> Cut(int slot, long count)
    {
        for (long offset = 0; offset < count; offset += ChunkLength)
        {
            yield return new Chunk(slot, offset, (int)Math.Min(ChunkLength, count - offset));
        }
    }

    /// <summary>Addresses are asked for in each step: a parameter's memory may have been replaced since the last.</summary>
    private void LocateMemory()
    {
        ReleaseCopies();
        for (int i = 0; i < Slots.Length; i++)
        {
            ParameterSlot slot = Slots[i];
            if (slot.Count == 0)
            {
                continue;
            }

            if (slot.Parameter.numel() != slot.Count || !Takes(slot.Parameter))
            {
                throw new InvalidOperationException(
                    $"The parameter '{slot.Bound.Name}' has changed its size, type, layout or device since the optimizer was made: make the optimizer afterwards.");
            }

            Tensor? gradient = slot.Gradient;
            if (gradient is not null && !(gradient.is_contiguous() && gradient.dtype == slot.Parameter.dtype))
            {
                gradient = _contiguous[i] = gradient.to(slot.Parameter.dtype).contiguous().DetachFromDisposeScope();
            }

            _memory[i] = new Memory
            {
                Parameter = (T*)TensorMemory.AddressOf(slot.Parameter),
                First = (T*)TensorMemory.AddressOf(slot.State.FirstMoment),
                Second = (T*)TensorMemory.AddressOf(slot.State.SecondMoment),
                Gradient = gradient is null ? null : (T*)TensorMemory.AddressOf(gradient),
            };
        }
    }

    private void ReleaseCopies()
    {
        for (int i = 0; i < _contiguous.Length; i++)
        {
            _contiguous[i]?.Dispose();
            _contiguous[i] = null;
        }
    }

    private readonly record struct Chunk(int Slot, long Offset, int Length);

    private struct Memory
    {
        public T* Parameter;
        public T* First;
        public T* Second;
        public T* Gradient;
    }

    private sealed class MeasureJob(Chunk[] chunks, Memory[] memory) : ChunkJob
    {
        public ParameterStatistics[] Partial { get; } = new ParameterStatistics[chunks.Length];

        public bool CountZeros { get; set; }

        public override int Chunks => chunks.Length;

        public override void Run(int chunk)
        {
            (int slot, long offset, int length) = chunks[chunk];
            ref Memory at = ref memory[slot];
            T* m = at.First + offset;
            T* p = at.Parameter + offset;
            T* v = at.Second + offset;
            ref ParameterStatistics found = ref Partial[chunk];
            if (at.Gradient != null)
            {
                T* g = at.Gradient + offset;
                found = FusedArithmetic<T>.Measure(g, m, p, v, length);
                found.GradientZeros = CountZeros ? FusedArithmetic<T>.ZerosOf(g, length) : 0;
            }
            else
            {
                found = new ParameterStatistics
                {
                    FirstMomentSquares = FusedArithmetic<T>.SquaresOf(m, length),
                    ParameterSquares = FusedArithmetic<T>.SquaresOf(p, length),
                    SecondMomentSquares = FusedArithmetic<T>.SquaresOf(v, length),
                    GradientZeros = length,
                };
            }

            found.FirstMomentZeros = CountZeros ? FusedArithmetic<T>.ZerosOf(m, length) : 0;
        }
    }

    private sealed class UpdateJob(Chunk[] chunks, Memory[] memory, int slots) : ChunkJob
    {
        public FusedArithmetic<T>.Coefficients[] Coefficients { get; } = new FusedArithmetic<T>.Coefficients[slots];

        public override int Chunks => chunks.Length;

        public override void Run(int chunk)
        {
            (int slot, long offset, int length) = chunks[chunk];
            ref Memory at = ref memory[slot];
            if (at.Gradient != null)
            {
                FusedArithmetic<T>.Update(
                    at.Gradient + offset, at.First + offset, at.Parameter + offset, at.Second + offset, length, in Coefficients[slot]);
            }
        }
    }
}
