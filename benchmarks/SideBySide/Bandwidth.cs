using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MetaAdamW.SideBySide;

/// <summary>
/// What the machine's memory allows: a loop of four loads and three stores over four arrays of float32, 28 bytes an element, as the
/// update of AdamW moves them, with next to no arithmetic. The threads stay from run to run and keep their part of the arrays.
/// </summary>
internal sealed unsafe class Bandwidth : IDisposable
{
    /// <summary>Bytes that the loop moves for an element.</summary>
    public const int BytesPerElement = 28;

    private readonly float*[] _arrays = new float*[4];
    private readonly long _count;
    private readonly Thread[] _helpers;
    private readonly int _threads;
    private volatile int _generation;
    private volatile bool _ends;
    private int _working;

    public Bandwidth(long count, int threads)
    {
        _count = count;
        _threads = threads;
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        }

        _helpers = [.. Enumerable.Range(1, threads - 1).Select(part => new Thread(() => Help(part)) { IsBackground = true })];
        Array.ForEach(_helpers, thread => thread.Start());
        Run(part => Fill(part));
    }

    /// <summary>Seconds of one pass.</summary>
    public double Seconds()
    {
        long start = Stopwatch.GetTimestamp();
        Run(Pass);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _ends = true;
        Interlocked.Increment(ref _generation);
        Array.ForEach(_helpers, thread => thread.Join());
        foreach (float* array in _arrays)
        {
            NativeMemory.AlignedFree(array);
        }
    }

    private Action<int> _work = _ => { };

    private void Run(Action<int> work)
    {
        _work = work;
        _working = _helpers.Length;
        Interlocked.Increment(ref _generation);
        work(0);
        var wait = new SpinWait();
        while (Volatile.Read(ref _working) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Help(int part)
    {
        int seen = 0;
        while (true)
        {
            // The pass follows within microseconds while a measurement runs; between them the thread gives its time away.
            var wait = new SpinWait();
            while (_generation == seen)
            {
                wait.SpinOnce();
            }

            seen++;
            if (_ends)
            {
                return;
            }

            _work(part);
            Interlocked.Decrement(ref _working);
        }
    }

    private (long Start, long End) Part(int part)
    {
        long length = (_count / _threads / 64) * 64;
        return (part * length, part == _threads - 1 ? _count : (part + 1) * length);
    }

    private void Fill(int part)
    {
        (long start, long end) = Part(part);
        for (int i = 0; i < _arrays.Length; i++)
        {
            for (long j = start; j < end; j++)
            {
                _arrays[i][j] = 1e-3f * (i + 1);
            }
        }
    }

    private void Pass(int part)
    {
        (long start, long end) = Part(part);
        float* p = _arrays[0], g = _arrays[1], m = _arrays[2], v = _arrays[3];
        var most = new Vector<float>(0.999f);
        long i = start;
        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(g + i);
            Vector.Store((Vector.Load(m + i) * most) + gradient, m + i);
            Vector.Store((Vector.Load(v + i) * most) + gradient, v + i);
            Vector.Store((Vector.Load(p + i) * most) - gradient, p + i);
        }

        for (; i < end; i++)
        {
            m[i] = (m[i] * 0.999f) + g[i];
            v[i] = (v[i] * 0.999f) + g[i];
            p[i] = (p[i] * 0.999f) - g[i];
        }
    }
}
