namespace MetaAdamW;

/// <summary>A job that is done in independent pieces.</summary>
internal abstract class ChunkJob
{
    /// <summary>The number of pieces.</summary>
    public abstract int Chunks { get; }

    /// <summary>Does one piece. It must not throw.</summary>
    /// <param name="chunk">Its number.</param>
    public abstract void Run(int chunk);
}

/// <summary>
/// A few threads that share the pieces of a job. Unlike <see cref="Parallel"/> it allocates nothing, so a step stays free of
/// garbage. The threads wait in short spins first: the two passes of a step follow each other closely.
/// </summary>
internal sealed class ChunkTeam
{
    private readonly object _oneJob = new();
    private readonly List<SemaphoreSlim> _wake = [];
    private readonly ManualResetEventSlim _done = new(false, spinCount: 200);
    private ChunkJob? _job;
    private int _next;
    private int _working;

    private ChunkTeam()
    {
    }

    /// <summary>The team of this process.</summary>
    public static ChunkTeam Shared { get; } = new();

    /// <summary>Does all pieces and returns when they are done.</summary>
    /// <param name="job">The job.</param>
    /// <param name="threads">The number of threads that may take part, the caller included.</param>
    public void Run(ChunkJob job, int threads)
    {
        int helpers = Math.Min(threads, job.Chunks) - 1;
        if (helpers <= 0)
        {
            for (int chunk = 0; chunk < job.Chunks; chunk++)
            {
                job.Run(chunk);
            }

            return;
        }

        lock (_oneJob)
        {
            while (_wake.Count < helpers)
            {
                var wake = new SemaphoreSlim(0);
                _wake.Add(wake);
                new Thread(() => Work(wake)) { IsBackground = true, Name = "MetaAdamW step" }.Start();
            }

            _job = job;
            _next = -1;
            _working = helpers;
            _done.Reset();
            for (int helper = 0; helper < helpers; helper++)
            {
                _wake[helper].Release();
            }

            TakeChunks(job);
            _done.Wait();
            _job = null;
        }
    }

    private void Work(SemaphoreSlim wake)
    {
        while (true)
        {
            wake.Wait();
            TakeChunks(_job!);
            if (Interlocked.Decrement(ref _working) == 0)
            {
                _done.Set();
            }
        }
    }

    private void TakeChunks(ChunkJob job)
    {
        for (int chunk = Interlocked.Increment(ref _next); chunk < job.Chunks; chunk = Interlocked.Increment(ref _next))
        {
            job.Run(chunk);
        }
    }
}
