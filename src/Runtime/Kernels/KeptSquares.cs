using System.Runtime.CompilerServices;

namespace MetaAdamW;

/// <summary>
/// ‖p‖² and ‖v‖² of each chunk as the last update wrote them, so that the statistics of the next step need not read p and v again:
/// 36 bytes a float32 parameter instead of 44.
/// </summary>
/// <remarks>
/// <para>They may be used only while nobody else has written. v belongs to the optimizer: it is known when someone gets hold of it
/// (<see cref="AdamWOptimizer.State.SecondMoment"/>) or loads it, and it is then read in full. p is anybody's, and TorchSharp tells of no
/// change. So an edit of p is found in two ways:</para>
/// <para>1. In the statistics pass the first 64 bytes of each chunk are compared with what the update left there. Whatever writes
/// to a whole parameter (loading, averaging, clipping) shows itself, and the parameter is read in full, in the same step.</para>
/// <para>2. The update, which reads p anyway, sums its squares as found, by the same additions in the same order: where nobody
/// wrote, the sum is equal to the last bit; where it differs, a smaller edit has come between (a row set to zero). From then on
/// that parameter is read in full in each step. One that is edited after each step shows this in its first steps, which are read
/// in full for that reason (<see cref="Probation"/>); so only the first of edits that begin later comes one step late into ‖p‖.</para>
/// <para>A parameter that the step does not update is read in full: nothing would compare it otherwise. Full reading gives the kept
/// numbers to the last bit, so none of this is part of a checkpoint; only the one late step could differ after resuming, and
/// therefore saving or loading begins anew in both runs (<see cref="Forget"/>).</para>
/// </remarks>
internal sealed class KeptSquares(int slots, int chunks)
{
    /// <summary>The number of updates of a parameter after which it is still read in full.</summary>
    public const int Probation = 8;

    private readonly Squares[] _chunks = new Squares[chunks];
    private readonly Slot[] _slots = new Slot[slots];

    /// <summary>What is known of a parameter.</summary>
    public ref Slot OfSlot(int slot) => ref _slots[slot];

    /// <summary>What is kept of a chunk.</summary>
    public ref Squares OfChunk(int chunk) => ref _chunks[chunk];

    /// <summary>Begins anew, as after construction.</summary>
    public void Forget() => Array.Clear(_slots);

    /// <summary>The sums of a chunk and its first bytes.</summary>
    public struct Squares
    {
        private Line _line;

        /// <summary>Whether the sums were read in full in the pass at hand.</summary>
        public bool IsFresh { get; set; }

        public double Parameter { get; private set; }

        public double SecondMoment { get; private set; }

        public void Keep(double parameter, double secondMoment, ReadOnlySpan<byte> start)
        {
            Parameter = parameter;
            SecondMoment = secondMoment;
            start.CopyTo(_line);
        }

        public readonly bool StartsWith(ReadOnlySpan<byte> start) => start.SequenceEqual(((ReadOnlySpan<byte>)_line)[..start.Length]);

        /// <summary>Whether p still has the sum that is kept, to the last bit.</summary>
        public readonly bool Holds(double parameter) => BitConverter.DoubleToInt64Bits(parameter) == BitConverter.DoubleToInt64Bits(Parameter);
    }

    /// <summary>What is known of a parameter. Threads that work on its chunks only ever set a flag.</summary>
    public struct Slot
    {
        /// <summary>The version of the moments that <see cref="Known"/> speaks of.</summary>
        public int Version;

        /// <summary>Whether the chunks hold sums.</summary>
        public bool Known;

        /// <summary>The updates since the beginning, up to <see cref="Probation"/>.</summary>
        public int Updates;

        /// <summary>Whether an edit has slipped through the comparison of the chunks' first bytes.</summary>
        public bool Slipped;

        /// <summary>Whether this pass found an edit by them.</summary>
        public bool Edited;

        /// <summary>Whether this pass reads the parameter in full.</summary>
        public bool InFull;
    }

    /// <summary>A chunk's first bytes.</summary>
    [InlineArray(Length)]
    public struct Line
    {
        /// <summary>A cache line.</summary>
        public const int Length = 64;

        private byte _first;
    }
}
