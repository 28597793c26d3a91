using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MetaAdamW;

/// <summary>A job that is done in independent pieces.</summary>
internal abstract class ChunkJob
{
    /// <summary>Does one piece. It must not throw.</summary>
    /// <param name="chunk">Its number.</param>
    public abstract void Run(int chunk);
}

/// <summary>
/// A few threads that share the pieces of a job, the caller one of them. Unlike <see cref="Parallel"/> it allocates nothing, gives each
/// thread the same pieces each time, and has its threads awake when the job comes.
/// </summary>
/// <remarks>
/// <para>A thread takes its own share first, then what is left of the others': a thread that the machine keeps from running delays
/// nobody, and the caller waits for no thread that has not begun.</para>
/// <para>After a job the threads spin for a moment, since the passes of a step follow each other closely, and then sleep: between
/// steps they cost nothing. <see cref="Alert"/> wakes them ahead of a job, while the caller still prepares it.</para>
/// </remarks>
internal sealed class ChunkTeam
{
    /// <summary>How long a thread stays awake without work.</summary>
    private static readonly long s_patience = Stopwatch.Frequency / 10_000;

    private readonly object _oneJob = new();
    private readonly List<Helper> _helpers = [];
    private readonly Share[] _shares = new Share[Environment.ProcessorCount];
    private ChunkJob? _job;
    private int _members;
    private int _open;
    private int _inside;
    private int _generation;

    private ChunkTeam()
    {
    }

    /// <summary>The team of this process.</summary>
    public static ChunkTeam Shared { get; } = new();

    /// <summary>The largest number of threads that can take part.</summary>
    public int Limit => _shares.Length;

    /// <summary>Wakes the threads for a job that comes soon.</summary>
    /// <param name="threads">The number of threads, the caller included.</param>
    public void Alert(int threads)
    {
        if (threads > 1)
        {
            lock (_oneJob)
            {
                Wake(threads - 1);
            }
        }
    }

    /// <summary>Does all pieces and returns when they are done.</summary>
    /// <param name="job">The job.</param>
    /// <param name="ends">The end of each thread's share of the pieces; the caller's is the first.</param>
    /// <param name="backward">
    /// Whether each share is taken from its end: a second pass over the same memory then begins with what the first has left in the cache.
    /// </param>
    public void Run(ChunkJob job, ReadOnlySpan<int> ends, bool backward = false)
    {
        if (ends.Length == 1)
        {
            for (int i = 0; i < ends[0]; i++)
            {
                job.Run(backward ? ends[0] - 1 - i : i);
            }

            return;
        }

        lock (_oneJob)
        {
            for (int member = 0, start = 0; member < ends.Length; member++)
            {
                _shares[member] = new Share { Start = start, Length = ends[member] - start, Backward = backward };
                start = ends[member];
            }

            _job = job;
            _members = ends.Length;
            Volatile.Write(ref _open, 1);
            Interlocked.Increment(ref _generation);
            Wake(ends.Length - 1);
            Take(job, 0, ends.Length);

            // Nobody comes in any more; who is inside finishes the piece in hand.
            Interlocked.Exchange(ref _open, 0);
            var spin = default(SpinWait);
            while (Volatile.Read(ref _inside) > 0)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            _job = null;
        }
    }

    private void Wake(int helpers)
    {
        while (_helpers.Count < helpers)
        {
            _helpers.Add(new Helper(this, _helpers.Count + 1));
        }

        for (int i = 0; i < helpers; i++)
        {
            _helpers[i].Wake();
        }
    }

    private void TakePart(int member)
    {
        // The caller closes before it looks who is inside, a helper goes inside before it looks whether it is open: they cannot miss each other.
        Interlocked.Increment(ref _inside);
        if (Volatile.Read(ref _open) == 1 && member < _members)
        {
            Take(_job!, member, _members);
        }

        Interlocked.Decrement(ref _inside);
    }

    private void Take(ChunkJob job, int member, int members)
    {
        for (int i = 0; i < members; i++)
        {
            ref Share share = ref _shares[(member + i) % members];
            while (share.Taken < share.Length)
            {
                int taken = Interlocked.Increment(ref share.Taken) - 1;
                if (taken >= share.Length)
                {
                    break;
                }

                job.Run(share.Start + (share.Backward ? share.Length - 1 - taken : taken));
            }
        }
    }

    /// <summary>A thread's pieces; as large as two cache lines, so that no other thread's counting disturbs it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Share
    {
        public int Start;
        public int Length;
        public int Taken;
        public bool Backward;
    }

    private sealed class Helper
    {
        private readonly ChunkTeam _team;
        private readonly int _member;
        private readonly SemaphoreSlim _sleep = new(0);
        private int _asleep;
        private int _alerted;

        public Helper(ChunkTeam team, int member)
        {
            _team = team;
            _member = member;
            new Thread(Work) { IsBackground = true, Name = $"MetaAdamW step {member}" }.Start();
        }

        public void Wake()
        {
            Interlocked.Increment(ref _alerted);
            if (Interlocked.Exchange(ref _asleep, 0) == 1)
            {
                _sleep.Release();
            }
        }

        private void Work()
        {
            int seen = 0, alerted = 0;
            long since = Stopwatch.GetTimestamp();
            while (true)
            {
                if (Volatile.Read(ref _team._generation) is { } generation && generation != seen)
                {
                    seen = generation;
                    _team.TakePart(_member);
                    since = Stopwatch.GetTimestamp();
                }
                else if (Volatile.Read(ref _alerted) is { } now && now != alerted)
                {
                    alerted = now;
                    since = Stopwatch.GetTimestamp();
                }
                else if (Stopwatch.GetTimestamp() - since < s_patience)
                {
                    Thread.SpinWait(8);
                }
                else
                {
                    Sleep(seen);
                    since = Stopwatch.GetTimestamp();
                }
            }
        }

        private void Sleep(int seen)
        {
            Interlocked.Exchange(ref _asleep, 1);
            if (Volatile.Read(ref _team._generation) == seen || Interlocked.Exchange(ref _asleep, 0) == 0)
            {
                _sleep.Wait();
            }
        }
    }
}
